//! The report of the directory.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::family::Family;
use maillage_events::id::StreamId;
use maillage_events::messages::{Language, say};
use maillage_events::timeline::begins;
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::involved::INVOLVED_BY;
use super::rows::{Formed, Organisation, Partnership};
use super::words::{REPORT, identified, identifiers, kinds};
use super::{Directory, agreements, twice};
use crate::names::Names;
use crate::naming::{label, name_among};
use crate::report::cells::{count, date, maybe, table_by_column, text};
use crate::report::figure::Defined;
use crate::report::{Body, Cell, Definition, ReportTable, Scope};
use crate::spans::{begun, ran};
use crate::titles;

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("entries", 1),
    Defined::new("organisations", 1),
    Defined::new("categories", 1),
    Defined::new("involved", 1),
    Defined::new("names", 1),
    Defined::new("twice", 1),
    Defined::new("agreements", 1),
];

/// The whole answer.
pub(super) fn body(state: &Directory, scope: &Scope, language: Language) -> Body {
    let period = &scope.period;
    let shown = Shown { state, scope, period, language };
    let (scopes, involved) = (shown.scopes(), state.involved(scope));
    let organisations: Vec<(&str, &Organisation)> = shown.organisations(&scopes, &involved);
    let categories: Vec<(&str, String)> =
        shown.categories(&scopes).map(|(id, names)| (id, name_among(Some(names), id, period))).collect();
    Body {
        title: say(language, "title-directory"),
        definitions: Definition::of(language, REPORT, DEFINED),
        figures: json!({
            "scopes": scopes.iter().map(|(scope, parties)| shown.scope(scope, parties)).collect::<Vec<_>>(),
            "organisations": organisations.iter().map(|(id, row)| shown.organisation(id, row, &involved))
                .collect::<Vec<_>>(),
            "categories": categories.iter().map(|(id, name)| json!({ "category": id, "name": name }))
                .collect::<Vec<_>>(),
            "involved": {
                "count": involved.len(),
                "organisations": involved.iter()
                    .map(|(id, ways)| json!({ "organisation": id, "name": shown.name(id), "by": ways }))
                    .collect::<Vec<_>>(),
                "rule": { "any_of": INVOLVED_BY, "at_least": 1 },
            },
            "identifiers_twice": twice::figures(state, scope),
            "agreements": agreements::figures(state, scope),
        }),
        tables: vec![
            table_by_column(
                language,
                REPORT,
                "scopes",
                &scopes,
                &[
                    ("scope", &|(scope, _)| text(shown.scope_name(scope))),
                    ("entries", &|(_, parties)| count(parties.len())),
                    ("of-organisations", &|(_, parties)| count_of(parties, Family::Organisation)),
                    ("of-categories", &|(_, parties)| count_of(parties, Family::Category)),
                ],
            ),
            shown.parties(&scopes),
            shown.listed(&organisations, &involved),
            table_by_column(language, REPORT, "categories", &categories, &[("category", &|(_, name)| text(name))]),
            twice::table(state, scope, language),
            agreements::table(state, scope, language),
        ],
    }
}

/// By organisation, what involves it.
type Involved<'a> = BTreeMap<&'a str, BTreeSet<&'static str>>;

type Parties<'a> = BTreeMap<&'a StreamId, Vec<(&'a Formed, &'a Partnership)>>;

fn count_of(parties: &Parties<'_>, family: Family) -> Cell {
    count(parties.keys().filter(|party| party.family == family).count())
}

struct Shown<'a> {
    state: &'a Directory,
    scope: &'a Scope,
    period: &'a Period,
    language: Language,
}

impl<'a> Shown<'a> {
    fn name(&self, id: &str) -> String {
        self.state.name(id, self.period)
    }

    /// What a scope is called.
    fn scope_name(&self, stream: &str) -> String {
        titles::shown(&self.state.titles, self.language, stream)
    }

