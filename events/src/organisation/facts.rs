//! What happens to an organisation.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::id::{Id, PersonRef};
use crate::organisation::{EmailAddress, TelephoneNumber};
use crate::place::{Commune, Place};
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What an organisation is.
    pub enum OrganisationKind {
        /// A commune, a group of communes and their services.
        LocalAuthority = "local_authority",
        /// The regional health agency.
        RegionalAgency = "regional_agency",
        /// A service of the State.
        StateService = "state_service",
        /// A hospital.
        Hospital = "hospital",
        /// Care outside hospital.
        Care = "care",
        /// Health insurance, mutual insurance, family benefits.
        Insurance = "insurance",
        /// An association.
        Association = "association",
        /// A network of care or prevention.
        HealthNetwork = "health_network",
        /// A school or a university service.
        Education = "education",
        /// A social centre.
        SocialCentre = "social_centre",
        /// Housing.
        Housing = "housing",
        /// The practice of one professional.
        Practice = "practice",
        /// Anything else.
        Other = "other",
    }
    /// A scheme of identifiers.
    pub enum IdentifierScheme {
        /// SIRET, 14 digits.
        Siret = "siret",
        /// SIREN, 9 digits.
        Siren = "siren",
        /// RNA, W and 9 characters: digits, but for the letter of a department in Corsica or overseas.
        Rna = "rna",
        /// FINESS of the legal entity.
        FinessEj = "finess_ej",
        /// FINESS of the establishment.
        FinessEg = "finess_eg",
    }
}

payload! {
    /// An organisation enters the directory.
    pub struct OrganisationRecorded {
        /// Its name on that date.
        pub name: Text,
        /// What it is: one kind, several, or none while it is not known.
        #[serde(default)]
        pub kinds: Vec<OrganisationKind>,
        /// Its postal address, as a legal entity: the street as the name of the place.
        pub address: Option<Box<Place>>,
        /// Its public telephone number, never a person's own.
        pub telephone: Option<TelephoneNumber>,
        /// Its public e-mail address, never a person's own.
        pub email: Option<EmailAddress>,
        /// The organisation that it is a part or a service of.
        pub parent: Option<Id>,
        /// The professional whose practice it is, where it is one: whoever may read names finds this one in the vault.
        pub practitioner: Option<PersonRef>,
    } = Self {
        name: "Ville de La Rochelle".into(),
        kinds: vec![OrganisationKind::LocalAuthority],
        address: Some(Box::new(Place {
            commune: "17300".parse().ok().map(|code| Commune { code, year: 2016 }),
            ..Place::named("Hôtel de ville")
        })),
        telephone: TelephoneNumber::new("05 46 51 51 51").ok(),
        email: EmailAddress::new("accueil@ville.example").ok(),
        parent: None,
        practitioner: None,
    };
    /// It has an identifier.
    pub struct OrganisationIdentified {
        /// Which scheme.
        pub scheme: IdentifierScheme,
        /// The identifier, as text.
        pub value: String,
        /// Until when, where that is known at once.
        pub until: Option<OccurredOn>,
    } = Self { scheme: IdentifierScheme::Siren, value: "211703004".to_owned(), until: None };
    /// It bears an identifier no longer: its establishment was closed, its registration ended. It is still found by it.
    pub struct IdentifierEnded {
        /// Which scheme.
        pub scheme: IdentifierScheme,
        /// The identifier, as text.
        pub value: String,
    } = Self { scheme: IdentifierScheme::Siren, value: "211703004".to_owned() };
    /// It changes its name from the fact's date on.
    pub struct OrganisationRenamed {
        /// The new name.
        pub name: Text,
    } = Self { name: "DDETS de la Charente-Maritime".into() };
    /// Another organisation takes over from the fact's date on.
    pub struct OrganisationSucceeded {
        /// Which.
        pub successor: Id,
    } = Self { successor: example_id("ddets-17") };
}

fact_family! {
    /// Facts of organisations.
    OrganisationFact {
        /// An organisation was recorded.
        Recorded(OrganisationRecorded) = "organisation.recorded", 1, First, Statement, Person, Amendable, Done;
        /// An identifier was given.
        Identified(OrganisationIdentified) = "organisation.identified", 1, Later, Statement, Public, Amendable, Done;
        /// An identifier ended.
        IdentifierEnded(IdentifierEnded) =
            "organisation.identifier_ended", 1, Later, Statement, Public, Amendable, Ahead;
        /// An organisation was renamed.
        Renamed(OrganisationRenamed) = "organisation.renamed", 1, Later, Statement, Public, Amendable, Ahead;
        /// An organisation was succeeded by another.
        Succeeded(OrganisationSucceeded) = "organisation.succeeded", 1, Later, Statement, Public, Amendable, Ahead;
    }
}
