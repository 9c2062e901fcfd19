//! The report of poles: figures and tables.

use maillage_events::messages::{Language, say};
use maillage_events::pole::ContactOutcome;
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::reached::Line;
use super::rows::{Charge, Closed, Contact, Opened, Pole};
use super::{Poles, reached};
use crate::answer::Answer;
use crate::belongs::Belongs;
use crate::naming::{label, name_of};
use crate::projection::Projection;
use crate::report::cells::{count_if_any, date, maybe, table_by_column, text};
use crate::report::figure::Defined;
use crate::report::filter::Filter;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::session_count::SessionCount;
use crate::spans::{begun, over};
use crate::titles;

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("referent", 1),
    Defined::new("closed", 1),
    Defined::new("contacts", 2),
    Defined::new("workload", 1),
    Defined::new("referrals", 1),
    Defined::new("reached", 1),
];

impl Answer for Poles {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let shown = Shown { state: self, period: &scope.period, language };
        let open: Vec<One<'_>> = self
            .poles
            .iter()
            .filter(|(id, _)| Belongs::stream(&self.titles, &format!("pole/{id}")).is_asked(&scope.filters))
            .filter_map(|(id, row)| shown.one(id, row))
            .collect();
        Body {
            title: say(language, "title-poles"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures: json!({
                "poles": open.iter().map(|one| shown.figures(one)).collect::<Vec<_>>(),
                "reached": shown.reached(&open).iter().map(Line::figures).collect::<Vec<_>>(),
            }),
            tables: vec![
                shown.poles(&open),
                shown.referents(&open),
                shown.contacts(&open),
                reached::table(&self.titles, &shown.reached(&open), language),
            ],
        }
    }
}

struct Shown<'a> {
    state: &'a Poles,
    period: &'a Period,
    language: Language,
}

/// A pole that had opened by the end of the period.
struct One<'a> {
    id: &'a str,
    row: &'a Pole,
    opened: &'a Opened,
    closed: Option<&'a Closed>,
    contacts: Vec<Contact>,
    /// Sessions that it held in the period.
    held: SessionCount,
    /// People whom it sent on in the period, and people who were sent to it.
    referred: (u64, u64),
}

impl One<'_> {
    fn reached(&self) -> usize {
        self.contacts.iter().filter(|contact| contact.outcome == ContactOutcome::Reached).count()
    }
}