    /// The parties of each scope in the period, each party once however many roles it has.
    fn scopes(&self) -> BTreeMap<String, Parties<'a>> {
        let mut scopes: BTreeMap<String, Parties<'a>> = BTreeMap::new();
        for (_, row) in self.state.partnerships.iter() {
            let formed = row.in_period(self.period);
            if let Some(formed) = formed.filter(|it| self.state.is_asked(self.scope, &it.scope.to_string())) {
                scopes
                    .entry(formed.scope.to_string())
                    .or_default()
                    .entry(&formed.party)
                    .or_default()
                    .push((formed, row));
            }
        }
        scopes
    }

    /// The categories of the space, or those that are parties of what is asked for.
    fn categories(&self, scopes: &BTreeMap<String, Parties<'_>>) -> impl Iterator<Item = (&'a str, &'a Names)> {
        let parties = scopes.values().flat_map(BTreeMap::keys).filter(|party| party.family == Family::Category);
        let listed: BTreeSet<String> = parties.map(|party| party.id.to_string()).collect();
        let all = self.scope.filters.is_empty();
        self.state.categories.iter().filter(move |(id, _)| all || listed.contains(*id))
    }

    fn organisations(
        &self,
        scopes: &BTreeMap<String, Parties<'_>>,
        involved: &Involved<'_>,
    ) -> Vec<(&'a str, &'a Organisation)> {
        let party = |id: &str| {
            scopes.values().any(|parties| {
                parties.keys().any(|party| party.family == Family::Organisation && party.id.as_str() == id)
            })
        };
        let there = |id: &str, row: &Organisation| {
            let known = row.recorded.is_some_and(|on| begun(on, self.period)) && self.scope.filters.is_empty();
            let has_role = || !self.scope.filters.is_empty() && self.roles(id).next().is_some();
            known || involved.contains_key(id) || party(id) || has_role()
        };
        self.state.organisations.iter().filter(|(id, row)| there(id, row)).collect()
    }

    fn scope(&self, scope: &str, parties: &Parties<'_>) -> Value {
        let of = |family| parties.keys().filter(|party| party.family == family).count();
        let each = parties.iter().map(|(party, entries)| {
            let from = entries.iter().map(|(formed, _)| formed.from).next();
            json!({
                "party": party, "name": self.state.party_name(party, self.period), "sort": party.family,
                "roles": entries.iter().filter_map(|(_, row)| row.role(self.period)).collect::<BTreeSet<_>>(),
                "from": from, "until": entries.iter().filter_map(|(_, row)| row.until()).next(),
                "agreements": agreements::between(self.state, self.period, scope, party),
            })
        });
        json!({
            "scope": scope, "entries": parties.len(), "organisations": of(Family::Organisation),
            "categories": of(Family::Category),
            "parties": each.collect::<Vec<_>>(),
        })
    }

    fn organisation(&self, id: &str, row: &Organisation, involved: &Involved<'_>) -> Value {
        let dated = |on: OccurredOn| begun(on, self.period);
        json!({
            "organisation": id, "name": self.name(id), "kinds": row.kinds, "address": row.address,
            "telephone": row.telephone, "email": row.email,
            "parent": row.parent.as_ref().map(|it| json!({ "organisation": it, "name": self.name(it.as_str()) })),
            "renamed": row.renamed.iter().map(|(_, it)| it).filter(|(on, _)| dated(*on))
                .map(|(on, name)| json!({ "on": on, "name": name })).collect::<Vec<_>>(),
            "identifiers": identified(row, self.period)
                .map(|it| json!({ "scheme": it.of.scheme, "value": it.of.value, "from": it.from, "until": it.until }))
                .collect::<Vec<_>>(),
            "succeeded_by": row.successor.as_ref().filter(|(_, on)| dated(*on))
                .map(|(successor, on)|
                json!({ "organisation": successor, "name": self.name(successor.as_str()), "on": on })),
            "roles": self.roles(id)
                .map(|(scope, role, from, until)|
                json!({ "scope": scope, "role": role.1, "from": from, "until": until })).collect::<Vec<_>>(),
            "involved": involved.contains_key(id),
        })
    }

    /// Scope, list and word of the role, from, until: those of the period, partnerships included.
    fn roles<'b>(
        &'b self,
        id: &'b str,
    ) -> impl Iterator<Item = (String, (String, String), OccurredOn, Option<OccurredOn>)> + 'b {
        let held = self.state.roles.get(id).into_iter().flat_map(|roles| roles.0.during(self.period));
        let held = held
            .map(|stay| (stay.of.scope.clone(), (stay.of.list.clone(), stay.of.role.clone()), stay.from, stay.until));
        let partner = self.state.partnerships.iter().filter_map(move |(_, row)| {
            let formed = row
                .in_period(self.period)
                .filter(|formed| formed.party.family == Family::Organisation && formed.party.id.as_str() == id)?;
            let role = row.role(self.period)?;
            Some((formed.scope.to_string(), ("role".to_owned(), role.as_str().to_owned()), formed.from, row.until()))
        });
        // However many grants: it gives money for one object since the first of them.
        let mut funds: BTreeMap<String, OccurredOn> = BTreeMap::new();
        let granted = self.state.funded.iter().filter_map(|(_, funded)| funded.in_period(self.period));
        for (grant, on) in granted.filter(|(grant, _)| grant.funder.as_str() == id) {
            let since = funds.entry(grant.object.to_string()).or_insert(on);
            *since = if begins(on) < begins(*since) { on } else { *since };
        }
        let funds = funds.into_iter().map(|(object, on)| (object, ("role".to_owned(), "funding".to_owned()), on, None));
        let carriers = self.state.carriers.iter();
        let carries = carriers.flat_map(|(scope, charge)| charge.stretches().into_iter().map(move |it| (scope, it)));
        let carries = carries
            .filter(move |(_, (holder, held))| {
                holder.organisation().is_some_and(|of| of.as_str() == id) && ran(held.from, held.until, self.period)
            })
            .map(|(scope, (_, held))| {
                (scope.to_owned(), ("role".to_owned(), "carrier".to_owned()), held.from, held.until)
            });
        let all = held.chain(carries).chain(partner).chain(funds);
        all.filter(|(scope, ..)| self.state.is_asked(self.scope, scope))
    }

    fn parties(&self, scopes: &BTreeMap<String, Parties<'_>>) -> ReportTable {
        let parties =
            scopes.iter().flat_map(|(scope, parties)| parties.iter().map(move |(party, rows)| (scope, *party, rows)));
        let entries = parties
            .flat_map(|(scope, party, rows)| rows.iter().map(move |(formed, row)| (scope, party, *formed, *row)));
        let role = |row: &Partnership| row.role(self.period).map(|role| label(self.language, "role", role.as_str()));
        table_by_column(
            self.language,
            REPORT,
            "parties",
            entries,
            &[
                ("scope", &|(scope, ..)| text(self.scope_name(scope))),
                ("party", &|(_, party, ..)| text(self.state.party_name(party, self.period))),
                ("sort", &|(_, party, ..)| text(say(self.language, &format!("directory-{}", party.family)))),
                ("role", &|(.., row)| maybe(role(row))),
                ("from", &|(.., formed, _)| date(Some(formed.from))),
                ("until", &|(.., row)| date(row.until())),
            ],
        )
    }

    fn listed(&self, organisations: &[(&str, &Organisation)], involved: &Involved<'_>) -> ReportTable {
        let successor = |row: &Organisation| {
            let known = row.successor.as_ref().filter(|(_, on)| begun(*on, self.period));
            known.map(|(successor, _)| self.name(successor.as_str()))
        };
        table_by_column(
            self.language,
            REPORT,
            "organisations",
            organisations,
            &[
                ("name", &|(id, _)| text(self.name(id))),
                ("kind", &|(_, row)| maybe(kinds(row, self.language))),
                ("telephone", &|(_, row)| maybe(row.telephone.as_ref().map(ToString::to_string))),
                ("email", &|(_, row)| maybe(row.email.as_ref().map(ToString::to_string))),
                ("identifiers", &|(_, row)| text(identifiers(row, self.period))),
                ("roles", &|(id, _)| text(self.roles_shown(id))),
                ("successor", &|(_, row)| maybe(successor(row))),
                ("involved", &|(id, _)| text(self.involved_shown(involved.get(id)))),
            ],
        )
    }

    fn roles_shown(&self, id: &str) -> String {
        let role = |(scope, (list, role), ..): (String, (String, String), OccurredOn, Option<OccurredOn>)| {
            format!("{} ({})", label(self.language, &list, &role), self.scope_name(&scope))
        };
        let mut roles: Vec<String> = self.roles(id).map(role).collect();
        roles.dedup();
        roles.join(" ; ")
    }

    fn involved_shown(&self, ways: Option<&BTreeSet<&str>>) -> String {
        let Some(ways) = ways.filter(|ways| !ways.is_empty()) else {
            return say(self.language, "directory-not-involved");
        };
        let shown: Vec<String> = ways.iter().map(|way| say(self.language, &format!("directory-by-{way}"))).collect();
        shown.join(", ")
    }
}
