//! The words that tell a name behind a title from a street, an establishment, a function or plain French. Lower case,
//! without accents.

/// How a title announces a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// Stands before names only: whatever word follows is one ("Mme", "monsieur", "Dr").
    Courtesy,
    /// A plain word too: what follows may be its complement ("docteur en médecine", "maître d'ouvrage").
    Word,
    /// Its plural: only a capital behind it makes a name.
    Plural,
    /// The family, of which much is said in plain French.
    Family,
    /// Letters that mean other things too: `M`, `Me`, `Pr`. A dot or a capital behind them makes a name.
    Letters,
}

impl Title {
    /// The title that a word is.
    pub fn of(word: &str) -> Option<Self> {
        TITLES.iter().find(|(title, _)| title.eq_ignore_ascii_case(word)).map(|(_, title)| *title)
    }
}

const TITLES: [(&str, Title); 32] = [
    ("mme", Title::Courtesy),
    ("mmes", Title::Courtesy),
    ("mlle", Title::Courtesy),
    ("mlles", Title::Courtesy),
    ("melle", Title::Courtesy),
    ("melles", Title::Courtesy),
    ("mr", Title::Courtesy),
    ("madame", Title::Courtesy),
    ("mesdames", Title::Courtesy),
    ("mademoiselle", Title::Courtesy),
    ("mesdemoiselles", Title::Courtesy),
    ("monsieur", Title::Courtesy),
    ("messieurs", Title::Courtesy),
    ("dr", Title::Courtesy),
    ("drs", Title::Courtesy),
    ("dre", Title::Courtesy),
    ("docteur", Title::Word),
    ("docteure", Title::Word),
    ("professeur", Title::Word),
    ("professeure", Title::Word),
    ("maitre", Title::Word),
    ("docteurs", Title::Plural),
    ("docteures", Title::Plural),
    ("professeurs", Title::Plural),
    ("maitres", Title::Plural),
    ("familles", Title::Plural),
    ("famille", Title::Family),
    ("m", Title::Letters),
    ("mm", Title::Letters),
    ("me", Title::Letters),
    ("pr", Title::Letters),
    ("prof", Title::Letters),
];

/// Whether a word is in a list that is written as words with spaces between them, in alphabetical order or not.
pub fn among(word: &str, lists: &[&str]) -> bool {
    lists.iter().flat_map(|list| list.split(' ')).any(|other| other.eq_ignore_ascii_case(word))
}

/// Streets, places and establishments that bear names: what follows them names them, not a person.
pub const PLACES: &[&str] = &[
    "rue av ave avenue bd bld bvd boulevard pl place placette square squares allee allees impasse chemin quai",
    "quais route rte voie esplanade promenade sentier sente venelle ruelle rond rocade carrefour pont parvis",
    "faubourg fg fbg montee traverse cite lotissement hameau lieu quartier villa jardin jardins parc port station",
    "gare immeuble batiment bat pavillon aile amphi amphitheatre auditorium salle salles stade gymnase piscine",
    "dojo complexe halle hall espace espaces residence residences ehpad ehpa mapa foyer foyers fjt chrs cada",
    "auberge internat ecole ecoles college lycee campus universite faculte ufr ifsi cfa mfr erea ime itep sessad",
    "esat iem savs mas fam mecs creche creches halte microcreche pole poles centre centres clinique cliniques",
    "polyclinique hopital hopitaux hospice ch chu chs chi chru chd chg ghu epsm cmp cmpp cattp camsp csapa caarud",
    "msp maison maisons mediatheque bibliotheque ludotheque theatre cinema musee chapelle eglise temple fondation",
    "institut instituts institution bourse prix",
];

/// What stands between a place and its name: adjectives and complements of establishments.
pub const PLACE_QUALITIES: &[&str] = &[
    "social sociale sociaux socio socioculturel socioculturelle culturel culturelle scolaire hospitalier",
    "hospitaliere hospitalo universitaire municipal municipale communal communale intercommunal intercommunale",
    "departemental departementale regional regionale national nationale primaire primaires maternelle elementaire",
    "public publique prive privee prives privees general generale specialise specialisee medical medicale medico",
    "psychologique psychiatrique psychotherapique polyvalent polyvalente sportif sportive omnisports",
    "pluriprofessionnelle pluridisciplinaire mutualiste sante soins retraite quartier jour nuit accueil autonomie",
    "services seniors jeunes jeunesse enfance petite parentalite reunion reunions conference conferences vie",
    "associations loisirs formation recherche hebergement repos convalescence readaptation reeducation multi",
    "multiaccueil agricole professionnel professionnelle technique technologique saint sainte dit",
];

/// "groupe scolaire": what makes a place of a group.
pub const GROUP_QUALITIES: &[&str] = &["scolaire hospitalier"];

