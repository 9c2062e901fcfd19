//! A log that wraps another: which questions it hands on.
//!
//! The answers depend on each other (`pages` shows what `read` shows, `heads` what `spaces` and `head` show), so a
//! wrapper that changes one of them must think of the others. Therefore nothing goes on by itself, and nothing falls
//! back on a slower way: each method is either written by the wrapper or named to [`delegate_reads!`], and one that is
//! neither does not compile. A method added to [`FactReads`](super::FactReads) asks every wrapper the same.

/// Names that the macro writes into the crate of a wrapper.
#[doc(hidden)]
pub mod names {
    pub use std::sync::Arc;

    pub use futures::future::BoxFuture;
    pub use maillage_events::envelope::RecordedAt;
    pub use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
    pub use tokio::sync::watch::Receiver;

    pub use crate::clock::Clock;
    pub use crate::log::{AppendedSpaces, DecisionInput, Digests, Head, Page, ReadError, Receipt, StoredFact, Visit};
}

/// Inside an `impl FactReads`: hands the questions named on to the log in a field, without a future of its own around
/// theirs.
///
/// ```
/// # use std::sync::Arc;
/// # use maillage_log::{delegate_reads, log::FactReads};
/// #[derive(Debug)]
/// struct Wrapper {
///     log: Arc<dyn FactReads>,
/// }
///
/// impl FactReads for Wrapper {
///     delegate_reads!(log: receipt, read, pages, read_stream, read_for_decision, find, versions);
///     delegate_reads!(log: head, heads, position_at, spaces, scan, digests, appended, appended_spaces, clock);
/// }
/// ```
///
/// A wrapper that answers none of them itself, and changes appends alone, names no question: `delegate_reads!(log)`.
///
/// One that forgets a question (here `pages`) does not compile:
///
/// ```compile_fail
/// # use std::sync::Arc;
/// # use maillage_log::{delegate_reads, log::FactReads};
/// #[derive(Debug)]
/// struct Wrapper {
///     log: Arc<dyn FactReads>,
/// }
///
/// impl FactReads for Wrapper {
///     delegate_reads!(log: receipt, read, read_stream, read_for_decision, find, versions);
///     delegate_reads!(log: head, heads, position_at, spaces, scan, digests, appended, appended_spaces, clock);
/// }
/// ```
#[macro_export]
macro_rules! delegate_reads {
    ($log:ident) => {
        $crate::delegate_reads!($log: receipt, read, pages, read_stream, read_for_decision, find, versions);
        $crate::delegate_reads!($log: head, heads, position_at, spaces, scan, digests);
        $crate::delegate_reads!($log: appended, appended_spaces, clock);
    };
    ($log:ident: $($question:ident),+ $(,)?) => { $($crate::delegate_reads!(@$question $log);)+ };
    (@receipt $log:ident) => {
        $crate::delegate_reads!(@future $log receipt<'space>(
            space: &'space $crate::log::names::SpaceId, command: $crate::log::names::CommandId
        ) -> Option<($crate::log::names::Receipt, [u8; 32])>);
    };
    (@read $log:ident) => {
        $crate::delegate_reads!(@future $log read<'space>(
            space: &'space $crate::log::names::SpaceId, after: u64, limit: usize
        ) -> Vec<$crate::log::names::StoredFact>);
    };
    (@pages $log:ident) => {
        $crate::delegate_reads!(@future $log pages<'pages>(
            pages: &'pages [$crate::log::names::Page]
        ) -> Vec<Vec<$crate::log::names::StoredFact>>);
    };
    (@read_stream $log:ident) => {
        $crate::delegate_reads!(@future $log read_stream<'space, 'stream>(
            space: &'space $crate::log::names::SpaceId, stream: &'stream $crate::log::names::StreamId
        ) -> Vec<$crate::log::names::StoredFact>);
    };
    (@read_for_decision $log:ident) => {
        $crate::delegate_reads!(@future $log read_for_decision<'space, 'streams>(
            space: &'space $crate::log::names::SpaceId,
            command: $crate::log::names::CommandId,
            streams: &'streams [$crate::log::names::StreamId]
        ) -> $crate::log::names::DecisionInput);
    };
    (@find $log:ident) => {
        $crate::delegate_reads!(@future $log find<'space>(
            space: &'space $crate::log::names::SpaceId, id: $crate::log::names::FactId
        ) -> Option<$crate::log::names::StoredFact>);
    };
    (@versions $log:ident) => {
        $crate::delegate_reads!(@future $log versions<'space, 'streams>(
            space: &'space $crate::log::names::SpaceId, streams: &'streams [$crate::log::names::StreamId]
        ) -> Vec<u64>);
    };
    (@head $log:ident) => {
        $crate::delegate_reads!(@future $log head<'space>(
            space: &'space $crate::log::names::SpaceId
        ) -> $crate::log::names::Head);
    };
    (@heads $log:ident) => {
        $crate::delegate_reads!(@future $log heads<>() -> Vec<($crate::log::names::SpaceId, $crate::log::names::Head)>);
    };
    (@position_at $log:ident) => {
        $crate::delegate_reads!(@future $log position_at<'space>(
            space: &'space $crate::log::names::SpaceId, moment: $crate::log::names::RecordedAt
        ) -> u64);
    };
    (@spaces $log:ident) => {
        $crate::delegate_reads!(@future $log spaces<>() -> Vec<$crate::log::names::SpaceId>);
    };
    (@scan $log:ident) => {
        fn scan(
            &self,
            space: &$crate::log::names::SpaceId,
            after: u64,
            until: Option<u64>,
            kinds: Option<&[&str]>,
            visit: $crate::log::names::Visit<'_>,
        ) -> Result<u64, $crate::log::names::ReadError> {
            self.$log.scan(space, after, until, kinds, visit)
        }
    };
    (@digests $log:ident) => {
        $crate::delegate_reads!(@future $log digests<'space>(
            space: &'space $crate::log::names::SpaceId, after: u64, limit: usize
        ) -> $crate::log::names::Digests);
    };
    (@appended $log:ident) => {
        fn appended(&self) -> $crate::log::names::Receiver<u64> {
            self.$log.appended()
        }
    };
    (@appended_spaces $log:ident) => {
        fn appended_spaces(&self) -> $crate::log::names::AppendedSpaces {
            self.$log.appended_spaces()
        }
    };
    (@clock $log:ident) => {
        fn clock(&self) -> $crate::log::names::Arc<dyn $crate::log::names::Clock> {
            self.$log.clock()
        }
    };
    // The shape that `async_trait` gives an `async fn`: one lifetime a reference, and that of the future last.
    (@future $log:ident $question:ident<$($life:lifetime),*>(
        $($argument:ident: $type:ty),*
    ) -> $answer:ty) => {
        fn $question<'log, $($life,)* 'answer>(
            &'log self,
            $($argument: $type),*
        ) -> $crate::log::names::BoxFuture<'answer, Result<$answer, $crate::log::names::ReadError>>
        where
            'log: 'answer,
            $($life: 'answer,)*
            Self: 'answer,
        {
            self.$log.$question($($argument),*)
        }
    };
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use async_trait::async_trait;
    use maillage_events::envelope::RecordedAt;
    use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
    use tokio::sync::{broadcast, watch};

    use crate::clock::{Clock, SystemClock};
    use crate::log::{
        AppendedSpaces, DecisionInput, Digests, FactReads, Head, Page, ReadError, Receipt, StoredFact, Visit,
        one_by_one,
    };

    /// Notes which methods were called; all its answers are empty.
    #[derive(Debug, Default)]
    struct Noting(Mutex<Vec<&'static str>>);

    impl Noting {
        fn note<T: Default>(&self, question: &'static str) -> Result<T, ReadError> {
            self.0.lock().unwrap().push(question);
            Ok(T::default())
        }
    }

    #[async_trait]
    impl FactReads for Noting {
        async fn receipt(&self, _: &SpaceId, _: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError> {
            self.note("receipt")
        }
        async fn read(&self, _: &SpaceId, _: u64, _: usize) -> Result<Vec<StoredFact>, ReadError> {
            self.note("read")
        }
        async fn pages(&self, _: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
            self.note("pages")
        }
        async fn read_stream(&self, _: &SpaceId, _: &StreamId) -> Result<Vec<StoredFact>, ReadError> {
            self.note("read_stream")
        }
        async fn read_for_decision(
            &self,
            _: &SpaceId,
            _: CommandId,
            _: &[StreamId],
        ) -> Result<DecisionInput, ReadError> {
            self.note("read_for_decision")
        }
        async fn find(&self, _: &SpaceId, _: FactId) -> Result<Option<StoredFact>, ReadError> {
            self.note("find")
        }
        async fn versions(&self, _: &SpaceId, _: &[StreamId]) -> Result<Vec<u64>, ReadError> {
            self.note("versions")
        }
        async fn head(&self, _: &SpaceId) -> Result<Head, ReadError> {
            self.note("head")
        }
        async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
            self.note("heads")
        }
        async fn position_at(&self, _: &SpaceId, _: RecordedAt) -> Result<u64, ReadError> {
            self.note("position_at")
        }
        async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
            self.note("spaces")
        }
        fn scan(
            &self,
            _: &SpaceId,
            _: u64,
            _: Option<u64>,
            _: Option<&[&str]>,
            _: Visit<'_>,
        ) -> Result<u64, ReadError> {
            self.note("scan")
        }
        async fn digests(&self, _: &SpaceId, _: u64, _: usize) -> Result<Digests, ReadError> {
            self.note("digests")
        }
        fn appended(&self) -> watch::Receiver<u64> {
            watch::Sender::new(0).subscribe()
        }
        fn appended_spaces(&self) -> AppendedSpaces {
            broadcast::Sender::new(1).subscribe()
        }
        fn clock(&self) -> Arc<dyn Clock> {
            Arc::new(SystemClock)
        }
    }

    #[derive(Debug, Default)]
    struct Wrapper {
        log: Arc<Noting>,
    }

    impl FactReads for Wrapper {
        delegate_reads!(log: receipt, read, pages, read_stream, read_for_decision, find, versions);
        delegate_reads!(log: head, heads, position_at, spaces, scan, digests, appended, appended_spaces, clock);
    }

    #[tokio::test]
    async fn a_wrapper_keeps_the_fast_paths_of_what_it_wraps() {
        let (wrapper, space) = (Wrapper::default(), SpaceId::new("lille").unwrap());
        let page = Page { space: space.clone(), after: 0, limit: 1 };
        wrapper.read_for_decision(&space, CommandId::derived("c"), &[]).await.unwrap();
        wrapper.pages(std::slice::from_ref(&page)).await.unwrap();
        wrapper.heads().await.unwrap();
        assert_eq!(wrapper.log.0.lock().unwrap().split_off(0), ["read_for_decision", "pages", "heads"]);
        // The control: the slow way asks other questions.
        one_by_one::read_for_decision(&wrapper, &space, CommandId::derived("c"), &[]).await.unwrap();
        one_by_one::pages(&wrapper, &[page]).await.unwrap();
        one_by_one::heads(&wrapper).await.unwrap();
        assert_eq!(wrapper.log.0.lock().unwrap().split_off(0), ["receipt", "versions", "read", "spaces"]);
    }
}
