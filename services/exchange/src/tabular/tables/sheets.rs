//! What the sheets of a session say: named presences, heads without names, passages.

use maillage_events::family::Family;
use maillage_events::session::{
    AbsenceObserved, AgeBand, AttendanceObserved, ConnectionsRecorded, HeadcountRecorded, OrganisationPresent, Quality,
    SeenScope, VisitsRecorded,
};

use super::cell_words::{ABSENCES, AGE_BANDS, QUALITIES, SEEN_SCOPES};
use super::table_words::Absence;
use crate::tabular::column::{Form, may, need};
use crate::tabular::marginals::marginals;
use crate::tabular::table::Table;

pub const PRESENCES: Table = Table {
    name: "presences",
    columns: &[
        need("séance", Form::Ref(Family::Session)),
        may("personne", Form::Person),
        may("structure", Form::Ref(Family::Organisation)),
        may("qualité", Form::Word(QUALITIES)),
        may("âge", Form::Word(AGE_BANDS)),
        may("absent", Form::Word(ABSENCES)),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (session, organisation) = (row.code("séance")?, row.code("structure"));
        let on = draft.on_session(&session, row.when("date"));
        match (row.person("personne"), row.member("absent", Absence::from_word)) {
            (Some(person), Some(absence @ (Absence::Absent | Absence::Excused))) => {
                let excused = absence == Absence::Excused;
                draft.record(Family::Session, &session, on, AbsenceObserved { person, excused });
            }
            (Some(person), Some(Absence::Present) | None) => {
                let quality = row.member("qualité", Quality::from_word).unwrap_or(Quality::Unknown);
                let age = row.member("âge", AgeBand::from_word);
                draft.record(Family::Session, &session, on, AttendanceObserved { person, quality, organisation, age });
            }
            (None, _) => {
                draft.record(Family::Session, &session, on, OrganisationPresent { organisation: organisation? })
            }
        }
        Some(())
    },
};

pub const COMPTAGES: Table = Table {
    name: "comptages",
    columns: &[
        need("séance", Form::Ref(Family::Session)),
        need("feuille", Form::Code),
        need("total", Form::Quantity),
        may("déjà_venus", Form::Count),
        may("déjà_venus_portée", Form::Word(SEEN_SCOPES)),
        may("marges", Form::Marginals),
        may("remplace", Form::Code),
        may("s'ajoute", Form::YesNo),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let counted = HeadcountRecorded {
            sheet: row.code("feuille")?,
            total: row.quantity("total"),
            already_seen: row.count("déjà_venus"),
            seen_scope: row.member("déjà_venus_portée", SeenScope::from_word),
            marginals: marginals(row.raw("marges")).unwrap_or_default(),
            replaces: row.code("remplace"),
            adds: row.yes("s'ajoute"),
        };
        let session = row.code("séance")?;
        let on = draft.on_session(&session, row.when("date"));
        draft.record(Family::Session, &session, on, counted);
        Some(())
    },
};

pub const PASSAGES: Table = Table {
    name: "passages",
    columns: &[
        need("séance", Form::Ref(Family::Session)),
        need("feuille", Form::Code),
        may("passages", Form::Quantity),
        may("connexions", Form::Quantity),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (session, sheet) = (row.code("séance")?, row.code("feuille")?);
        let on = draft.on_session(&session, row.when("date"));
        if !row.is_filled("passages") && !row.is_filled("connexions") {
            return None;
        }
        if row.is_filled("passages") {
            draft.record(
                Family::Session,
                &session,
                on,
                VisitsRecorded { sheet: sheet.clone(), passages: row.quantity("passages") },
            );
        }
        if row.is_filled("connexions") {
            draft.record(
                Family::Session,
                &session,
                on,
                ConnectionsRecorded { sheet, connections: row.quantity("connexions") },
            );
        }
        Some(())
    },
};
