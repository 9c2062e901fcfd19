//! What a projector fed by the topic promises, on librdkafka's mock cluster in every run and on a real broker where one
//! is given.

mod controls;
mod faults;
mod feed;
mod figures;
mod fixture;
mod groups;
mod lies;
mod positions;
mod watched_positions;

/// Runs each scene on the mock cluster, and on a real broker when there is one.
macro_rules! scenes {
    ($($name:ident: $partitions:literal),+ $(,)?) => {
        mod on_the_mock {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::kafka::tests::fixture::Fixture::mock($partitions)).await;
            })+
        }
        mod on_a_real_broker {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                if let Some(fixture) = $crate::kafka::tests::fixture::Fixture::real($partitions).await {
                    super::$name(fixture).await;
                }
            })+
        }
    };
}
use scenes;
