//! What one session of the demonstration says: planning, signups, and what its sheets tell.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use maillage_events::decide::Ask;
use maillage_events::fact::Fact;
use maillage_events::id::{Id, StreamId};
use maillage_events::place::Place;
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    AbsenceObserved, Age, AskedBy, AttendanceObserved, Audience, HeadcountRecorded, Marginals, OrganisationPresent,
    SeenScope, SessionCancelled, SessionHeld, SessionKind, SessionLed, SessionMode, SessionMoved, SessionPlanned, Sex,
    SignupCancelled, SignupRequested,
};
use maillage_events::when::OccurredOn;

use super::calendar::{Fate, Slot};
use super::dated_ask::{DatedAsk, scramble};
use super::people::{OF_EACH_POLE, PARTNERS, Resident, session_stream};
use crate::seeds::SeedError;

/// The code of a pole's session.
pub fn code(pole: &str, occurrence: u32) -> String {
    format!("demo-{pole}-{occurrence:02}")
}

struct Script<'a> {
    slot: &'a Slot,
    stream: StreamId,
    said: Vec<DatedAsk>,
}

impl Script<'_> {
    fn ask(&mut self, recorded: Date, occurred: Date, ask: Ask) {
        self.said.push(DatedAsk { recorded, stream: self.stream.clone(), occurred: OccurredOn::Day(occurred), ask });
    }

    fn record(&mut self, recorded: Date, occurred: Date, fact: impl Into<Fact>) {
        self.ask(recorded, occurred, Ask::Record(fact.into()));
    }

    /// A number below `below` that depends on the slot and a purpose only.
    fn chance(&self, purpose: u64, below: u64) -> u64 {
        scramble(self.slot.at, u64::from(self.slot.occurrence), purpose) % below
    }
}

fn after(day: Date, days: i64) -> Result<Date, jiff::Error> {
    day.checked_add(Span::new().days(days))
}

/// Everything that is recorded of a slot, in order.
pub fn script_of(slot: &Slot, residents: &[Resident]) -> Result<Vec<DatedAsk>, SeedError> {
    if slot.fate == Fate::Missed {
        return Ok(Vec::new());
    }
    let mut script = Script { slot, stream: session_stream(&code(slot.pole.code, slot.occurrence))?, said: Vec::new() };
    let places = 9 + script.chance(1, 4);
    plan(&mut script, places)?;
    let (signed_up, confirmed) = sign_up(&mut script, residents, places)?;
    match slot.fate {
        Fate::Cancelled(motive) => {
            let day = after(slot.due, -2)?;
            script.record(day, day, SessionCancelled { motive: motive.into() });
        }
        Fate::Moved(day, motive) => {
            let decided = after(slot.due, -9)?;
            let moved =
                SessionMoved { time: Some("14:00".to_owned()), ..SessionMoved::to(OccurredOn::Day(day), motive) };
            script.record(decided, decided, moved);
            hold(&mut script, day, residents, &signed_up, confirmed)?;
        }
        Fate::Held => hold(&mut script, slot.due, residents, &signed_up, confirmed)?,
        Fate::Missed => {}
    }
    Ok(script.said)
}

fn plan(script: &mut Script<'_>, places: u64) -> Result<(), SeedError> {
    let slot = script.slot;
    let planned = SessionPlanned {
        mode: Some(SessionMode::OnSite),
        time: Some("14:00".to_owned()),
        minutes: Some(120),
        place: Some(Place { organisation: Some(Id::new(slot.pole.host)?), ..Place::named(slot.pole.place) }),
        audience: Some(Audience::Mixed),
        contracts: vec![Id::new("poles-ressources-sante")?],
        pole: Some(Id::new(slot.pole.code)?),
        slot: Some(slot.due),
        capacity: u32::try_from(places).ok(),
        ..SessionPlanned::new(
            format!("Réunion du pôle {} n°\u{a0}{} (démonstration)", slot.pole.label, slot.occurrence),
            SessionKind::Meeting,
            OccurredOn::Day(slot.due),
        )
    };
    let day = after(slot.due, -28)?;
    script.record(day, slot.due, planned);
    Ok(())
}

