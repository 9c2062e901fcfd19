//! Which files are recorded in which space, and when.

use maillage_events::envelope::Channel;

/// Files that are recorded together.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    /// The space that they are recorded in.
    pub space: &'static str,
    /// When the log learns them (RFC 3339).
    pub recorded: &'static str,
    /// How they come in.
    pub channel: Channel,
    /// The contract that an OSCARS record belongs to.
    pub contract: Option<&'static str>,
    /// Whether the demonstration's sessions come first.
    pub after_demonstration: bool,
    /// Each file's base name and bytes.
    pub files: &'static [(&'static str, &'static [u8])],
}

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../seeds/", $folder, "/", $name)))),+]
    };
}

const fn stage(space: &'static str, recorded: &'static str, files: &'static [(&'static str, &'static [u8])]) -> Stage {
    Stage { space, recorded, channel: Channel::Import, contract: None, after_demonstration: false, files }
}

/// Every stage, in order of recording inside each space.
pub const STAGES: &[Stage] = &[
    stage(
        "la-rochelle",
        "2014-01-15T09:00:00Z",
        files!("la-rochelle": "espace.csv", "structures.csv", "contrats.csv", "axes.csv", "signataires.csv"),
    ),
    Stage {
        contract: Some("cls-la-rochelle-2013"),
        ..stage("la-rochelle", "2017-01-15T09:00:00Z", files!("la-rochelle-oscars": "oscars-2016.txt"))
    },
    stage(
        "la-rochelle",
        "2019-01-31T09:00:00Z",
        files!("la-rochelle": "structures-2019.csv", "contrats-2019.csv", "evaluations-2019.csv"),
    ),
    stage(
        "soissons",
        "2023-06-15T09:00:00Z",
        files!(
            "soissons": "espace.csv", "structures.csv", "contrats.csv", "axes.csv", "signataires.csv",
                "indicateurs_contexte.csv", "seances.csv", "animateurs.csv", "partenariats.csv", "mesures.csv"
        ),
    ),
    stage(
        "corse",
        "2023-06-16T09:00:00Z",
        files!(
            "corse": "espace.csv", "structures.csv", "contrats.csv", "axes.csv", "mandats.csv", "instances.csv",
                "sieges.csv", "partenariats.csv"
        ),
    ),
    stage(
        "lille",
        "2014-12-01T09:00:00Z",
        files!(
            "lille": "espace.csv", "structures.csv", "categories.csv", "contrats.csv", "poles.csv",
                "partenariats.csv"
        ),
    ),
    Stage {
        channel: Channel::Demonstration,
        ..stage(
            "lille",
            "2014-12-02T09:00:00Z",
            files!("lille-demonstration": "cadences.csv", "structures-demonstration.csv"),
        )
    },
    Stage {
        after_demonstration: true,
        ..stage(
            "lille",
            "2017-02-01T09:00:00Z",
            files!("lille": "mesures-2017.csv", "budgets-2017.csv", "evaluations-2017.csv"),
        )
    },
];
