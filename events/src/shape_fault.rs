//! Where and why JSON is not of the shape that a type asks for, in terms that both languages can say.

mod between;

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// What is wrong with the shape of JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeFault {
    /// The place, as JSON Pointer; empty for the whole.
    pub pointer: String,
    /// The message that says so: `shape-missing-member`.
    pub key: &'static str,
    /// What the message shows.
    pub values: Vec<(&'static str, String)>,
}

/// What reading JSON as a type finds: nothing where it is of its shape, or is no JSON at all.
pub fn shape_fault<T: DeserializeOwned>(json: &str) -> Option<ShapeFault> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let error = serde_path_to_error::deserialize::<_, T>(&mut reader).err()?;
    Some(ShapeFault::of(&error))
}

/// Longest value of the caller's that is shown again, in characters.
const SHOWN: usize = 40;

/// What a place asks for, by the words with which serde says so.
const EXPECTED: [(&str, &str); 9] = [
    ("a string", "shape-not-a-text"),
    ("string", "shape-not-a-text"),
    ("a boolean", "shape-not-yes-or-no"),
    ("a sequence", "shape-not-a-list"),
    ("a map", "shape-not-an-object"),
    ("struct", "shape-not-an-object"),
    ("internally tagged enum", "shape-not-an-object"),
    ("i", "shape-not-a-number"),
    ("u", "shape-not-a-number"),
];

impl ShapeFault {
    /// serde's error in our terms.
    pub fn of(error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        let pointer = pointer(error.path());
        let words = error.inner().to_string();
        let quoted = |prefix: &str| Some(words.strip_prefix(prefix)?.split('`').next()?.to_owned());
        let shown = |given: String| ("given", given.chars().take(SHOWN).collect::<String>());
        if let Some(name) = quoted("missing field `") {
            return Self {
                pointer: format!("{pointer}/{name}"),
                key: "shape-missing-member",
                values: vec![("member", name)],
            };
        }
        if let Some(name) = quoted("unknown field `") {
            let ends_with_it = pointer.ends_with(&format!("/{name}"));
            let pointer = if ends_with_it { pointer } else { format!("{pointer}/{name}") };
            return Self { pointer, key: "shape-unknown-member", values: vec![shown(name)] };
        }
        if let Some(name) = quoted("duplicate field `") {
            return Self { pointer, key: "shape-member-twice", values: vec![("member", name)] };
        }
        let mut values = vec![("member", last_member(&pointer))];
        if let Some(given) = quoted("unknown variant `") {
            let (_, expected) = words.split_once("expected ").unwrap_or_default();
            let choices: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
            values.extend([shown(given), ("choices", choices.join(", "))]);
            return Self { pointer, key: "shape-unknown-choice", values };
        }
        if let Some(of) = words.strip_prefix("invalid value: ") {
            let is_number = of.starts_with("integer") || of.starts_with("floating point");
            let given = of.split('`').nth(1).unwrap_or_default().to_owned();
            values.push(shown(given));
            return Self { pointer, key: if is_number { "shape-out-of-range" } else { "shape-wrong-value" }, values };
        }
        // A list of too few: serde takes one for the members of a type in their order.
        if words.starts_with("invalid length") {
            return Self { pointer, key: "shape-not-an-object", values };
        }
        let expected = words.split_once(", expected ").map(|(_, expected)| expected).unwrap_or_default();
        let known = EXPECTED.iter().find(|(begin, _)| words.starts_with("invalid type") && expected.starts_with(begin));
        Self { pointer, key: known.map_or("shape-wrong-value", |(_, key)| key), values }
    }
}

/// The member that a pointer leads to, indices passed over; `whole` for the whole.
fn last_member(pointer: &str) -> String {
    let is_name = |segment: &&str| !segment.is_empty() && segment.parse::<usize>().is_err();
    pointer.rsplit('/').find(is_name).unwrap_or("whole").to_owned()
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", escaped(key))),
            Segment::Enum { variant } => pointer.push_str(&format!("/{}", escaped(variant))),
            Segment::Unknown => {}
        }
    }
    pointer
}

