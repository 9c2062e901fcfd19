//! How far what is recorded of a session tells who came: one rule for every report.

use std::collections::BTreeSet;

use maillage_events::quantity::Quantity;
use maillage_events::session::AttendanceRecorded;

use super::sheets::Sheets;

/// What is recorded of one session.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// Whether it was said to be held, or something is told that happened there.
    pub took_place: bool,
    /// How far the record tells who came, where that was said.
    pub said: Option<AttendanceRecorded>,
    /// Whether somebody is named.
    pub names_somebody: bool,
    /// Who was counted without a name.
    pub sheets: &'a Sheets,
    /// The parts that it was planned in.
    pub parts: &'a BTreeSet<String>,
    /// How many sessions it stands for, where it is not one.
    pub stands_for: Option<&'a Quantity>,
}

impl Recorded<'_> {
    /// Whether anything tells of people, who are no visits and no connections.
    pub fn tells_heads(&self) -> bool {
        self.said == Some(AttendanceRecorded::Complete)
            || self.names_somebody
            || self.sheets.effective().next().is_some()
    }

    /// Whether more people may have come than are recorded. A record is whole where somebody said so, or where who came
    /// without a name was counted through the whole session: names alone are those who came at least.
    pub fn may_lack_people(&self) -> bool {
        match self.said {
            Some(AttendanceRecorded::Complete) => false,
            Some(AttendanceRecorded::Partial | AttendanceRecorded::None) => true,
            None if self.tells_heads() => {
                let is_one = self.stands_for.is_none_or(|number| number.counted().is_some());
                !(is_one && self.sheets.cover(self.parts))
            }
            None => self.took_place,
        }
    }
}
