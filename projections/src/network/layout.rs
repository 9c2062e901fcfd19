//! Where nodes stand: springs between those that are tied, everybody pushing everybody away (Fruchterman and Reingold, 1991).
//! No chance and no trigonometry: the same graph always gives the same places.

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
/// Work that a drawing may cost: pairs of nodes looked at.
const MOST_PAIRS: usize = 20_000_000;

/// Places nodes `0..count`, tied by `ties` with a weight of 1 or more.
pub fn place(count: usize, ties: &[(usize, usize)]) -> Vec<Place> {
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
        let places = place(6, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)]);
        let far = |a: usize, b: usize| (places[a].x - places[b].x).pow(2) + (places[a].y - places[b].y).pow(2);
        assert!(far(0, 1) < far(0, 3) && far(3, 4) < far(1, 4), "{places:?}");
    }

    #[test]
    fn none_and_one_have_their_places_too() {
        assert!(place(0, &[]).is_empty());
        assert_eq!(place(1, &[(0, 0)]), [Place { x: 500, y: 500 }]);
        assert_eq!(place(2, &[(0, 9)]).len(), 2);
    }
}