/// A member as JSON Pointer writes it.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde::de::{Error, Unexpected};
    use serde::{Deserialize, Deserializer};

    use super::*;
    use crate::messages::{Language, in_words};
    use crate::session::{HeadcountRecorded, SessionPlanned};

    fn said<T: DeserializeOwned>(json: &str) -> (String, String) {
        let fault = shape_fault::<T>(json).unwrap();
        (in_words(Language::French, fault.key, &fault.values), fault.pointer)
    }

    /// A type whose reading fails by one of the errors that serde has.
    macro_rules! fails {
        ($name:ident: $($error:tt)+) => {
            #[derive(Debug)]
            struct $name;
            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
                    Err(<D::Error as Error>::$($error)+)
                }
            }
        };
    }
    fails!(Custom: custom("no more than this is known"));
    fails!(NoText: invalid_type(Unexpected::Unsigned(7), &"a string"));
    fails!(NoAnswer: invalid_type(Unexpected::Str("7"), &"a boolean"));
    fails!(NoList: invalid_type(Unexpected::Unsigned(7), &"a sequence"));
    fails!(NoMap: invalid_type(Unexpected::Unsigned(7), &"a map"));
    fails!(NoStruct: invalid_type(Unexpected::Unsigned(7), &"struct Place"));
    fails!(NoTagged: invalid_type(Unexpected::Seq, &"internally tagged enum Quantity"));
    fails!(NoNumber: invalid_type(Unexpected::Str("7"), &"u32"));
    fails!(NoOtherType: invalid_type(Unexpected::Unit, &"a moon"));
    fails!(TooLarge: invalid_value(Unexpected::Unsigned(70_000), &"u8"));
    fails!(TooExact: invalid_value(Unexpected::Float(1.5), &"u8"));
    fails!(NoSuchValue: invalid_value(Unexpected::Str("moon"), &"a month"));
    fails!(NoSuchLength: invalid_length(3, &"a pair"));
    fails!(NoSuchChoice: unknown_variant("party", &["meeting", "training"]));
    fails!(NoChoiceAtAll: unknown_variant("party", &[]));
    fails!(NoSuchMember: unknown_field("salle", &["title"]));
    fails!(Missing: missing_field("title"));
    fails!(Twice: duplicate_field("title"));

    /// Each error of `serde::de::Error` is told by its English words: this holds those words to what serde writes.
    #[test]
    fn every_sort_of_error_that_serde_has_is_told_from_the_others() {
        fn key<T: DeserializeOwned>() -> (&'static str, Vec<(&'static str, String)>) {
            let fault = shape_fault::<T>("7").unwrap();
            (fault.key, fault.values)
        }
        let member = || ("member", "whole".to_owned());
        for (told, expected) in [
            (key::<Custom>(), "shape-wrong-value"),
            (key::<NoText>(), "shape-not-a-text"),
            (key::<NoAnswer>(), "shape-not-yes-or-no"),
            (key::<NoList>(), "shape-not-a-list"),
            (key::<NoMap>(), "shape-not-an-object"),
            (key::<NoStruct>(), "shape-not-an-object"),
            (key::<NoTagged>(), "shape-not-an-object"),
            (key::<NoNumber>(), "shape-not-a-number"),
            (key::<NoOtherType>(), "shape-wrong-value"),
            (key::<TooLarge>(), "shape-out-of-range"),
            (key::<TooExact>(), "shape-out-of-range"),
            (key::<NoSuchValue>(), "shape-wrong-value"),
            (key::<NoSuchLength>(), "shape-not-an-object"),
            (key::<NoSuchChoice>(), "shape-unknown-choice"),
            (key::<NoChoiceAtAll>(), "shape-unknown-choice"),
        ] {
            assert_eq!((told.0, told.1.first()), (expected, Some(&member())), "{told:?}");
        }
        assert_eq!(key::<TooLarge>().1[1], ("given", "70000".to_owned()));
        let choices = [("given", "party"), ("choices", "meeting, training")].map(|(name, it)| (name, it.to_owned()));
        assert_eq!(key::<NoSuchChoice>().1[1..], choices);
        assert_eq!(key::<NoSuchMember>(), ("shape-unknown-member", vec![("given", "salle".to_owned())]));
        assert_eq!(key::<Missing>(), ("shape-missing-member", vec![("member", "title".to_owned())]));
        assert_eq!(key::<Twice>(), ("shape-member-twice", vec![("member", "title".to_owned())]));
    }

    #[test]
    fn what_is_wrong_with_a_shape_is_said_in_words_by_its_sort() {
        let plan = |members: &str| {
            said::<SessionPlanned>(&format!("{{\"title\":\"A\",\"kind\":\"meeting\",\"when\":\"2016\"{members}}}"))
        };
        let (words, pointer) = said::<SessionPlanned>("{\"title\":\"A\"}");
        assert!(words.contains("« nature »") && words.contains("manque"), "{words}");
        assert_eq!(pointer, "/kind");
        let (words, pointer) = plan(",\"capacity\":-1");
        assert!(words.contains("« nombre de places »") && words.contains("-1"), "{words}");
        assert_eq!(pointer, "/capacity");
        let (words, _) = plan(",\"capacity\":\"douze\"");
        assert!(words.contains("un nombre est attendu"), "{words}");
        let (words, pointer) = plan(",\"salle\":\"B\"");
        assert_eq!(pointer, "/salle");
        assert!(words.contains("« salle »"), "{words}");
        assert_eq!(plan(",\"fiches\":[\"a\",\"É\"]").1, "/fiches/1");
        let (words, _) = said::<SessionPlanned>("{\"title\":\"A\",\"kind\":\"party\",\"when\":\"2016\"}");
        assert!(words.contains("Réunion, Formation"), "{words}");
        assert!(said::<HeadcountRecorded>("[]").0.contains("contenu"));
        for english in ["expected", "invalid", "missing", "field", "meeting"] {
            assert!(!words.contains(english), "{words}");
        }
        assert_eq!(shape_fault::<u8>("7"), None);
    }
}
