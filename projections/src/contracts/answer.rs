//! The tree at the end of a period, for people.

use maillage_events::contract::{ContractEvaluated, PartyCapacity};
use maillage_events::decimal::Decimal;
use maillage_events::id::Id;
use maillage_events::messages::{Language, message, say};
use maillage_events::text::Text;
use maillage_events::when::OccurredOn;
use serde_json::Value;

use super::Contracts;
use super::rows::{Axis, Party};
use super::tree::{Leaf, Node, Tree};
use crate::figures::percent_shown;
use crate::naming::{label, name_of};
use crate::report::cells::{count, date, maybe, table_by_column, text};
use crate::report::figure::Defined;
use crate::report::filter::Filter;
use crate::report::{Body, Cell, Column, Definition, ReportTable, Scope};

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
pub(super) fn body(state: &Contracts, scope: &Scope, language: Language) -> Body {
    let tree = Tree { state, period: &scope.period, only: scope.filters.get(Filter::Contract) };
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
    fn table<R>(&self, name: &str, rows: impl IntoIterator<Item = R>, columns: &[Column<'_, R>]) -> ReportTable {
        table_by_column(self.language, REPORT, name, rows, columns)
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
        let title = |id: Option<&Id>| maybe(id.map(|id| self.title(id.as_str())));
        let followed = |ids: &[Id]| ids.iter().map(|id| self.title(id.as_str())).collect::<Vec<_>>().join(" ; ");
        let territories =
            |node: Node<'a>| self.tree.territories(node).iter().map(|it| it.name.as_str()).collect::<Vec<_>>();
        self.table(
            "contracts",
            self.tree.contracts(),
            &[
                ("contract", &titled),
                ("kind", &|node| text(self.label("contract-kind", node.prepared.kind.as_str()))),
                ("generation", &|node| Cell::Number(i64::from(node.prepared.generation))),
                ("predecessor", &|node| text(followed(&node.prepared.predecessors))),
                ("within", &|node| title(node.prepared.within.as_ref())),
                ("territory", &|node| text(territories(*node).join(" ; "))),
                ("level", &|node| text(self.levels(*node))),
                ("starts", &|node| date(node.prepared.starts)),
                ("ends", &|node| date(self.tree.ends(*node))),
                ("signed", &|node| date(self.tree.signed(*node))),
            ],
        )
    }

    fn levels(&self, node: Node<'a>) -> String {
        let mut levels: Vec<String> =
            self.tree.territories(node).iter().map(|it| self.label("contract-level", it.level.as_str())).collect();
        levels.dedup();
        levels.join(", ")
    }

    fn parties(&self) -> ReportTable {
        let parties = self.each(|node| {
            let of = |capacity| self.tree.taking_part(node, capacity).map(move |(stay, sort)| (node, stay, sort));
            of(PartyCapacity::Signatory).chain(of(PartyCapacity::Associate)).collect()
        });
        let name =
            |party: &Party| name_of(&self.tree.state.organisations, party.organisation.as_str(), self.tree.period);
        self.table(
            "parties",
            parties,
            &[
                ("contract", &|(node, ..)| titled(node)),
                ("party", &|(_, stay, _)| text(name(stay.of))),
                ("capacity", &|(_, stay, _)| text(self.label("contract-capacity", stay.of.capacity.as_str()))),
                ("sort", &|(.., sort)| maybe(sort.map(|sort| self.label("contract-party", sort.as_str())))),
            ],
        )
    }

    /// Each axis with its fiches, then the fiches of no axis, where there are any.
    fn axes(&self) -> ReportTable {
        let axes = self.each(|node| {
            let fiches = self.tree.fiches(node);
            let of = |axis: &'a Axis| listed(&fiches, |fiche| fiche.axes.contains(&axis.code.as_str()));
            let loose = listed(&fiches, |fiche| fiche.axes.is_empty());
            let each = self.tree.axes(node).into_iter().map(|axis| (node, Some(axis), of(axis)));
            each.chain((!loose.is_empty()).then_some((node, None, loose))).collect()
        });
        self.table(
            "axes",
            axes,
            &[
                ("contract", &|(node, ..)| titled(node)),
                ("rank", &|(_, axis, _)| axis.map(|axis| u64::from(axis.rank)).into()),
                ("axis", &|(_, axis, _)| match axis {
                    Some(axis) => text(axis.label.as_str()),
                    None => text(say(self.language, "contracts-no-axis")),
                }),
                ("nature", &|(_, axis, _)| maybe(axis.map(|axis| self.label("axis-nature", axis.nature.as_str())))),
                ("fiches", &|(.., fiches)| text(fiches)),
            ],
        )
    }

    fn context(&self) -> ReportTable {
        self.table(
            "context",
            self.each(|node| self.tree.so(&node.row.context).map(|dated| (node, dated.on, &dated.it)).collect()),
            &[
                ("contract", &|(node, ..)| titled(node)),
                ("indicator", &|(.., it)| text(it.label.as_str())),
                ("value", &|(.., it)| self.figure(it.value.as_ref(), it.unit.as_ref())),
                ("comparator", &|(.., it)| maybe(it.comparator.as_ref())),
                ("comparator-value", &|(.., it)| self.figure(it.comparator_value.as_ref(), it.unit.as_ref())),
                ("date", &|(_, on, _)| date(Some(*on))),
                ("source", &|(.., it)| maybe(it.source.as_ref())),
            ],
        )
    }

    fn figure(&self, value: Option<&Decimal>, unit: Option<&Text>) -> Cell {
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
        let changes = self.each(|node| {
            let amended = self.tree.so(&node.row.amendments).map(|dated| Change {
                node,
                sort: "contracts-amendment",
                on: dated.on,
                object: dated.it.object.to_string(),
                ends: dated.it.ends,
            });
            let evaluated = self.tree.so(&node.row.evaluations).map(|dated| Change {
                node,
                sort: "contracts-evaluation",
                on: dated.on,
                object: self.evaluated(&dated.it),
                ends: None,
            });
            amended.chain(evaluated).collect()
        });
        self.table(
            "changes",
            changes,
            &[
                ("contract", &|change| titled(&change.node)),
                ("change", &|change| text(say(self.language, change.sort))),
                ("date", &|change| date(Some(change.on))),
                ("object", &|change| text(&change.object)),
                ("ends", &|change| date(change.ends)),
            ],
        )
    }

    fn evaluated(&self, it: &ContractEvaluated) -> String {
        let covers =
            [("evaluator", it.evaluator.to_string()), ("from", it.from.to_string()), ("to", it.to.to_string())];
        message(self.language, "contracts-evaluated", &covers)
    }

    fn mandates(&self, figures: &Value) -> ReportTable {
        let title = |body: &str| {
            let found = items(&figures["bodies"]).find(|it| it["body"] == body);
            found.and_then(|it| it["title"].as_str())
        };
        let bodies = |mandate: &Value| strings(&mandate["bodies"]).filter_map(title).collect::<Vec<_>>();
        self.table(
            "mandates",
            items(&figures["mandates"]),
            &[
                ("operator", &|mandate| words(&mandate["operator"]["name"])),
                ("principal", &|mandate| words(&mandate["principal"]["name"])),
                ("contracts-count", &|mandate| count(strings(&mandate["contracts"]).count())),
                ("contracts", &|mandate| text(self.titles(&mandate["contracts"]))),
                ("missions", &|mandate| text(self.labels("mission", &mandate["missions"]))),
                ("bodies", &|mandate| text(bodies(mandate).join(" ; "))),
            ],
        )
    }

    fn bodies(&self, figures: &Value) -> ReportTable {
        let seat = |seat: &Value| {
            let name = seat["name"].as_str().map_or_else(|| say(self.language, "label-a-person"), str::to_owned);
            let college = seat["college"].as_str().map(|college| self.label("body-college", college));
            match college {
                Some(college) => format!("{name} ({college})"),
                None => name,
            }
        };
        let seats = |body: &Value| items(&body["seats"]).map(seat).collect::<Vec<_>>();
        self.table(
            "bodies",
            items(&figures["bodies"]),
            &[
                ("body", &|body| words(&body["title"])),
                ("kind", &|body| maybe(body["kind"].as_str().map(|kind| self.label("body-kind", kind)))),
                ("contracts", &|body| text(self.titles(&body["contracts"]))),
                ("colleges", &|body| text(self.labels("body-college", &body["colleges"]))),
                ("seats", &|body| text(seats(body).join(", "))),
            ],
        )
    }

    /// The titles of contracts that are given by identifier.
    fn titles(&self, contracts: &Value) -> String {
        strings(contracts).map(|id| self.title(id)).collect::<Vec<_>>().join(" ; ")
    }

    fn labels(&self, list: &str, codes: &Value) -> String {
        strings(codes).map(|code| self.label(list, code)).collect::<Vec<_>>().join(", ")
    }
}

/// One line of the table of changes.
struct Change<'a> {
    node: Node<'a>,
    /// Its word in the catalogues.
    sort: &'static str,
    on: OccurredOn,
    object: String,
    ends: Option<OccurredOn>,
}

fn titled(node: &Node<'_>) -> Cell {
    text(node.prepared.title.as_str())
}

/// Fiches by number and title.
fn listed(fiches: &[Leaf<'_>], is_listed: impl Fn(&Leaf<'_>) -> bool) -> String {
    let listed = fiches.iter().filter(|fiche| is_listed(fiche));
    listed.map(|fiche| format!("{} – {}", fiche.number, fiche.title)).collect::<Vec<_>>().join(" ; ")
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    items(list).filter_map(Value::as_str)
}
