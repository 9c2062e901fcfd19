//! Where nodes stand: springs between those that are tied, everybody pushing everybody away (Fruchterman and Reingold,
//! 1991). No chance and no trigonometry: the same graph always gives the same places.

/// A place, in thousandths of the side of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
}

/// The side of the drawing.
pub const SIDE: i32 = 1000;
/// Between groups that nothing ties.
const GAP: i32 = 90;
/// Work that a drawing may cost: pairs of nodes looked at.
const MOST_PAIRS: usize = 20_000_000;

/// Places nodes `0..count`, tied by `ties`. Nodes that nothing ties to the largest group stand beside it, on a strip at
/// the right: a group each, those that are tied to nobody together.
pub fn place(count: usize, ties: &[(usize, usize)]) -> Vec<Place> {
    let groups = groups(count, ties);
    let Some((first, others)) = groups.split_first() else { return Vec::new() };
    let apart: usize = others.iter().map(Vec::len).sum();
    let strip = if apart == 0 { 0 } else { i32::try_from(apart * 1000 / count).unwrap_or(SIDE).clamp(220, 500) };
    let mut places = vec![Place { x: SIDE / 2, y: SIDE / 2 }; count];
    let edge = SIDE - if strip == 0 { 0 } else { strip + GAP };
    settle_in(&mut places, first, ties, (0, 0, edge, SIDE));
    let (mut top, free) = (0, SIDE - GAP * i32::try_from(others.len().saturating_sub(1)).unwrap_or(0).min(10));
    for group in others {
        let height = i32::try_from(group.len() * usize::try_from(free.max(0)).unwrap_or(0) / apart.max(1)).unwrap_or(0);
        settle_in(&mut places, group, ties, (SIDE - strip, top, strip, height));
        top += height + if others.len() > 10 { 0 } else { GAP };
    }
    places
}

/// Puts one group into a part of the drawing: left, top, width, height.
fn settle_in(
    places: &mut [Place],
    group: &[usize],
    ties: &[(usize, usize)],
    (left, top, width, height): (i32, i32, i32, i32),
) {
    let at: std::collections::BTreeMap<usize, usize> = group.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let inner: Vec<(usize, usize)> =
        ties.iter().filter_map(|(one, other)| Some((*at.get(one)?, *at.get(other)?))).collect();
    for (node, place) in group.iter().zip(settle(group.len(), &inner)) {
        places[*node] = Place { x: left + place.x * width / SIDE, y: top + place.y * height / SIDE };
    }
}

/// The nodes that ties join, largest group first, then by their first node; those that nothing ties make one group, the
/// last.
fn groups(count: usize, ties: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..count).collect();
    for (one, other) in ties.iter().filter(|(one, other)| *one < count && *other < count) {
        let (kept, gone) = (group[*one].min(group[*other]), group[*one].max(group[*other]));
        if kept != gone {
            group.iter_mut().filter(|of| **of == gone).for_each(|of| *of = kept);
        }
    }
    let mut members: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for (node, of) in group.into_iter().enumerate() {
        members.entry(of).or_default().push(node);
    }
    let (alone, mut tied): (Vec<_>, Vec<_>) = members.into_values().partition(|group| group.len() == 1);
    tied.sort_by_key(|group| std::cmp::Reverse(group.len()));
    tied.extend(Some(alone.concat()).filter(|alone| !alone.is_empty()));
    tied
}

