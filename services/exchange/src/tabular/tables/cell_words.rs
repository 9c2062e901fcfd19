//! French words of cells, each for the word of a fact or of a table. The word itself is accepted too.

use crate::tabular::column::CellWords;

pub const CONTRACT_KINDS: CellWords = &[("cls", "cls"), ("clsm", "clsm"), ("autre", "other")];
pub const TERRITORY_LEVELS: CellWords = &[
    ("commune", "commune"),
    ("epci", "epci"),
    ("agglomération", "epci"),
    ("petr", "petr"),
    ("département", "department"),
    ("région", "region"),
    ("quartier prioritaire", "qpv"),
    ("qpv", "qpv"),
    ("autre", "other"),
];
pub const AXIS_NATURES: CellWords = &[
    ("stratégique", "strategic"),
    ("transversal", "transversal"),
    ("clsm", "clsm"),
    ("évaluation d'impact", "impact_assessment"),
];
pub const CAPACITIES: CellWords = &[("signataire", "signatory"), ("associé", "associate")];
pub const PARTY_SORTS: CellWords = &[
    ("collectivité", "local_authority"),
    ("agence régionale", "regional_agency"),
    ("ars", "regional_agency"),
    ("état", "state"),
    ("assurance maladie", "insurance"),
    ("autre", "other"),
];
pub const SPACE_KINDS: CellWords = &[("ville", "city"), ("agglomération", "agglomeration"), ("opérateur", "operator")];
pub const TIME_ZONES: CellWords = &[
    ("métropole", "Europe/Paris"),
    ("guadeloupe", "America/Guadeloupe"),
    ("martinique", "America/Martinique"),
    ("guyane", "America/Cayenne"),
    ("la réunion", "Indian/Reunion"),
    ("mayotte", "Indian/Mayotte"),
    ("saint-pierre-et-miquelon", "America/Miquelon"),
    ("nouvelle-calédonie", "Pacific/Noumea"),
    ("polynésie française", "Pacific/Tahiti"),
    ("wallis-et-futuna", "Pacific/Wallis"),
];
pub const ORGANISATION_KINDS: CellWords = &[
    ("collectivité", "local_authority"),
    ("agence régionale", "regional_agency"),
    ("service de l'état", "state_service"),
    ("hôpital", "hospital"),
    ("soins", "care"),
    ("assurance", "insurance"),
    ("association", "association"),
    ("réseau de santé", "health_network"),
    ("enseignement", "education"),
    ("centre social", "social_centre"),
    ("logement", "housing"),
    ("cabinet", "practice"),
    ("autre", "other"),
];
pub const IDENTIFIER_SCHEMES: CellWords = &[
    ("siret", "siret"),
    ("siren", "siren"),
    ("rna", "rna"),
    ("finess juridique", "finess_ej"),
    ("finess établissement", "finess_eg"),
];
pub const RENEWALS: CellWords = &[("aucune", "none"), ("tacite", "tacit"), ("expresse", "express")];
pub const MISSIONS: CellWords =
    &[("élaboration", "elaboration"), ("mise en œuvre", "implementation"), ("suivi", "follow_up")];
pub const BODY_KINDS: CellWords = &[
    ("copil", "steering"),
    ("pilotage", "steering"),
    ("cotech", "technical"),
    ("technique", "technical"),
    ("groupe de travail", "working_group"),
    ("plénière", "plenary"),
    ("réunion de pôle", "pole_meeting"),
    ("organisation d'évènement", "event_group"),
    ("réseau", "network"),
    ("externe", "external"),
];
pub const COLLEGES: CellWords = &[
    ("élus", "elected"),
    ("psychiatrie", "psychiatry"),
    ("usagers", "users"),
    ("aidants", "carers"),
    ("professionnels", "professionals"),
    ("institutions", "institutions"),
    ("habitants", "inhabitants"),
];
pub const FICHE_STATUSES: CellWords = &[
    ("à confirmer", "to_confirm"),
    ("prévue", "planned"),
    ("en cours", "in_progress"),
    ("en pause", "paused"),
    ("suspendue", "paused"),
    ("bloquée", "blocked"),
    ("réalisée", "done"),
    ("non déployée", "not_deployed"),
    ("abandonnée", "abandoned"),
    ("reportée", "postponed"),
];
pub const FICHE_ROLES: CellWords = &[
    ("pilote", "pilot"),
    ("porteur", "carrier"),
    ("animateur", "leader"),
    ("élu référent", "elected"),
    ("élu", "elected"),
];
pub const CONTACT_CHANNELS: CellWords =
    &[("téléphone", "telephone"), ("courriel", "email"), ("mél", "email"), ("visite", "visit")];
pub const CONTACT_OUTCOMES: CellWords =
    &[("joint", "reached"), ("message laissé", "message_left"), ("sans réponse", "no_answer")];
