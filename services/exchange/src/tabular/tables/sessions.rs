//! Sessions, who leads them and who signs up.

use jiff::civil::Date;
use maillage_events::decide::Ask;
use maillage_events::family::Family;
use maillage_events::id::Id;
use maillage_events::place::{Commune, CommuneCode, Place, Qpv, QpvCode};
use maillage_events::session::{
    AskedBy, AttendanceRecorded, Audience, GivenBackFor, HalfDay, SessionCancelled, SessionHeld, SessionLeadEnded,
    SessionLed, SessionMode, SessionMoved, SessionPart, SessionPlanned, SessionRenamed, SignupCancelled,
    SignupRequested,
};
use maillage_events::text::Text;

use super::cell_words::{ASKED_BY, AUDIENCES, GIVEN_BACK_FOR, RECORDS, SESSION_MODES, SESSION_STATES, SESSION_TYPES};
use super::table_words::{SessionState, SessionType};
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

/// A place, where a row says anything of it.
fn place(
    name: Option<Text>,
    organisation: Option<Id>,
    commune: Option<(CommuneCode, Option<i16>)>,
    qpv: Option<QpvCode>,
) -> Option<Place> {
    let place = Place {
        name,
        organisation,
        // Without any year the rules refuse it, and say what is missing.
        commune: commune.map(|(code, year)| Commune { code, year: year.unwrap_or(0) }),
        qpv: qpv.map(|code| Qpv { generation: code.generation(), code }),
    };
    Some(place).filter(|place| *place != Place::default())
}

/// The half-days of a session as its parts, each named by its day and half.
fn parts(half_days: Vec<(Date, HalfDay)>) -> Vec<SessionPart> {
    let part = |(date, half): (Date, HalfDay)| {
        let part = Id::new(format!("{date}-{half}")).ok()?;
        Some(SessionPart { part, date, half })
    };
    half_days.into_iter().filter_map(part).collect()
}

pub const SEANCES: Table = Table {
    name: "seances",
    columns: &[
        need("code", Form::Key(Family::Session, &[])),
        need("titre", Form::Text),
        need("type", Form::Word(SESSION_TYPES)),
        may("mode", Form::Word(SESSION_MODES)),
        need("date", Form::When),
        may("dernier_jour", Form::When),
        may("demi_journées", Form::HalfDays),
        may("heure", Form::Time),
        may("minutes", Form::Count),
        may("lieu", Form::Text),
        may("lieu_structure", Form::Ref(Family::Organisation)),
        may("commune", Form::CommuneCode),
        may("année_cog", Form::Year),
        may("qpv", Form::QpvCode),
        may("public", Form::Word(AUDIENCES)),
        may("organisateur", Form::Ref(Family::Organisation)),
        may("contrat", Form::Refs(Family::Contract)),
        may("pôle", Form::Ref(Family::Pole)),
        may("échéance", Form::Day),
        may("instance", Form::Ref(Family::Body)),
        may("fiches", Form::Refs(Family::Fiche)),
        may("capacité", Form::Count),
        may("révèle_la_santé", Form::YesNo),
        may("nombre_de_séances", Form::Quantity),
        may("déplacée_au", Form::When),
        may("nouvelle_heure", Form::Time),
        may("nouveau_lieu", Form::Text),
        may("nouveau_mode", Form::Word(SESSION_MODES)),
        may("nouveau_titre", Form::Text),
        may("état", Form::Word(SESSION_STATES)),
        may("motif", Form::Text),
        may("décidé_le", Form::When),
        may("heure_tenue", Form::Time),
        may("minutes_tenues", Form::Count),
        may("relevé", Form::Word(RECORDS)),
    ],
    read: |row, draft| {
        let (code, mut when) = (row.code("code")?, row.when("date"));
        let (kind, met) = row.member("type", SessionType::from_word)?.kind_and_mode();
        let commune = row.commune("commune").map(|code| (code, row.year("année_cog").or(when.year())));
        let planned = SessionPlanned {
            mode: row.member("mode", SessionMode::from_word).or(met),
            ends: row.given_date("dernier_jour"),
            time: row.time("heure"),
            minutes: row.small("minutes"),
            place: place(row.text("lieu"), row.code("lieu_structure"), commune, row.qpv("qpv")),
            audience: row.member("public", Audience::from_word),
            organiser: row.code("organisateur"),
            contracts: row.codes("contrat"),
            fiches: row.codes("fiches"),
            pole: row.code("pôle"),
            body: row.code("instance"),
            slot: row.day("échéance"),
            parts: parts(row.half_days("demi_journées")),
            capacity: row.small("capacité"),
            health_revealing: row.yes("révèle_la_santé"),
            stands_for: row.is_filled("nombre_de_séances").then(|| Box::new(row.quantity("nombre_de_séances"))),
            ..SessionPlanned::new(row.text("titre")?, kind, when)
        };
        draft.record(Family::Session, &code, when, planned);
        let (decided, motive) = (row.when("décidé_le"), row.text("motif").unwrap_or_else(|| "".into()));
        let (moved, time) = (row.given_date("déplacée_au"), row.time("nouvelle_heure"));
        let (room, mode) = (row.text("nouveau_lieu"), row.member("nouveau_mode", SessionMode::from_word));
        if moved.is_some() || time.is_some() || room.is_some() || mode.is_some() {
            when = moved.unwrap_or(when);
            let moved =
                SessionMoved { time, place: room.map(Place::named), mode, ..SessionMoved::to(when, motive.clone()) };
            draft.record(Family::Session, &code, decided, moved);
        }
        if let Some(title) = row.text("nouveau_titre") {
            draft.record(Family::Session, &code, decided, SessionRenamed { title });
        }
        draft.sessions.insert(code.clone(), when);
        // Signups come before the end of the session, whichever way it ends; presences after.
        match row.member("état", SessionState::from_word) {
            Some(SessionState::Held) => {
                let held = SessionHeld {
                    minutes: row.small("minutes_tenues"),
                    time: row.time("heure_tenue"),
                    record: row.member("relevé", AttendanceRecorded::from_word),
                };
                draft.record_after(INSCRIPTIONS.name, Family::Session, &code, when, held);
            }
            Some(SessionState::Cancelled) => {
                draft.record_after(INSCRIPTIONS.name, Family::Session, &code, decided, SessionCancelled { motive });
            }
            Some(SessionState::Planned) | None => {}
        }
        Some(())
    },
};

