//! The report of fiches: its definitions and its figures for programs.

use std::collections::BTreeSet;

use maillage_events::fiche::Successor;
use maillage_events::holder::Holder;
use maillage_events::messages::{Language, say};
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::Fiches;
use super::rows::{Standing, Year};
use super::seen::{Held, Seen, count, seen};
use super::totals::{Total, totals};
use crate::amounts::amount_figure;
use crate::belongs::Belongs;
use crate::naming::named;
use crate::report::figure::Defined;
use crate::report::filter::Filter;
use crate::report::{Body, Definition, Scope};

pub(super) const REPORT: &str = "fiches";

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("fiches_count", 1),
    Defined::new("missing", 1),
    Defined::new("sessions_credited", 2),
    Defined::new("sessions", 2),
    Defined::new("status", 2),
    Defined::new("status_days", 1),
    Defined::new("results", 2),
    Defined::new("quantified", 1),
    Defined::new("users_share", 4),
    Defined::new("sessions_not_wholly_recorded", 2),
    Defined::new("last_fact", 1),
    Defined::new("categories", 1),
];

/// The whole answer.
pub(super) fn body(state: &Fiches, scope: &Scope, language: Language) -> Body {
    let period = &scope.period;
    let asked = |stream: &str| Belongs::stream(&state.titles, stream).is_asked(&scope.filters);
    let mut seen = seen(state, period);
    let all = totals(state, &seen, period);
    seen.retain(|fiche| asked(&format!("fiche/{}", fiche.id)));
    // What holds for a whole contract is not that of one fiche.
    let whole = scope.filters.get(Filter::Fiche).is_none();
    let totals: Vec<Total> =
        all.into_iter().filter(|total| whole && asked(&format!("contract/{}", total.contract))).collect();
    let shown = Shown { state, period, language };
    Body {
        title: say(language, "title-fiches"),
        definitions: Definition::of(language, REPORT, DEFINED),
        figures: json!({
            "contracts": totals.iter().map(Total::figures).collect::<Vec<_>>(),
            "fiches": seen.iter().map(|fiche| shown.figures(fiche)).collect::<Vec<_>>(),
        }),
        tables: vec![
            shown.contracts(&totals),
            shown.years(&seen),
            shown.results(&seen),
            shown.milestones(&seen),
            shown.attendance(&seen),
            shown.categories(&totals),
        ],
    }
}

pub(super) struct Shown<'a> {
    pub state: &'a Fiches,
    pub period: &'a Period,
    pub language: Language,
}