impl<'a> Shown<'a> {
    fn one(&self, id: &'a str, row: &'a Pole) -> Option<One<'a>> {
        let opened = row.opened.as_ref().filter(|opened| begun(opened.on, self.period))?;
        let closed = row.closed.as_ref().filter(|closed| over(closed.on, self.period));
        let mut contacts: Vec<Contact> =
            row.contacts.iter().copied().filter(|contact| self.period.holds(contact.on)).collect();
        contacts.sort_by_key(|contact| contact.on.span());
        let (held, referred) = (self.state.held(id, self.period), self.state.referred(id, self.period));
        Some(One { id, row, opened, closed, contacts, held, referred })
    }

    /// What is declared of the poles and of their contracts.
    fn reached(&self, open: &[One<'a>]) -> Vec<Line<'a>> {
        let of = |subject: &str| match subject.split_once('/') {
            Some(("pole", id)) => open.iter().any(|one| one.id == id),
            Some(("contract", id)) => {
                open.iter().any(|one| one.opened.contract.as_ref().is_some_and(|of| of.as_str() == id))
            }
            _ => false,
        };
        self.state.reached(of, self.period).into_iter().map(Line::of).collect()
    }

    /// Those in charge on some day of the period, referents then deputies.
    fn charges(&self, one: &One<'a>) -> Vec<(bool, Charge<'a>)> {
        let of = |deputy| one.row.charges(deputy).into_iter().map(move |charge| (deputy, charge));
        let met = |(_, charge): &(bool, Charge<'_>)| {
            let begun = self.period.to.is_none() || charge.from <= self.period.to;
            begun && charge.until.is_none_or(|until| self.period.from.is_none_or(|from| from < until))
        };
        of(false).chain(of(true)).filter(met).collect()
    }

    fn count(&self, sessions: SessionCount) -> Cell {
        if sessions.is_open { text(sessions.shown(self.language)) } else { sessions.counted.into() }
    }

    /// An organisation by its name; a person without one.
    fn name(&self, charge: &Charge<'_>) -> String {
        let employer = charge.who.organisation.as_ref();
        let employer = employer.map(|id| name_of(&self.state.organisations, id.as_str(), self.period));
        match (charge.who.person, employer) {
            (None, employer) => employer.unwrap_or_default(),
            (Some(_), None) => say(self.language, "label-a-person"),
            (Some(_), Some(employer)) => format!("{} ({employer})", say(self.language, "label-a-person")),
        }
    }

    fn charge(&self, charge: &Charge<'_>) -> Value {
        let name = charge.who.organisation.as_ref();
        json!({
            "person": charge.who.person, "organisation": charge.who.organisation,
            "name": name.map(|id| name_of(&self.state.organisations, id.as_str(), self.period)),
            "from": charge.from, "until": charge.until,
        })
    }

    fn figures(&self, one: &One<'a>) -> Value {
        let in_charge = |deputy| one.row.in_charge(deputy, self.period).map(|charge| self.charge(&charge));
        let all = self.charges(one).into_iter().map(|(deputy, charge)| {
            let mut line = self.charge(&charge);
            line["deputy"] = json!(deputy);
            line["sessions_held"] = json!(self.state.held_under(one.id, &charge, self.period).counted);
            line
        });
        let known = |number: usize| (!one.contacts.is_empty()).then_some(number);
        json!({
            "pole": one.id, "name": one.opened.name, "neighbourhood": one.opened.neighbourhood,
            "contract": one.opened.contract, "host": one.opened.host, "opened": one.opened.on,
            "closed": one.closed.map(|closed| closed.on),
            "closed_motive": one.closed.and_then(|closed| closed.motive.as_ref()),
            "referent": in_charge(false), "deputy": in_charge(true), "in_charge": all.collect::<Vec<_>>(),
            "contacts": {
                "tried": known(one.contacts.len()), "reached": known(one.reached()),
                "last": one.contacts.last().map(|it| it.on), "last_outcome": one.contacts.last().map(|it| it.outcome),
            },
            "workload": { "sessions_held": one.held.counted, "sessions_held_more_at_least": one.held.more_at_least },
            "referrals": { "onwards": one.referred.0, "here": one.referred.1 },
        })
    }

    fn poles(&self, open: &[One<'a>]) -> ReportTable {
        let in_charge = |one: &One<'_>, deputy| {
            one.row.in_charge(deputy, self.period).map_or(Cell::Unknown, |charge| text(self.name(&charge)))
        };
        let contract = |one: &One<'_>| {
            let id = one.opened.contract.as_ref();
            id.map(|id| titles::shown(&self.state.titles, self.language, &format!("contract/{id}")))
        };
        table_by_column(
            self.language,
            Poles::NAME,
            "poles",
            open,
            &[
                ("pole", &|one| text(one.opened.name.as_str())),
                ("neighbourhood", &|one| text(one.opened.neighbourhood.as_str())),
                ("contract", &|one| maybe(contract(one))),
                ("opened", &|one| date(Some(one.opened.on))),
                ("closed", &|one| date(one.closed.map(|closed| closed.on))),
                ("referent", &|one| in_charge(one, false)),
                ("deputy", &|one| in_charge(one, true)),
                ("contacts-tried", &|one| count_if_any(one.contacts.len())),
                ("contacts-reached", &|one| {
                    if one.contacts.is_empty() { Cell::Unknown } else { Cell::from(one.reached() as u64) }
                }),
                ("last-contact", &|one| date(one.contacts.last().map(|it| it.on))),
                ("sessions-held", &|one| self.count(one.held)),
                ("referred-onwards", &|one| one.referred.0.into()),
                ("referred-here", &|one| one.referred.1.into()),
            ],
        )
    }

    fn referents(&self, open: &[One<'a>]) -> ReportTable {
        let lines =
            open.iter().flat_map(|one| self.charges(one).into_iter().map(move |(deputy, it)| (one, deputy, it)));
        let place = |deputy| say(self.language, if deputy { "label-pole-deputy" } else { "label-pole-referent" });
        table_by_column(
            self.language,
            Poles::NAME,
            "referents",
            lines,
            &[
                ("pole", &|(one, ..)| text(one.opened.name.as_str())),
                ("name", &|(.., charge)| text(self.name(charge))),
                ("place", &|(_, deputy, _)| text(place(*deputy))),
                ("from", &|(.., charge)| date(charge.from.map(OccurredOn::Day))),
                ("until", &|(.., charge)| date(charge.until.map(OccurredOn::Day))),
                ("sessions-held", &|(one, _, charge)| self.count(self.state.held_under(one.id, charge, self.period))),
            ],
        )
    }

    fn contacts(&self, open: &[One<'a>]) -> ReportTable {
        table_by_column(
            self.language,
            Poles::NAME,
            "contacts",
            open.iter().flat_map(|one| one.contacts.iter().map(move |contact| (one, contact))),
            &[
                ("pole", &|(one, _)| text(one.opened.name.as_str())),
                ("date", &|(_, contact)| date(Some(contact.on))),
                ("channel", &|(_, it)| text(label(self.language, "contact", it.channel.as_str()))),
                ("outcome", &|(_, it)| text(label(self.language, "contact", it.outcome.as_str()))),
            ],
        )
    }
}
