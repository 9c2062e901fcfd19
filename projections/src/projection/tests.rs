use std::collections::BTreeMap;

use maillage_events::amendment::{AmendmentFact, Amendments};
use maillage_events::pole::PoleOpened;
use maillage_events::session::SessionPlanned;
use maillage_events::view::FactView;

use super::{AMENDMENT_KINDS, Projection, Rows};
use crate::answer::AnyProjection;
use crate::catalogue::{CATALOGUE, Fresh};
use crate::fold;
use crate::payload::Unread;
use crate::table::AnyTable;
use crate::testing::{History, every_kind, history};

type Key = (&'static str, String);
type KeptRows = BTreeMap<Key, Vec<u8>>;

fn rows(tables: Vec<&mut dyn AnyTable>) -> KeptRows {
    let changes = tables.into_iter().flat_map(|table| table.take_changes().unwrap());
    changes.filter_map(|change| Some(((change.table, change.key), change.row?))).collect()
}

/// Whose rows are not made by their own stream alone, though they are declared so.
fn misdeclared(
    history: &History,
    declared: &[(&'static str, Rows)],
    fold: impl Fn(&mut dyn Iterator<Item = FactView<'_>>) -> KeptRows,
) -> Vec<Key> {
    let whole = fold(&mut history.views());
    let mut streams: Vec<&str> = history.views().map(|fact| fact.stream).collect();
    streams.sort_unstable();
    streams.dedup();
    let mut alone: BTreeMap<Key, Vec<(&str, Vec<u8>)>> = BTreeMap::new();
    for stream in streams {
        for (key, row) in fold(&mut history.views().filter(|fact| fact.stream == stream)) {
            alone.entry(key).or_default().push((stream, row));
        }
    }
    let is_own = |(table, key): &Key, row: &Vec<u8>| {
        let of = |stream: &str| match declared.iter().find(|(name, _)| name == table).map(|(_, rows)| *rows) {
            Some(Rows::ById) => stream.split_once('/').is_some_and(|(_, id)| id == key),
            Some(Rows::ByStream) => stream == key,
            Some(Rows::Shared) | None => false,
        };
        matches!(alone.get(&(*table, key.clone())).map(Vec::as_slice),
            Some([(stream, only)]) if of(stream) && only == row)
    };
    let shared = |name: &str| !declared.iter().any(|(table, rows)| *table == name && *rows != Rows::Shared);
    whole.iter().filter(|(key, row)| !shared(key.0) && !is_own(key, row)).map(|(key, _)| key.clone()).collect()
}

#[test]
fn rows_declared_of_one_stream_are_those_of_its_facts_alone() {
    let history = every_kind();
    let amendments = history.amendments();
    for (name, fresh) in CATALOGUE {
        let fold = |facts: &mut dyn Iterator<Item = FactView<'_>>| {
            let mut state: Box<dyn AnyProjection> = fresh();
            facts.for_each(|fact| state.take(&amendments, &fact).unwrap());
            rows(state.tables())
        };
        assert_eq!(misdeclared(&history, fresh().rows(), fold), [], "{name}");
        for (table, _) in fresh().rows() {
            assert!(fold(&mut history.views()).keys().any(|key| key.0 == *table), "{name}: no row of {table} is held");
        }
    }
}

type Changed = Vec<(u64, KeptRows)>;

/// What the facts of a history change in the shared tables, fact by fact, and those tables at the end.
fn shared<'f>(fresh: Fresh, facts: impl Iterator<Item = FactView<'f>>, amendments: &Amendments) -> (Changed, KeptRows) {
    let mut state = fresh();
    let is_shared = |name: &str| fresh().rows().iter().any(|(table, rows)| *table == name && *rows == Rows::Shared);
    let (mut changed, mut whole) = (Vec::new(), KeptRows::new());
    for fact in facts {
        state.take(amendments, &fact).unwrap();
        let moved = rows(state.tables().into_iter().filter(|table| is_shared(table.name())).collect());
        whole.extend(moved.clone());
        if !moved.is_empty() {
            changed.push((fact.position, moved));
        }
    }
    (changed, whole)
}

#[test]
fn facts_that_change_the_same_in_shared_rows_alone_change_the_same_there_among_others() {
    let before = every_kind();
    let as_before = before.amendments();
    let has_shared = |fresh: &Fresh| fresh().rows().iter().any(|(_, rows)| *rows == Rows::Shared);
    let mut quick = 0;
    for amended in (1..before.position() - 3).step_by(2).filter(|position| *position != 7) {
        let now = every_kind().cancel(amended);
        let as_now = now.amendments();
        let stream = before.views().nth(usize::try_from(amended).unwrap() - 1).unwrap().stream.to_owned();
        let alone = || before.views().filter(|fact| fact.stream == stream);
        for (name, fresh) in CATALOGUE.iter().filter(|(_, fresh)| has_shared(fresh)) {
            if shared(*fresh, alone(), &as_before).0 == shared(*fresh, alone(), &as_now).0 {
                quick += 1;
                let (whole, amended_whole) =
                    (shared(*fresh, before.views(), &as_before).1, shared(*fresh, before.views(), &as_now).1);
                assert_eq!(whole, amended_whole, "{name}, position {amended}");
            }
        }
    }
    assert!(quick > 100, "{quick}: the amendments of most streams change no shared row");
}

fold! {
    /// A fold that says of its poles what is not so: sessions change them.
    pub struct Misdeclared "misdeclared" 1;
    tables { poles: u32, ById; }
    on {
        PoleOpened => opened;
        SessionPlanned => planned;
    }
}

impl Misdeclared {
    fn opened(&mut self, fact: &FactView<'_>, _: Unread) {
        *self.poles.entry(fact.stream_id()) += 1;
    }

    fn planned(&mut self, _: &FactView<'_>, it: SessionPlanned) {
        *self.poles.entry(it.pole.as_ref().map_or("", |pole| pole.as_str())) += 1;
    }
}

#[test]
fn a_row_that_another_stream_changes_is_noticed() {
    use maillage_events::declare::Example;
    let pole = SessionPlanned::example().pole.unwrap();
    let history = history().fact(&format!("pole/{pole}"), PoleOpened::example());
    let history = history.session("s", SessionPlanned::example());
    let fold = |facts: &mut dyn Iterator<Item = FactView<'_>>| {
        let mut state = Misdeclared::default();
        facts.for_each(|fact| super::take(&mut state, &Amendments::default(), &fact).unwrap());
        rows(state.tables())
    };
    assert_eq!(misdeclared(&history, Misdeclared::ROWS, fold), [("poles", pole.to_string())]);
}

#[test]
fn a_kind_that_is_not_declared_is_an_error_and_not_another_kind() {
    let history = history().session("s", maillage_events::session::SessionHeld::default());
    let strange = FactView { kind: "session.never_heard_of", ..history.views().next().unwrap() };
    let refused = |applied: Result<(), super::FoldError>| {
        assert!(applied.unwrap_err().to_string().contains("declares no such kind"));
    };
    refused(Misdeclared::default().apply(&strange));
    refused(crate::attendance::Attendance::default().apply(&strange));
    refused(crate::cadence::Cadence::default().apply(&strange));
    refused(crate::directory::Directory::default().apply(&strange));
}

#[test]
fn every_kind_of_amendment_is_taken_for_one() {
    let kinds: Vec<&str> = AmendmentFact::KINDS.iter().map(|info| info.kind).collect();
    assert_eq!(kinds, AMENDMENT_KINDS);
}
