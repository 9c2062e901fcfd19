//! Every message as a page or a report shows it: each kind of fact recorded, each page and report asked for, in both
//! languages.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use maillage_events::envelope::{Channel, Context, Draft, Salt};
use maillage_events::fact::{Fact, registry};
use maillage_events::id::{CommandId, Id, SpaceId, StreamId};
use maillage_events::messages::{Language, files, keys};
use maillage_events::when::OccurredOn;
use maillage_log::clock::{SetClock, new_fact_id};
use maillage_log::log::{Append, FactLog, StreamFacts};
use maillage_log::sqlite::SqliteLog;
use maillage_log::vault::Vault;
use maillage_projections::catalogue::navigation;
use maillage_projector::Projector;
use maillage_server::{AppState, Metrics, router};
use tower::ServiceExt;

use crate::readable::unsaid;

const SPACE: &str = "essai";

/// A server in memory, over a store of its own.
struct House {
    state: AppState,
    router: Router,
    clock: Arc<SetClock>,
    versions: std::collections::BTreeMap<StreamId, u64>,
    _folder: tempfile::TempDir,
}

impl House {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2018-03-01T09:00:00Z".parse().unwrap()));
        let log: Arc<dyn FactLog> = SqliteLog::open(&folder.path().join("log.sqlite"), clock.clone()).unwrap();
        let projector = Projector::open(log.clone(), &folder.path().join("rows.sqlite")).await.unwrap();
        let vault = Vault::open(&folder.path().join("vault.sqlite"), &folder.path().join("vault.key")).unwrap();
        let state = AppState::new(log, projector, Arc::new(vault), Arc::new(Metrics::new("0", "test").unwrap()));
        let router = router(state.clone());
        Self { state, router, clock, versions: Default::default(), _folder: folder }
    }

    /// What a page says: its text, tags and attributes left out.
    async fn page(&self, path: &str, language: Language) -> String {
        let request = Request::get(path).header("host", "localhost").header("accept-language", language.tag());
        let answer = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        text_of(&String::from_utf8_lossy(&bytes))
    }

    /// Records a fact as it stands, whatever the rules say; gives its position.
    async fn record(&mut self, stream: &str, on: &str, fact: Fact) -> u64 {
        let stream: StreamId = stream.parse().unwrap();
        let version = self.versions.entry(stream.clone()).or_default();
        *version += 1;
        let draft = Draft {
            id: new_fact_id(self.clock.as_ref()),
            stream: stream.clone(),
            version: *version,
            occurred: on.parse::<OccurredOn>().unwrap(),
            fact,
            command: CommandId::derived(&format!("{stream} {version}")),
            context: Context::new(Id::new("compte-1").unwrap(), Channel::Entry),
            salt: Salt::default(),
        };
        let space = SpaceId::new(SPACE).unwrap();
        let sealed = draft.seal(&space).unwrap();
        let append = Append {
            space,
            command: draft.command,
            fingerprint: [0; 32],
            streams: vec![StreamFacts { stream, expected: *version - 1, facts: vec![sealed] }],
            register: None,
            head: None,
            outcome: b"{}".to_vec(),
        };
        self.state.log.append(append).await.unwrap().last
    }
}

/// The text of a page, one line a piece; of what is no page, the whole.
fn text_of(page: &str) -> String {
    if !page.trim_start().starts_with('<') {
        return page.to_owned();
    }
    let mut text = String::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        text.push('\n');
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        rest = &rest[end..];
    }
    text.push_str(rest);
    for (written, read) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(written, read);
    }
    text
}

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

/// Every page and report of a space in which each kind of fact was recorded, as lines of text.
async fn everything(language: Language) -> Vec<(String, String)> {
    let mut house = House::new().await;
    let tag = language.tag();
    let mut shown = vec![("the empty store".to_owned(), house.page(&format!("/?lang={tag}"), language).await)];
    let space = SpaceId::new(SPACE).unwrap();
    let mut at = 0;
    for (id, day) in [("un", "2016-03-08"), ("deux", "2017-05-02"), ("un", "2017-09-01")] {
        for (count, info) in registry().filter(|info| !info.kind.starts_with("amendment.")).enumerate() {
            let fact = Fact::read(info.kind, &(info.example)().to_string()).unwrap();
            at = house.record(&stream(info.kind, id), day, fact).await;
            if count % 10 == 9 || count + 10 > registry().count() {
                assert!(house.state.projector.wait_for(&space, at, Duration::from_secs(20)).await);
                let path = format!("/espaces/{SPACE}/faits-recents?lang={tag}");
                shown.push((path.clone(), house.page(&path, language).await));
            }
        }
    }
    assert!(house.state.projector.wait_for(&space, at, Duration::from_secs(20)).await);
    let mut paths = vec![
        format!("/?lang={tag}"),
        format!("/espaces/{SPACE}?lang={tag}"),
        format!("/espaces/nulle-part?lang={tag}"),
        format!("/espaces/{SPACE}/rapports/meteo?lang={tag}"),
        format!("/espaces/{SPACE}/rapports/fiches?from=hier&lang={tag}"),
    ];
    for report in navigation() {
        for clocks in ["", "from=2017-01-01&to=2017-12-31&", "from=2017-01-01&", "to=2017-12-31&"] {
            paths.push(format!("/espaces/{SPACE}/rapports/{report}?{clocks}lang={tag}"));
        }
        paths.push(format!("/v1/spaces/{SPACE}/reports/{report}?format=csv"));
    }
    for key in keys(language).into_values().flatten() {
        let detail = key.strip_prefix("problem-").and_then(|key| key.strip_suffix("-detail"));
        if let Some(code) = key.strip_prefix("refusal-").or(detail) {
            paths.push(format!("/problems/{code}"));
        }
    }
    for path in paths {
        let text = house.page(&path, language).await;
        shown.push((path, text));
    }
    shown.push(("the files to import".to_owned(), maillage_exchange::tabular::describe(language)));
    shown
}

