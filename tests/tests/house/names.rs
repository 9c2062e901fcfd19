//! Names tell a newcomer what a thing is.

use crate::sources::{code, sources};

const ALL: [&str; 4] = ["events", "projections", "services", "tests"];

/// Words that made readers stop, each with the noun that stands in its place.
const RIDDLES: [(&str, &str); 12] = [
    ("Telling", "CommandRequest"),
    ("Told", "CommandReply"),
    ("Living", "SpaceState, Slot"),
    ("Keeping", "RowsProgress"),
    ("Kept", "WriteOutcome"),
    ("Owed", "topic patience"),
    ("GiveUp", "FallBack"),
    ("TakeUp", "Resume"),
    ("There", "Existing"),
    ("Looks", "Lookups"),
    ("Said", "Drafting"),
    ("Asked", "the noun of what is asked"),
];

fn riddles(text: &str) -> Vec<&'static str> {
    let code = code(text);
    let names = ["struct", "enum", "trait", "type"];
    let declared = |word: &str| {
        names.iter().any(|kind| {
            let head = format!("{kind} {word}");
            code.match_indices(&head)
                .any(|(at, _)| !code[at + head.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    };
    RIDDLES.iter().map(|(word, _)| *word).filter(|word| declared(word)).collect()
}

#[test]
fn no_type_bears_a_riddle_for_a_name() {
    let mut found = Vec::new();
    for room in ALL {
        for (path, text) in sources(room) {
            found.extend(riddles(&text).into_iter().map(|word| format!("{room}/{}: {word}", path.display())));
        }
    }
    assert_eq!(found, Vec::<String>::new(), "see RIDDLES for a noun");
    assert_eq!(riddles("pub(crate) struct Kept {\n}\nstruct Keeper;\n"), ["Kept"], "the control");
}

/// The longest name that a test may have: the rule in few words.
const LONGEST: usize = 90;

fn long_tests(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let tests = lines.windows(2).filter(|pair| pair[0].starts_with("#[test]") || pair[0].starts_with("#[tokio::test"));
    let names = tests.filter_map(|pair| pair[1].split("fn ").nth(1)?.split('(').next());
    names.filter(|name| name.len() > LONGEST).map(str::to_owned).collect()
}

#[test]
fn the_name_of_a_test_is_a_rule_in_few_words() {
    for room in ALL {
        for (path, text) in sources(room) {
            assert_eq!(long_tests(&text), Vec::<String>::new(), "{room}/{}", path.display());
        }
    }
    let long = format!("#[test]\nfn {}() {{}}\n", "a".repeat(LONGEST + 1));
    assert_eq!(long_tests(&long).len(), 1, "the control");
}