pub const OUTCOME_CATEGORIES: CellWords = &[
    ("A1", "A1"),
    ("A2", "A2"),
    ("A3", "A3"),
    ("A4", "A4"),
    ("B1", "B1"),
    ("B2", "B2"),
    ("B3", "B3"),
    ("B4", "B4"),
    ("C1", "C1"),
    ("C2", "C2"),
    ("C3", "C3"),
    ("D", "D"),
];
pub const PARTNERSHIP_ROLES: CellWords = &[
    ("cité", "listed"),
    ("participation", "participation"),
    ("projets", "projects"),
    ("financement", "funding"),
    ("porteur", "carrier"),
    ("pilote", "pilot"),
    ("associé", "associate"),
    ("orientation", "referral"),
    ("membre", "member"),
];
pub const FUNDING_STATES: CellWords = &[
    ("demandé", "requested"),
    ("refusé", "declined"),
    ("notifié", "notified"),
    ("révisé", "revised"),
    ("versé", "paid"),
    ("remboursé", "refunded"),
    ("alloué", "allocated"),
    ("libéré", "released"),
    ("consommé", "spent"),
    ("en nature", "contributed"),
];
pub const KIND_GIFTS: CellWords =
    &[("locaux", "premises"), ("matériel", "equipment"), ("personnel", "staff"), ("autre", "other")];
pub const COLLECTION_METHODS: CellWords = &[
    ("comptage", "count"),
    ("registre", "register"),
    ("enquête", "survey"),
    ("estimation", "estimate"),
    ("autre", "other"),
];
pub const UNITS: CellWords = &[
    ("personnes", "persons"),
    ("passages", "passages"),
    ("partenaires", "partners"),
    ("fiches", "fiches"),
    ("séances", "sessions"),
    ("autre", "other"),
];
pub const SESSION_TYPES: CellWords = &[
    ("réunion", "meeting"),
    ("formation", "training"),
    ("sensibilisation", "awareness"),
    ("atelier", "workshop"),
    ("forum", "forum"),
    ("colloque", "conference"),
    ("conférence", "conference"),
    ("stand", "stand"),
    ("dépistage", "screening"),
    ("permanence", "drop_in"),
    ("visio", "video_meeting"),
    ("visioconférence", "video_meeting"),
    ("autre", "other"),
];
pub const SESSION_MODES: CellWords = &[
    ("sur place", "on_site"),
    ("présentiel", "on_site"),
    ("visio", "online"),
    ("distanciel", "online"),
    ("hybride", "hybrid"),
    ("téléphone", "telephone"),
];
pub const RECORDS: CellWords = &[("complet", "complete"), ("partiel", "partial"), ("aucun", "none")];
pub const AUDIENCES: CellWords = &[
    ("habitants", "public"),
    ("grand public", "public"),
    ("professionnels", "professionals"),
    ("mixte", "mixed"),
    ("mineurs", "minors"),
];
pub const SESSION_STATES: CellWords = &[("prévue", "planned"), ("tenue", "held"), ("annulée", "cancelled")];
pub const QUALITIES: CellWords = &[
    ("habitant", "inhabitant"),
    ("habitant relais", "relay_inhabitant"),
    ("usager", "user"),
    ("aidant", "carer"),
    ("professionnel", "professional"),
    ("élu", "elected"),
    ("bénévole", "volunteer"),
    ("inconnue", "unknown"),
];
pub const AGES: CellWords = &[
    ("moins de 6", "0_5"),
    ("0-5", "0_5"),
    ("6-11", "6_11"),
    ("12-17", "12_17"),
    ("moins de 18", "under_18"),
    ("18-25", "18_25"),
    ("26-39", "26_39"),
    ("40-59", "40_59"),
    ("26-59", "26_59"),
    ("60-74", "60_74"),
    ("75 et plus", "75_plus"),
    ("75+", "75_plus"),
    ("60 et plus", "60_plus"),
    ("60+", "60_plus"),
    ("inconnu", "unknown"),
];
pub const SEXES: CellWords =
    &[("f", "f"), ("femme", "f"), ("h", "m"), ("m", "m"), ("homme", "m"), ("inconnu", "unknown")];
pub const QPV_ANSWERS: CellWords = &[
    ("qpv 2015", "inside_2015"),
    ("qpv 2024", "inside_2024"),
    ("hors qpv", "outside"),
    ("non", "outside"),
    ("inconnu", "unknown"),
];
pub const GIVEN_BACK_FOR: CellWords = &[
    ("horaire", "timing"),
    ("date", "timing"),
    ("transport", "transport"),
    ("garde", "care"),
    ("autre séance", "other_session"),
    ("plus souhaité", "no_longer_wanted"),
    ("erreur", "mistake"),
    ("organisateur", "organiser"),
    ("autre", "other"),
];
pub const REFERRAL_WAYS: CellWords = &[("vers", "to"), ("par", "from")];
pub const OBJECTIONS: CellWords = &[("nom", "naming"), ("tout", "all")];
pub const ASKED_BY: CellWords = &[
    ("personne", "person"),
    ("professionnel", "professional"),
    ("structure", "organisation"),
    ("organisateur", "organiser"),
];
pub const ABSENCES: CellWords = &[("non", "present"), ("oui", "absent"), ("excusé", "excused"), ("excusée", "excused")];
pub const SEEN_SCOPES: CellWords = &[
    ("ce pôle cette année", "pole_year"),
    ("ce pôle", "pole"),
    ("cette fiche cette année", "fiche_year"),
    ("cette fiche", "fiche"),
    ("cette série cette année", "series_year"),
    ("cette série", "series"),
    ("toujours", "ever"),
];
pub const NATURES: CellWords = &[
    ("numéro manquant", "number_gap"),
    ("chiffre déclaré différent", "declared_differs"),
    ("texte reporté", "carried_over"),
    ("perdu dans la source", "lost_in_source"),
    ("coquille", "slip"),
];

