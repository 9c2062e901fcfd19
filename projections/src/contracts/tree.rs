//! The tree at the end of a period, for programs.

use maillage_events::contract::{ContractPrepared, PartyCapacity, PartySort, Territory};
use maillage_events::holder::Holder;
use maillage_events::id::Id;
use maillage_events::timeline::begins;
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::Contracts;
use super::rows::{Axis, Contract, Dated, Party};
use crate::naming::named;
use crate::spans::{begun, over};
use crate::stays::Stay;

/// A contract that was prepared by the end of the period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    pub id: &'a str,
    pub row: &'a Contract,
    pub prepared: &'a ContractPrepared,
}

/// The state and the period that it is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tree<'a> {
    pub state: &'a Contracts,
    pub period: &'a Period,
    /// The one contract that is asked for.
    pub only: Option<&'a str>,
}

/// A fiche in the tree.
pub(super) struct Leaf<'a> {
    pub id: &'a str,
    pub number: u32,
    pub title: &'a str,
    /// Those of its axes that the contract defines.
    pub axes: Vec<&'a str>,
}

impl<'a> Tree<'a> {
    /// What was so by the end of the period, of a list.
    pub fn so<T>(self, list: &'a [Dated<T>]) -> impl Iterator<Item = &'a Dated<T>> {
        list.iter().filter(move |dated| begun(dated.on, self.period))
    }

    /// The contracts that are asked for, by territory, kind and generation.
    pub fn contracts(self) -> Vec<Node<'a>> {
        let mut nodes = self.all();
        nodes.retain(|node| self.only.is_none_or(|id| node.id == id));
        nodes
    }

