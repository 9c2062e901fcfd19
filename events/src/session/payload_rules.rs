//! What a payload of the session family must hold by itself, whatever the state of the session.

use crate::family::Family;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Facts, motivated, not_blank, ordered};
use crate::session::{HeadcountRecorded, SessionFact, SignupRequested};

impl Facts for SessionFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            SessionFact::Planned(it) => {
                not_blank("title", &it.title)?;
                clock_time(it.time.as_deref())?;
                not_zero_minutes(it.minutes)?;
                match it.occurrence {
                    Some(0) => Err(Refusal::new("occurrence-zero")),
                    _ => Ok(()),
                }
            }
            SessionFact::Moved(it) => motivated(&it.motive).and_then(|()| clock_time(it.time.as_deref())),
            SessionFact::Cancelled(it) => motivated(&it.motive),
            SessionFact::Held(it) => not_zero_minutes(it.minutes),
            SessionFact::SignupRequested(it) => refuse_for_nobody(it),
            SessionFact::AttendanceWithdrawn(it) => motivated(&it.motive),
            SessionFact::HeadcountRecorded(it) => headcount(it),
            SessionFact::VisitsRecorded(it) => ordered(&it.passages),
            SessionFact::ConnectionsRecorded(it) => ordered(&it.connections),
            SessionFact::Credited(_)
            | SessionFact::Led(_)
            | SessionFact::CapacityChanged(_)
            | SessionFact::SignupConfirmed(_)
            | SessionFact::SignupWaiting(_)
            | SessionFact::SignupCancelled(_)
            | SessionFact::AttendanceObserved(_)
            | SessionFact::AbsenceObserved(_)
            | SessionFact::OrganisationPresent(_)
            | SessionFact::ReferralMade(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            SessionFact::Planned(it) => {
                named.maybe(Family::Contract, it.contract.as_ref());
                named.maybe(Family::Pole, it.pole.as_ref());
                named.maybe(Family::Body, it.body.as_ref());
                named.all(Family::Fiche, &it.fiches);
            }
            SessionFact::Credited(it) => named.id(Family::Fiche, &it.fiche),
            SessionFact::Led(it) => named.id(Family::Organisation, &it.organisation),
            SessionFact::SignupRequested(it) => {
                named.person(it.person);
                named.maybe(Family::Organisation, it.organisation.as_ref());
            }
            SessionFact::AttendanceObserved(it) => {
                named.person(Some(it.person));
                named.maybe(Family::Organisation, it.organisation.as_ref());
            }
            SessionFact::AbsenceObserved(it) => named.person(Some(it.person)),
            SessionFact::OrganisationPresent(it) => named.id(Family::Organisation, &it.organisation),
            SessionFact::ReferralMade(it) => named.id(Family::Organisation, &it.organisation),
            // Whose presence is withdrawn was named when it was observed.
            SessionFact::AttendanceWithdrawn(_)
            | SessionFact::Moved(_)
            | SessionFact::Cancelled(_)
            | SessionFact::Held(_)
            | SessionFact::CapacityChanged(_)
            | SessionFact::SignupConfirmed(_)
            | SessionFact::SignupWaiting(_)
            | SessionFact::SignupCancelled(_)
            | SessionFact::HeadcountRecorded(_)
            | SessionFact::VisitsRecorded(_)
            | SessionFact::ConnectionsRecorded(_) => {}
        }
    }
}

fn clock_time(time: Option<&str>) -> Result<(), Refusal> {
    let Some(time) = time else { return Ok(()) };
    let sound = match time.as_bytes() {
        [h1 @ b'0'..=b'2', h2 @ b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9'] => (*h1, *h2) <= (b'2', b'3'),
        _ => false,
    };
    if sound { Ok(()) } else { Err(Refusal::new("bad-time").with("time", time)) }
}

fn not_zero_minutes(minutes: Option<u32>) -> Result<(), Refusal> {
    if minutes == Some(0) { Err(Refusal::new("no-duration")) } else { Ok(()) }
}

pub(super) fn refuse_for_nobody(request: &SignupRequested) -> Result<(), Refusal> {
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