/// Messages that these pages do not show, by how their keys begin, each with who shows them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("actions-field-general", "an objective of that level: `projections/src/actions/tests.rs`"),
    ("actions-field-operational", "the same"),
    ("kind-amendment-", "the history of a fact that was amended: `projections/src/corrections/tests.rs`"),
    ("network-both", "ties that are declared and observed: `projections/src/network/tests.rs`"),
    ("network-declared-only", "the same"),
    ("network-lost", "the same"),
    ("network-new", "the same"),
    ("network-observed-only", "the same"),
    ("refusal-person-erased", "a refusal: the page of its code tells the problem of that name"),
    ("report-incomplete", "a report whose fold stopped: `services/projector/src/tests`"),
    ("answer-", "the register of corrections, where a yes became a no: `projections/src/corrections/values.rs`"),
    ("broken-fact", "a refusal that names what would break: `events/tests/rules/corrections.rs`"),
    ("console-", "what no page of a sound store says: the store that is away, the report that is incomplete"),
    ("figure-", "chosen by figures: `projections/src/{figures,amounts,session_count}.rs`"),
    ("import-", "problems of files: `services/exchange/src/import/tests`, the command line"),
    ("label-", "chosen by the words of closed lists, which `members` holds complete"),
    ("member-", "chosen by members, which `members` holds complete"),
    ("oscars-", "problems of records: `services/exchange/src/oscars/tests`"),
    ("person-erased-", "what the command line answers: `services/maillage/tests/erasure.rs`"),
    ("place-", "places of a request: `services/server/tests/words.rs`"),
    ("report-head-", "the heads of sheets: `projections/src/report/formats/csv.rs`"),
    ("reason-", "why a server is not ready: `services/server/src/routes/health.rs`"),
    ("shape-", "the shape of a payload: `events/src/shape_fault.rs`, `services/server/tests/words.rs`"),
];

/// The pieces of a message that no value changes, those of its first wording where it has several.
fn pieces(source: &str, key: &str) -> Vec<String> {
    let head = format!("{key} = ");
    let Some(line) = source.lines().find_map(|line| line.strip_prefix(&head)) else { return Vec::new() };
    let mut pieces = Vec::new();
    for piece in line.split(['{', '}']).step_by(2) {
        pieces.push(piece.trim().to_owned());
    }
    pieces.retain(|piece| piece.chars().count() > 1);
    pieces
}

/// The messages that no text shows, and that nobody else answers for.
fn unshown(language: Language, shown: &str) -> Vec<String> {
    let mut unshown = Vec::new();
    for (_, source) in files(language) {
        for key in source.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key) {
            let is_key = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            let elsewhere = ELSEWHERE.iter().any(|(begin, _)| key.starts_with(begin));
            if is_key && !elsewhere && !pieces(source, key).iter().all(|piece| shown.contains(piece.as_str())) {
                unshown.push(key.to_owned());
            }
        }
    }
    unshown
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_and_report_is_readable_and_shows_every_message() {
    for language in [Language::French, Language::English] {
        let shown = everything(language).await;
        let mut faults: Vec<String> = Vec::new();
        for (path, text) in &shown {
            // The columns of files bear names of their own, in French, of several words.
            for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("| `")) {
                faults.extend(unsaid(line).into_iter().map(|fault| format!("{path}: {fault} in « {} »", line.trim())));
            }
        }
        faults.sort();
        faults.dedup();
        assert_eq!(faults, Vec::<String>::new(), "{language:?}");
        let all: String = shown.into_iter().map(|(_, text)| text + "\n").collect();
        assert_eq!(unshown(language, &all), Vec::<String>::new(), "{language:?}: no page shows them");
        assert!(unshown(language, "").len() > 300, "the control: what is not shown is found");
    }
}
