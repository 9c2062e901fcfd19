//! Who really came: drawn before anybody records anything.

use std::collections::{BTreeMap, BTreeSet};

use crate::city::{FICHES, PERSONS, POLES};
use crate::dice::Dice;

const KINDS: [&str; 4] = ["meeting", "workshop", "forum", "stand"];
const QUALITIES: [&str; 4] = ["inhabitant", "user", "professional", "volunteer"];
pub const USERS: [&str; 2] = ["inhabitant", "user"];
pub const PARTS: [&str; 2] = ["matin", "soir"];

/// Somebody who came to a meeting.
#[derive(Debug, Clone, Copy)]
pub struct Visitor {
    pub quality: &'static str,
    pub is_inside: bool,
    /// Whether for the first half, and for the second.
    pub in_part: [bool; 2],
}

/// A place that somebody had, and when it was given back.
#[derive(Debug, Clone)]
pub struct Place {
    pub person: u64,
    pub given_back: Option<String>,
}

/// A session as it was.
#[derive(Debug)]
pub struct Meeting {
    pub id: String,
    pub pole: String,
    pub kind: &'static str,
    pub fiche: String,
    pub day: String,
    pub has_parts: bool,
    pub came: BTreeMap<u64, Visitor>,
    pub places: Vec<Place>,
    pub visits: u64,
    /// What was told of it, filled in when it is told.
    pub told: Account,
}

/// What the record comes to, as whoever was there knows it.
#[derive(Debug, Default)]
pub struct Account {
    /// Its date, as precisely as people have it.
    pub when: String,
    /// Whether anybody said that it took place, or who came.
    pub is_told: bool,
    pub is_held: bool,
    pub named: BTreeSet<u64>,
    /// Those whose quality stands in the record.
    pub quality_known: BTreeSet<u64>,
    /// Those who had a place on the day, by what really happened.
    pub expected: BTreeSet<u64>,
}

impl Meeting {
    pub fn draw(dice: &mut Dice, number: u64) -> Self {
        let day = format!("{}-{:02}-{:02}", 2014 + number % 4, dice.from(1, 12), dice.from(1, 28));
        let came = (0..dice.below(16)).map(|_| (dice.from(1, PERSONS), visitor(dice))).collect();
        let kind = *dice.pick(&KINDS);
        let when = match dice.below(9) {
            0 => day[..4].to_owned(),
            1 => day[..7].to_owned(),
            2 => "unknown".to_owned(),
            _ => day.clone(),
        };
        let place = |dice: &mut Dice| Place {
            person: dice.from(1, PERSONS),
            given_back: dice
                .one_in(3)
                .then(|| format!("{}-{:02}-{:02}", &day[..4], dice.from(1, 12), dice.from(1, 28))),
        };
        Self {
            id: format!("s{number}"),
            pole: format!("p{}", dice.from(1, POLES)),
            kind,
            fiche: format!("f{}", dice.from(1, FICHES)),
            has_parts: when == day && dice.one_in(3),
            came,
            places: (0..dice.below(6)).map(|_| place(dice)).collect(),
            visits: if kind == "stand" { dice.below(60) } else { 0 },
            told: Account { when, ..Account::default() },
            day,
        }
    }

    /// Those who are in no list of names, in a part or in all.
    pub fn nameless(&self, part: Option<usize>) -> BTreeSet<u64> {
        let here = self.came.iter().filter(|(_, it)| part.is_none_or(|part| it.in_part[part]));
        here.map(|(person, _)| *person).filter(|person| !self.told.named.contains(person)).collect()
    }
}

fn visitor(dice: &mut Dice) -> Visitor {
    let in_part = *dice.pick(&[[true, true], [true, false], [false, true]]);
    Visitor { quality: dice.pick::<&str>(&QUALITIES), is_inside: dice.one_in(2), in_part }
}
