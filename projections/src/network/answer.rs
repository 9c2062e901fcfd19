//! The report of the network.

use std::collections::BTreeSet;

use maillage_events::messages::{Language, say};
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Network;
use super::graph::{Graph, Measure, decimal};
use super::ties::{previous, reconciled};
use crate::naming::name_of;
use crate::report::cells::{count, table_by_column, text};
use crate::report::figure::Defined;
use crate::report::{Body, Column, Definition, ReportTable, Scope};
use crate::titles;

const REPORT: &str = "network";

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("nodes", 1),
    Defined::new("weight", 1),
    Defined::new("declared", 1),
    Defined::new("degree", 1),
    Defined::new("weighted_degree", 1),
    Defined::new("betweenness", 1),
    Defined::new("density", 1),
    Defined::new("components", 1),
    Defined::new("brokers", 1),
    Defined::new("changes", 1),
    Defined::new("categories", 1),
];

/// The whole answer.
pub(super) fn body(state: &Network, scope: &Scope, language: Language) -> Body {
    let period = &scope.period;
    let (observed, declared) = (state.observed(period, period, &scope.filters), state.declared(scope));
    let shown = Shown { state, scope, period, language, observed, declared };
    let changes = shown.changes();
    Body {
        title: say(language, "title-network"),
        definitions: Definition::of(language, REPORT, DEFINED),
        figures: json!({
            "rule": { "weight": "1/(n-1)", "unit": "micro", "excluded_kinds": [] },
            "observed": shown.graph(&shown.observed),
            "declared": shown.graph(&shown.declared),
            "reconciled": reconciled(&shown.observed, &shown.declared).into_iter().map(|(pair, known)| {
                json!({ "from": pair.0, "to": pair.1, "from_name": shown.name(&pair.0),
                    "to_name": shown.name(&pair.1), "known": known.as_str() })
            }).collect::<Vec<_>>(),
            "memberships": shown.memberships(),
            "categories": state.listed_categories(scope).into_iter().map(|(id, scopes)| {
                json!({ "category": id, "name": shown.category(id), "scopes": scopes })
            }).collect::<Vec<_>>(),
            "changes": changes.as_ref()
                .map(|it| json!({ "previous": it.previous, "new": shown.pairs(&it.new),
                "lost": shown.pairs(&it.lost) })),
        }),
        tables: shown.tables(changes.as_ref()),
    }
}

struct Changes {
    previous: Period,
    new: Vec<(String, String)>,
    lost: Vec<(String, String)>,
}

struct Shown<'a> {
    state: &'a Network,
    scope: &'a Scope,
    period: &'a Period,
    language: Language,
    observed: Graph,
    declared: Graph,
}