/// Places nodes that are drawn together over the whole side.
fn settle(count: usize, ties: &[(usize, usize)]) -> Vec<Place> {
    if count == 0 {
        return Vec::new();
    }
    if count == 1 {
        return vec![Place { x: SIDE / 2, y: SIDE / 2 }];
    }
    let mut at = scattered(count);
    let ideal = (1.0 / count as f64).sqrt() * 0.9;
    let rounds = (MOST_PAIRS / (count * count)).clamp(20, 400);
    for round in 0..rounds {
        let reach = 0.12 * (1.0 - round as f64 / rounds as f64) + 0.001;
        let mut push = vec![(0.0, 0.0); count];
        for one in 0..count {
            for other in one + 1..count {
                let (dx, dy, length) = apart(at[one], at[other]);
                let force = ideal * ideal / length;
                shift(&mut push, one, other, (dx / length * force, dy / length * force));
            }
        }
        for (one, other) in ties.iter().filter(|(one, other)| one != other && *one < count && *other < count) {
            let (dx, dy, length) = apart(at[*one], at[*other]);
            let force = -length * length / ideal;
            shift(&mut push, *one, *other, (dx / length * force, dy / length * force));
        }
        for (place, (px, py)) in at.iter_mut().zip(push) {
            // A gentle pull to the middle keeps components that nothing ties from drifting off.
            let (px, py) = (px + (0.5 - place.0) * 0.35 * ideal, py + (0.5 - place.1) * 0.35 * ideal);
            let length = (px * px + py * py).sqrt().max(1e-9);
            let step = length.min(reach);
            *place = (place.0 + px / length * step, place.1 + py / length * step);
        }
    }
    spread(&at)
}

/// Distinct beginnings, from a fixed sequence.
fn scattered(count: usize) -> Vec<(f64, f64)> {
    let mut seed: u64 = 0x6d61_696c_6c61_6765;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 40) as f64 / (1u64 << 24) as f64
    };
    (0..count).map(|_| (next(), next())).collect()
}

fn apart(one: (f64, f64), other: (f64, f64)) -> (f64, f64, f64) {
    let (dx, dy) = (one.0 - other.0, one.1 - other.1);
    let length = (dx * dx + dy * dy).sqrt();
    if length < 1e-6 { (1e-6, 0.0, 1e-6) } else { (dx, dy, length) }
}

fn shift(push: &mut [(f64, f64)], one: usize, other: usize, by: (f64, f64)) {
    push[one] = (push[one].0 + by.0, push[one].1 + by.1);
    push[other] = (push[other].0 - by.0, push[other].1 - by.1);
}

/// Stretches places over the whole drawing.
fn spread(at: &[(f64, f64)]) -> Vec<Place> {
    let range = |values: Vec<f64>| {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (low, (high - low).max(1e-9))
    };
    let (left, width) = range(at.iter().map(|place| place.0).collect());
    let (top, height) = range(at.iter().map(|place| place.1).collect());
    #[expect(clippy::cast_possible_truncation, reason = "a fraction of SIDE fits")]
    let thousandth = |value: f64, low: f64, size: f64| ((value - low) / size * f64::from(SIDE)).round() as i32;
    at.iter().map(|place| Place { x: thousandth(place.0, left, width), y: thousandth(place.1, top, height) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_graph_stands_in_the_same_places_inside_the_drawing() {
        let ties: Vec<(usize, usize)> = (1..30).map(|node| (0, node)).collect();
        let places = place(30, &ties);
        assert_eq!(places, place(30, &ties));
        assert!(places.iter().all(|it| (0..=SIDE).contains(&it.x) && (0..=SIDE).contains(&it.y)));
        let mut distinct: Vec<(i32, i32)> = places.iter().map(|it| (it.x, it.y)).collect();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 30);
    }

    #[test]
    fn tied_nodes_stand_nearer_than_others() {
        let places = place(6, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)]);
        let far = |a: usize, b: usize| (places[a].x - places[b].x).pow(2) + (places[a].y - places[b].y).pow(2);
        assert!(far(0, 1) < far(0, 3) && far(3, 4) < far(1, 4), "{places:?}");
    }

    #[test]
    fn groups_that_nothing_ties_do_not_stand_on_each_other() {
        let places = place(9, &[(0, 1), (0, 2), (0, 3), (0, 4), (5, 6)]);
        let (star, others) = places.split_at(5);
        assert!(star.iter().map(|it| it.x).max() < others.iter().map(|it| it.x).min(), "{places:?}");
        let (pair, alone) = others.split_at(2);
        assert!(pair.iter().map(|it| it.y).max() < alone.iter().map(|it| it.y).min(), "{places:?}");
    }

    #[test]
    fn none_and_one_have_their_places_too() {
        assert!(place(0, &[]).is_empty());
        assert_eq!(place(1, &[(0, 0)]), [Place { x: 500, y: 500 }]);
        assert_eq!(place(2, &[(0, 9)]).len(), 2);
    }
}
