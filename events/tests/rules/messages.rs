use std::collections::BTreeSet;
use std::path::Path;

use maillage_events::messages::{Language, keys};

/// Every code that a rule refuses with, read from the sources.
fn codes(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            for after in source.split("Refusal::new(").skip(1) {
                let code = after
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|rest| rest.split_once('"'))
                    .map(|(code, _)| code.to_owned());
                found.insert(
                    code.unwrap_or_else(|| panic!("{}: a refusal whose code is not written out", path.display())),
                );
            }
        }
    }
}

#[test]
fn every_refusal_has_its_words_in_both_languages_and_no_words_are_left_over() {
    let mut used = BTreeSet::from(["reference-unknown".to_owned()]);
    codes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    assert!(used.len() > 60, "the codes were not found");
    for language in [Language::French, Language::English] {
        let files = keys(language);
        let said: BTreeSet<String> = ["refusals-governance", "refusals-activity"]
            .iter()
            .flat_map(|file| &files[file])
            .filter_map(|key| key.strip_prefix("refusal-").map(str::to_owned))
            // Parts of other messages.
            .filter(|code| code != "this" && code != "date-unknown")
            .collect();
        assert_eq!(used.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "{language:?}: no words");
        assert_eq!(said.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "{language:?}: never refused so");
    }
}
