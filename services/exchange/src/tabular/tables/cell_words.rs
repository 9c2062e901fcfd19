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
    ("personnes informées", "persons_informed"),
    ("personnes accompagnées", "persons_accompanied"),
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
mod tests;
