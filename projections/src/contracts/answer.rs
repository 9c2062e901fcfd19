//! The tree at the end of a period, for people.

use maillage_events::contract::PartyCapacity;
use maillage_events::messages::{Language, message, say};
use maillage_events::when::Period;
use serde_json::Value;

use super::Contracts;
use super::tree::{Node, Tree};
use crate::figures::percent_shown;
use crate::naming::{label, name_of};
use crate::report::cells::{count, date, maybe, table, table_by_column, text};
use crate::report::figure::Defined;
use crate::report::{Body, Cell, Definition, ReportTable};

const REPORT: &str = "contracts";

/// What is printed of the meaning of its figures, in this order.
const DEFINED: &[Defined] = &[
    Defined::new("as_of", 1),
    Defined::new("generation", 1),
    Defined::new("signed", 1),
    Defined::new("axes", 1),
    Defined::new("context", 1),
    Defined::new("mandates", 1),
];

/// The whole answer.
pub(super) fn body(state: &Contracts, period: &Period, language: Language) -> Body {
    let tree = Tree { state, period };
    let figures = tree.figures();
    let shown = Shown { tree, language };
    let tables = vec![
        shown.contracts(),
        shown.parties(),
        shown.axes(),
        shown.context(),
        shown.changes(),
        shown.mandates(&figures),
        shown.bodies(&figures),
    ];
    Body {
        title: say(language, "title-contracts"),
        definitions: Definition::of(language, REPORT, DEFINED),
        figures,
        tables,
    }
}

struct Shown<'a> {
    tree: Tree<'a>,
    language: Language,
}

/// Words of a JSON string; unknown otherwise.
fn words(value: &Value) -> Cell {
    maybe(value.as_str())
}

