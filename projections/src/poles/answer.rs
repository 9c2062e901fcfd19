//! The report of poles: figures and tables.

use maillage_events::messages::{Language, say};
use maillage_events::pole::ContactOutcome;
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::Poles;
use super::rows::{Charge, Closed, Contact, Opened, Pole};
use crate::answer::Answer;
use crate::naming::{label, name_of};
use crate::projection::Projection;
use crate::report::cells::{count_if_any, date, maybe, table_by_column, text};
use crate::report::figure::Defined;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::spans::{begun, over};
use crate::titles;

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[Defined::new("referent", 1), Defined::new("closed", 1), Defined::new("contacts", 1)];

impl Answer for Poles {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        let shown = Shown { state: self, period: &scope.period, language };
        let open: Vec<One<'_>> = self.poles.iter().filter_map(|(id, row)| shown.one(id, row)).collect();
        Body {
            title: say(language, "title-poles"),
            definitions: Definition::of(language, Self::NAME, DEFINED),
            figures: json!({ "poles": open.iter().map(|one| shown.figures(one)).collect::<Vec<_>>() }),
            tables: vec![shown.poles(&open), shown.referents(&open), shown.contacts(&open)],
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
        Some(One { id, row, opened, closed, contacts })
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
            line
        });
        let known = |number: usize| (!one.contacts.is_empty()).then_some(number);
        json!({
            "pole": one.id, "name": one.opened.name, "neighbourhood": one.opened.neighbourhood,
            "contract": one.opened.contract, "host": one.opened.host, "opened": one.opened.on,
            "closed": one.closed.map(|closed| closed.on),
            "closed_motive": one.closed.and_then(|closed| closed.motive.as_ref()),
            "referent": in_charge(false), "deputy": in_charge(true), "in_charge": all.collect::<Vec<_>>(),
            "contacts": { "tried": known(one.contacts.len()), "reached": known(one.reached()) },
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
