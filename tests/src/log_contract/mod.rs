//! What every store of facts must keep, one function a promise. A store's own test file gives a factory and runs them
//! all: `maillage_tests::log_contract!(MyStore::fresh());`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a promise that is not kept panics, as tests do")]

pub mod altered;
pub mod batch_reads;
pub mod circles;
pub mod clocks;
pub mod order;
pub mod races;
pub mod reads;
pub mod receipts;
pub mod refusals;
pub mod slots;
pub mod workload;

use std::sync::Arc;

use async_trait::async_trait;
use maillage_events::id::SpaceId;
use maillage_log::clock::Clock;
use maillage_log::log::FactLog;

/// One store, empty at first.
#[async_trait]
pub trait LogFactory: Send + Sync {
    /// Opens the store. Called again while an earlier opening lives, it stands for another process; after all are
    /// dropped, for a restart.
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn FactLog>;

    /// Tries each way that the store's own language has of changing or removing a fact and a receipt; gives back those
    /// that worked.
    async fn forbidden_ways_that_worked(&self) -> Vec<String>;

    /// Removes one fact by force, past every guard of the store: the fault that readers must notice.
    async fn make_hole(&self, space: &SpaceId, position: u64);

    /// Changes a column of one fact by force, as a bit that turned on the disk would.
    async fn alter(&self, space: &SpaceId, position: u64, column: Column);
}

/// A column of a fact that a reader takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The second clock: one microsecond later.
    RecordedAt,
    /// The id: another one.
    Id,
    /// The kind: another one that exists.
    Kind,
    /// The first clock: a month later.
    Occurred,
    /// The stream's name: another one.
    Stream,
    /// The version: the next one but many.
    Version,
    /// The bytes: one letter of them.
    Fact,
    /// What is to tell that the others were changed.
    Checksum,
}

impl Column {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::RecordedAt,
        Self::Id,
        Self::Kind,
        Self::Occurred,
        Self::Stream,
        Self::Version,
        Self::Fact,
        Self::Checksum,
    ];
}

/// Declares the list of promises once: for the tests of a store, and for whoever runs them all in a row.
macro_rules! promises {
    ($d:tt $($module:ident :: $name:ident),+ $(,)?) => {
        /// Every promise, by name.
        pub const PROMISES: &[&str] = &[$(stringify!($name)),+];

        /// Runs every promise, each on a store of its own; panics at the first that is not kept.
        pub async fn run_all<F: LogFactory>(fresh: impl Fn() -> F) {
            $($module::$name(&fresh()).await;)+
        }

        /// One test a promise, on the stores that an expression makes.
        #[macro_export]
        macro_rules! log_contract {
            ($d fresh:expr) => {
                $(#[tokio::test(flavor = "multi_thread")]
                async fn $name() {
                    $crate::log_contract::$module::$name(&$d fresh).await;
                })+
            };
        }
    };
}

promises! {
    $
    order::positions_are_dense_in_each_space,
    order::a_command_over_several_streams_is_appended_in_its_order,
    order::what_was_acknowledged_is_there_after_a_restart,
    order::nothing_is_updated_or_deleted,
    receipts::a_repeat_gives_the_first_answer_and_appends_nothing,
    receipts::a_repeat_after_a_restart_gives_the_first_answer,
    receipts::a_command_id_with_another_request_is_refused,
    receipts::a_command_id_belongs_to_its_space,
    receipts::a_command_without_facts_keeps_a_receipt,
    receipts::a_refused_command_leaves_no_receipt,
    refusals::a_stale_request_takes_no_position,
    refusals::a_command_over_two_streams_is_all_or_nothing,
    refusals::a_run_without_facts_says_which_version_must_hold,
    refusals::what_contradicts_itself_is_malformed,
    refusals::a_fact_is_appended_once,
    refusals::a_register_that_moved_on_refuses_whoever_went_by_it,
    refusals::a_space_that_moved_on_refuses_whoever_went_by_all_of_it,
    clocks::the_second_clock_is_that_of_the_log_and_never_goes_back,
    clocks::the_second_clock_does_not_go_back_over_a_restart,
    clocks::a_moment_gives_the_last_position_known_then,
    reads::the_bytes_are_those_that_were_sealed,
    reads::pages_are_contiguous_and_bounded,
    reads::streams_and_facts_are_found,
    reads::what_does_not_exist_is_empty,
    reads::a_scan_keeps_to_its_bounds,
    reads::a_scan_of_some_kinds_leaves_out_the_others,
    reads::a_hole_is_an_error_and_never_read_over,
    altered::a_fact_of_which_a_column_was_altered_is_never_read,
    altered::a_moment_is_never_found_by_a_fact_that_was_altered,
    batch_reads::what_a_command_is_decided_on_comes_in_one_answer,
    batch_reads::pages_of_several_spaces_are_those_of_each,
    batch_reads::what_facts_are_is_told_without_the_facts,
    races::writers_at_once_leave_no_hole_and_lose_nothing,
    races::a_reader_that_tails_never_skips,
    races::retries_at_once_give_one_fact,
    races::stale_requests_do_not_disturb_their_neighbours,
    races::of_writers_on_one_version_one_succeeds,
    races::of_writers_on_one_register_one_succeeds,
    races::two_processes_keep_one_order,
    circles::two_nodes_close_no_circle,
    slots::two_nodes_hold_no_slot_twice,
    slots::a_session_corrected_into_a_slot_meanwhile_is_met,
}
