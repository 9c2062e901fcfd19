//! The figures of attendance, each written once, and what they mean.

use maillage_events::messages::Language;
use serde_json::{Map, Value, json};

use super::{Share, Span, Tally};
use crate::report::Cell;
use crate::report::figure::{Defined, Figure, Shown};
use crate::session_count::SessionCount;

/// What a figure is worth.
pub(super) enum Worth {
    /// Sessions that are counted, and those of which no source says the number.
    Sessions(SessionCount),
    /// A counted number; `None` where it is not counted.
    Count(Option<u64>),
    /// A sum: its number where it is one, and its bounds.
    Sum(Option<Span>),
    /// Bounds alone.
    Bounds(Option<Span>),
    /// A share of people, as far as it is known; `None` where it is not counted.
    Part(Option<Share>),
    /// What only programs read.
    Data(Value),
}

/// What is printed of their meaning, in this order.
pub(super) const DEFINED: &[Defined] = &[
    Defined::new("sessions_held", 2),
    Defined::new("signups", 2),
    Defined::new("present", 2),
    Defined::new("anonymous", 2),
    Defined::new("passages", 4),
    Defined::new("visits", 2),
    Defined::new("persons_known", 1),
    Defined::new("persons_bounds", 3),
    Defined::new("new_persons", 1),
    Defined::new("presence_rate", 4),
    Defined::new("absent", 1),
    Defined::new("marginals", 2),
    Defined::new("users_share", 3),
    Defined::new("qpv_share", 2),
    Defined::new("places_left", 2),
    Defined::new("signed_up_twice", 1),
    Defined::new("organisation_heads", 1),
    Defined::new("referrals", 1),
    Defined::new("sessions_without_record", 3),
    Defined::new("sessions_not_placed", 2),
    Defined::new("by_fiche", 1),
];

/// A figure of attendance.
pub(super) type Of = Figure<Tally, Worth>;

const fn figure(
    name: &'static str,
    definition: &'static str,
    column: &'static str,
    shown: Shown,
    value: fn(&Tally) -> Worth,
) -> Of {
    Figure { name, definition, column, shown, value }
}

use Shown::{InData, InEveryTable, InTotals};
use Worth::{Bounds, Count, Data, Part, Sessions, Sum};

/// What is told of no quality is not known of one.
const fn whole(tally: &Tally, number: Option<u64>) -> Worth {
    if tally.is_of_quality { Count(None) } else { Count(number) }
}

/// A share of people of whatever quality.
const fn share(tally: &Tally, share: Share) -> Worth {
    Part(if tally.is_of_quality { None } else { Some(share) })
}

/// Every figure, in the order of the totals and of the columns.
pub(super) const FIGURES: &[Of] = &[
    figure("sessions", "sessions_held", "sessions", InTotals, |it| Sessions(it.sessions)),
    figure("sessions_held", "sessions_held", "sessions-held", InEveryTable, |it| Sessions(it.held)),
    figure("sessions_cancelled", "sessions_held", "sessions-cancelled", InEveryTable, |it| Count(Some(it.cancelled))),
    figure("sessions_moved", "sessions_held", "sessions-moved", InTotals, |it| Count(Some(it.moved))),
    figure("sessions_pending", "sessions_held", "sessions-pending", InTotals, |it| Count(Some(it.pending))),
    figure("sessions_without_record", "sessions_without_record", "sessions-without-record", InEveryTable, |it| {
        Sessions(it.held_without_record)
    }),
    figure("sessions_partly_recorded", "sessions_without_record", "sessions-partly-recorded", InEveryTable, |it| {
        Sessions(it.held_with_partial_record)
    }),
    figure("signups_requested", "signups", "signups-requested", InTotals, |it| whole(it, Some(it.requested))),
    figure("signups_confirmed", "signups", "signups-confirmed", InEveryTable, |it| whole(it, Some(it.confirmed))),
    figure("signups_waiting", "signups", "signups-waiting", InEveryTable, |it| whole(it, Some(it.waiting))),
    figure("signups_cancelled", "signups", "signups-cancelled", InTotals, |it| whole(it, Some(it.signups_cancelled))),
    figure("signups_lapsed", "signups", "signups-lapsed", InTotals, |it| whole(it, Some(it.signups_lapsed))),
    figure("places_left", "places_left", "places-left", InEveryTable, |it| whole(it, it.places_left)),
    figure("places_over", "places_left", "places-over", InTotals, |it| whole(it, Some(it.places_over))),
    figure("signed_up_twice", "signed_up_twice", "signed-up-twice", InTotals, |it| whole(it, Some(it.signed_up_twice))),
    figure("present", "present", "present", InEveryTable, |it| Count(Some(it.present))),
    figure("anonymous", "anonymous", "anonymous", InEveryTable, |it| Sum(it.anonymous)),
    figure("passages", "passages", "passages", InEveryTable, |it| Sum(it.passages)),
    figure("visits", "visits", "visits", InTotals, |it| Sum(it.visits.filter(|_| !it.is_of_quality))),
    figure("connections", "visits", "connections", InTotals, |it| Sum(it.connections.filter(|_| !it.is_of_quality))),
    figure("persons_known", "persons_known", "persons-known", InEveryTable, |it| Count(Some(it.known))),
    figure("persons", "persons_bounds", "persons-bounds", InEveryTable, |it| Bounds(it.distinct)),
    figure("new_persons", "new_persons", "new-persons", InEveryTable, |it| Count(it.new)),
    figure("presence_rate", "presence_rate", "presence-rate", InTotals, |it| share(it, it.rate)),
    figure("absent", "absent", "absent", InTotals, |it| whole(it, Some(it.absent))),
    figure("excused", "absent", "excused", InTotals, |it| whole(it, Some(it.excused))),
    figure("users_share", "users_share", "users-share", InTotals, |it| share(it, it.users)),
    figure("users", "users_share", "users", InTotals, |it| whole(it, Some(it.users.yes))),
    figure("quality_known", "users_share", "quality-known", InTotals, |it| Sum(Some(it.quality_known))),
    figure("quality_unknown", "users_share", "quality-unknown", InTotals, |it| Sum(it.quality_unknown)),
    figure("qpv_share", "qpv_share", "qpv-share", InTotals, |it| share(it, it.qpv)),
    figure("organisation_heads", "organisation_heads", "organisation-heads", InTotals, |it| {
        whole(it, it.organisation_heads)
    }),
    figure("referred_onwards", "referrals", "referred-onwards", InTotals, |it| whole(it, Some(it.referred_onwards))),
    figure("referred_here", "referrals", "referred-here", InTotals, |it| whole(it, Some(it.referred_here))),
    figure("marginals", "marginals", "marginals", InData, |it| Data(json!(it.marginals))),
    figure("named_answers", "marginals", "marginals", InData, |it| Data(json!(it.named_answers))),
];