impl Shown<'_> {
    fn figures(&self, fiche: &Seen<'_>) -> Value {
        let years: Vec<Value> =
            fiche.each_year().iter().map(|(year, row, held)| self.year_figures(*year, *row, held)).collect();
        let presences = fiche.presences;
        let known = |number: u64| if presences.is_known() { json!(number) } else { Value::Null };
        let (bounds, unknown) = (presences.all.bounds(), presences.heads_unknown);
        let share = |end: usize| bounds.as_ref().and_then(|ends| ends.get(end));
        json!({
            "contract": fiche.recorded.contract,
            "fiche": fiche.id,
            "number": fiche.number,
            "title": fiche.recorded.title,
            "axes": self.axes(fiche).into_iter().map(|(axis, label)| json!({ "axis": axis, "label": label }))
                .collect::<Vec<_>>(),
            "pilots": self.pilots(fiche),
            "carried_over": fiche.years.values()
                .any(|year| year.opened.as_ref().is_some_and(|opened| opened.chained_to.is_some())),
            "years": years,
            "attendance": {
                "presences": known(presences.named), "users": known(presences.users),
                "professionals": known(presences.professionals), "quality_unknown": known(presences.unknown),
                "users_share": presences.all.percent(),
                "users_share_at_least": share(0), "users_share_at_most": share(1),
                "heads_users": presences.heads.yes, "heads_quality_known": presences.heads.known().at_least(),
                "heads_quality_unknown": unknown.number(),
                "heads_quality_unknown_at_least": unknown.at_least(),
                "heads_quality_unknown_at_most": unknown.at_most(),
                "sessions_not_wholly_recorded": presences.not_wholly_recorded,
            },
            "categories": fiche.fiche.categories.at(self.period).map(|stay| *stay.of).collect::<BTreeSet<_>>(),
            "last_fact": fiche.last(self.period),
        })
    }

    pub(super) fn axes(&self, fiche: &Seen<'_>) -> Vec<(String, Option<String>)> {
        let contract = self.state.contracts.get(fiche.recorded.contract.as_str());
        let mut axes: Vec<_> = fiche
            .fiche
            .axes
            .at(self.period)
            .map(|stay| stay.of)
            .map(|code| {
                let axis = contract.and_then(|row| row.axes.get(code.as_str()));
                let axis = axis.filter(|axis| axis.stands(self.period));
                let label = axis.and_then(|axis| axis.label.as_ref()).map(ToString::to_string);
                (axis.map(|axis| axis.rank), code.to_string(), label)
            })
            .collect();
        axes.sort();
        axes.into_iter().map(|(_, code, label)| (code, label)).collect()
    }

    fn pilots(&self, fiche: &Seen<'_>) -> Vec<Value> {
        let so = fiche.fiche.in_role(self.period).into_iter();
        so.map(|it| {
            let mut pilot = match it.holder {
                Holder::Organisation(id) => named(&self.state.organisations, id.as_str(), self.period),
                Holder::Person(person) => json!({ "person": person }),
            };
            (pilot["role"], pilot["from"]) = (json!(it.role), json!(it.from));
            pilot
        })
        .collect()
    }

    fn year_figures(&self, year: i16, row: Option<&Year>, held: &[Held<'_>]) -> Value {
        let (state, period, language) = (self.state, self.period, self.language);
        let amount = |it: Option<Standing<'_>>| it.map(|it| amount_figure(&it.told.amount));
        let status = row.and_then(|row| row.status(period));
        let opened = row.and_then(|row| row.opened.as_ref());
        let count = count(held);
        let shared: Vec<&str> = held.iter().filter(|held| held.shared()).map(|held| held.id).collect();
        let successor = status.and_then(|status| status.successor.as_ref());
        let followed_by = match successor {
            Some(Successor::Stream(stream)) => Some(stream),
            Some(Successor::Words(_)) | None => None,
        };
        json!({
            "year": year,
            "opened": opened.map(|opened| opened.on),
            "chained_to": opened.and_then(|opened| opened.chained_to),
            "status": status.map(|status| status.status),
            "status_on": status.map(|status| status.on).filter(|on| *on != OccurredOn::Unknown),
            "motive": status.and_then(|status| status.motive.as_ref()),
            "status_days": status.and_then(|status| status.days(period)),
            "successor": successor.map(|it| state.successor_shown(language, it)),
            "successor_stream": followed_by,
            "to_year": status.and_then(|status| status.to_year),
            "milestones": row.map(|row| row.milestones(period)
                .map(|step| json!({ "milestone": step.milestone, "label": step.label, "on": step.on }))
                .collect::<Vec<_>>()).unwrap_or_default(),
            "expected": outcomes(&row.map(|row| row.expected_at(year, period)).unwrap_or_default()),
            "achieved": outcomes(&row.map(|row| row.achieved_at(year, period)).unwrap_or_default()),
            "results": row.map(|row| paired(row, year, period).into_iter().map(|it| json!({
                "result": it.0.result, "what": it.0.told.what, "expected": amount(it.1), "achieved": amount(it.2),
            })).collect::<Vec<_>>()).unwrap_or_default(),
            "sessions": {
                "count": if held.is_empty() { Value::Null } else { json!(count.counted) },
                "more_at_least": if held.is_empty() { Value::Null } else { json!(count.more_at_least) },
                "shared": if held.is_empty() { Value::Null } else { json!(shared.len()) },
                "shared_ids": shared,
                "ids": held.iter().map(|held| held.id).collect::<Vec<_>>(),
                "list": held.iter().map(|held| json!({
                    "session": held.id, "title": held.session.title.last(), "on": held.on, "shared": held.shared(),
                    "fiches": held.session.credited_to(),
                })).collect::<Vec<_>>(),
            },
            "narrated": row.map_or(0, |row| row.narrated.len()),
            "narrated_texts": row.map(Year::texts).unwrap_or_default(),
            "quantified": row.map_or(0, |row| row.figures(year, period) as u64) + count.counted,
        })
    }
}

fn outcomes(list: &[Standing<'_>]) -> Vec<Value> {
    let one = |it: &Standing<'_>| {
        let quantity = amount_figure(&it.told.amount);
        json!({ "result": it.result, "what": it.told.what, "quantity": quantity })
    };
    list.iter().map(one).collect()
}

/// A result, as it was expected, and as it was achieved.
pub(super) type Paired<'a> = (Standing<'a>, Option<Standing<'a>>, Option<Standing<'a>>);

/// Each result once: what was expected beside what was achieved; one without the other leaves the other unknown.
pub(super) fn paired<'a>(row: &'a Year, year: i16, period: &Period) -> Vec<Paired<'a>> {
    let (expected, achieved) = (row.expected_at(year, period), row.achieved_at(year, period));
    let answer = |it: &Standing<'a>| achieved.iter().find(|reached| reached.result == it.result).copied();
    let hoped: Vec<Paired<'a>> = expected.iter().map(|it| (*it, Some(*it), answer(it))).collect();
    let unhoped = achieved.iter().filter(|it| !expected.iter().any(|hoped| hoped.result == it.result));
    hoped.into_iter().chain(unhoped.map(|it| (*it, None, Some(*it)))).collect()
}
