//! The facts that rows give, in the making of a plan.

use std::collections::HashMap;

use maillage_events::decide::Ask;
use maillage_events::envelope::{Context, Evidence};
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::id::{Id, PersonRef, StreamId};
use maillage_events::when::OccurredOn;
use maillage_log::executor::StreamAsk;
use maillage_log::vault::PersonCard;

use super::row::made_of;
use crate::plan::PlannedRequest;

/// Requests of one rank come before those of the next; inside a rank the order of the files is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(pub u32);

/// Takes the facts of one row, with the place that it stands in.
#[derive(Debug)]
pub struct Drafting<'a> {
    /// The requests so far, each with its rank.
    pub requests: &'a mut Vec<(Rank, PlannedRequest)>,
    /// Persons for the vault, with the line that names them.
    pub persons: &'a mut Vec<(PersonRef, PersonCard, u64)>,
    /// When each session of the import took place, for rows about it that give no date of their own.
    pub sessions: &'a mut HashMap<Id, OccurredOn>,
    /// How many equal rows each event of the import was told by so far; see [`Drafting::event_id`].
    pub equal_rows: &'a mut HashMap<(StreamId, String), u32>,
    /// The context of every fact, evidence aside.
    pub context: &'a Context,
    /// The file's base name.
    pub file: &'a str,
    /// SHA-256 of the file.
    pub document: &'a str,
    /// First and last line of the row.
    pub lines: (u64, u64),
    /// The rank of this kind of file.
    pub rank: Rank,
    /// The rank of any kind of file, by its name.
    pub rank_of: fn(&str) -> Rank,
}

impl Drafting<'_> {
    /// Records a fact, in the order of the rows.
    pub fn record(&mut self, family: Family, id: &Id, on: OccurredOn, fact: impl Into<Fact>) {
        self.push(self.rank, StreamId::new(family, id.clone()), on, Ask::Record(fact.into()));
    }

    /// Records a fact behind everything that another kind of file says: a contract is signed after its signatories are
    /// known.
    pub fn record_after(&mut self, table: &str, family: Family, id: &Id, on: OccurredOn, fact: impl Into<Fact>) {
        let rank = Rank((self.rank_of)(table).0 + 1);
        self.push(rank, StreamId::new(family, id.clone()), on, Ask::Record(fact.into()));
    }

    /// The identifier of an event whose row gives none: made of what the row says and of how many equal rows came
    /// before it, so that two equal payments are two, and the same file imported again tells of the same ones.
    pub fn event_id(&mut self, family: Family, id: &Id, says: &[&str]) -> Option<Id> {
        let words = says.join(" ");
        let nth = self.equal_rows.entry((StreamId::new(family, id.clone()), words.clone())).or_default();
        *nth += 1;
        if *nth == 1 { made_of(&words) } else { made_of(&format!("{words} no {nth}")) }
    }

    /// Asks for something that the rules decide.
    pub fn ask(&mut self, family: Family, id: &Id, on: OccurredOn, ask: Ask) {
        self.push(self.rank, StreamId::new(family, id.clone()), on, ask);
    }

    /// The date of a row about a session: its own, or the session's where the import holds it.
    pub fn on_session(&self, session: &Id, own: OccurredOn) -> OccurredOn {
        if own == OccurredOn::Unknown { self.sessions.get(session).copied().unwrap_or(own) } else { own }
    }

    /// Gives a person to the vault.
    pub fn person(&mut self, person: PersonRef, card: PersonCard) {
        self.persons.push((person, card, self.lines.0));
    }

    fn push(&mut self, rank: Rank, stream: StreamId, occurred: OccurredOn, ask: Ask) {
        let evidence = Evidence::lines(self.document, self.lines.0, self.lines.1);
        let context = Context { evidence: vec![evidence], ..self.context.clone() };
        let request = StreamAsk { stream, occurred, ask, context };
        self.requests.push((rank, PlannedRequest { request, file: self.file.to_owned(), row: self.lines.0 }));
    }
}
