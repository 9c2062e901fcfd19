//! Names stay in the vault: none in facts, rows, logs, metrics, pages or answers, byte for byte, of the real server.

#[cfg(test)]
mod command_line;

use command_line::Demo;
use maillage_log::vault::{PersonCard, Vault};
use serde_json::json;

const PERSON: &str = "5f0c1d3e-6a1b-4c2d-8e9f-0a1b2c3d4e5f";
/// Words that nothing else writes, without accents, so that no way of writing them down hides them.
const FAMILY_NAME: &str = "Zwyntorbex";
const GIVEN_NAME: &str = "Oqualithe";
const CONTACT: &str = "ravokint@exemple.invalid";
/// What is looked for, in small letters: the canary, and a resident of the demonstration as written and as searched
/// for.
const NAMES: [&str; 6] = ["zwyntorbex", "oqualithe", "ravokint", "corrigeot", "habitante-d", "habitante d"];

/// The names that bytes hold, whatever the case of their letters.
fn names_in(bytes: &[u8]) -> Vec<&'static str> {
    NAMES.into_iter().filter(|name| holds(bytes, name)).collect()
}

fn holds(bytes: &[u8], words: &str) -> bool {
    let begins = |byte: &u8| byte.eq_ignore_ascii_case(&words.as_bytes()[0]);
    let mut starts = bytes.iter().enumerate().filter(|(_, byte)| begins(byte)).map(|(at, _)| at);
    starts.any(|at| bytes.get(at..at + words.len()).is_some_and(|window| window.eq_ignore_ascii_case(words.as_bytes())))
}

/// No file of the store holds a name; the names of the files.
fn no_name_in_any_file(demo: &Demo) -> Vec<String> {
    let named = demo.files().into_iter().map(|path| {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match std::fs::read(&path) {
            Ok(bytes) => assert_eq!(names_in(&bytes), [""; 0], "in {file}"),
            // A file that goes away while the server works (a write-ahead log) holds nothing.
            Err(why) => assert_eq!(why.kind(), std::io::ErrorKind::NotFound, "{file}: {why}"),
        }
        file
    });
    named.collect()
}

#[tokio::test]
async fn a_name_is_found_nowhere_but_in_the_vault_by_its_key() {
    let demo = Demo::copy();
    let server = demo.serve("debug");
    let said = async |method: &str, path: &str, body: Option<serde_json::Value>, status: u16| {
        let (answered, text) = server.ask(method, path, body).await;
        assert_eq!(answered, status, "{method} {path}: {text}");
        assert_eq!(names_in(text.as_bytes()), [""; 0], "{method} {path}: {text}");
        text
    };
    let space = "/v1/spaces/lille";
    let person = format!("{space}/persons/{PERSON}/card");
    let card = |family: &str| json!({"data": {"family_name": family, "given_name": GIVEN_NAME, "contact": CONTACT}});
    said("PUT", &person, Some(card(FAMILY_NAME)), 201).await;
    said("PUT", &person, Some(card("Corrigeot")), 200).await;

    // Names where they do not belong are refused without being repeated.
    said("PUT", &person, Some(card(&FAMILY_NAME.repeat(100))), 422).await;
    said("PUT", &person, Some(json!({"data": FAMILY_NAME})), 422).await;
    said("PUT", &person, Some(json!({"data": {"family_name": [FAMILY_NAME]}})), 422).await;
    let nameless = format!("{space}/persons/{PERSON}");
    said("PUT", &nameless, Some(json!({"data": {"minor_through": FAMILY_NAME}})), 422).await;
    said("PUT", &nameless, Some(json!({"data": {"card": {"family_name": FAMILY_NAME}}})), 422).await;
    said("PUT", &format!("{space}/persons/{FAMILY_NAME}/card"), Some(card(FAMILY_NAME)), 400).await;
    said("GET", &format!("{space}/reports/attendance?lang={FAMILY_NAME}"), None, 400).await;

    let plan = |when: &str| json!({"data": {"title": "Réunion du pôle", "kind": "meeting", "when": when}});
    said("PUT", &format!("{space}/sessions/a-venir"), Some(plan("2090-03-08")), 201).await;
    said("PUT", &format!("{space}/sessions/passee"), Some(plan("2016-02-08")), 201).await;
    said(
        "PUT",
        &format!("{space}/sessions/a-venir/signups/i-1"),
        Some(json!({"data": {"person": PERSON, "by": "person"}})),
        201,
    )
    .await;
    let presence = json!({"occurred_on": "2016-02-08", "data": {"quality": "inhabitant"}});
    said("PUT", &format!("{space}/sessions/passee/attendance/{PERSON}"), Some(presence), 201).await;

    let reports = said("GET", "/v1/reports", None, 200).await;
    let reports: serde_json::Value = serde_json::from_str(&reports).unwrap();
    for report in reports["reports"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()) {
        said("GET", &format!("{space}/reports/{report}"), None, 200).await;
        said("GET", &format!("{space}/reports/{report}?format=csv"), None, 200).await;
        said("GET", &format!("/espaces/lille/rapports/{report}"), None, 200).await;
    }
    said("GET", "/espaces/lille", None, 200).await;
    said("GET", &format!("{space}/streams/person/{PERSON}"), None, 200).await;
    let metrics = said("GET", "/metrics", None, 200).await;
    let live = no_name_in_any_file(&demo);
    assert!(live.contains(&"maillage.sqlite-wal".to_owned()), "{live:?}");

    let logs = server.stop();
    assert_eq!(names_in(logs.as_bytes()), [""; 0], "in the logs");
    let files = no_name_in_any_file(&demo);
    for needed in ["maillage.sqlite", "maillage.projections.sqlite", "maillage.vault.sqlite", "maillage.vault.key"] {
        assert!(files.iter().any(|file| file == needed), "{needed} was not looked into: {files:?}");
    }

    // The controls: what may stand there is found by the same search, and the vault does hold the names.
    let facts: Vec<u8> = ["maillage.sqlite", "maillage.sqlite-wal"]
        .map(|file| std::fs::read(demo.folder().join(file)).unwrap_or_default())
        .concat();
    assert!(
        holds(&facts, " de fives") && holds(&facts, "a-venir") && holds(&facts, PERSON),
        "the search does not see into facts"
    );
    assert_eq!(names_in(b"{\"family_name\":\"HABITANTE-D\xc3\xa9monstration 7\"}"), ["habitante-d"]);
    assert!(
        logs.contains("/v1/spaces/{space}/persons/{person}") && logs.contains("\"answered\""),
        "these are not the logs"
    );
    assert!(metrics.contains("maillage_commands_total{aggregate=\"person\""), "{metrics}");
    let vault =
        Vault::open(&demo.folder().join("maillage.vault.sqlite"), &demo.folder().join("maillage.vault.key")).unwrap();
    let lille = "lille".parse().unwrap();
    let card = vault.read(&lille, PERSON.parse().unwrap()).unwrap().unwrap();
    assert_eq!((card.family_name.as_str(), card.contact.as_deref()), ("Corrigeot", Some(CONTACT)));
    let resident = PersonCard {
        family_name: "Habitante-Démonstration 7".to_owned(),
        given_name: "Démo".to_owned(),
        contact: None,
    };
    assert_eq!(vault.find(&lille, &resident).unwrap().len(), 1, "the demonstration's residents are in the vault");
}
