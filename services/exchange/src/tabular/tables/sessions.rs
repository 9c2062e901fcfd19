//! Sessions, who leads them and who signs up.

use maillage_events::decide::Ask;
use maillage_events::family::Family;
use maillage_events::session::{
    AskedBy, Audience, GivenBackFor, SessionCancelled, SessionHeld, SessionKind, SessionLed, SessionMoved,
    SessionPlanned, SignupCancelled, SignupRequested,
};

use super::cell_words::{ASKED_BY, AUDIENCES, GIVEN_BACK_FOR, SESSION_KINDS, SESSION_STATES};
use super::table_words::SessionState;
use crate::tabular::column::{Form, may, need};
use crate::tabular::table::Table;

pub const SEANCES: Table = Table {
    name: "seances",
    columns: &[
        need("code", Form::Key(Family::Session, &[])),
        need("titre", Form::Text),
        need("type", Form::Word(SESSION_KINDS)),
        need("date", Form::When),
        may("heure", Form::Time),
        may("minutes", Form::Count),
        may("lieu", Form::Text),
        may("public", Form::Word(AUDIENCES)),
        may("contrat", Form::Ref(Family::Contract)),
        may("pôle", Form::Ref(Family::Pole)),
        may("occurrence", Form::Count),
        may("instance", Form::Ref(Family::Body)),
        may("fiches", Form::Refs(Family::Fiche)),
        may("capacité", Form::Count),
        may("révèle_la_santé", Form::YesNo),
        may("déplacée_au", Form::When),
        may("état", Form::Word(SESSION_STATES)),
        may("motif", Form::Text),
        may("décidé_le", Form::When),
        may("minutes_tenues", Form::Count),
    ],
    read: |row, draft| {
        let (code, mut when) = (row.code("code")?, row.when("date"));
        let planned = SessionPlanned {
            title: row.text("titre")?,
            kind: row.member("type", SessionKind::from_word)?,
            when,
            time: row.time("heure"),
            minutes: row.small("minutes"),
            place: row.text("lieu"),
            audience: row.member("public", Audience::from_word),
            contract: row.code("contrat"),
            pole: row.code("pôle"),
            occurrence: row.small("occurrence"),
            body: row.code("instance"),
            fiches: row.codes("fiches"),
            capacity: row.small("capacité"),
            health_revealing: row.yes("révèle_la_santé"),
        };
        draft.record(Family::Session, &code, when, planned);
        let (decided, motive) = (row.when("décidé_le"), row.text("motif"));
        if let Some(moved) = row.given_date("déplacée_au") {
            when = moved;
            let moved =
                SessionMoved { when, time: row.time("heure"), motive: motive.clone().unwrap_or_else(|| "".into()) };
            draft.record(Family::Session, &code, decided, moved);
        }
        draft.sessions.insert(code.clone(), when);
        // Signups come before the end of the session, whichever way it ends; presences after.
        match row.member("état", SessionState::from_word) {
            Some(SessionState::Held) => draft.record_after(
                INSCRIPTIONS.name,
                Family::Session,
                &code,
                when,
                SessionHeld { minutes: row.small("minutes_tenues") },
            ),
            Some(SessionState::Cancelled) => {
                let cancelled = SessionCancelled { motive: motive.unwrap_or_else(|| "".into()) };
                draft.record_after(INSCRIPTIONS.name, Family::Session, &code, decided, cancelled);
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
    ],
    read: |row, draft| {
        let led = SessionLed { organisation: row.code("structure")?, function: row.text("fonction") };
        let session = row.code("séance")?;
        let on = draft.on_session(&session, row.when("date"));
        draft.record_after(INSCRIPTIONS.name, Family::Session, &session, on, led);
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
