//! Who had a place at a session, and who of them came.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use super::answers::Presence;
use super::rows::{SessionRow, Signup, SignupState};
use super::share::Share;
use super::span::Span;

/// Whether a place was still somebody's on the day of the session: `None` where the dates do not tell.
fn is_kept(signup: &Signup, day: Option<(Date, Date)>) -> Option<bool> {
    let Some(cancelled) = signup.cancelled_on.filter(|_| signup.state != SignupState::Confirmed) else {
        return Some(true);
    };
    match (cancelled.span(), day) {
        (Some((_, last)), Some((first, _))) if last < first => Some(false),
        (Some((first, _)), Some((_, last))) if last <= first => Some(true),
        (Some(_) | None, Some(_) | None) => None,
    }
}

/// Those who came among the persons who had a place in their name, confirmed and not given back before the session's
/// day. Whoever was not seen may stand among those counted without a name, or in no record at all.
pub(super) fn share_present(
    session: &SessionRow,
    here: &BTreeMap<Uuid, &Presence>,
    root: impl Fn(Uuid) -> Uuid,
) -> Share {
    let day = session.date().span();
    let persons = |kept: Option<bool>| -> BTreeSet<Uuid> {
        let places = session.signups.values().filter(|it| it.had_place && is_kept(it, day) == kept);
        places.filter_map(|it| it.person).map(&root).collect()
    };
    let (kept, mut perhaps) = (persons(Some(true)), persons(None));
    perhaps.retain(|person| !kept.contains(person));
    let absent: BTreeSet<Uuid> = session.absent.keys().map(|person| root(*person)).collect();
    let seen = |of: &BTreeSet<Uuid>| of.iter().filter(|person| here.contains_key(person)).count() as u64;
    let unseen = |of: &BTreeSet<Uuid>| {
        of.iter().filter(|person| !here.contains_key(person) && !absent.contains(person)).count() as u64
    };
    let nameless = session.heads().at_most().filter(|_| !session.recorded().may_lack_people());
    let among = |unseen: u64, taken: u64| nameless.map_or(unseen, |heads| unseen.min(heads.saturating_sub(taken)));
    let (yes, unknown) = (seen(&kept), among(unseen(&kept), 0));
    let perhaps_seen = seen(&perhaps);
    Share {
        yes,
        no: kept.len() as u64 - yes - unknown,
        unknown: Span::between(0, Some(unknown)),
        perhaps_yes: perhaps_seen + among(unseen(&perhaps), unknown),
        perhaps_no: perhaps.len() as u64 - perhaps_seen,
    }
}
