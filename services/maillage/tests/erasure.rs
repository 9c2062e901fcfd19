//! A person erased through the real binary, by its server and by its command line.

#[cfg(test)]
mod command_line;

use command_line::Demo;
use maillage_tests::vault_store::{all_sealed, files_that_hold};
use serde_json::json;

const SPACE: &str = "/v1/spaces/essai";
const FIRST: &str = "018f0000-0000-7000-8000-0000000000aa";
const SECOND: &str = "018f0000-0000-7000-8000-0000000000bb";

/// How many of these bytes some file of the store holds.
fn found(demo: &Demo, canary: &[Vec<u8>]) -> usize {
    canary.iter().filter(|bytes| !files_that_hold(demo.folder(), bytes).is_empty()).count()
}

#[tokio::test]
async fn a_person_is_erased_by_the_server_and_by_the_command_line_while_it_runs() {
    let demo = Demo::empty();
    let server = demo.serve("info");
    let said = async |method: &str, path: &str, body, status: u16| {
        let (answered, text) = server.ask(method, path, body).await;
        assert_eq!(answered, status, "{method} {path}: {text}");
        text
    };
    said("PUT", SPACE, Some(json!({"data": {"name": "Essai", "kind": "city"}})), 201).await;
    for person in [FIRST, SECOND] {
        let card = json!({"data": {"family_name": "Zwyntorbex", "given_name": "Oqualithe"}});
        said("PUT", &format!("{SPACE}/persons/{person}/card"), Some(card), 201).await;
    }
    let canary = all_sealed(&demo.folder().join("maillage.vault.sqlite"));
    assert_eq!(found(&demo, &canary), 4, "the search sees nothing");
    let erased = said("DELETE", &format!("{SPACE}/persons/{FIRST}"), None, 201).await;
    assert!(erased.contains("person.erased"), "{erased}");
    assert_eq!(found(&demo, &canary), 2, "the other one's are left");

    let erase = ["person", "erase", SECOND, "--space", "essai"];
    let ran = demo.run(&[&erase[..], &["--basis", "retention"]].concat());
    assert_eq!(ran.expect_code(0), "Personne effacée : la clé de sa fiche est détruite.\n");
    assert_eq!(found(&demo, &canary), 0);
    assert!(demo.run(&erase).expect_code(0).starts_with("Cette personne était déjà effacée"));
    let otherwise = demo.run(&[&erase[..], &["--basis", "mistake"]].concat());
    assert!(otherwise.stderr.contains("a été effacée"), "{otherwise:?}");
    otherwise.expect_code(1);
    demo.run(&["person", "erase", "018f0000-0000-7000-8000-0000000000cc", "--space", "essai"]).expect_code(1);
    // The server knows it too.
    said("DELETE", &format!("{SPACE}/persons/{SECOND}"), None, 200).await;
    server.stop();
    assert_eq!(found(&demo, &canary), 0);
}
