//! Organisations and ties between them, measured by the books.

use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Tie {
    pub micro: u64,
    pub on: BTreeSet<String>,
}

#[derive(Default)]
pub struct Graph {
    pub nodes: BTreeSet<String>,
    pub ties: BTreeMap<(String, String), Tie>,
}

impl Graph {
    pub fn tie(&mut self, one: &str, other: &str, micro: u64, on: &str) {
        let tie = self.ties.entry((one.to_owned(), other.to_owned())).or_default();
        tie.micro += micro;
        tie.on.insert(on.to_owned());
    }

    fn beside(&self, id: &str) -> Vec<&str> {
        let other = |(one, other): &'_ (String, String)| -> Option<String> {
            if one == id { Some(other.clone()) } else { (other == id).then(|| one.clone()) }
        };
        let names: BTreeSet<String> = self.ties.keys().filter_map(other).collect();
        self.nodes.iter().filter(|it| names.contains(*it)).map(String::as_str).collect()
    }

    /// Ties over possible ties, four decimals.
    pub fn density(&self) -> Option<String> {
        let pairs = self.nodes.iter().flat_map(|one| self.nodes.iter().filter(move |other| one < *other)).count();
        (pairs > 0).then(|| format!("{:.4}", self.ties.len() as f64 / pairs as f64))
    }

    /// Who can reach whom: the largest group first, then by its first name.
    pub fn components(&self) -> Vec<BTreeSet<&str>> {
        let mut all: Vec<BTreeSet<&str>> = Vec::new();
        for start in &self.nodes {
            if all.iter().any(|it| it.contains(start.as_str())) {
                continue;
            }
            let mut here: BTreeSet<&str> = [start.as_str()].into();
            loop {
                let reached: BTreeSet<&str> = here.iter().flat_map(|id| self.beside(id)).collect();
                if reached.is_subset(&here) {
                    break;
                }
                here.extend(reached);
            }
            all.push(here);
        }
        all.sort_by_key(|it| std::cmp::Reverse(it.len()));
        all
    }

    /// How many steps from one to each that it can reach, and in how many shortest ways.
    fn ways(&self, from: &str) -> BTreeMap<&str, (u32, f64)> {
        let from = self.nodes.get(from).map(String::as_str).into_iter().collect::<Vec<_>>();
        let mut ways: BTreeMap<&str, (u32, f64)> = from.iter().map(|it| (*it, (0, 1.0))).collect();
        let (mut border, mut steps) = (from, 0);
        while !border.is_empty() {
            steps += 1;
            let mut next: BTreeMap<&str, f64> = BTreeMap::new();
            for at in border {
                for other in self.beside(at).into_iter().filter(|it| !ways.contains_key(it)) {
                    *next.entry(other).or_default() += ways[at].1;
                }
            }
            border = next.keys().copied().collect();
            ways.extend(next.into_iter().map(|(id, number)| (id, (steps, number))));
        }
        ways
    }

    /// The part of the shortest ways between two others that lead through each, over all pairs of others.
    pub fn betweenness(&self) -> BTreeMap<&str, f64> {
        let ways: BTreeMap<&str, _> = self.nodes.iter().map(|id| (id.as_str(), self.ways(id))).collect();
        let n = self.nodes.len() as f64;
        let pairs = (n - 1.0) * (n - 2.0) / 2.0;
        let through = |id: &str| {
            let mut sum = 0.0;
            for (one, of_one) in ways.iter().filter(|(one, _)| **one != id) {
                for (other, (steps, number)) in of_one.iter().filter(|(other, _)| **other != id && *other > one) {
                    if let (Some(first), Some(second)) = (of_one.get(id), ways[other].get(id))
                        && first.0 + second.0 == *steps
                    {
                        sum += first.1 * second.1 / number;
                    }
                }
            }
            if pairs > 0.0 { sum / pairs } else { 0.0 }
        };
        self.nodes.iter().map(|id| (id.as_str(), through(id))).collect()
    }
}
