//! What the sheets of a session say: named presences, heads without names, passages, referrals.

use maillage_events::family::Family;
use maillage_events::party::Party;
use maillage_events::session::{
    AbsenceObserved, AttendanceObserved, ConnectionsRecorded, HeadcountRecorded, OrganisationPresent, Quality,
    ReferralMade, Sex, Standing, VisitsRecorded,
};

use super::answers::{age, qpv, seen_scope};
use super::cell_words::{ABSENCES, AGES, QPV_ANSWERS, QUALITIES, REFERRAL_WAYS, SEEN_SCOPES, SEXES};
use super::table_words::{Absence, AgeCell, QpvCell, ReferralWay, SeenCell};
use crate::tabular::column::{Form, may, need};
use crate::tabular::marginals::marginals;
use crate::tabular::row::Row;
use crate::tabular::table::Table;

/// How the sheet of a row stands to those before it; `None` where two ways are told at once.
fn standing(row: &Row<'_>) -> Option<Standing> {
    match (row.code("remplace"), row.yes("s'ajoute")) {
        (Some(sheet), false) => Some(Standing::Replaces { sheet }),
        (None, true) => Some(Standing::Adds {}),
        (None, false) => Some(Standing::First {}),
        (Some(_), true) => None,
    }
}

pub const PRESENCES: Table = Table {
    name: "presences",
    columns: &[
        need("séance", Form::Ref(Family::Session)),
        may("personne", Form::Person),
        may("structure", Form::Ref(Family::Organisation)),
        may("nombre_de_personnes", Form::Count),
        may("qualité", Form::Word(QUALITIES)),
        may("âge", Form::Word(AGES)),
        may("sexe", Form::Word(SEXES)),
        may("qpv", Form::Word(QPV_ANSWERS)),
        may("partie", Form::Code),
        may("orienté_par", Form::Ref(Family::Organisation)),
        may("absent", Form::Word(ABSENCES)),
        may("prévenu_le", Form::When),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (session, organisation, part) = (row.code("séance")?, row.code("structure"), row.code("partie"));
        let on = draft.on_session(&session, row.when("date"));
        match (row.person("personne"), row.member("absent", Absence::from_word)) {
            (Some(person), Some(absence @ (Absence::Absent | Absence::Excused))) => {
                let excused = absence == Absence::Excused;
                let noticed = row.given_date("prévenu_le");
                draft.record(Family::Session, &session, on, AbsenceObserved { person, part, excused, noticed });
            }
            (Some(person), Some(Absence::Present) | None) => {
                let observed = AttendanceObserved {
                    person,
                    quality: row.member("qualité", Quality::from_word).unwrap_or(Quality::Unknown),
                    organisation,
                    age: row.member("âge", AgeCell::from_word).map(age),
                    sex: row.member("sexe", Sex::from_word),
                    qpv: row.member("qpv", QpvCell::from_word).map(qpv),
                    part,
                    referred_by: row.code("orienté_par"),
                };
                draft.record(Family::Session, &session, on, observed);
            }
            (None, _) => {
                let there =
                    OrganisationPresent { organisation: organisation?, heads: row.small("nombre_de_personnes") };
                draft.record(Family::Session, &session, on, there);
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
        may("partie", Form::Code),
        may("déjà_venus", Form::Count),
        may("déjà_venus_portée", Form::Word(SEEN_SCOPES)),
        may("déjà_venus_fiche", Form::Ref(Family::Fiche)),
        may("marges", Form::Marginals),
        may("remplace", Form::Code),
        may("s'ajoute", Form::YesNo),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let session = row.code("séance")?;
        let on = draft.on_session(&session, row.when("date"));
        let seen = match row.member("déjà_venus_portée", SeenCell::from_word) {
            Some(cell) => Some(seen_scope(cell, row.code("déjà_venus_fiche"), on.year())?),
            None => None,
        };
        let counted = HeadcountRecorded {
            sheet: row.code("feuille")?,
            total: row.quantity("total"),
            part: row.code("partie"),
            already_seen: row.count("déjà_venus"),
            seen_scope: seen,
            marginals: marginals(row.raw("marges")).unwrap_or_default(),
            standing: standing(row)?,
        };
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
        may("remplace", Form::Code),
        may("s'ajoute", Form::YesNo),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (session, sheet, standing) = (row.code("séance")?, row.code("feuille")?, standing(row)?);
        let on = draft.on_session(&session, row.when("date"));
        if !row.is_filled("passages") && !row.is_filled("connexions") {
            return None;
        }
        if row.is_filled("passages") {
            let number = row.quantity("passages");
            let (sheet, standing) = (sheet.clone(), standing.clone());
            draft.record(Family::Session, &session, on, VisitsRecorded { sheet, number, standing });
        }
        if row.is_filled("connexions") {
            let number = row.quantity("connexions");
            draft.record(Family::Session, &session, on, ConnectionsRecorded { sheet, number, standing });
        }
        Some(())
    },
};

pub const ORIENTATIONS: Table = Table {
    name: "orientations",
    columns: &[
        need("séance", Form::Ref(Family::Session)),
        need("sens", Form::Word(REFERRAL_WAYS)),
        may("code", Form::Code),
        may("structure", Form::Ref(Family::Organisation)),
        may("catégorie", Form::Ref(Family::Category)),
        may("autre", Form::Text),
        may("nombre_de_personnes", Form::Count),
        may("date", Form::When),
    ],
    read: |row, draft| {
        let (session, way) = (row.code("séance")?, row.member("sens", ReferralWay::from_word)?);
        let on = draft.on_session(&session, row.when("date"));
        let party = match (row.code("structure"), row.code("catégorie"), row.text("autre")) {
            (Some(organisation), None, None) => Party::Organisation(organisation),
            (None, Some(category), None) => Party::Category(category),
            (None, None, Some(words)) => Party::Words(words),
            (_, _, _) => return None,
        };
        let says = ["structure", "catégorie", "autre", "sens", "nombre_de_personnes", "date"].map(|it| row.raw(it));
        let referral = match row.code("code") {
            Some(code) => code,
            None => draft.event_id(Family::Session, &session, &says)?,
        };
        let (to, from) = match way {
            ReferralWay::To => (Some(party), None),
            ReferralWay::From => (None, Some(party)),
        };
        let heads = row.small("nombre_de_personnes").unwrap_or(1);
        draft.record(Family::Session, &session, on, ReferralMade { referral, to, from, heads });
        Some(())
    },
};
