//! Closed lists of words that tables alone have: which fact a row stands for.

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
    /// Whether a person came.
    pub enum Absence { Present = "present", Absent = "absent", Excused = "excused" }
}
