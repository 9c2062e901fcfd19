//! What a group of sessions comes to. The definitions that are printed say the same in words.

use super::answers::Answers;
use super::share::Share;
use super::span::Span;
use crate::session_count::SessionCount;

/// What a group of sessions comes to. Each session counts once, whatever it is credited to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Whether people of one quality alone are counted: what is told of no quality is then not known.
    pub is_of_quality: bool,
    /// Sessions entered, whatever became of them.
    pub sessions: SessionCount,
    /// Of them, held.
    pub held: SessionCount,
    /// Of them, cancelled.
    pub cancelled: u64,
    /// Of them, moved at least once.
    pub moved: u64,
    /// Of them, neither held nor cancelled.
    pub pending: u64,
    /// Held sessions of which nothing tells who or how many came.
    pub held_without_record: SessionCount,
    /// Held sessions of which a part of who came is recorded, and no more.
    pub held_with_partial_record: SessionCount,
    /// Signups asked for, whatever became of them.
    pub requested: u64,
    /// Signups that have a place now.
    pub confirmed: u64,
    /// Signups that wait now.
    pub waiting: u64,
    /// Signups given back.
    pub signups_cancelled: u64,
    /// Signups that ended with a session that was cancelled.
    pub signups_lapsed: u64,
    /// Places left in pending sessions that have a limit; `None` when none has.
    pub places_left: Option<u64>,
    /// Places given beyond the limit of pending sessions whose room became smaller.
    pub places_over: u64,
    /// Persons who hold more than one place or rank at a session, as references were merged after they signed up.
    pub signed_up_twice: u64,
    /// Persons noted absent: one a person and session, merges followed.
    pub absent: u64,
    /// Of them, excused.
    pub excused: u64,
    /// Named presences: one a person and session, merges followed.
    pub present: u64,
    /// Anonymous heads; `None` where a held session stands without any record and nothing else is known.
    pub anonymous: Option<Span>,
    /// Named presences and anonymous heads; `None` as for `anonymous`.
    pub passages: Option<Span>,
    /// Visits to stands, apart.
    pub visits: Option<Span>,
    /// Connections, apart.
    pub connections: Option<Span>,
    /// Distinct known persons, merges followed.
    pub known: u64,
    /// Distinct persons, known and anonymous; `None` as for `anonymous`.
    pub distinct: Option<Span>,
    /// Known persons whose first presence in the dimension lies here; `None` where that is not asked.
    pub new: Option<u64>,
    /// Marginals of the sheets, each summed on its own; heads that gave no answer are in none.
    pub marginals: Answers,
    /// Answers of named presences, likewise.
    pub named_answers: Answers,
    /// Users among presences and heads.
    pub users: Share,
    /// Presences and heads whose quality is known.
    pub quality_known: Span,
    /// Those whose quality is not, heads that gave no answer included; `None` as for `anonymous`.
    pub quality_unknown: Option<Span>,
    /// Those who live in a priority neighbourhood among presences and heads.
    pub qpv: Share,
    /// People who came for organisations, where that was noted.
    pub organisation_heads: Option<u64>,
    /// People sent on to others.
    pub referred_onwards: u64,
    /// People sent here by others.
    pub referred_here: u64,
    /// Those who came among the persons who had a place at a session that was held.
    pub rate: Share,
}

impl Tally {
    /// The same with upper bounds that take in sessions which may belong here as well: their dates do not tell.
    pub fn perhaps(self, other: &Self) -> Self {
        let perhaps = |sum: Option<Span>, more: Option<Span>| sum.map(|sum| sum.perhaps(more));
        let visits = |sum: Option<Span>, more: Option<Span>| match (sum, more) {
            (sum, None) => sum,
            (sum, more) => Some(sum.unwrap_or_default().perhaps(more)),
        };
        Self {
            anonymous: perhaps(self.anonymous, other.anonymous),
            passages: perhaps(self.passages, other.passages),
            visits: visits(self.visits, other.visits),
            connections: visits(self.connections, other.connections),
            distinct: perhaps(self.distinct, other.distinct),
            users: self.users.perhaps(other.users),
            qpv: self.qpv.perhaps(other.qpv),
            quality_known: self.quality_known.perhaps(Some(other.quality_known)),
            quality_unknown: perhaps(self.quality_unknown, other.quality_unknown),
            rate: self.rate.perhaps(other.rate),
            ..self
        }
    }
}
