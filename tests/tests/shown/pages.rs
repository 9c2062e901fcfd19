//! The pages of the console and of problems, and each report in each of its formats, of a space in which each kind of
//! fact was recorded.

use maillage_events::fact::{Fact, registry};
use maillage_events::id::SpaceId;
use maillage_events::messages::{Language, keys};
use maillage_projections::catalogue::navigation;
use maillage_projections::report::Scope;
use maillage_projections::report::formats::{Format, Medium};
use maillage_projector::Question;

use crate::heard::Answers;
use crate::house::{House, SPACE};

/// The stream of a family in which an example stands.
fn stream(kind: &str, id: &str) -> String {
    let family = match kind.split('.').next().unwrap_or_default() {
        "signup" | "attendance" => "session",
        family => family,
    };
    match family {
        "person" => format!("person/{}", uuid::Uuid::from_u128(1)),
        "space" => format!("space/{SPACE}"),
        _ => format!("{family}/{id}"),
    }
}

/// Takes a page.
pub async fn take(house: &House, answers: &mut Answers, path: &str) {
    let text = house.page(path, answers.language).await;
    answers.take(path, &text);
}

/// Takes the page of every report of a space, and every format that people read.
pub async fn reports(house: &House, answers: &mut Answers, space: &str) {
    let tag = answers.language.tag();
    for report in navigation() {
        for clocks in ["", "from=2017-01-01&to=2017-12-31&", "from=2017-01-01&", "to=2017-12-31&"] {
            take(house, answers, &format!("/espaces/{space}/rapports/{report}?{clocks}lang={tag}")).await;
        }
        let question = Question {
            space: SpaceId::new(space).unwrap(),
            report: report.to_owned(),
            scope: Scope::default(),
            known_at: None,
            language: answers.language,
        };
        let answer = house.state.projector.report(question).await.unwrap();
        // JSON is for programs: what people read of it is what the others show.
        for format in Format::ALL.iter().filter(|format| format.name != "json") {
            if let Some(text) = format.write(&answer, answers.language, Medium::CommandLine).unwrap() {
                answers.take(&format!("{report} of {space} as {}", format.name), &crate::house::text_of(&text));
            }
        }
    }
}

/// Every page and report of a space in which each kind of fact was recorded.
pub async fn all(answers: &mut Answers) {
    let mut house = House::new().await;
    let tag = answers.language.tag();
    take(&house, answers, &format!("/?lang={tag}")).await;
    for (id, day) in [("un", "2016-03-08"), ("deux", "2017-05-02"), ("un", "2017-09-01")] {
        for (count, info) in registry().filter(|info| !info.kind.starts_with("amendment.")).enumerate() {
            let fact = Fact::read(info.kind, &(info.example)().to_string()).unwrap();
            house.record(&stream(info.kind, id), day, fact).await;
            if count % 10 == 9 || count + 10 > registry().count() {
                house.folded(SPACE).await;
                take(&house, answers, &format!("/espaces/{SPACE}/faits-recents?lang={tag}")).await;
            }
        }
    }
    house.folded(SPACE).await;
    for path in ["/?", "/espaces/essai?", "/espaces/nulle-part?", "/espaces/essai/rapports/meteo?"] {
        take(&house, answers, &format!("{path}lang={tag}")).await;
    }
    take(&house, answers, &format!("/espaces/{SPACE}/rapports/fiches?from=hier&lang={tag}")).await;
    reports(&house, answers, SPACE).await;
    for key in keys(Language::French).into_values().flatten() {
        let detail = key.strip_prefix("problem-").and_then(|key| key.strip_suffix("-detail"));
        if let Some(code) = key.strip_prefix("refusal-").or(detail) {
            take(&house, answers, &format!("/problems/{code}")).await;
        }
    }
}
