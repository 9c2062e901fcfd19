//! Small projections: one that minds the order of facts, one of amendments as recorded, one that refuses, one that is
//! wrong on purpose.

use std::collections::HashMap;

use maillage_events::messages::Language;
use maillage_events::session::SessionHeld;
use maillage_events::view::FactView;
use maillage_projections::catalogue::Answer;
use maillage_projections::projection::{AmendedAs, FoldError, Projection, Rows};
use maillage_projections::report::{Body, Scope};
use maillage_projections::table::{AnyTable, Table};
use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;

pub const FOLDS: Catalogue =
    &[("minutes", || Box::new(Minutes::default())), ("amended", || Box::new(Amended::default()))];
pub const PICKY: Catalogue = &[("minutes", || Box::new(Minutes::default())), ("picky", || Box::new(Picky::default()))];
pub const CURED: Catalogue = &[("minutes", || Box::new(Minutes::default())), ("picky", || Box::new(Cured::default()))];
pub const MINUTES_2: Catalogue =
    &[("minutes", || Box::new(Minutes2::default())), ("amended", || Box::new(Amended::default()))];
/// Folds that declare which rows depend on one stream alone.
pub const OWN: Catalogue =
    &[("sessions", || Box::new(Sessions::default())), ("longest", || Box::new(Longest::default()))];
/// One that declares so of a row that every stream changes.
pub const MISDECLARED: Catalogue = &[("misdeclared", || Box::new(Misdeclared::default()))];
pub const SHUFFLED: Catalogue = &[("shuffled", || Box::new(Shuffled::default()))];

/// A fact that [`Picky`] cannot take.
pub const REFUSED: u32 = 666;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sum {
    pub count: u64,
    pub minutes: u64,
    /// Depends on the order of the facts.
    pub chain: u64,
}

impl Sum {
    fn add(&mut self, minutes: u32, position: u64) {
        self.count += 1;
        self.minutes += u64::from(minutes);
        self.chain =
            self.chain.wrapping_mul(31).wrapping_add(u64::from(minutes)).wrapping_mul(1_000_003).wrapping_add(position);
    }
}

fn minutes(fact: &FactView<'_>) -> Result<u32, FoldError> {
    Ok(fact.data::<SessionHeld>().map_err(|why| FoldError::at(fact, &why))?.minutes.unwrap_or(0))
}

fn body(rows: &Table<Sum>) -> Body {
    let figures =
        rows.iter().map(|(key, row)| (key.to_owned(), serde_json::json!(row))).collect::<serde_json::Map<_, _>>();
    Body { title: String::new(), definitions: vec![], figures: figures.into(), tables: vec![] }
}

macro_rules! fold {
    ($name:ident, $word:literal, $version:literal, $amended:ident, $kinds:expr, $apply:expr) => {
        fold!($name, $word, $version, $amended, $kinds, &[], $apply);
    };
    ($name:ident, $word:literal, $version:literal, $amended:ident, $kinds:expr, $rows:expr, $apply:expr) => {
        #[derive(Debug)]
        pub struct $name(pub Table<Sum>);
        impl Default for $name {
            fn default() -> Self {
                Self(Table::new("sums"))
            }
        }
        impl Projection for $name {
            const NAME: &'static str = $word;
            const VERSION: u32 = $version;
            const KINDS: &'static [&'static str] = $kinds;
            const AMENDED: AmendedAs = AmendedAs::$amended;
            const ROWS: &'static [(&'static str, Rows)] = $rows;
            fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
                let apply: fn(&mut Table<Sum>, &FactView<'_>) -> Result<(), FoldError> = $apply;
                apply(&mut self.0, fact)
            }
            fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
                vec![&mut self.0]
            }
        }
        impl Answer for $name {
            fn answer(&self, _: &Scope, _: Language) -> Body {
                body(&self.0)
            }
        }
    };
}

const HELD: &[&str] = &["session.held"];

fold!(Minutes, "minutes", 1, Effective, HELD, |rows, fact| {
    rows.entry(fact.stream_id()).add(minutes(fact)?, fact.position);
    rows.entry("all").add(minutes(fact)?, fact.position);
    Ok(())
});
fold!(Minutes2, "minutes", 2, Effective, HELD, |rows, fact| {
    rows.entry(fact.stream_id()).add(2 * minutes(fact)?, fact.position);
    Ok(())
});
fold!(
    Amended,
    "amended",
    1,
    Recorded,
    &["amendment.corrected", "amendment.cancelled", "session.held"],
    |rows, fact| {
        rows.entry(fact.kind).add(1, fact.position);
        // Rows that go away must go away in the store too.
        if fact.position % 5 == 0 {
            rows.remove("session.held");
        }
        Ok(())
    }
);
fold!(Picky, "picky", 1, Effective, HELD, |rows, fact| {
    // Half of the fact is taken before it is refused: what is shown must not hold that half.
    rows.entry("all").count += 1;
    if minutes(fact)? == REFUSED {
        return Err(FoldError { position: fact.position, kind: fact.kind.to_owned(), why: "refused".to_owned() });
    }
    rows.entry("all").add(minutes(fact)?, fact.position);
    Ok(())
});
fold!(Cured, "picky", 1, Effective, HELD, |rows, fact| {
    rows.entry("all").count += 1;
    rows.entry("all").add(minutes(fact)?, fact.position);
    Ok(())
});

fold!(Sessions, "sessions", 1, Effective, HELD, &[("sums", Rows::ById)], |rows, fact| {
    rows.entry(fact.stream_id()).add(minutes(fact)?, fact.position);
    Ok(())
});
fold!(Longest, "longest", 1, Effective, HELD, &[("sums", Rows::Shared)], |rows, fact| {
    let minutes = u64::from(minutes(fact)?);
    if rows.get("all").is_none_or(|longest| longest.minutes < minutes) {
        rows.insert("all", Sum { minutes, ..Sum::default() });
    }
    Ok(())
});
fold!(Misdeclared, "misdeclared", 1, Effective, HELD, &[("sums", Rows::ById)], |rows, fact| {
    rows.entry("all").add(minutes(fact)?, fact.position);
    Ok(())
});

/// Breaks the law: which session it says came first depends on the order of a hash map.
#[derive(Debug)]
pub struct Shuffled {
    seen: HashMap<String, u64>,
    rows: Table<Sum>,
}

impl Default for Shuffled {
    fn default() -> Self {
        Self { seen: HashMap::new(), rows: Table::new("sums") }
    }
}

impl Projection for Shuffled {
    const NAME: &'static str = "shuffled";
    const VERSION: u32 = 1;
    const KINDS: &'static [&'static str] = HELD;
    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        *self.seen.entry(fact.stream_id().to_owned()).or_default() += 1;
        if let Some(first) = self.seen.keys().next() {
            self.rows.insert("first", Sum { chain: first.bytes().map(u64::from).sum(), ..Sum::default() });
        }
        Ok(())
    }
    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.rows]
    }
}

impl Answer for Shuffled {
    fn answer(&self, _: &Scope, _: Language) -> Body {
        body(&self.rows)
    }
}
