//! Where names stand beside their discs: around the disc, on the side where they cover least of what is already drawn.

/// Letters of the drawing, in its units.
pub const FONT: i32 = 15;
/// From one line of letters to the next.
pub const LINE: i32 = 17;
/// A letter's usual width; wide enough for most names.
const LETTER: i32 = 8;
/// Letters on a line before a name is broken, and lines before it is cut.
const BREAK: usize = 22;
const LINES: usize = 3;
/// How far from its disc a name may be pushed, nearest first.
const STEPS: [i32; 4] = [0, 14, 30, 50];

/// A disc that wants its name.
#[derive(Debug, Clone, Copy)]
pub struct Disc {
    /// Centre.
    pub at: (i32, i32),
    /// Radius.
    pub radius: i32,
}

/// A name that has its place: lines centred on `x`, the first one's letters standing on `y`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Middle of every line.
    pub x: i32,
    /// Foot of the first line; the others follow, [`LINE`] lower each.
    pub y: i32,
    /// The lines; a name that is too long ends in `…`.
    pub lines: Vec<String>,
    frame: Frame,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frame {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Frame {
    /// The surface that two frames share.
    fn shared(self, other: Self) -> i64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        i64::from(width.max(0)) * i64::from(height.max(0))
    }

    fn of(disc: Disc) -> Self {
        let ((x, y), r) = (disc.at, disc.radius);
        Self { left: x - r, top: y - r, right: x + r, bottom: y + r }
    }
}

/// Places the name of each disc inside a sheet of that width and height; larger discs choose first. Same discs, same
/// places.
pub fn place(discs: &[(Disc, String)], sheet: (i32, i32)) -> Vec<Label> {
    let mut order: Vec<usize> = (0..discs.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(discs[*at].0.radius), *at));
    let mut placed: Vec<Option<Label>> = vec![None; discs.len()];
    for at in order {
        let lines = broken(&discs[at].1);
        let cost = |frame: Frame| {
            let names: i64 = placed.iter().flatten().map(|label| frame.shared(label.frame)).sum();
            let others = discs.iter().enumerate().filter(|(other, _)| *other != at);
            names + others.map(|(_, (disc, _))| frame.shared(Frame::of(*disc))).sum::<i64>()
        };
        let candidates = around(discs[at].0, &lines, sheet);
        let best = candidates
            .into_iter()
            .enumerate()
            .min_by_key(|(rank, frame)| (cost(*frame), *rank))
            .map(|(_, frame)| frame);
        placed[at] =
            best.map(|frame| Label { x: (frame.left + frame.right) / 2, y: frame.top + LINE * 3 / 4, lines, frame });
    }
    placed.into_iter().flatten().collect()
}

/// Below, above, right, left, then the corners; nearest first, and never off the sheet.
fn around(disc: Disc, lines: &[String], (width, height): (i32, i32)) -> Vec<Frame> {
    let letters = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let half = (i32::try_from(letters).unwrap_or(0) * LETTER / 2, i32::try_from(lines.len()).unwrap_or(1) * LINE / 2);
    let mut frames = Vec::new();
    for step in STEPS {
        let gap = disc.radius + 4 + step;
        for (over, down, reach) in [
            (0, 1, gap),
            (0, -1, gap),
            (1, 0, gap),
            (-1, 0, gap),
            (1, 1, gap * 7 / 10),
            (-1, 1, gap * 7 / 10),
            (1, -1, gap * 7 / 10),
            (-1, -1, gap * 7 / 10),
        ] {
            let inside = |middle: i32, half: i32, most: i32| middle.clamp(half + 4, (most - half - 4).max(half + 4));
            let x = inside(disc.at.0 + over * (reach + half.0), half.0, width);
            let y = inside(disc.at.1 + down * (reach + half.1), half.1, height);
            frames.push(Frame { left: x - half.0, top: y - half.1, right: x + half.0, bottom: y + half.1 });
        }
    }
    frames
}

/// A name on three lines at most, as names often differ by their end alone; the whole of a longer one stands in the
/// disc's title and in the table.
fn broken(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let count = lines.len();
        let Some(last) = lines.last_mut() else { continue };
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= BREAK {
            last.push(' ');
            last.push_str(word);
        } else if count < LINES {
            lines.push(word.to_owned());
        } else {
            last.push('…');
            break;
        }
    }
    lines
        .iter()
        .map(|line| {
            if line.chars().count() > BREAK + 4 {
                line.chars().take(BREAK + 3).chain(['…']).collect()
            } else {
                line.clone()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_discs_that_stand_close_do_not_cover_each_other() {
        let discs: Vec<(Disc, String)> = (0..9)
            .map(|n| (Disc { at: (400 + n % 3 * 60, 300 + n / 3 * 60), radius: 8 }, format!("Structure numéro {n}")))
            .collect();
        let labels = place(&discs, (1100, 800));
        assert_eq!(labels.len(), 9);
        let shared: i64 = labels
            .iter()
            .enumerate()
            .flat_map(|(at, one)| labels[at + 1..].iter().map(|other| one.frame.shared(other.frame)))
            .sum();
        let below = |n: usize| Frame::of(Disc { at: (discs[n].0.at.0, discs[n].0.at.1 + 20), radius: 68 });
        assert_eq!(shared, 0);
        assert!(below(0).shared(below(1)) > 0, "all of them below their discs would cover each other");
    }

    #[test]
    fn a_name_stays_on_the_sheet_and_a_long_one_is_broken_then_cut() {
        let corner = [(
            Disc { at: (2, 2), radius: 8 },
            "Caisse primaire d'assurance maladie de la Charente-Maritime, site de La Rochelle".to_owned(),
        )];
        let label = &place(&corner, (1100, 800))[0];
        assert_eq!(label.lines, ["Caisse primaire", "d'assurance maladie de", "la Charente-Maritime,…"]);
        assert!(label.frame.left >= 0 && label.frame.top >= 0, "{label:?}");
        assert!(place(&[], (10, 10)).is_empty());
    }
}
