//! A graph of organisations and what it measures. Weights are whole millionths, so sums do not depend on their order.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{NodeIndex, UnGraph};
use rustworkx_core::centrality::betweenness_centrality;

/// One millionth, the unit of weights.
pub const MICRO: u64 = 1_000_000;

/// A tie between two organisations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tie {
    /// Its weight, in millionths.
    pub micro: u64,
    /// What it rests on: sessions, or declared scopes.
    pub on: BTreeSet<String>,
}

/// Organisations and ties; each pair once, the lesser identifier first; nobody is tied to itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// Every organisation, tied or not.
    pub nodes: BTreeSet<String>,
    /// Ties by pair.
    pub ties: BTreeMap<(String, String), Tie>,
}

/// What a node measures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measure {
    /// How many others it is tied to.
    pub degree: usize,
    /// The sum of the weights of its ties, in millionths.
    pub micro: u64,
    /// Share of shortest paths between two others that pass through it, from 0 to 1.
    pub betweenness: f64,
    /// Which component it belongs to, from 1, the largest first.
    pub component: usize,
}

impl Graph {
    /// Ties two organisations; tying one to itself does nothing but name it.
    pub fn tie(&mut self, one: &str, other: &str, micro: u64, on: &str) {
        self.nodes.extend([one.to_owned(), other.to_owned()]);
        let pair = match one.cmp(other) {
            std::cmp::Ordering::Less => (one.to_owned(), other.to_owned()),
            std::cmp::Ordering::Greater => (other.to_owned(), one.to_owned()),
            std::cmp::Ordering::Equal => return,
        };
        let tie = self.ties.entry(pair).or_default();
        tie.micro += micro;
        tie.on.insert(on.to_owned());
    }

    /// Everybody at one session meets everybody else there, each with 1/(n−1): whoever comes gives 1 in all, at a table
    /// of three as in a forum.
    pub fn meet(&mut self, organisations: &BTreeSet<&str>, session: &str) {
        self.nodes.extend(organisations.iter().map(|id| (*id).to_owned()));
        let others = (organisations.len() as u64).saturating_sub(1);
        let Some(micro) = (MICRO + others / 2).checked_div(others) else { return };
        let all: Vec<&str> = organisations.iter().copied().collect();
        for (at, one) in all.iter().enumerate() {
            for other in &all[at + 1..] {
                self.tie(one, other, micro, session);
            }
        }
    }

    /// Ties over possible ties, four decimals; `None` for fewer than two organisations.
    pub fn density(&self) -> Option<String> {
        let n = self.nodes.len() as u64;
        let possible = n * n.saturating_sub(1) / 2;
        let share = (self.ties.len() as u64 * 20_000 + possible).checked_div(possible * 2)?;
        Some(format!("{}.{:04}", share / 10_000, share % 10_000))
    }

    /// The components, the largest first, then by their first organisation.
    pub fn components(&self) -> Vec<BTreeSet<&str>> {
        let mut beside: BTreeMap<&str, Vec<&str>> = self.nodes.iter().map(|id| (id.as_str(), vec![])).collect();
        for (one, other) in self.ties.keys() {
            beside.entry(one).or_default().push(other);
            beside.entry(other).or_default().push(one);
        }
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut components: Vec<BTreeSet<&str>> = Vec::new();
        for start in beside.keys() {
            let (mut todo, mut here) = (vec![*start], BTreeSet::new());
            while let Some(id) = todo.pop() {
                if seen.insert(id) {
                    here.insert(id);
                    todo.extend(beside.get(id).into_iter().flatten());
                }
            }
            if !here.is_empty() {
                components.push(here);
            }
        }
        components.sort_by_key(|component| std::cmp::Reverse(component.len()));
        components
    }

