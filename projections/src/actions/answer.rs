//! The report of actions.

use std::collections::BTreeSet;

use maillage_events::action::{ActionTextRecorded, Facet, ObjectiveLevel};
use maillage_events::family::Family;
use maillage_events::fiche::OutcomeCategory;
use maillage_events::funding::Years;
use maillage_events::messages::{Language, say};
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::Actions;
use super::lineage::Link;
use super::rows::{Action, Grant, Partner};
use crate::figures::euros_shown;
use crate::naming::{name_of, named};
use crate::report::cells::{table_by_column, text, year};
use crate::report::figure::Defined;
use crate::report::filter::{Filter, Filters};
use crate::report::{Body, Cell, Definition, ReportTable, Scope};

const REPORT: &str = "actions";

/// The name in the figures, and in the words of the catalogues, of a list that an action is classified by.
const fn plural(facet: Facet) -> &'static str {
    match facet {
        Facet::Theme => "themes",
        Facet::Programme => "programmes",
        Facet::RegionalPlan => "regional_plan",
        Facet::Audience => "audiences",
        Facet::ActionType => "action_types",
        Facet::Sector => "sectors",
        Facet::Place => "places",
        Facet::Neighbourhood => "neighbourhoods",
        Facet::GeographicLevel => "geographic_levels",
        Facet::Commune => "communes",
    }
}

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("chained_to", 1),
    Defined::new("carried_over", 1),
    Defined::new("ticked", 1),
    Defined::new("partners", 1),
    Defined::new("funders", 3),
];

/// The whole answer.
pub(super) fn body(state: &Actions, scope: &Scope, language: Language) -> Body {
    let shown = Shown { state, period: &scope.period, filters: &scope.filters, language };
    let each: Vec<One<'_>> = state.actions.iter().filter_map(|(id, row)| shown.one(id, row)).collect();
    Body {
        title: say(language, "title-actions"),
        definitions: Definition::of(language, REPORT, DEFINED),
        figures: json!({ "actions": each.iter().map(|one| shown.figures(one)).collect::<Vec<_>>() }),
        tables: vec![shown.fields(&each), shown.texts(&each), shown.lineage(&each)],
    }
}

struct Shown<'a> {
    state: &'a Actions,
    period: &'a Period,
    filters: &'a Filters,
    language: Language,
}

/// An action of the period.
struct One<'a> {
    id: &'a str,
    row: &'a Action,
    title: &'a str,
    year: i16,
    /// Grants, each with what was notified by the end of the period, in cents.
    grants: Vec<GrantOf<'a>>,
    partners: BTreeSet<String>,
    of_organisations: usize,
    of_categories: usize,
}

/// A funding of an action, by its identifier, with what was notified of it, in cents.
type GrantOf<'a> = (&'a str, &'a Grant, u64);

