//! Closed lists of words that tables alone have: which fact a row stands for.

use maillage_events::session::{SessionKind, SessionMode};

macro_rules! table_words {
    ($($(#[doc = $meaning:literal])+ pub enum $name:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[doc = $meaning])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every word of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that a cell's word stands for.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The member that this word names.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.as_str() == word)
            }
        }
    )+};
}

table_words! {
    /// How far a funding is; each is the fact `funding.<word>`.
    pub enum FundingState {
        Requested = "requested", Declined = "declined", Notified = "notified", Revised = "revised", Paid = "paid",
        Refunded = "refunded", Allocated = "allocated", Released = "released", Spent = "spent",
        Contributed = "contributed",
    }
    /// What a session is: the kinds of facts, and a video meeting, which says how people met.
    pub enum SessionType {
        Meeting = "meeting", Training = "training", Awareness = "awareness", Workshop = "workshop", Forum = "forum",
        Conference = "conference", Stand = "stand", Screening = "screening", DropIn = "drop_in", Other = "other",
        VideoMeeting = "video_meeting",
    }
    /// What became of a session; each is the fact `session.<word>`.
    pub enum SessionState { Planned = "planned", Held = "held", Cancelled = "cancelled" }
    /// What comes at the end of an agreement.
    pub enum RenewalWord { None = "none", Tacit = "tacit", Express = "express" }
    /// The time zones of France; each is its name in the IANA list.
    pub enum FrenchZone {
        Paris = "Europe/Paris", Guadeloupe = "America/Guadeloupe", Martinique = "America/Martinique",
        Guyane = "America/Cayenne", Reunion = "Indian/Reunion", Mayotte = "Indian/Mayotte",
        Miquelon = "America/Miquelon", Noumea = "Pacific/Noumea", Tahiti = "Pacific/Tahiti", Wallis = "Pacific/Wallis",
    }
    /// An age by either grid; bands that both have are those of the standard one.
    pub enum AgeCell {
        From0To5 = "0_5", From6To11 = "6_11", From12To17 = "12_17", Under18 = "under_18", From18To25 = "18_25",
        From26To39 = "26_39", From40To59 = "40_59", From26To59 = "26_59", From60To74 = "60_74", From75 = "75_plus",
        From60 = "60_plus", Unknown = "unknown",
    }
    /// Whether somebody lives in a priority neighbourhood, with the list that says so.
    pub enum QpvCell {
        Inside2015 = "inside_2015", Inside2024 = "inside_2024", Outside = "outside", Unknown = "unknown",
    }
    /// What "already came" was asked about; the year is that of the session.
    pub enum SeenCell {
        PoleYear = "pole_year", Pole = "pole", FicheYear = "fiche_year", Fiche = "fiche", SeriesYear = "series_year",
        Series = "series", Ever = "ever",
    }
    /// Which way people are referred.
    pub enum ReferralWay { To = "to", From = "from" }
    /// Whether a person came.
    pub enum Absence { Present = "present", Absent = "absent", Excused = "excused" }
}

impl SessionType {
    /// The kind of facts that it stands for, and how people met where it says so.
    pub fn kind_and_mode(self) -> (SessionKind, Option<SessionMode>) {
        match SessionKind::from_word(self.as_str()) {
            Some(kind) => (kind, None),
            None => (SessionKind::Meeting, Some(SessionMode::Online)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_a_type_and_a_video_meeting_is_a_meeting_online() {
        for kind in SessionKind::ALL {
            let of_files = SessionType::from_word(kind.as_str()).map(SessionType::kind_and_mode);
            assert_eq!(of_files, Some((*kind, None)), "{kind}");
        }
        assert_eq!(SessionType::VideoMeeting.kind_and_mode(), (SessionKind::Meeting, Some(SessionMode::Online)));
        assert_eq!(SessionType::ALL.len(), SessionKind::ALL.len() + 1);
    }
}
