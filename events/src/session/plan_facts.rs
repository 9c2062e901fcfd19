//! What a session is to be: its plan, and what moves it or renames it.

use jiff::civil::Date;

use crate::closed_list::closed_list;
use crate::declare::{example_id, payload};
use crate::id::Id;
use crate::place::Place;
use crate::quantity::Quantity;
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What kind of session it is, whichever way people meet.
    pub enum SessionKind {
        /// Réunion.
        Meeting = "meeting",
        /// Formation.
        Training = "training",
        /// Session de sensibilisation.
        Awareness = "awareness",
        /// Atelier.
        Workshop = "workshop",
        /// Forum.
        Forum = "forum",
        /// Colloque, conférence.
        Conference = "conference",
        /// Stand.
        Stand = "stand",
        /// Dépistage.
        Screening = "screening",
        /// Permanence.
        DropIn = "drop_in",
        /// Anything else.
        Other = "other",
    }
    /// How people meet.
    pub enum SessionMode {
        /// In one place.
        OnSite = "on_site",
        /// By video.
        Online = "online",
        /// Some in one place, some by video.
        Hybrid = "hybrid",
        /// By telephone.
        Telephone = "telephone",
    }
    /// Whom it is for.
    pub enum Audience {
        /// Inhabitants.
        Public = "public",
        /// Professionals.
        Professionals = "professionals",
        /// Both.
        Mixed = "mixed",
        /// Minors: headcounts only.
        Minors = "minors",
    }
    /// Half of a day.
    pub enum HalfDay {
        /// Morning.
        Morning = "am",
        /// Afternoon.
        Afternoon = "pm",
    }
}

/// A part of a session that is signed for by itself: half a day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionPart {
    /// The part, named by the caller.
    pub part: Id,
    /// Its day.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// Which half of it.
    pub half: HalfDay,
}

payload! {
    /// A session is planned.
    pub struct SessionPlanned {
        /// Its title.
        pub title: Text,
        /// Its kind.
        pub kind: SessionKind,
        /// How people meet; absent where nobody said.
        pub mode: Option<SessionMode>,
        /// When it takes place, as precisely as is known; its first day where it lasts several.
        pub when: OccurredOn,
        /// Its last day, where it lasts several.
        pub ends: Option<OccurredOn>,
        /// Local time of its start, `HH:MM`.
        pub time: Option<String>,
        /// How long, in minutes.
        pub minutes: Option<u32>,
        /// Where.
        pub place: Option<Place>,
        /// Whom it is for.
        pub audience: Option<Audience>,
        /// The organisation that organises it.
        pub organiser: Option<Id>,
        /// The contracts that it counts for.
        #[serde(default)]
        pub contracts: Vec<Id>,
        /// The fiches that it is credited to.
        #[serde(default)]
        pub fiches: Vec<Id>,
        /// The pole that holds it.
        pub pole: Option<Id>,
        /// The body that meets.
        pub body: Option<Id>,
        /// The slot of the pole's rhythm that it fills, by the day on which that is due.
        #[schema(value_type = Option<String>, format = Date)]
        pub slot: Option<Date>,
        /// The series that it belongs to. Series are not recorded yet: it is refused.
        pub series: Option<Id>,
        /// The campaign that it belongs to. Campaigns are not recorded yet: it is refused.
        pub campaign: Option<Id>,
        /// The half-days that are signed for, where each is by itself.
        #[serde(default)]
        pub parts: Vec<SessionPart>,
        /// How many may be confirmed; absent when there is no limit.
        pub capacity: Option<u32>,
        /// Whether being there reveals something about health, as every screening does: named presence is then refused.
        #[serde(default)]
        pub health_revealing: bool,
        /// How many sessions it stands for, where a source tells of meetings and not of their number: at least one.
        pub stands_for: Option<Box<Quantity>>,
    } = Self {
        mode: Some(SessionMode::OnSite),
        time: Some("14:00".to_owned()),
        minutes: Some(120),
        place: Some(Place::named("Maison de quartier")),
        audience: Some(Audience::Mixed),
        pole: Some(example_id("fives")),
        slot: Some(Date::constant(2016, 2, 23)),
        capacity: Some(20),
        ..Self::new(
            "Réunion du pôle de Fives",
            SessionKind::Meeting,
            "2016-03-08".parse().unwrap_or(OccurredOn::Year(2016)),
        )
    };
    /// The session is moved to another day, hour or place; what is absent stays as it was, and so does its slot.
    pub struct SessionMoved {
        /// To when; the day as it was, where only the hour or the place changes.
        pub when: OccurredOn,
        /// To which local time.
        pub time: Option<String>,
        /// How long it is to be now, in minutes.
        pub minutes: Option<u32>,
        /// To where.
        pub place: Option<Place>,
        /// How people meet now.
        pub mode: Option<SessionMode>,
        /// Why.
        pub motive: Text,
    } = Self {
        time: Some("14:00".to_owned()),
        ..Self::to("2016-03-15".parse().unwrap_or(OccurredOn::Year(2016)), "Salle indisponible")
    };
    /// The session bears another title.
    pub struct SessionRenamed {
        /// Its title.
        pub title: Text,
    } = Self { title: "Réunion du pôle de Fives et d'Hellemmes".into() };
}

impl SessionPlanned {
    /// A session of which nothing more is said.
    pub fn new(title: impl Into<Text>, kind: SessionKind, when: OccurredOn) -> Self {
        Self {
            title: title.into(),
            kind,
            mode: None,
            when,
            ends: None,
            time: None,
            minutes: None,
            place: None,
            audience: None,
            organiser: None,
            contracts: Vec::new(),
            fiches: Vec::new(),
            pole: None,
            body: None,
            slot: None,
            series: None,
            campaign: None,
            parts: Vec::new(),
            capacity: None,
            health_revealing: kind == SessionKind::Screening,
            stands_for: None,
        }
    }

    /// Whether being there reveals something about health: as is said, and of every screening.
    pub fn reveals_health(&self) -> bool {
        self.health_revealing || self.kind == SessionKind::Screening
    }

    /// The same with what the rules say of it.
    pub fn completed(self) -> Self {
        Self { health_revealing: self.reveals_health(), ..self }
    }
}

impl SessionMoved {
    /// Moved to a day, nothing else.
    pub fn to(when: OccurredOn, motive: impl Into<Text>) -> Self {
        Self { when, time: None, minutes: None, place: None, mode: None, motive: motive.into() }
    }
}