pub const ANIMATEURS: Table = Table {
    name: "animateurs",
    columns: &[
        need("séance", Form::Ref(Family::Session)),
        need("structure", Form::Ref(Family::Organisation)),
        may("fonction", Form::Text),
        may("date", Form::When),
        may("jusqu'au", Form::When),
    ],
    read: |row, draft| {
        let (organisation, function): (Id, _) = (row.code("structure")?, row.text("fonction"));
        let session = row.code("séance")?;
        let on = draft.on_session(&session, row.when("date"));
        let led = SessionLed { organisation: organisation.clone(), function: function.clone() };
        draft.record_after(INSCRIPTIONS.name, Family::Session, &session, on, led);
        if let Some(end) = row.given_date("jusqu'au") {
            let ended = SessionLeadEnded { organisation, function };
            draft.record_after(INSCRIPTIONS.name, Family::Session, &session, end, ended);
        }
        Some(())
    },
};

pub const INSCRIPTIONS: Table = Table {
    name: "inscriptions",
    columns: &[
        need("séance", Form::Ref(Family::Session)),
        need("inscription", Form::Code),
        may("personne", Form::Person),
        may("structure", Form::Ref(Family::Organisation)),
        may("nombre_de_personnes", Form::Count),
        may("par", Form::Word(ASKED_BY)),
        may("prescripteur", Form::Ref(Family::Organisation)),
        may("proche_de", Form::Person),
        may("date", Form::When),
        may("annulée_le", Form::When),
        may("annulée_par", Form::Word(ASKED_BY)),
        may("motif", Form::Word(GIVEN_BACK_FOR)),
    ],
    read: |row, draft| {
        let (session, signup) = (row.code("séance")?, row.code("inscription")?);
        let (person, organisation) = (row.person("personne"), row.code("structure"));
        let by = row.member("par", AskedBy::from_word).unwrap_or(if person.is_some() {
            AskedBy::Person
        } else {
            AskedBy::Organisation
        });
        let request = SignupRequested {
            signup: signup.clone(),
            person,
            organisation,
            heads: row.small("nombre_de_personnes").unwrap_or(1),
            by,
            through: row.code("prescripteur"),
            relative_of: row.person("proche_de"),
        };
        draft.ask(Family::Session, &session, row.when("date"), Ask::SignUp(request));
        if let Some(on) = row.given_date("annulée_le") {
            let by = row.member("annulée_par", AskedBy::from_word).unwrap_or(by);
            let motive = row.member("motif", GivenBackFor::from_word);
            draft.ask(Family::Session, &session, on, Ask::CancelSignup(SignupCancelled { signup, by, motive }));
        }
        Some(())
    },
};
