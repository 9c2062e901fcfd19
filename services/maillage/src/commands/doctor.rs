//! `maillage doctor`.

#[cfg(feature = "kafka")]
mod kafka;
mod siblings;

use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use maillage_events::envelope::{Recorded, RecordedAt};
use maillage_log::backup::folder::newest;
use maillage_log::clock::{Clock, SystemClock};
use maillage_log::log::FactLog;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projector::ProjectorError;
use serde::Serialize;

use crate::cli::Doctor;
use crate::config::{GivenSettings, settle};
use crate::failure::Failure;
use crate::output;
use crate::store_access::{OpenStore, StoreAccess};

/// How far into the future the last fact may lie before a clock is called wrong.
const SKEW: Duration = Duration::from_secs(300);

/// Hours after which the newest backup is too old: the timer makes one a day.
const STALE: i64 = 26;

/// What was looked at, and what was found.
#[derive(Debug, Serialize)]
struct Finding {
    what: String,
    sound: bool,
    found: String,
}

/// Looks at everything, says what it found, and fails when something hurts.
pub async fn run(args: Doctor, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let said = GivenSettings { backup_dir: args.backups.backup_dir, ..args.kafka.said(args.store) };
    let settings = settle(said, file)?;
    let store = StoreAccess::of(&settings);
    #[cfg(feature = "kafka")]
    let client = settings.kafka_client()?;
    #[cfg(not(feature = "kafka"))]
    if settings.kafka.value.is_some() || settings.kafka_config.value.is_some() {
        return Err(Failure::without_kafka("maillage doctor --kafka"));
    }
    let mut findings = Vec::new();
    // Opening refuses weak durability and another schema, and says which setting and the way out.
    match siblings::look(&store, &mut findings).await {
        Ok(Some(open)) => {
            let log = open.log.as_ref();
            findings.push(sound("store", format!("{} opens; its settings keep what is acknowledged", store.address)));
            facts(log, &mut findings).await?;
            rows(&store, &open, &mut findings).await?;
            siblings::vault(&store, log, &mut findings).await?;
            #[cfg(feature = "kafka")]
            kafka::look(&settings, client, &store, log, &mut findings).await;
        }
        Ok(None) => {}
        Err(Failure::Failed(why) | Failure::Usage(why)) => findings.push(hurts("store", why)),
    }
    findings.extend(settings.backup_dir.value.as_deref().map(backups));
    if args.json {
        output::line(&serde_json::to_string_pretty(&findings)?);
    } else {
        for Finding { what, sound, found } in &findings {
            output::line(&format!("{}  {what:<28} {found}", if *sound { "ok   " } else { "HURTS" }));
        }
    }
    Ok(if findings.iter().all(|finding| finding.sound) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn sound(what: impl Into<String>, found: String) -> Finding {
    Finding { what: what.into(), sound: true, found }
}

fn hurts(what: impl Into<String>, found: String) -> Finding {
    Finding { what: what.into(), sound: false, found }
}

/// How old the newest whole backup is.
fn backups(folder: &Path) -> Finding {
    match newest(folder) {
        Ok(Some((path, manifest))) => {
            let hours = SystemClock.now().duration_since(manifest.made_at).as_hours();
            let found = format!("{}, {hours} hours old", path.display());
            if hours <= STALE { sound("backup", found) } else { hurts("backup", found) }
        }
        Ok(None) => hurts("backup", format!("none in {}", folder.display())),
        Err(why) => hurts("backup", why.to_string()),
    }
}

/// Reads every fact of every space: no position missing, every one readable and in its place, no clock ahead.
async fn facts(log: &dyn FactLog, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let now = RecordedAt::from(SystemClock.now());
    for space in log.spaces().await? {
        let head = match log.head(&space).await {
            Ok(head) => head,
            Err(why) => {
                findings.push(hurts(format!("facts of {space}"), why.to_string()));
                continue;
            }
        };
        let bar = output::progress(head.position, "facts");
        let mut bad = None;
        let read = tokio::task::block_in_place(|| {
            log.scan(&space, 0, None, None, &mut |fact| {
                bar.inc(1);
                bad = match Recorded::read(fact.bytes) {
                    Ok(recorded) if recorded.position == fact.position && recorded.space == space => {
                        return ControlFlow::Continue(());
                    }
                    Ok(_) => Some(format!("position {} holds the bytes of another place", fact.position)),
                    Err(why) => Some(format!("position {}: {why}", fact.position)),
                };
                ControlFlow::Break(())
            })
        });
        bar.finish_and_clear();
        let what = format!("facts of {space}");
        let ahead = head.recorded_at.0 - now.0;
        findings.push(match (read, bad) {
            (Err(why), _) => hurts(what, why.to_string()),
            (_, Some(why)) => hurts(what, why),
            (Ok(_), None) if i128::from(ahead) > SKEW.as_micros().cast_signed() => hurts(
                what,
                format!(
                    "the last one was recorded at {}, which is still to come: set this machine's clock right",
                    head.recorded_at
                ),
            ),
            (Ok(reached), None) => sound(what, format!("{reached}, none missing, every one readable")),
        });
    }
    Ok(())
}

/// Where each projection of each space stands.
async fn rows(store: &StoreAccess, open: &OpenStore, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let (log, rows) = (open.log.as_ref(), store.unbound_rows().await?);
    let heads = log.heads().await?;
    for (name, fresh) in CATALOGUE {
        let (mut behind, mut stopped, mut altered, mut never) = (0, Vec::new(), Vec::new(), 0);
        for (space, head) in &heads {
            let mut state = fresh();
            let loaded = tokio::task::block_in_place(|| rows.load(space, state.as_mut()));
            let found = match loaded.and_then(|loaded| loaded.map(|loaded| loaded.verified(state.as_mut())).transpose())
            {
                Ok(found) => found,
                Err(ProjectorError::Row(_) | ProjectorError::RowsAltered(_)) => {
                    altered.push(space.to_string());
                    continue;
                }
                Err(why) => return Err(why.into()),
            };
            match found {
                None => never += 1,
                Some(checkpoint) => {
                    behind += head.position.saturating_sub(checkpoint.mark.position);
                    stopped.extend(checkpoint.stopped.map(|why| format!("{space} ({why})")));
                }
            }
        }
        let what = format!("rows of {name}");
        findings.push(match (stopped.is_empty() && altered.is_empty(), never, behind) {
            (false, ..) if !altered.is_empty() => {
                let spaces = altered.join(", ");
                hurts(what, format!("altered in {spaces}: `maillage rebuild` folds them again, as does a start"))
            }
            (false, ..) => hurts(what, format!("stopped in {}", stopped.join(", "))),
            (true, 0, 0) => sound(what, "at the head".to_owned()),
            (true, ..) => sound(what, format!("{behind} facts behind; {never} spaces not folded yet")),
        });
    }
    Ok(())
}