impl<'a> Shown<'a> {
    fn table(&self, name: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> ReportTable {
        table(self.language, REPORT, name, columns, rows)
    }

    fn label(&self, list: &str, word: &str) -> String {
        label(self.language, list, word)
    }

    fn each<T>(&self, rows: impl Fn(Node<'a>) -> Vec<T>) -> Vec<T> {
        self.tree.contracts().into_iter().flat_map(rows).collect()
    }

    fn title(&self, id: &str) -> String {
        let row = self.tree.state.contracts.get(id).and_then(|row| row.prepared.as_ref());
        row.map_or_else(|| id.to_owned(), |dated| dated.it.title.to_string())
    }

    fn contracts(&self) -> ReportTable {
        let title = |id: Option<&maillage_events::id::Id>| maybe(id.map(|id| self.title(id.as_str())));
        table_by_column(
            self.language,
            REPORT,
            "contracts",
            self.tree.contracts(),
            &[
                ("contract", &|node| text(node.prepared.title.as_str())),
                ("kind", &|node| text(self.label("contract-kind", node.prepared.kind.as_str()))),
                ("generation", &|node| Cell::Number(i64::from(node.prepared.generation))),
                ("predecessor", &|node| title(node.prepared.predecessor.as_ref())),
                ("within", &|node| title(node.prepared.within.as_ref())),
                ("territory", &|node| text(node.prepared.territory.as_str())),
                ("level", &|node| text(self.label("contract-level", node.prepared.level.as_str()))),
                ("starts", &|node| date(node.prepared.starts)),
                ("ends", &|node| date(self.tree.ends(*node))),
                ("signed", &|node| date(self.tree.signed(*node))),
            ],
        )
    }

    fn parties(&self) -> ReportTable {
        let rows = self.each(|node| {
            let mut parties: Vec<_> = self.tree.so(&node.row.parties).collect();
            parties.sort_by_key(|dated| dated.it.capacity != PartyCapacity::Signatory);
            let row = |dated: &&super::rows::Dated<maillage_events::contract::PartyEngaged>| {
                vec![
                    text(node.prepared.title.as_str()),
                    text(name_of(&self.tree.state.organisations, dated.it.organisation.as_str(), self.tree.period)),
                    text(self.label("contract-capacity", dated.it.capacity.as_str())),
                    text(self.label("contract-party", dated.it.sort.as_str())),
                ]
            };
            parties.iter().map(row).collect()
        });
        self.table("parties", &["contract", "party", "capacity", "sort"], rows)
    }

    fn axes(&self) -> ReportTable {
        let rows = self.each(|node| {
            let fiches = self.tree.fiches(node.id);
            let list = |of: &dyn Fn(&&super::tree::Leaf<'_>) -> bool| {
                let told: Vec<String> =
                    fiches.iter().filter(of).map(|fiche| format!("{} – {}", fiche.number, fiche.title)).collect();
                told.join(" ; ")
            };
            let title = || text(node.prepared.title.as_str());
            let mut rows: Vec<Vec<Cell>> = self
                .tree
                .axes(node)
                .into_iter()
                .map(|axis| {
                    vec![
                        title(),
                        Cell::Number(i64::from(axis.rank)),
                        text(axis.label.as_str()),
                        text(self.label("axis-nature", axis.nature.as_str())),
                        text(list(&|fiche| fiche.axes.contains(&axis.code.as_str()))),
                    ]
                })
                .collect();
            let loose = list(&|fiche| fiche.axes.is_empty());
            if !loose.is_empty() {
                rows.push(vec![
                    title(),
                    Cell::Unknown,
                    text(say(self.language, "contracts-no-axis")),
                    Cell::Unknown,
                    text(loose),
                ]);
            }
            rows
        });
        self.table("axes", &["contract", "rank", "axis", "nature", "fiches"], rows)
    }

    fn context(&self) -> ReportTable {
        let rows = self.each(|node| {
            let row = |dated: &super::rows::Dated<maillage_events::contract::ContextRecorded>| {
                let it = &dated.it;
                vec![
                    text(node.prepared.title.as_str()),
                    text(it.label.as_str()),
                    self.figure(it.value.as_ref(), it.unit.as_ref()),
                    maybe(it.comparator.as_ref()),
                    self.figure(it.comparator_value.as_ref(), it.unit.as_ref()),
                    date(Some(dated.on)),
                    maybe(it.source.as_ref()),
                ]
            };
            self.tree.so(&node.row.context).map(row).collect()
        });
        self.table(
            "context",
            &["contract", "indicator", "value", "comparator", "comparator-value", "date", "source"],
            rows,
        )
    }

    fn figure(
        &self,
        value: Option<&maillage_events::quantity::Decimal>,
        unit: Option<&maillage_events::text::Text>,
    ) -> Cell {
        let Some(value) = value else { return Cell::Unknown };
        let number =
            if self.language == Language::French { value.as_str().replace('.', ",") } else { value.to_string() };
        match unit.map(|unit| unit.as_str()) {
            Some("percent") => text(percent_shown(self.language, value.as_str())),
            Some(unit) => text(format!("{number} {unit}")),
            None => text(number),
        }
    }

    fn changes(&self) -> ReportTable {
        let rows = self.each(|node| {
            let title = || text(node.prepared.title.as_str());
            let amended = self.tree.so(&node.row.amendments).map(|dated| {
                vec![
                    title(),
                    text(say(self.language, "contracts-amendment")),
                    date(Some(dated.on)),
                    text(dated.it.object.as_str()),
                    date(dated.it.ends),
                ]
            });
            let evaluated = self.tree.so(&node.row.evaluations).map(|dated| {
                let it = &dated.it;
                let covers = vec![
                    ("evaluator", it.evaluator.to_string()),
                    ("from", it.from.to_string()),
                    ("to", it.to.to_string()),
                ];
                let what = message(self.language, "contracts-evaluated", &covers);
                vec![
                    title(),
                    text(say(self.language, "contracts-evaluation")),
                    date(Some(dated.on)),
                    text(what),
                    Cell::Unknown,
                ]
            });
            amended.chain(evaluated).collect()
        });
        self.table("changes", &["contract", "change", "date", "object", "ends"], rows)
    }

    fn mandates(&self, figures: &Value) -> ReportTable {
        let rows = figures["mandates"].as_array().into_iter().flatten().map(|mandate| {
            let list =
                |key: &str| mandate[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
            let contracts: Vec<String> = list("contracts").into_iter().map(|id| self.title(id)).collect();
            let missions: Vec<String> =
                list("missions").into_iter().map(|mission| self.label("mission", mission)).collect();
            let title = |body: &str| {
                figures["bodies"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .find(|it| it["body"] == body)
                    .and_then(|it| it["title"].as_str())
            };
            let bodies: Vec<&str> = list("bodies").into_iter().filter_map(title).collect();
            vec![
                words(&mandate["operator"]["name"]),
                words(&mandate["principal"]["name"]),
                count(contracts.len()),
                text(contracts.join(" ; ")),
                text(missions.join(", ")),
                text(bodies.join(" ; ")),
            ]
        });
        self.table(
            "mandates",
            &["operator", "principal", "contracts-count", "contracts", "missions", "bodies"],
            rows.collect(),
        )
    }

    fn bodies(&self, figures: &Value) -> ReportTable {
        let rows = figures["bodies"].as_array().into_iter().flatten().map(|body| {
            let list =
                |key: &str| body[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
            let contracts: Vec<String> = list("contracts").into_iter().map(|id| self.title(id)).collect();
            let colleges: Vec<String> =
                list("colleges").into_iter().map(|college| self.label("body-college", college)).collect();
            let seats: Vec<String> = body["seats"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|seat| {
                    let name = seat["name"].as_str().unwrap_or_default();
                    seat["college"].as_str().map_or_else(
                        || name.to_owned(),
                        |college| format!("{name} ({})", self.label("body-college", college)),
                    )
                })
                .collect();
            vec![
                words(&body["title"]),
                maybe(body["kind"].as_str().map(|kind| self.label("body-kind", kind))),
                text(contracts.join(" ; ")),
                text(colleges.join(", ")),
                text(seats.join(", ")),
            ]
        });
        self.table("bodies", &["body", "kind", "contracts", "colleges", "seats"], rows.collect())
    }
}
