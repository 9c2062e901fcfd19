//! What cells say of people's answers, as facts hold it.

use maillage_events::id::Id;
use maillage_events::place::QpvGeneration;
use maillage_events::session::{Age, AgeBand, QpvAnswer, SeenScope, ShortAgeBand};

use super::table_words::{AgeCell, QpvCell, SeenCell};

/// The age that a cell gives. Bands that both grids have are those of the standard one.
pub fn age(cell: AgeCell) -> Age {
    let standard = match cell {
        AgeCell::Under18 => return Age::Short(ShortAgeBand::Under18),
        AgeCell::From26To59 => return Age::Short(ShortAgeBand::From26To59),
        AgeCell::From60 => return Age::Short(ShortAgeBand::From60),
        AgeCell::From0To5 => AgeBand::From0To5,
        AgeCell::From6To11 => AgeBand::From6To11,
        AgeCell::From12To17 => AgeBand::From12To17,
        AgeCell::From18To25 => AgeBand::From18To25,
        AgeCell::From26To39 => AgeBand::From26To39,
        AgeCell::From40To59 => AgeBand::From40To59,
        AgeCell::From60To74 => AgeBand::From60To74,
        AgeCell::From75 => AgeBand::From75,
        AgeCell::Unknown => AgeBand::Unknown,
    };
    Age::Standard(standard)
}

/// The answer that a cell gives.
pub fn qpv(cell: QpvCell) -> QpvAnswer {
    match cell {
        QpvCell::Inside2015 => QpvAnswer::Inside { generation: QpvGeneration::From2015 },
        QpvCell::Inside2024 => QpvAnswer::Inside { generation: QpvGeneration::From2024 },
        QpvCell::Outside => QpvAnswer::Outside {},
        QpvCell::Unknown => QpvAnswer::Unknown {},
    }
}

/// What "already came" was asked about, in the year of the session; `None` where the fiche is missing.
pub fn seen_scope(cell: SeenCell, fiche: Option<Id>, year: Option<i16>) -> Option<SeenScope> {
    Some(match cell {
        SeenCell::PoleYear => SeenScope::Pole { year: Some(year?) },
        SeenCell::Pole => SeenScope::Pole { year: None },
        SeenCell::FicheYear => SeenScope::Fiche { fiche: fiche?, year: Some(year?) },
        SeenCell::Fiche => SeenScope::Fiche { fiche: fiche?, year: None },
        SeenCell::SeriesYear => SeenScope::Series { year: Some(year?) },
        SeenCell::Series => SeenScope::Series { year: None },
        SeenCell::Ever => SeenScope::Ever {},
    })
}
