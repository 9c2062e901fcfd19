//! What happens to an organisation.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::id::Id;
use crate::organisation::{EmailAddress, TelephoneNumber};
use crate::text::Text;

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
        /// Anything else.
        Other = "other",
        /// Not said.
        Unknown = "unknown",
    }
    /// A scheme of identifiers.
    pub enum IdentifierScheme {
        /// SIRET, 14 digits.
        Siret = "siret",
        /// SIREN, 9 digits.
        Siren = "siren",
        /// RNA, W and 9 digits.
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
        /// What it is.
        pub kind: OrganisationKind,
        /// Its postal address, as a legal entity.
        pub address: Option<Text>,
        /// Its public telephone number, never a person's own.
        pub telephone: Option<TelephoneNumber>,
        /// Its public e-mail address, never a person's own.
        pub email: Option<EmailAddress>,
    } = Self {
        name: "Ville de La Rochelle".into(),
        kind: OrganisationKind::LocalAuthority,
        address: None,
        telephone: TelephoneNumber::new("05 46 51 51 51").ok(),
        email: None,
    };
    /// It has an identifier.
    pub struct OrganisationIdentified {
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
        Recorded(OrganisationRecorded) = "organisation.recorded", 1, First, Statement, Public, Amendable, Done;
        /// An identifier was given.
        Identified(OrganisationIdentified) = "organisation.identified", 1, Later, Statement, Public, Amendable, Done;
        /// An organisation was renamed.
        Renamed(OrganisationRenamed) = "organisation.renamed", 1, Later, Statement, Public, Amendable, Ahead;
        /// An organisation was succeeded by another.
        Succeeded(OrganisationSucceeded) = "organisation.succeeded", 1, Later, Statement, Public, Amendable, Ahead;
    }
}