    /// Whether a list of contracts holds the one that is asked for.
    fn holds<'b>(self, mut contracts: impl Iterator<Item = &'b str>) -> bool {
        self.only.is_none_or(|id| contracts.any(|contract| contract == id))
    }

    fn all(self) -> Vec<Node<'a>> {
        let prepared = |(id, row): (&'a str, &'a Contract)| {
            let prepared = row.prepared.as_ref().filter(|dated| begun(dated.on, self.period))?;
            Some(Node { id, row, prepared: &prepared.it })
        };
        let mut nodes: Vec<Node<'a>> = self.state.contracts.iter().filter_map(prepared).collect();
        let first = |node: &Node<'a>| node.prepared.territories.first().map(|it| it.name.as_str());
        nodes.sort_by_key(|node| (first(node), node.prepared.kind, node.prepared.generation, node.id));
        nodes
    }

    /// The axes of a contract that are not closed, in its order.
    pub fn axes(self, node: Node<'a>) -> Vec<&'a Axis> {
        let closed = |axis: &Axis| node.row.closed_axes.iter().any(|it| it.it == axis.code && over(it.on, self.period));
        let mut axes: Vec<&Axis> =
            self.so(&node.row.axes).map(|dated| &dated.it).filter(|axis| !closed(axis)).collect();
        axes.sort_by_key(|axis| (axis.rank, axis.code.as_str()));
        axes
    }

    /// Where it holds at the end of the period.
    pub fn territories(self, node: Node<'a>) -> &'a [Territory] {
        node.row.territories.at_end(self.period.to).map_or(&[], Vec::as_slice)
    }

    /// Who takes part as this at the end of the period, and what each is.
    pub fn taking_part(
        self,
        node: Node<'a>,
        capacity: PartyCapacity,
    ) -> impl Iterator<Item = (Stay<'a, Party>, Option<PartySort>)> {
        let stays = node.row.parties.at(self.period).filter(move |stay| stay.of.capacity == capacity);
        stays.map(move |stay| {
            let sort = node.row.sorts.get(&stay.of.organisation).copied();
            (stay, sort)
        })
    }

    /// The fiches of a contract, by number.
    pub fn fiches(self, node: Node<'a>) -> Vec<Leaf<'a>> {
        let defined: Vec<&str> = self.axes(node).into_iter().map(|axis| axis.code.as_str()).collect();
        let leaf = |(id, row): (&'a str, &'a super::Fiche)| {
            let (of, title) = &row.recorded.as_ref().filter(|dated| begun(dated.on, self.period))?.it;
            let number = row.numbers.at_end(self.period.to).or_else(|| row.numbers.iter().next().map(|(_, it)| it));
            let axes = row.axes.at(self.period).map(|stay| stay.of.as_str()).filter(|axis| defined.contains(axis));
            (of.as_str() == node.id).then(|| Leaf {
                id,
                number: number.copied().unwrap_or_default(),
                title: title.as_str(),
                axes: axes.collect(),
            })
        };
        let mut leaves: Vec<Leaf<'a>> = self.state.fiches.iter().filter_map(leaf).collect();
        leaves.sort_by_key(|leaf| leaf.number);
        leaves
    }

    /// When the contract ends: the latest amendment that says so, or what it was prepared with.
    pub fn ends(self, node: Node<'a>) -> Option<OccurredOn> {
        let mut amendments: Vec<_> = self.so(&node.row.amendments).filter(|dated| dated.it.ends.is_some()).collect();
        amendments.sort_by_key(|dated| begins(dated.on));
        amendments.last().and_then(|dated| dated.it.ends).or(node.prepared.ends)
    }

    /// When it was signed, by the end of the period.
    pub fn signed(self, node: Node<'a>) -> Option<OccurredOn> {
        node.row.signed.filter(|on| begun(*on, self.period))
    }

    fn organisation(self, id: &str) -> Value {
        named(&self.state.organisations, id, self.period)
    }

    /// Everything.
    pub fn figures(self) -> Value {
        let all = self.all();
        json!({
            "contracts": self.contracts().iter().map(|node| self.contract(*node, &all)).collect::<Vec<_>>(),
            "mandates": self.mandates(),
            "bodies": self.bodies(),
        })
    }

    fn contract(self, node: Node<'a>, all: &[Node<'a>]) -> Value {
        let it = node.prepared;
        let others = |so: &dyn Fn(&ContractPrepared) -> bool| {
            all.iter().filter(|other| so(other.prepared)).map(|other| other.id).collect::<Vec<_>>()
        };
        let is_me = |id: &Id| id.as_str() == node.id;
        let fiches = self.fiches(node);
        let leaf = |leaf: &Leaf<'_>| json!({ "fiche": leaf.id, "number": leaf.number, "title": leaf.title });
        let axes: Vec<Value> = self
            .axes(node)
            .into_iter()
            .map(|axis| {
                let attached: Vec<Value> =
                    fiches.iter().filter(|fiche| fiche.axes.contains(&axis.code.as_str())).map(leaf).collect();
                json!({ "code": axis.code, "rank": axis.rank, "label": axis.label, "nature": axis.nature,
                    "fiches": attached })
            })
            .collect();
        let signed = self.signed(node);
        json!({
            "contract": node.id, "kind": it.kind, "generation": it.generation, "title": it.title,
            "predecessors": it.predecessors, "successors": others(&|other| other.predecessors.iter().any(is_me)),
            "within": it.within, "nested": others(&|other| other.within.iter().any(is_me)),
            "territories": self.territories(node), "regional_plan": it.regional_plan,
            "starts": it.starts, "ends": self.ends(node), "ends_first_said": it.ends,
            "signed": signed, "signed_precision": signed.map(OccurredOn::precision),
            "completed": node.row.completed.filter(|on| over(*on, self.period)),
            "signatories": self.parties(node, PartyCapacity::Signatory),
            "associates": self.parties(node, PartyCapacity::Associate),
            "axes": axes,
            "fiches_without_axis": fiches.iter().filter(|fiche| fiche.axes.is_empty()).map(leaf).collect::<Vec<_>>(),
            "amendments": self.so(&node.row.amendments)
                .map(|dated| json!({ "on": dated.on, "object": dated.it.object, "ends": dated.it.ends }))
                .collect::<Vec<_>>(),
            "context": self.so(&node.row.context).map(|dated| json!({
                "indicator": dated.it.indicator, "label": dated.it.label, "value": dated.it.value,
                "unit": dated.it.unit,
                "comparator": dated.it.comparator, "comparator_value": dated.it.comparator_value,
                "source": dated.it.source, "on": dated.on,
            })).collect::<Vec<_>>(),
            "evaluations": self.so(&node.row.evaluations).map(|dated| json!({
                "on": dated.on, "evaluator": dated.it.evaluator, "from": dated.it.from, "to": dated.it.to,
                "fiches": dated.it.fiches,
                "strengths": dated.it.strengths, "obstacles": dated.it.obstacles,
            })).collect::<Vec<_>>(),
        })
    }

    fn parties(self, node: Node<'a>, capacity: PartyCapacity) -> Vec<Value> {
        let party = |(stay, sort): (Stay<'a, Party>, Option<PartySort>)| {
            let mut party = self.organisation(stay.of.organisation.as_str());
            party["sort"] = json!(sort);
            party["on"] = json!(stay.from);
            party["until"] = json!(stay.until);
            party
        };
        self.taking_part(node, capacity).map(party).collect()
    }

    fn mandates(self) -> Vec<Value> {
        let bodies = self.bodies();
        let mandate = |(id, row): (&str, &'a super::Mandate)| {
            let granted = row.granted.as_ref().filter(|dated| begun(dated.on, self.period))?;
            let mut contracts: Vec<&str> = Vec::new();
            for contract in self.so(&row.contracts).map(|dated| dated.it.as_str()) {
                if !contracts.contains(&contract) {
                    contracts.push(contract);
                }
            }
            if !self.holds(contracts.iter().copied()) {
                return None;
            }
            let serves = |body: &&Value| {
                body["contracts"]
                    .as_array()
                    .is_some_and(|of| of.iter().any(|id| id.as_str().is_some_and(|id| contracts.contains(&id))))
            };
            let bodies: Vec<&Value> = bodies.iter().filter(serves).map(|body| &body["body"]).collect();
            let ended = row.ended.as_ref().filter(|dated| over(dated.on, self.period));
            Some(json!({
                "mandate": id, "principal": self.organisation(granted.it.principal.as_str()),
                "operator": self.organisation(granted.it.operator.as_str()),
                "contracts": contracts, "missions": granted.it.missions, "object": granted.it.object,
                "granted": granted.on, "until": granted.it.until,
                "ended": ended.map(|dated| dated.on), "motive": ended.and_then(|dated| dated.it.as_ref()),
                "bodies": bodies,
            }))
        };
        self.state.mandates.iter().filter_map(mandate).collect()
    }

    fn bodies(self) -> Vec<Value> {
        let body = |(id, row): (&str, &'a super::Body)| {
            let constituted = row.constituted.as_ref().filter(|dated| begun(dated.on, self.period))?;
            if !self.holds(constituted.it.contracts.iter().map(Id::as_str)) {
                return None;
            }
            let seats: Vec<Value> = row
                .seats
                .at(self.period)
                .map(|stay| {
                    let mut value = match &stay.of.holder {
                        Holder::Organisation(id) => self.organisation(id.as_str()),
                        Holder::Person(person) => json!({ "person": person }),
                    };
                    value["college"] = json!(stay.of.college);
                    value["from"] = json!(stay.from);
                    value["until"] = json!(stay.until);
                    value
                })
                .collect();
            let empty: Vec<_> = constituted
                .it
                .colleges
                .iter()
                .filter(|college| !seats.iter().any(|seat| seat["college"] == json!(college)))
                .collect();
            Some(json!({
                "body": id, "kind": constituted.it.kind, "title": constituted.it.title,
                "contracts": constituted.it.contracts,
                "pole": constituted.it.pole, "colleges": constituted.it.colleges, "colleges_without_seat": empty,
                "seats": seats, "on": constituted.on,
            }))
        };
        self.state.bodies.iter().filter_map(body).collect()
    }
}