#[cfg(test)]
mod tests {
    use maillage_events::body::*;
    use maillage_events::contract::*;
    use maillage_events::discrepancy::*;
    use maillage_events::fact::registry;
    use maillage_events::fiche::*;
    use maillage_events::funding::*;
    use maillage_events::mandate::*;
    use maillage_events::measure::*;
    use maillage_events::organisation::*;
    use maillage_events::partnership::*;
    use maillage_events::person::*;
    use maillage_events::pole::*;
    use maillage_events::session::*;
    use maillage_events::space::*;

    use super::*;
    use crate::tabular::tables::table_words::*;

    /// Words that stand for no member of a list, and members that no word of files stands for.
    fn unmatched(words: CellWords, members: &[&'static str]) -> Vec<&'static str> {
        let strange = words.iter().map(|(_, word)| *word).filter(|word| !members.contains(word));
        let unnamed = members.iter().copied().filter(|member| words.iter().all(|(_, word)| word != member));
        strange.chain(unnamed).collect()
    }

    macro_rules! lists {
        ($($words:ident for $list:ident),+ $(,)?) => {
            [$((stringify!($words), $words, $list::ALL.iter().map(|member| member.as_str()).collect())),+]
        };
    }

    /// A misspelt word would read as an empty cell, and a member without one could not be imported.
    #[test]
    fn each_list_of_words_gives_each_member_of_its_list_of_facts() {
        let lists: [(&str, CellWords, Vec<&'static str>); 39] = lists! {
            CONTRACT_KINDS for ContractKind, TERRITORY_LEVELS for TerritoryLevel, AXIS_NATURES for AxisNature,
            CAPACITIES for PartyCapacity, PARTY_SORTS for PartySort, SPACE_KINDS for SpaceKind,
            ORGANISATION_KINDS for OrganisationKind, MISSIONS for Mission, BODY_KINDS for BodyKind,
            COLLEGES for College, FICHE_STATUSES for FicheStatus, FICHE_ROLES for FicheRole,
            OUTCOME_CATEGORIES for OutcomeCategory, PARTNERSHIP_ROLES for PartnershipRole, UNITS for Unit,
            SESSION_TYPES for SessionType, SESSION_MODES for SessionMode, RECORDS for AttendanceRecorded,
            AUDIENCES for Audience, QUALITIES for Quality, AGES for AgeCell,
            SEXES for Sex, QPV_ANSWERS for QpvCell, GIVEN_BACK_FOR for GivenBackFor, REFERRAL_WAYS for ReferralWay,
            ASKED_BY for AskedBy, SEEN_SCOPES for SeenCell, NATURES for DiscrepancyNature,
            CONTACT_CHANNELS for ContactChannel, CONTACT_OUTCOMES for ContactOutcome, KIND_GIFTS for KindGift,
            COLLECTION_METHODS for CollectionMethod, IDENTIFIER_SCHEMES for IdentifierScheme, RENEWALS for RenewalWord,
            TIME_ZONES for FrenchZone,
            OBJECTIONS for ObjectedTo, FUNDING_STATES for FundingState, SESSION_STATES for SessionState,
            ABSENCES for Absence,
        };
        let declared = include_str!("cell_words.rs").matches("\npub const ").count();
        assert_eq!(lists.len(), declared, "a list of words is held to no list of members");
        for (name, words, members) in lists {
            assert_eq!(unmatched(words, &members), Vec::<&str>::new(), "{name}");
        }
        assert_eq!(unmatched(&[("ville", "town")], &["city"]), ["town", "city"]);
    }

    /// The states of a row stand for facts: a word without its kind would be a state that nobody records.
    #[test]
    fn each_state_of_a_row_is_a_kind_of_fact() {
        let is_kind = |kind: &str| registry().any(|info| info.kind == kind);
        for state in FundingState::ALL {
            assert!(is_kind(&format!("funding.{}", state.as_str())), "{state:?}");
        }
        for state in SessionState::ALL {
            assert!(is_kind(&format!("session.{}", state.as_str())), "{state:?}");
        }
        assert!(!is_kind("session.forgotten"));
    }
}