    /// Degree, weighted degree, betweenness (every tie one step long, normalised) and component of each organisation.
    pub fn measures(&self) -> BTreeMap<&str, Measure> {
        let mut graph: UnGraph<(), ()> = UnGraph::new_undirected();
        let index: BTreeMap<&str, NodeIndex> = self.nodes.iter().map(|id| (id.as_str(), graph.add_node(()))).collect();
        let mut measures: BTreeMap<&str, Measure> = index.keys().map(|id| (*id, Measure::default())).collect();
        for ((one, other), tie) in &self.ties {
            if let (Some(a), Some(b)) = (index.get(one.as_str()), index.get(other.as_str())) {
                graph.add_edge(*a, *b, ());
            }
            for end in [one, other] {
                let measure = measures.entry(end).or_default();
                measure.degree += 1;
                measure.micro += tie.micro;
            }
        }
        // Never in parallel: the order of additions is part of the figure.
        let between = betweenness_centrality(&graph, false, true, usize::MAX);
        for (id, at) in &index {
            measures.entry(id).or_default().betweenness = between.get(at.index()).copied().flatten().unwrap_or(0.0);
        }
        for (rank, component) in self.components().into_iter().enumerate() {
            for id in component {
                measures.entry(id).or_default().component = rank + 1;
            }
        }
        measures
    }
}

/// Millionths as a decimal number: `500000` is `0.500000`.
pub fn decimal(micro: u64) -> String {
    format!("{}.{:06}", micro / MICRO, micro % MICRO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(pairs: &[(&str, &str)]) -> Graph {
        let mut graph = Graph::default();
        for (one, other) in pairs {
            graph.tie(one, other, MICRO, "s");
        }
        graph
    }

    fn between(graph: &Graph) -> Vec<String> {
        graph.measures().values().map(|measure| format!("{:.4}", measure.betweenness)).collect()
    }

    #[test]
    fn centralities_are_those_counted_by_hand() {
        let path = graph(&[("a", "b"), ("b", "c"), ("c", "d")]);
        assert_eq!(between(&path), ["0.0000", "0.6667", "0.6667", "0.0000"]);
        let star = graph(&[("hub", "a"), ("hub", "b"), ("hub", "c"), ("hub", "d")]);
        assert_eq!(between(&star), ["0.0000", "0.0000", "0.0000", "0.0000", "1.0000"]);
        let triangle = graph(&[("a", "b"), ("b", "c"), ("c", "a")]);
        assert_eq!(between(&triangle), ["0.0000", "0.0000", "0.0000"]);
        let square = graph(&[("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]);
        assert_eq!(between(&square), ["0.1667", "0.1667", "0.1667", "0.1667"]);
        assert_eq!(
            (path.density().as_deref(), star.density().as_deref(), triangle.density().as_deref()),
            (Some("0.5000"), Some("0.4000"), Some("1.0000"))
        );
    }

    #[test]
    fn whoever_comes_to_a_session_gives_one_in_all_however_many_there_are() {
        let names: Vec<String> = (0..200).map(|n| format!("o-{n:03}")).collect();
        let mut forum = Graph::default();
        forum.meet(&names.iter().map(String::as_str).collect(), "forum");
        let given = forum.measures()["o-000"].micro;
        assert!(given.abs_diff(MICRO) <= 199, "{given}");
        let mut table = Graph::default();
        table.meet(&BTreeSet::from(["a", "b", "c"]), "gt");
        assert_eq!(table.measures()["a"], Measure { degree: 2, micro: MICRO, betweenness: 0.0, component: 1 });
        assert_eq!(decimal(table.ties[&("a".to_owned(), "b".to_owned())].micro), "0.500000");
    }

    #[test]
    fn nobody_is_tied_to_itself_and_whoever_comes_alone_stands_alone() {
        let mut graph = Graph::default();
        graph.tie("ville", "ville", MICRO, "action/a");
        graph.meet(&BTreeSet::from(["seul"]), "s");
        assert_eq!((graph.ties.len(), graph.nodes.len(), graph.components().len()), (0, 2, 2));
        assert_eq!(Graph::default().density(), None);
    }
}
