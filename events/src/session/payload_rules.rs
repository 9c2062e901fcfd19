//! What a payload of the session family must hold by itself, whatever the state of the session.

use jiff::civil::Date;

use crate::family::Family;
use crate::id::Id;
use crate::place::Place;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Facts, motivated, not_blank, ordered, plausible_year, starts_before_end};
use crate::session::{
    HeadcountRecorded, ReferralMade, SeenScope, SessionFact, SessionPlanned, SignupRequested, Standing,
};

impl Facts for SessionFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            SessionFact::Planned(it) => {
                clock_time(it.time.as_deref())?;
                duration(it.minutes)?;
                planned(it)
            }
            SessionFact::Moved(it) => {
                motivated(&it.motive)?;
                clock_time(it.time.as_deref())?;
                duration(it.minutes)?;
                it.place.as_ref().map_or(Ok(()), Place::sound)
            }
            SessionFact::Renamed(it) => not_blank("title", &it.title),
            SessionFact::Cancelled(it) => motivated(&it.motive),
            SessionFact::Held(it) => clock_time(it.time.as_deref()).and_then(|()| duration(it.minutes)),
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
            | SessionFact::Uncredited(_)
            | SessionFact::Led(_)
            | SessionFact::LeadEnded(_)
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
                named.all(Family::Contract, &it.contracts);
                named.maybe(Family::Organisation, it.organiser.as_ref());
                if let Some(place) = &it.place {
                    place.references(named);
                }
                named.maybe(Family::Pole, it.pole.as_ref());
                named.maybe(Family::Body, it.body.as_ref());
                named.all(Family::Fiche, &it.fiches);
            }
            SessionFact::Moved(it) => {
                if let Some(place) = &it.place {
                    place.references(named);
                }
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
            // What ends, or is withdrawn, was named when it began.
            SessionFact::AttendanceWithdrawn(_)
            | SessionFact::Renamed(_)
            | SessionFact::Uncredited(_)
            | SessionFact::LeadEnded(_)
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

    fn completed(self) -> Self {
        match self {
            SessionFact::Planned(it) => SessionFact::Planned(it.completed()),
            other => other,
        }
    }
}

/// The longest that a session may last: a week, day and night.
const MOST_MINUTES: u32 = 7 * 24 * 60;

/// The most days between the slot that a session fills and the day that it is planned for.
const MOST_DAYS_FROM_SLOT: i64 = 366;

/// Most contracts, fiches or parts of one session.
const MOST_LISTED: usize = 200;

fn planned(it: &SessionPlanned) -> Result<(), Refusal> {
    not_blank("title", &it.title)?;
    starts_before_end(Some(it.when), it.ends)?;
    it.place.as_ref().map_or(Ok(()), Place::sound)?;
    if it.slot.is_some() && it.pole.is_none() {
        return Err(Refusal::new("slot-without-pole"));
    }
    if let Some((slot, (first, last))) = it.slot.zip(it.when.span()) {
        let near = |day: Date| day.duration_until(slot).as_hours().abs() <= MOST_DAYS_FROM_SLOT * 24;
        if !near(first) && !near(last) && !(first..=last).contains(&slot) {
            return Err(Refusal::new("slot-far-from-session").with("slot", slot).with("when", it.when));
        }
    }
    for (member, absent) in [("series", &it.series), ("campaign", &it.campaign)] {
        if let Some(id) = absent {
            return Err(Refusal::new("family-not-recorded-yet").with("family", member).with("id", id));
        }
    }
    for (member, length) in [("contracts", it.contracts.len()), ("fiches", it.fiches.len()), ("parts", it.parts.len())]
    {
        if length > MOST_LISTED {
            return Err(Refusal::new("list-too-long").with("member", member).with("most", MOST_LISTED));
        }
    }
    parts(it)?;
    match &it.stands_for {
        Some(number) => {
            ordered(number)?;
            if number.most_said() == Some(0) { Err(Refusal::new("stands-for-none")) } else { Ok(()) }
        }
        None => Ok(()),
    }
}

/// Parts lie on the days of the session, and each half-day is one part.
fn parts(it: &SessionPlanned) -> Result<(), Refusal> {
    for (at, part) in it.parts.iter().enumerate() {
        let before = &it.parts[..at];
        if before.iter().any(|other| other.part == part.part || (other.date, other.half) == (part.date, part.half)) {
            return Err(Refusal::new("part-twice").with("part", &part.part));
        }
        let (first, last) = (it.when.span(), it.ends.unwrap_or(it.when).span());
        if first.is_some_and(|(first, _)| part.date < first) || last.is_some_and(|(_, last)| last < part.date) {
            return Err(Refusal::new("part-outside-session").with("part", &part.part).with("on", part.date));
        }
    }
    Ok(())
}

fn clock_time(time: Option<&str>) -> Result<(), Refusal> {
    let Some(time) = time else { return Ok(()) };
    let sound = match time.as_bytes() {
        [h1 @ b'0'..=b'2', h2 @ b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9'] => (*h1, *h2) <= (b'2', b'3'),
        _ => false,
    };
    if sound { Ok(()) } else { Err(Refusal::new("bad-time").with("time", time)) }
}

fn duration(minutes: Option<u32>) -> Result<(), Refusal> {
    match minutes {
        Some(0) => Err(Refusal::new("no-duration")),
        Some(minutes) if minutes > MOST_MINUTES => {
            Err(Refusal::new("duration-too-long").with("minutes", minutes).with("most", MOST_MINUTES))
        }
        Some(_) | None => Ok(()),
    }
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
    let most = sheet.total.most_said();
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