fn sum_of(grants: &[GrantOf<'_>]) -> u64 {
    grants.iter().map(|(.., cents)| *cents).fold(0, u64::saturating_add)
}

impl<'a> One<'a> {
    /// Each funder once, in the order of their first grants, with all its grants.
    fn funders(&self) -> Vec<(&'a str, Vec<GrantOf<'a>>)> {
        let mut funders: Vec<(&'a str, Vec<GrantOf<'a>>)> = Vec::new();
        for grant in &self.grants {
            let id = grant.1.funder.as_str();
            match funders.iter_mut().find(|(known, _)| *known == id) {
                Some((_, grants)) => grants.push(*grant),
                None => funders.push((id, vec![*grant])),
            }
        }
        funders
    }
}

impl<'a> Shown<'a> {
    fn one(&self, id: &'a str, row: &'a Action) -> Option<One<'a>> {
        let it = row.recorded.as_ref().filter(|it| self.period.holds(OccurredOn::Year(it.year)))?;
        let of = |contract: &str| it.contract.as_ref().is_some_and(|id| id.as_str() == contract);
        if !self.filters.get(Filter::Contract).is_none_or(of) {
            return None;
        }
        let listed: Vec<&Partner> = self
            .state
            .partners
            .iter()
            .map(|(_, partner)| partner)
            .filter(|partner| partner.action.as_str() == id)
            .collect();
        let of = |family| {
            listed.iter().filter(|it| it.party.family == family).map(|it| &it.party).collect::<BTreeSet<_>>().len()
        };
        let funder = self.filters.get(Filter::Funder);
        let asked = |grant: &Grant| grant.action.as_str() == id && funder.is_none_or(|it| grant.funder.as_str() == it);
        let grants = self.state.grants.iter().filter(|(_, grant)| asked(grant));
        let grants: Vec<GrantOf<'a>> = grants
            .filter_map(|(funding, grant)| Some((funding, grant, grant.notified.amount(self.period.to)?)))
            .collect();
        if funder.is_some() && grants.is_empty() {
            return None;
        }
        Some(One {
            id,
            row,
            title: it.title.as_str(),
            year: it.year,
            grants,
            partners: listed.iter().map(|it| it.party.to_string()).collect(),
            of_organisations: of(Family::Organisation),
            of_categories: of(Family::Category),
        })
    }

    fn figures(&self, one: &One<'_>) -> Value {
        let (row, it) = (one.row, one.row.recorded.as_ref());
        let earlier = self.state.earlier(row);
        let carriers: Vec<Value> = row
            .carriers(self.period)
            .into_iter()
            .map(|id| named(&self.state.organisations, id.as_str(), self.period))
            .collect();
        let text = |it: &ActionTextRecorded| {
            json!({ "section": it.section, "rank": it.rank,
            "text": it.text, "speaks_of": it.speaks_of, "carried_over": it.carried_over })
        };
        let funders = one.funders().into_iter().map(|(id, grants)| {
            let mut funder = named(&self.state.organisations, id, self.period);
            funder["cents"] = json!(sum_of(&grants));
            let grant = |(funding, grant, cents): &GrantOf<'_>| {
                let year = grant.years.and_then(Years::single);
                json!({ "funding": funding, "cents": cents, "year": year, "years": grant.years })
            };
            funder["grants"] = grants.iter().map(grant).collect();
            funder
        });
        let mut figures = json!({
            "action": one.id, "title": one.title, "year": one.year, "step": self.state.step(row),
            "chained_to": earlier.first().map(Link::figures),
            "continued_by": self.state.later(one.id).iter().map(Link::figures).collect::<Vec<_>>(),
            "lineage": self.state.lineage(one.id).iter().map(Link::figures).collect::<Vec<_>>(),
            "contract": it.and_then(|it| it.contract.as_ref()),
            "carrier": carriers.first(), "carriers": carriers,
            "objectives": { "general": row.objectives(ObjectiveLevel::General, self.period),
                "operational": row.objectives(ObjectiveLevel::Operational, self.period) },
            "starts": it.and_then(|it| it.starts), "ends": it.and_then(|it| it.ends),
            "months": it.and_then(|it| it.months),
            "frequency": it.and_then(|it| it.frequency.as_ref()),
            "texts": row.texts().into_iter().map(text).collect::<Vec<_>>(),
            "carried_over": row.texts().into_iter().filter(|it| it.carried_over).map(text).collect::<Vec<_>>(),
            "funders": funders.collect::<Vec<_>>(),
            "partners": { "entries": one.partners.len(), "organisations": one.of_organisations,
                "categories": one.of_categories, "parties": one.partners },
            "categories": {
                "printed": row.categories.as_ref().map(|it| &it.printed),
                "ticked": row.categories.as_ref().and_then(|it| it.ticked.as_ref()),
            },
        });
        for facet in Facet::ALL {
            figures[plural(*facet)] = json!(row.facet(*facet, self.period));
        }
        figures
    }

    fn fields(&self, each: &[One<'_>]) -> ReportTable {
        let name = |key: &str| say(self.language, &format!("actions-field-{}", key.replace('_', "-")));
        table_by_column(
            self.language,
            REPORT,
            "fields",
            each.iter().flat_map(|one| self.fields_of(one).into_iter().map(move |field| (one, field))),
            &[
                ("action", &|(one, _)| text(one.title)),
                ("field", &|(_, (key, _))| text(name(key))),
                ("value", &|(_, (_, value))| value.clone()),
            ],
        )
    }

    /// The fields that an action has, each by the end of its key in the catalogues, `actions-field-<key>`.
    fn fields_of(&self, one: &One<'_>) -> Vec<(&'static str, Cell)> {
        let row = one.row;
        let it = row.recorded.as_ref();
        let joined = |words: Vec<String>| words.join(" ; ");
        let codes =
            |codes: &[OutcomeCategory]| text(codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", "));
        let carriers = row.carriers(self.period).into_iter();
        let carriers = carriers.map(|id| name_of(&self.state.organisations, id.as_str(), self.period)).collect();
        let funder = |(id, grants): (&str, Vec<GrantOf<'_>>)| {
            let name = name_of(&self.state.organisations, id, self.period);
            format!("{name} – {}", euros_shown(self.language, sum_of(&grants)))
        };
        let links =
            |links: Vec<Link>| joined(links.iter().map(|link| format!("{} ({})", link.title, link.year)).collect());
        let mut fields: Vec<(&'static str, Cell)> = vec![
            ("year", year(Some(one.year))),
            ("chained-to", text(links(self.state.earlier(row)))),
            ("continued-by", text(links(self.state.later(one.id)))),
            ("carrier", text(joined(carriers))),
            ("months", it.and_then(|it| it.months).map(u64::from).into()),
            ("frequency", it.and_then(|it| it.frequency.as_ref()).map(ToString::to_string).into()),
            ("funders", text(joined(one.funders().into_iter().map(funder).collect()))),
            ("partners", Cell::from(one.partners.len() as u64)),
        ];
        for facet in Facet::ALL {
            let headings = row.facet(*facet, self.period).into_iter().map(ToString::to_string).collect();
            fields.push((plural(*facet), text(joined(headings))));
        }
        for level in [ObjectiveLevel::General, ObjectiveLevel::Operational] {
            fields.extend(row.objectives(level, self.period).into_iter().map(|words| (level.as_str(), text(words))));
        }
        if let Some(categories) = &row.categories {
            fields.push(("printed", codes(&categories.printed)));
            let none = || text(say(self.language, "actions-none-ticked"));
            let ticked =
                categories.ticked.as_ref().map(|ticked| if ticked.is_empty() { none() } else { codes(ticked) });
            fields.push(("ticked", ticked.unwrap_or(Cell::Unknown)));
        }
        fields
    }

    fn texts(&self, each: &[One<'_>]) -> ReportTable {
        let origin = |it: &ActionTextRecorded| {
            if it.carried_over { "actions-carried-over" } else { "actions-of-the-year" }
        };
        table_by_column(
            self.language,
            REPORT,
            "texts",
            each.iter().flat_map(|one| one.row.texts().into_iter().map(move |it| (one, it))),
            &[
                ("action", &|(one, _)| text(one.title)),
                ("section", &|(_, it)| text(say(self.language, &format!("actions-section-{}", it.section)))),
                ("text", &|(_, it)| text(it.text.as_str())),
                ("speaks-of", &|(_, it)| year(it.speaks_of)),
                ("carried-over", &|(_, it)| text(say(self.language, origin(it)))),
            ],
        )
    }

    fn lineage(&self, each: &[One<'_>]) -> ReportTable {
        let known = |link: &Link| if link.recorded { "actions-recorded" } else { "actions-only-named" };
        table_by_column(
            self.language,
            REPORT,
            "lineage",
            each.iter().flat_map(|one| self.state.lineage(one.id).into_iter().map(move |link| (one, link))),
            &[
                ("action", &|(one, _)| text(one.title)),
                ("year", &|(_, link)| year(Some(link.year))),
                ("title", &|(_, link)| text(&link.title)),
                ("known", &|(_, link)| text(say(self.language, known(link)))),
            ],
        )
    }
}
