//! What people are asked at a session: each question with its closed answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::closed_list::closed_list;
use crate::place::QpvGeneration;

closed_list! {
    /// As what somebody takes part.
    pub enum Quality {
        /// Habitant.
        Inhabitant = "inhabitant",
        /// Habitant relais.
        RelayInhabitant = "relay_inhabitant",
        /// Usager.
        User = "user",
        /// Aidant.
        Carer = "carer",
        /// Professionnel.
        Professional = "professional",
        /// Élu.
        Elected = "elected",
        /// Bénévole.
        Volunteer = "volunteer",
        /// Not said.
        Unknown = "unknown",
    }
    /// Sex, as the person says it.
    pub enum Sex {
        /// Female.
        Female = "f",
        /// Male.
        Male = "m",
        /// Asked and not said.
        Unknown = "unknown",
    }
    /// Age on the day of the session, by the standard grid: its bands lie within those of the short one.
    pub enum AgeBand {
        /// Under 6.
        From0To5 = "0_5",
        /// 6 to 11.
        From6To11 = "6_11",
        /// 12 to 17.
        From12To17 = "12_17",
        /// 18 to 25.
        From18To25 = "18_25",
        /// 26 to 39.
        From26To39 = "26_39",
        /// 40 to 59.
        From40To59 = "40_59",
        /// 60 to 74.
        From60To74 = "60_74",
        /// 75 and over.
        From75 = "75_plus",
        /// Asked and not said.
        Unknown = "unknown",
    }
    /// Age on the day of the session, by the short grid.
    pub enum ShortAgeBand {
        /// Under 18.
        Under18 = "under_18",
        /// 18 to 25.
        From18To25 = "18_25",
        /// 26 to 59.
        From26To59 = "26_59",
        /// 60 and over.
        From60 = "60_plus",
        /// Asked and not said.
        Unknown = "unknown",
    }
    /// Whether somebody lives in a priority neighbourhood.
    pub enum QpvSide {
        /// In one.
        Inside = "inside",
        /// In none.
        Outside = "outside",
        /// Asked and not said.
        Unknown = "unknown",
    }
}

/// Age on the day of the session, by the grid that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "grid", content = "band", rename_all = "snake_case", deny_unknown_fields)]
pub enum Age {
    /// Eight bands.
    Standard(AgeBand),
    /// Four bands.
    Short(ShortAgeBand),
}

/// Whether somebody lives in a priority neighbourhood: enough for the share of those who do, and no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum QpvAnswer {
    /// In one, by that list.
    Inside {
        /// Which list.
        generation: QpvGeneration,
    },
    /// In none.
    Outside {},
    /// Asked and not said.
    Unknown {},
}

impl QpvAnswer {
    /// Inside, outside or not said.
    pub const fn side(self) -> QpvSide {
        match self {
            Self::Inside { .. } => QpvSide::Inside,
            Self::Outside {} => QpvSide::Outside,
            Self::Unknown {} => QpvSide::Unknown,
        }
    }
}

impl AgeBand {
    /// The band of the short grid that this one lies in.
    pub const fn short(self) -> ShortAgeBand {
        match self {
            Self::From0To5 | Self::From6To11 | Self::From12To17 => ShortAgeBand::Under18,
            Self::From18To25 => ShortAgeBand::From18To25,
            Self::From26To39 | Self::From40To59 => ShortAgeBand::From26To59,
            Self::From60To74 | Self::From75 => ShortAgeBand::From60,
            Self::Unknown => ShortAgeBand::Unknown,
        }
    }
}

impl Age {
    /// The band of the short grid: what every age can be added up in.
    pub const fn short(self) -> ShortAgeBand {
        match self {
            Self::Standard(band) => band.short(),
            Self::Short(band) => band,
        }
    }

    /// Whether it is the age of a minor; `None` where it was not said.
    pub const fn is_minor(self) -> Option<bool> {
        match self.short() {
            ShortAgeBand::Under18 => Some(true),
            ShortAgeBand::From18To25 | ShortAgeBand::From26To59 | ShortAgeBand::From60 => Some(false),
            ShortAgeBand::Unknown => None,
        }
    }
}