/// Signs residents up, more of them than there are places now and then. Answers whom, in order of arrival, and which of
/// them have a place.
fn sign_up(
    script: &mut Script<'_>,
    residents: &[Resident],
    places: u64,
) -> Result<(Vec<usize>, Vec<usize>), SeedError> {
    let asking = 7 + script.chance(2, 7);
    let start = script.chance(3, OF_EACH_POLE);
    let mut signed_up = Vec::new();
    for rank in 0..asking {
        // Seven is prime to twenty: nobody comes twice in one list.
        let number = script.slot.at * OF_EACH_POLE + (start + rank * 7) % OF_EACH_POLE;
        let Ok(at) = usize::try_from(number) else { continue };
        let Some(resident) = residents.get(at) else { continue };
        signed_up.push(at);
        let day = after(script.slot.due, -20 + i64::try_from(rank).unwrap_or(0) / 2)?;
        let by = if script.chance(10 + rank, 4) == 0 { AskedBy::Professional } else { AskedBy::Person };
        let request = SignupRequested::of_person(Id::new(format!("i-{:02}", rank + 1))?, resident.person, by);
        script.ask(day, day, Ask::SignUp(request));
    }
    let mut confirmed: Vec<usize> =
        signed_up.iter().copied().take(usize::try_from(places).unwrap_or(usize::MAX)).collect();
    // Now and then the first one gives the place back, and whoever waits first gets it.
    if signed_up.len() > confirmed.len() && script.chance(4, 2) == 0 {
        let next = signed_up.get(confirmed.len()).copied();
        confirmed.remove(0);
        confirmed.extend(next);
        let day = after(script.slot.due, -10)?;
        let cancel = SignupCancelled { signup: Id::new("i-01")?, by: AskedBy::Person, motive: None };
        script.ask(day, day, Ask::CancelSignup(cancel));
    }
    Ok((signed_up, confirmed))
}

fn hold(
    script: &mut Script<'_>,
    day: Date,
    residents: &[Resident],
    signed_up: &[usize],
    confirmed: Vec<usize>,
) -> Result<(), SeedError> {
    // One sheet in nine is typed in three weeks later.
    let late = script.chance(5, 9) == 0;
    let typed = after(day, if late { 21 } else { 1 })?;
    script.record(
        typed,
        day,
        SessionHeld {
            minutes: Some(90 + 15 * u32::try_from(script.chance(6, 4)).unwrap_or(0)),
            ..SessionHeld::default()
        },
    );
    script.record(
        typed,
        day,
        SessionLed { organisation: Id::new(script.slot.pole.host)?, function: Some("Animation du pôle".into()) },
    );
    for at in confirmed {
        let Some(resident) = residents.get(at) else { continue };
        let purpose = 100 + u64::try_from(at).unwrap_or(0);
        match script.chance(purpose, 5) {
            0 => script.record(
                typed,
                day,
                AbsenceObserved {
                    person: resident.person,
                    part: None,
                    excused: script.chance(purpose, 2) == 0,
                    noticed: None,
                },
            ),
            _ => attend(script, typed, day, resident),
        }
    }
    // Somebody came without having signed up.
    let walked_in = usize::try_from(script.slot.at * OF_EACH_POLE + script.chance(7, OF_EACH_POLE)).unwrap_or(0);
    if let Some(resident) = residents.get(walked_in).filter(|_| !signed_up.contains(&walked_in)) {
        attend(script, typed, day, resident);
    }
    script.record(typed, day, OrganisationPresent { organisation: Id::new(script.slot.pole.host)?, heads: None });
    for (rank, partner) in (0_u64..).zip(PARTNERS) {
        if script.chance(200 + rank, 3 + rank) < 2 {
            script.record(typed, day, OrganisationPresent { organisation: Id::new(partner)?, heads: None });
        }
    }
    let counted = headcount(script)?;
    script.record(typed, day, counted);
    Ok(())
}

fn attend(script: &mut Script<'_>, typed: Date, day: Date, resident: &Resident) {
    let observed = AttendanceObserved {
        age: Some(Age::Short(resident.age)),
        ..AttendanceObserved::plain(resident.person, resident.quality)
    };
    script.record(typed, day, observed);
}

fn headcount(script: &Script<'_>) -> Result<HeadcountRecorded, SeedError> {
    let heads = 3 + script.chance(8, 10);
    let estimated = script.chance(9, 7) == 0;
    let women = script.chance(11, heads + 1);
    let already = script.chance(12, 3) == 0;
    let sex = BTreeMap::from([(Sex::Female, women), (Sex::Male, heads - women)]);
    let total = if estimated { Quantity::About { value: heads } } else { Quantity::exact(heads) };
    Ok(HeadcountRecorded {
        already_seen: (already && !estimated).then(|| script.chance(13, heads + 1)),
        seen_scope: (already && !estimated).then_some(SeenScope::Pole { year: Some(script.slot.due.year()) }),
        marginals: Marginals { sex: (!estimated).then_some(sex), ..Marginals::default() },
        ..HeadcountRecorded::plain(Id::new("feuille-1")?, total)
    })
}