/// Where professionals work: behind "du", a title there names one of them, not the place.
pub const PRACTICES: &[&str] = &["pole poles cmp cmpp cattp camsp csapa caarud msp"];

/// Small words that join a place to its name.
pub const LINKS: &[&str] = &["de du des d la le les l"];

/// Words that never are a name behind a title: prepositions, conjunctions, pronouns, verbs of a subject.
pub const NEVER_NAMES: &[&str] = &[
    "et ou a au aux en un une dans par pour avec sans sur sous chez vers entre depuis apres avant pendant lors",
    "contre hors qui que quoi dont ne n y se s ce c cet cette ces son sa ses leur leurs mon ma mes notre nos",
    "votre vos lui elle il ils elles on nous vous je j tu est sont etait etaient sera seront soit fut ete etre",
    "ont avait aura avoir peut peuvent doit doivent vient va vont fait font dit tout toute tous toutes tres plus",
    "moins pas non oui si mais donc or ni car comme quand ainsi aussi alors deja encore ici present presente",
    "absent absente excuse excusee accompagne explique anime intervient participe propose souhaite demande",
    "indique rappelle precise assure remercie conclut ouvre salue informe to the of and in is for with",
];

/// Articles and particles that a name may begin with, or that a function is told with.
pub const ARTICLES: &[&str] = &["le la les l"];

/// Particles of names.
pub const PARTICLES: &[&str] = &["de du des d"];

/// Functions: "M. le Maire", "Mme la Présidente".
pub const FUNCTIONS: &[&str] = &[
    "maire maires adjoint adjointe adjoints president presidente presidents vice co directeur directrice general",
    "generale generaux prefet prefete sous ministre ministres depute deputee deputes senateur senatrice recteur",
    "rectrice proviseur principal principale chef cheffe conseiller conseillere conseillers departemental",
    "departementale regional regionale municipal municipale communautaire metropolitain metropolitaine",
    "coordinateur coordinatrice coordonnateur coordonnatrice referent referente delegue deleguee commissaire",
    "procureur procureure juge inspecteur inspectrice doyen doyenne elu elue elus elues secretaire tresorier",
    "tresoriere technique scientifique executif executive honoraire responsable administratif administrative",
    "medecin infirmier infirmiere animateur animatrice charge chargee assistant assistante sociale social",
    "academique batonnier gouverneur chancelier consul ambassadeur representant representante professeur",
    "professeure docteur docteure commandant colonel capitaine rapporteur rapporteure mediateur mediatrice",
    "mandataire tuteur tutrice defenseur sante interimaire",
];

/// What completes "docteur", "professeur", "maître", "prof" without naming anybody, and acronyms behind "DR".
pub const COMPLEMENTS: &[&str] = &[
    "es traitant traitante referent referente generaliste generalistes junior honoris causa specialiste",
    "specialistes patient patients malade ordinaire principal principale principaux documentaliste",
    "documentalistes associe associee emerite emerites titulaire stagiaire certifie agrege contractuel remplacant",
    "remplacante particulier relais ressource eps svt ses cpe ars specialise specialisee detache retraite",
    "retraitee missionne absent eleve eleves parents parent invite invitee assistant vacataire nageur nageurs",
    "ouvrage oeuvre composteur chien mot mots artisan artisans restaurateur jardinier formateur formateurs hotel",
    "chanteur praticien praticienne enseignant chercheur universitaire mon ma insee cnfpt drees dreets hauts",
    "grand ile nouvelle occitanie normandie bretagne paca corse pays carre carres cube cubes lineaire lineaires",
    "medecin medecins pharmacien dentiste veterinaire",
];

/// What "famille" is said with in plain French, beside adjectives.
pub const FAMILY_COMPLEMENTS: &[&str] = &[
    "accueil enfance enfant enfants jeunesse jeunes parentalite parents parent sante social sociale education",
    "logement habitat insertion emploi travail ecole quartier culture sport sports loisirs vacances alimentation",
    "nutrition budget addictions addiction tabac alcool ecrans precarite handicap autisme maladie deuil aidants",
    "aidant seniors proches amis entourage patients patient usagers professionnels medecin soignants solidarite",
    "solidarites soutien lien liens relais gouvernante temoin temoins environnement services service centre",
    "maison espace pole info infos conseil mediation petite premiere grande jeune france rurale rurales laique",
    "laiques catholiques catholique protestante plus face lors couple amour cancer alzheimer psy psychiatrie",
    "violence violences laic nombreux unie unies a toutes tous chacun choisie recomposees meme entiere autrement",
    "d proche elargi solidaires monoparental durant moins sans avec",
];

/// How adjectives of "famille" end.
pub const FAMILY_ADJECTIVES: &[&str] = &[
    "ale ales elle elles euse euses ee ees ante antes ente entes aire aires ive ives ique iques able ables ible",
    "ibles",
];
