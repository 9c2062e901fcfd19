//! What a payload of the session family must hold by itself, whatever the state of the session.

use crate::family::Family;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Facts, motivated, not_blank, ordered, plausible_year};
use crate::session::{HeadcountRecorded, ReferralMade, SeenScope, SessionFact, SignupRequested, Standing};

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
            SessionFact::VisitsRecorded(it) => {
                ordered(&it.number).and_then(|()| not_replacing_itself(&it.sheet, &it.standing))
            }
            SessionFact::ConnectionsRecorded(it) => {
                ordered(&it.number).and_then(|()| not_replacing_itself(&it.sheet, &it.standing))
            }
            SessionFact::OrganisationPresent(it) => some_heads(it.heads.unwrap_or(1)),
            SessionFact::ReferralMade(it) => referral(it),
            SessionFact::Credited(_)
            | SessionFact::Led(_)
            | SessionFact::CapacityChanged(_)
            | SessionFact::SignupConfirmed(_)
            | SessionFact::SignupWaiting(_)
            | SessionFact::SignupCancelled(_)
            | SessionFact::AttendanceObserved(_)
            | SessionFact::AbsenceObserved(_) => Ok(()),
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
                named.person(it.relative_of);
                named.maybe(Family::Organisation, it.organisation.as_ref());
                named.maybe(Family::Organisation, it.through.as_ref());
            }
            SessionFact::AttendanceObserved(it) => {
                named.person(Some(it.person));
                named.maybe(Family::Organisation, it.organisation.as_ref());
                named.maybe(Family::Organisation, it.referred_by.as_ref());
            }
            SessionFact::AbsenceObserved(it) => named.person(Some(it.person)),
            SessionFact::OrganisationPresent(it) => named.id(Family::Organisation, &it.organisation),
            SessionFact::ReferralMade(it) => {
                it.to.iter().chain(&it.from).for_each(|party| party.references(named));
            }
            SessionFact::HeadcountRecorded(it) => {
                if let Some(SeenScope::Fiche { fiche, .. }) = &it.seen_scope {
                    named.id(Family::Fiche, fiche);
                }
            }
            // Whose presence is withdrawn was named when it was observed.
            SessionFact::AttendanceWithdrawn(_)
            | SessionFact::Moved(_)
            | SessionFact::Cancelled(_)
            | SessionFact::Held(_)
            | SessionFact::CapacityChanged(_)
            | SessionFact::SignupConfirmed(_)
            | SessionFact::SignupWaiting(_)
            | SessionFact::SignupCancelled(_)
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
    some_heads(request.heads)?;
    match (&request.person, &request.organisation, &request.relative_of) {
        (None, None, None) => Err(Refusal::new("signup-for-nobody").with("signup", &request.signup)),
        _ => Ok(()),
    }
}

fn some_heads(heads: u32) -> Result<(), Refusal> {
    if heads == 0 { Err(Refusal::new("no-heads")) } else { Ok(()) }
}

/// A referral goes one way.
fn referral(said: &ReferralMade) -> Result<(), Refusal> {
    some_heads(said.heads)?;
    match (&said.to, &said.from) {
        (Some(party), None) => party.sound("to"),
        (None, Some(party)) => party.sound("from"),
        (Some(_), Some(_)) | (None, None) => Err(Refusal::new("referral-to-or-from").with("referral", &said.referral)),
    }
}

fn not_replacing_itself(sheet: &Id, standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::Replaces { sheet: replaced } if replaced == sheet => {
            Err(Refusal::new("sheet-replaces-itself").with("sheet", sheet))
        }
        Standing::First {} | Standing::Adds {} | Standing::Replaces { .. } => Ok(()),
    }
}

/// A marginal counts some of the heads, so its sum may be below the total but never above the most that the total may
/// be.
fn headcount(sheet: &HeadcountRecorded) -> Result<(), Refusal> {
    ordered(&sheet.total)?;
    let most = sheet.total.bounds().1;
    for (marginal, sum) in sheet.marginals.sums() {
        if most.is_some_and(|most| sum > most) {
            return Err(Refusal::new("marginal-above-total")
                .with("marginal", marginal)
                .with("sum", sum)
                .with("total", most.unwrap_or(0)));
        }
    }
    match (sheet.already_seen, &sheet.seen_scope) {
        (Some(seen), _) if most.is_some_and(|most| seen > most) => {
            return Err(Refusal::new("already-seen-above-total").with("seen", seen).with("total", most.unwrap_or(0)));
        }
        (Some(seen), None) => return Err(Refusal::new("already-seen-of-what").with("seen", seen)),
        (None, Some(scope)) => return Err(Refusal::new("scope-without-already-seen").with("scope", scope.word())),
        (Some(_), Some(scope)) => scope.year().map_or(Ok(()), plausible_year)?,
        (None, None) => {}
    }
    not_replacing_itself(&sheet.sheet, &sheet.standing)
}
