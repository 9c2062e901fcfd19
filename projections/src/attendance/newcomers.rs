//! Who came for the first time.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maillage_events::session::Quality;
use uuid::Uuid;

use super::answers::Presence;
use super::rows::SessionRow;

/// How many known persons came first, in all the sessions of a dimension whatever their date, to a session that is
/// `inside`. Presences of which no date is known are left out.
pub fn newcomers<'a>(
    dimension: impl Iterator<Item = &'a SessionRow>,
    quality: Option<Quality>,
    inside: impl Fn(&SessionRow) -> bool,
    root: impl Fn(Uuid) -> Uuid,
) -> u64 {
    let mut firsts: BTreeMap<Uuid, (Date, bool)> = BTreeMap::new();
    for session in dimension {
        let Some(day) = session.first_day() else { continue };
        let here = inside(session);
        let counted = |it: &(&Uuid, &Presence)| quality.is_none_or(|quality| it.1.quality == quality);
        for (person, _) in session.present.iter().filter(counted) {
            let first = firsts.entry(root(*person)).or_insert((day, here));
            if day < first.0 {
                *first = (day, here);
            } else if day == first.0 {
                first.1 |= here;
            }
        }
    }
    firsts.values().filter(|(_, here)| *here).count() as u64
}
