//! The slots of each pole: every 42 days, moved out of August and off bank holidays.

use jiff::Span;
use jiff::civil::Date;

/// A pole of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Pole {
    /// Its code.
    pub code: &'static str,
    /// How a title calls it.
    pub label: &'static str,
    /// Where it meets.
    pub place: &'static str,
    /// The organisation that hosts it.
    pub host: &'static str,
    /// Its first slot.
    pub from: Date,
}

/// The five poles. First slots as in `seeds/lille-demonstration/cadences.csv`.
pub const POLES: [Pole; 5] = [
    Pole {
        code: "faubourg-de-bethune",
        label: "du Faubourg de Béthune",
        place: "Centre social Démonstration du Faubourg",
        host: "centre-social-demonstration-du-faubourg",
        from: Date::constant(2015, 1, 6),
    },
    Pole {
        code: "fives",
        label: "de Fives",
        place: "Centre social Démonstration de Fives",
        host: "centre-social-demonstration-de-fives",
        from: Date::constant(2015, 1, 8),
    },
    Pole {
        code: "lille-sud",
        label: "de Lille-Sud",
        place: "Local Démonstration de Lille-Sud",
        host: "association-demonstration-de-lille-sud",
        from: Date::constant(2015, 1, 13),
    },
    Pole {
        code: "moulins",
        label: "de Moulins",
        place: "Local Démonstration de Moulins",
        host: "association-demonstration-de-moulins",
        from: Date::constant(2015, 1, 15),
    },
    Pole {
        code: "wazemmes",
        label: "de Wazemmes",
        place: "Local Démonstration de Wazemmes",
        host: "association-demonstration-de-wazemmes",
        from: Date::constant(2015, 1, 20),
    },
];

/// What becomes of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Held on its day.
    Held,
    /// Held on another day.
    Moved(Date, &'static str),
    /// Cancelled.
    Cancelled(&'static str),
    /// Nobody planned it.
    Missed,
}

/// One slot of one pole.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// Which pole, from 0.
    pub at: u64,
    /// The pole.
    pub pole: Pole,
    /// From 1; moving a slot does not renumber the others.
    pub occurrence: u32,
    /// When it is due.
    pub due: Date,
    /// What becomes of it.
    pub fate: Fate,
}

/// Bank holidays of 2015 and 2016 that fall on a working day.
const HOLIDAYS: [Date; 17] = [
    Date::constant(2015, 1, 1),
    Date::constant(2015, 4, 6),
    Date::constant(2015, 5, 1),
    Date::constant(2015, 5, 8),
    Date::constant(2015, 5, 14),
    Date::constant(2015, 5, 25),
    Date::constant(2015, 7, 14),
    Date::constant(2015, 11, 11),
    Date::constant(2015, 12, 25),
    Date::constant(2016, 1, 1),
    Date::constant(2016, 3, 28),
    Date::constant(2016, 5, 5),
    Date::constant(2016, 5, 16),
    Date::constant(2016, 7, 14),
    Date::constant(2016, 8, 15),
    Date::constant(2016, 11, 1),
    Date::constant(2016, 11, 11),
];

const LAST: Date = Date::constant(2016, 12, 31);

/// Every slot that is due in 2015 or 2016.
pub fn slots() -> Result<Vec<Slot>, jiff::Error> {
    let mut slots = Vec::new();
    for (at, pole) in (0..).zip(POLES) {
        let mut due = pole.from;
        for occurrence in 1.. {
            if due > LAST {
                break;
            }
            slots.push(Slot { at, pole, occurrence, due, fate: fate(pole.code, occurrence, due)? });
            due = due.checked_add(Span::new().days(42))?;
        }
    }
    Ok(slots)
}

fn fate(pole: &str, occurrence: u32, due: Date) -> Result<Fate, jiff::Error> {
    match (pole, occurrence) {
        ("lille-sud", 7) => return Ok(Fate::Missed),
        ("moulins", 12) => return Ok(Fate::Cancelled("Trop peu d'inscrits")),
        _ => {}
    }
    let mut day = due;
    while day.month() == 8 || HOLIDAYS.contains(&day) {
        day = day.checked_add(Span::new().days(7))?;
    }
    Ok(match day == due {
        true => Fate::Held,
        false if due.month() == 8 => Fate::Moved(day, "Pause d'août"),
        false => Fate::Moved(day, "Jour férié"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_keep_their_rhythm_and_no_session_is_held_in_august_or_on_a_holiday() {
        let all = slots().unwrap();
        assert_eq!(all.len(), 4 * 18 + 17);
        let held = |slot: &Slot| match slot.fate {
            Fate::Held => Some(slot.due),
            Fate::Moved(day, _) => Some(day),
            _ => None,
        };
        assert!(all.iter().filter_map(held).all(|day| day.month() != 8 && !HOLIDAYS.contains(&day)));
        assert!(all.iter().any(|slot| matches!(slot.fate, Fate::Moved(_, "Pause d'août"))));
        assert!(all.iter().any(|slot| matches!(slot.fate, Fate::Moved(_, "Jour férié"))));
        assert_eq!(all.iter().filter(|slot| slot.fate == Fate::Missed).count(), 1);
    }
}