/// The figures that have a column in every table.
pub(super) fn columns() -> impl Iterator<Item = &'static Of> {
    FIGURES.iter().filter(|figure| figure.shown == InEveryTable)
}

/// Every figure, for programs.
pub(super) fn data(tally: &Tally) -> Map<String, Value> {
    let mut map = Map::new();
    for figure in FIGURES {
        match (figure.value)(tally) {
            Sessions(count) => count.write(&mut map, figure.name),
            Count(number) => drop(map.insert(figure.name.to_owned(), json!(number))),
            Part(share) => {
                let [least, most] = share.and_then(Share::bounds).map_or([None, None], |ends| ends.map(Some));
                map.insert(figure.name.to_owned(), json!(share.and_then(Share::percent)));
                map.insert(format!("{}_at_least", figure.name), json!(least));
                map.insert(format!("{}_at_most", figure.name), json!(most));
            }
            Data(value) => drop(map.insert(figure.name.to_owned(), value)),
            Bounds(span) => bounds(&mut map, figure.name, span),
            Sum(span) => {
                map.insert(figure.name.to_owned(), json!(span.and_then(Span::number)));
                bounds(&mut map, figure.name, span);
                map.insert(format!("{}_estimate", figure.name), json!(span.and_then(Span::estimate)));
            }
        }
    }
    map
}

fn bounds(map: &mut Map<String, Value>, name: &str, span: Option<Span>) {
    map.insert(format!("{name}_at_least"), json!(span.map(Span::at_least)));
    map.insert(format!("{name}_at_most"), json!(span.and_then(Span::at_most)));
}

/// A figure for people.
pub(super) fn cell(language: Language, figure: &Of, tally: &Tally) -> Cell {
    match (figure.value)(tally) {
        Sessions(count) if count.is_open => Cell::Text(count.shown(language)),
        Sessions(count) => count.counted.into(),
        Count(number) => number.into(),
        Sum(span) | Bounds(span) => span_cell(language, span),
        Part(share) => share.and_then(|share| share.shown(language)).into(),
        Data(_) => Cell::Unknown,
    }
}

/// A sum for people; `n.r.` when nothing is known of it.
fn span_cell(language: Language, span: Option<Span>) -> Cell {
    match span {
        None => Cell::Unknown,
        Some(span) => span.number().map_or_else(|| Cell::Text(span.shown(language)), Cell::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::lacking;

    #[test]
    fn every_figure_has_its_definition_and_its_words() {
        assert_eq!(lacking("attendance", FIGURES, DEFINED), [""; 0]);
    }

    #[test]
    fn no_two_figures_have_one_name() {
        let mut names: Vec<&str> = FIGURES.iter().map(|figure| figure.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FIGURES.len());
    }
}