impl Shown<'_> {
    fn name(&self, id: &str) -> String {
        name_of(&self.state.organisations, id, self.period)
    }

    fn category(&self, id: &str) -> String {
        name_of(&self.state.categories, id, self.period)
    }

    fn body(&self, id: &str) -> String {
        self.state.bodies.get(id).and_then(|body| body.title.clone()).unwrap_or_else(|| id.to_owned())
    }

    fn graph(&self, graph: &Graph) -> Value {
        let measures = graph.measures();
        let node = |(id, it): (&&str, &Measure)| {
            json!({
                "organisation": id, "name": self.name(id), "degree": it.degree, "weighted_degree": decimal(it.micro),
                "weighted_degree_micro": it.micro,
                "betweenness": format!("{:.4}", it.betweenness), "component": it.component,
            })
        };
        let edge = |((from, to), tie): (&(String, String), &super::graph::Tie)| {
            json!({
                "from": from, "to": to, "from_name": self.name(from), "to_name": self.name(to),
                "weight": decimal(tie.micro), "weight_micro": tie.micro, "sessions": tie.on.len(), "on": tie.on,
            })
        };
        json!({
            "nodes": measures.iter().map(node).collect::<Vec<_>>(),
            "edges": graph.ties.iter().map(edge).collect::<Vec<_>>(),
            "density": graph.density(),
            "components": graph.components(),
            "brokers": brokers(graph).into_iter()
                .map(|(id, between)| json!({ "organisation": id, "name": self.name(&id), "betweenness": between }))
                .collect::<Vec<_>>(),
        })
    }

    fn memberships(&self) -> Vec<Value> {
        let members = self.state.members(self.scope);
        let member = |(id, by): (&str, &str)| json!({ "organisation": id, "name": self.name(id), "by": by });
        let body = |(id, members): (&str, std::collections::BTreeMap<&str, &'static str>)| {
            json!({ "body": id, "title": self.body(id),
            "members": members.into_iter().map(|(id, by)| member((id, by))).collect::<Vec<_>>() })
        };
        members.into_iter().map(body).collect()
    }

    fn changes(&self) -> Option<Changes> {
        let previous = previous(self.period)?;
        let before = self.state.observed(&previous, self.period, &self.scope.filters);
        let only = |here: &Graph, there: &Graph| {
            here.ties.keys().filter(|pair| !there.ties.contains_key(*pair)).cloned().collect()
        };
        Some(Changes { previous, new: only(&self.observed, &before), lost: only(&before, &self.observed) })
    }

    fn pairs(&self, pairs: &[(String, String)]) -> Vec<Value> {
        pairs
            .iter()
            .map(|(from, to)| json!({ "from": from, "to": to, "from_name": self.name(from), "to_name": self.name(to) }))
            .collect()
    }

    fn tables(&self, changes: Option<&Changes>) -> Vec<ReportTable> {
        let known = |word: &str| text(say(self.language, &format!("network-{}", word.replace('_', "-"))));
        let members = self.state.members(self.scope);
        let members = members.iter().flat_map(|(body, members)| members.iter().map(move |(id, by)| (body, id, by)));
        let scopes = |scopes: &BTreeSet<String>| -> Vec<String> {
            scopes.iter().map(|scope| titles::shown(&self.state.titles, self.language, scope)).collect()
        };
        let mut tables = vec![
            self.whole(),
            self.nodes("nodes", &self.observed),
            self.table(
                "edges",
                &self.observed.ties,
                &[
                    ("from", &|((from, _), _)| text(self.name(from))),
                    ("to", &|((_, to), _)| text(self.name(to))),
                    ("weight", &|(_, tie)| text(self.number(&decimal(tie.micro)))),
                    ("sessions", &|(_, tie)| count(tie.on.len())),
                ],
            ),
            self.nodes("declared", &self.declared),
            self.table(
                "reconciled",
                reconciled(&self.observed, &self.declared),
                &[
                    ("from", &|((from, _), _)| text(self.name(from))),
                    ("to", &|((_, to), _)| text(self.name(to))),
                    ("known", &|(_, it)| known(it.as_str())),
                ],
            ),
            self.table(
                "memberships",
                members,
                &[
                    ("body", &|(body, ..)| text(self.body(body))),
                    ("organisation", &|(_, id, _)| text(self.name(id))),
                    ("by", &|(.., by)| text(say(self.language, &format!("network-by-{by}")))),
                ],
            ),
            self.table(
                "categories",
                self.state.listed_categories(self.scope),
                &[("category", &|(id, _)| text(self.category(id))), ("scopes", &|(_, of)| text(scopes(of).join(", ")))],
            ),
        ];
        if let Some(it) = changes {
            let new = it.new.iter().map(|pair| (pair, "network-new"));
            let lost = it.lost.iter().map(|pair| (pair, "network-lost"));
            tables.push(self.table(
                "changes",
                new.chain(lost),
                &[
                    ("from", &|((from, _), _)| text(self.name(from))),
                    ("to", &|((_, to), _)| text(self.name(to))),
                    ("change", &|(_, way)| text(say(self.language, way))),
                ],
            ));
        }
        tables
    }

    fn whole(&self) -> ReportTable {
        let first =
            |graph: &Graph| brokers(graph).into_iter().take(5).map(|(id, _)| self.name(&id)).collect::<Vec<_>>();
        self.table(
            "whole",
            [("observed", &self.observed), ("declared", &self.declared)],
            &[
                ("network", &|(name, _)| text(say(self.language, &format!("network-{name}")))),
                ("organisations", &|(_, graph)| count(graph.nodes.len())),
                ("ties", &|(_, graph)| count(graph.ties.len())),
                ("density", &|(_, graph)| graph.density().map(|density| self.number(&density)).into()),
                ("components", &|(_, graph)| count(graph.components().len())),
                ("brokers", &|(_, graph)| text(first(graph).join(", "))),
            ],
        )
    }

    fn nodes(&self, name: &str, graph: &Graph) -> ReportTable {
        self.table(
            name,
            &graph.measures(),
            &[
                ("organisation", &|(id, _)| text(self.name(id))),
                ("degree", &|(_, it)| count(it.degree)),
                ("weighted-degree", &|(_, it)| text(self.number(&decimal(it.micro)))),
                ("betweenness", &|(_, it)| text(self.number(&format!("{:.4}", it.betweenness)))),
                ("component", &|(_, it)| count(it.component)),
            ],
        )
    }

    fn table<R>(&self, name: &str, rows: impl IntoIterator<Item = R>, columns: &[Column<'_, R>]) -> ReportTable {
        table_by_column(self.language, REPORT, name, rows, columns)
    }

    fn number(&self, number: &str) -> String {
        if self.language == Language::French { number.replace('.', ",") } else { number.to_owned() }
    }
}

/// Organisations through which others reach each other, the most central first.
fn brokers(graph: &Graph) -> Vec<(String, String)> {
    let measures = graph.measures();
    let mut brokers: BTreeSet<(std::cmp::Reverse<String>, &str)> = BTreeSet::new();
    for (id, it) in &measures {
        if it.betweenness > 0.0 {
            brokers.insert((std::cmp::Reverse(format!("{:.4}", it.betweenness)), id));
        }
    }
    brokers.into_iter().map(|(between, id)| (id.to_owned(), between.0)).collect()
}
