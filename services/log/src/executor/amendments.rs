//! The amendments of a command, judged together once all of it is decided: each of their streams as the command found
//! it and as it would leave it, and the register likewise.

use jiff::tz::TimeZone;
use maillage_events::decide::{Amended, refuse_broken};
use maillage_events::envelope::RecordedAt;
use maillage_events::refusal::{Broken, Refusal};

use super::register_use::{Here, RegisterUse};
use crate::clock::circumstances_at;
use crate::log::ReadError;

/// Refuses amendments that would newly break what is recorded, naming each fact.
pub(super) async fn judge(
    amended: &[Amended<'_>],
    register: &mut RegisterUse<'_>,
    zone: &TimeZone,
    here: Here<'_, '_>,
) -> Result<Result<(), Refusal>, ReadError> {
    if amended.is_empty() {
        return Ok(Ok(()));
    }
    let moments = |moment: RecordedAt| circumstances_at(moment.timestamp(), zone);
    let mut broken: Vec<Broken> = amended.iter().flat_map(|stream| stream.newly_broken(&moments)).collect();
    broken.extend(register.judge_amended(amended, here).await?);
    broken.sort_by_key(|broken| broken.position);
    broken.dedup_by(|a, b| a.fact == b.fact && a.refusal.code == b.refusal.code);
    Ok(refuse_broken(broken))
}
