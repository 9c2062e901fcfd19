//! What a payload of the session family must hold by itself, whatever the state of the session.

use crate::refusal::Refusal;
use crate::session::{HeadcountRecorded, SessionFact, SignupRequested};
use crate::soundness::{motivated, named, ordered};

/// What a payload must hold by itself: judged when it is recorded and when it corrects.
pub fn sound(fact: &SessionFact) -> Result<(), Refusal> {
    match fact {
        SessionFact::Planned(it) => {
            named("title", &it.title)?;
            clock(it.time.as_deref())?;
            lasting(it.minutes)?;
            match it.occurrence {
                Some(0) => Err(Refusal::new("occurrence-zero")),
                _ => Ok(()),
            }
        }
        SessionFact::Moved(it) => motivated(&it.motive).and_then(|()| clock(it.time.as_deref())),
        SessionFact::Cancelled(it) => motivated(&it.motive),
        SessionFact::Held(it) => lasting(it.minutes),
        SessionFact::SignupRequested(it) => for_somebody(it),
        SessionFact::AttendanceWithdrawn(it) => motivated(&it.motive),
        SessionFact::HeadcountRecorded(it) => headcount(it),
        SessionFact::VisitsRecorded(it) => ordered(&it.passages),
        SessionFact::ConnectionsRecorded(it) => ordered(&it.connections),
        _ => Ok(()),
    }
}

fn clock(time: Option<&str>) -> Result<(), Refusal> {
    let Some(time) = time else { return Ok(()) };
    let sound = match time.as_bytes() {
        [h1 @ b'0'..=b'2', h2 @ b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9'] => (*h1, *h2) <= (b'2', b'3'),
        _ => false,
    };
    if sound { Ok(()) } else { Err(Refusal::new("bad-time").with("time", time)) }
}

fn lasting(minutes: Option<u32>) -> Result<(), Refusal> {
    if minutes == Some(0) { Err(Refusal::new("no-duration")) } else { Ok(()) }
}

pub(super) fn for_somebody(request: &SignupRequested) -> Result<(), Refusal> {
    match (&request.person, &request.organisation) {
        (None, None) => Err(Refusal::new("signup-for-nobody").with("signup", &request.signup)),
        _ => Ok(()),
    }
}

/// A marginal counts some of the heads, so its sum may be below the total but never above the most that the total may
/// be.
fn headcount(sheet: &HeadcountRecorded) -> Result<(), Refusal> {
    ordered(&sheet.total)?;
    let most = sheet.total.bounds().1;
    for (marginal, counts) in &sheet.marginals {
        let sum = counts.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
        if most.is_some_and(|most| sum > most) {
            return Err(Refusal::new("marginal-above-total")
                .with("marginal", marginal)
                .with("sum", sum)
                .with("total", most.unwrap_or(0)));
        }
    }
    match (sheet.already_seen, sheet.seen_scope) {
        (Some(seen), _) if most.is_some_and(|most| seen > most) => {
            return Err(Refusal::new("already-seen-above-total").with("seen", seen).with("total", most.unwrap_or(0)));
        }
        (Some(seen), None) => return Err(Refusal::new("already-seen-of-what").with("seen", seen)),
        (None, Some(scope)) => return Err(Refusal::new("scope-without-already-seen").with("scope", scope)),
        _ => {}
    }
    match &sheet.replaces {
        Some(replaced) if sheet.adds => {
            Err(Refusal::new("sheet-replaces-and-adds").with("sheet", &sheet.sheet).with("replaced", replaced))
        }
        Some(replaced) if *replaced == sheet.sheet => {
            Err(Refusal::new("sheet-replaces-itself").with("sheet", &sheet.sheet))
        }
        _ => Ok(()),
    }
}
