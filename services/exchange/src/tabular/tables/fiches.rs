//! Fiches action: their years, roles, results and milestones.

use maillage_events::family::Family;
use maillage_events::fiche::{
    CategoryDropped, CategoryRetained, FicheAttached, FicheRecorded, FicheRenumbered, FicheRole, FicheRoleNamed,
    FicheStatus, FicheStatusDeclared, FicheYearOpened, MilestonePassed, OutcomeCategory, ResultAchieved,
    ResultExpected, Successor,
};
use maillage_events::when::OccurredOn;

use super::cell_words::{FICHE_ROLES, FICHE_STATUSES, OUTCOME_CATEGORIES};
use crate::tabular::column::{Column, Form, may, need};
use crate::tabular::row::Row;
use crate::tabular::table::Table;

/// The date of a row about one year of a fiche: the year itself where no better one is given.
fn in_year(row: &Row<'_>, year: i16) -> OccurredOn {
    row.given_date("date").unwrap_or(OccurredOn::Year(year))
}

/// What may take over from a fiche.
const SUCCESSORS: &[Family] = &[
    Family::Fiche,
    Family::Action,
    Family::Contract,
    Family::Pole,
    Family::Body,
    Family::Organisation,
    Family::Partnership,
];

pub const FICHES: Table = Table {
    name: "fiches",
    columns: &[
        need("code", Form::Key(Family::Fiche, &[])),
        need("contrat", Form::Ref(Family::Contract)),
        need("numéro", Form::Count),
        need("titre", Form::Text),
        may("axes", Form::Codes),
        may("catégories", Form::WordList(OUTCOME_CATEGORIES)),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (code, on) = (row.code("code")?, row.when("date"));
        draft.record(
            Family::Fiche,
            &code,
            on,
            FicheRecorded { contract: row.code("contrat")?, number: row.small("numéro")?, title: row.text("titre")? },
        );
        for axis in row.codes("axes") {
            draft.record(Family::Fiche, &code, on, FicheAttached { axis });
        }
        for category in row.some_of("catégories", OutcomeCategory::from_word) {
            draft.record(Family::Fiche, &code, on, CategoryRetained { code: category });
        }
        Some(())
    },
};

pub const FICHES_ANNEES: Table = Table {
    name: "fiches_annees",
    columns: &[
        need("fiche", Form::Ref(Family::Fiche)),
        need("année", Form::Year),
        may("chaînée_à", Form::Year),
        may("statut", Form::Word(FICHE_STATUSES)),
        may("motif", Form::Text),
        may("suite", Form::Text),
        may("suite_objet", Form::Stream(SUCCESSORS)),
        may("reportée_à", Form::Year),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (fiche, year) = (row.code("fiche")?, row.year("année")?);
        let opened = FicheYearOpened { year, chained_to: row.year("chaînée_à") };
        draft.record(Family::Fiche, &fiche, OccurredOn::Year(year), opened);
        if let Some(status) = row.member("statut", FicheStatus::from_word) {
            let recorded = row.stream("suite_objet").map(Successor::Stream);
            let declared = FicheStatusDeclared {
                year,
                status,
                motive: row.text("motif"),
                successor: recorded.or_else(|| row.text("suite").map(Successor::Words)),
                to_year: row.year("reportée_à"),
            };
            // A fiche is done only once what was expected of it is answered.
            draft.record_after(ETAPES.name, Family::Fiche, &fiche, in_year(row, year), declared);
        }
        Some(())
    },
};

/// The numbers that a fiche bears after its first.
pub const NUMEROS_FICHES: Table = Table {
    name: "numeros_fiches",
    columns: &[need("fiche", Form::Ref(Family::Fiche)), need("numéro", Form::Count), may("depuis", Form::When)],
    read: |row, draft| {
        let renumbered = FicheRenumbered { number: row.small("numéro")? };
        draft.record(Family::Fiche, &row.code("fiche")?, row.when("depuis"), renumbered);
        Some(())
    },
};

pub const CATEGORIES_FICHES: Table = Table {
    name: "categories_fiches",
    columns: &[
        need("fiche", Form::Ref(Family::Fiche)),
        need("catégorie", Form::Word(OUTCOME_CATEGORIES)),
        may("depuis", Form::When),
        may("jusqu'au", Form::When),
    ],
    read: |row, draft| {
        let (fiche, code) = (row.code("fiche")?, row.member("catégorie", OutcomeCategory::from_word)?);
        draft.record(Family::Fiche, &fiche, row.when("depuis"), CategoryRetained { code });
        if let Some(end) = row.given_date("jusqu'au") {
            draft.record(Family::Fiche, &fiche, end, CategoryDropped { code });
        }
        Some(())
    },
};

pub const ROLES_FICHES: Table = Table {
    name: "roles_fiches",
    columns: &[
        need("fiche", Form::Ref(Family::Fiche)),
        may("structure", Form::Ref(Family::Organisation)),
        may("personne", Form::Person),
        need("rôle", Form::Word(FICHE_ROLES)),
        may("depuis", Form::When),
        may("jusqu'au", Form::When),
    ],
    read: |row, draft| {
        let named = FicheRoleNamed {
            organisation: row.code("structure"),
            person: row.person("personne"),
            role: row.member("rôle", FicheRole::from_word)?,
            until: row.given_date("jusqu'au"),
        };
        draft.record(Family::Fiche, &row.code("fiche")?, row.when("depuis"), named);
        Some(())
    },
};

const RESULT: &[Column] = &[
    need("fiche", Form::Ref(Family::Fiche)),
    need("année", Form::Year),
    need("résultat", Form::Code),
    need("quoi", Form::Text),
    may("quantité", Form::Amount),
    may("date", Form::When),
];

pub const RESULTATS_ATTENDUS: Table = Table {
    name: "resultats_attendus",
    columns: RESULT,
    read: |row, draft| {
        let year = row.year("année")?;
        let expected = ResultExpected {
            year,
            result: row.code("résultat")?,
            what: row.text("quoi")?,
            amount: row.amount("quantité"),
        };
        draft.record(Family::Fiche, &row.code("fiche")?, in_year(row, year), expected);
        Some(())
    },
};

pub const RESULTATS_CONSTATES: Table = Table {
    name: "resultats_constates",
    columns: RESULT,
    read: |row, draft| {
        let year = row.year("année")?;
        let achieved = ResultAchieved {
            year,
            result: row.code("résultat")?,
            what: row.text("quoi")?,
            amount: row.amount("quantité"),
        };
        draft.record(Family::Fiche, &row.code("fiche")?, in_year(row, year), achieved);
        Some(())
    },
};

pub const ETAPES: Table = Table {
    name: "etapes",
    columns: &[
        need("fiche", Form::Ref(Family::Fiche)),
        need("année", Form::Year),
        may("identifiant", Form::Code),
        need("libellé", Form::Text),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (fiche, year) = (row.code("fiche")?, row.year("année")?);
        let on = in_year(row, year);
        let [day, words] = [on.to_string(), ["année", "libellé"].map(|column| row.raw(column)).join(" ")];
        // Left to itself, a step is named after its row, so that two of one label are two.
        let milestone = match row.code("identifiant") {
            Some(given) => given,
            None => draft.event_id(Family::Fiche, &fiche, &[&day, &words])?,
        };
        let passed = MilestonePassed { milestone, year, label: row.text("libellé")? };
        draft.record(Family::Fiche, &fiche, on, passed);
        Some(())
    },
};
