//! Listening, and stopping without cutting anybody off.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

use crate::http::problem::Problem;
use crate::router::router;
use crate::state::AppState;
use crate::vault_keeper::VaultKeeper;

/// Longest time for the head of a request to arrive.
const MOST_HEAD_TIME: Duration = Duration::from_secs(10);
/// Longest head of a request, in bytes.
const MOST_HEAD_BYTES: usize = 32 * 1024;
/// How long answers under way may take once the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// Why the server could not listen.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Until accounts exist, whoever reaches the server may write.
    #[error(
        "{0} is not a loopback address: until accounts exist, Maillage listens on 127.0.0.1 or [::1] only \
         (put an authenticating proxy on this machine in front)"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be had.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// Takes an address to listen on; port 0 takes any free one. Only loopback addresses are taken.
///
/// # Errors
/// [`ServeError`] says which address and why.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    if !address.ip().is_loopback() {
        return Err(ServeError::NotLoopback(address));
    }
    TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })
}

/// Makes good what a kill left half done between vault and log, serves until `shutdown` is ready, then ends live
/// streams, lets answers under way finish (10 seconds at most) and returns.
///
/// # Errors
/// [`ServeError::NotLoopback`] when the listener stands on another address.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), ServeError> {
    if let Ok(address) = listener.local_addr() {
        if !address.ip().is_loopback() {
            return Err(ServeError::NotLoopback(address));
        }
        tracing::info!(%address, "listening");
    }
    let mut keeper = VaultKeeper::new(state.clone());
    keeper.make_good().await;
    tokio::spawn(keeper.keep());
    let app = router(state.clone());
    let for_operators = app.clone().layer(from_fn(operators_alone));
    let graceful = GracefulShutdown::new();
    let places = state.places.clone();
    tokio::pin!(shutdown);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file descriptors, most often: a pause lets some come back.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut shutdown => break,
        };
        let (place, app) = match places.connections.clone().try_acquire_owned() {
            Ok(place) => (place, &app),
            Err(_) => match places.operators.clone().try_acquire_owned() {
                Ok(place) => (place, &for_operators),
                // Nobody waits: whoever comes now is told so by the end of the connection.
                Err(_) => continue,
            },
        };
        let connection = graceful.watch(connection(stream, app));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    state.stop();
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers were cut off");
    }
    Ok(())
}

/// When all places are taken, the last ones answer what operators ask, and nobody keeps one.
async fn operators_alone(request: Request, next: Next) -> Response {
    let mut response = match request.uri().path() {
        "/healthz" | "/readyz" | "/metrics" => next.run(request).await,
        _ => Problem::new("too-many-connections").into_response(),
    };
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

type Connection = http1::Connection<TokioIo<TcpStream>, TowerToHyperService<axum::Router>>;

fn connection(stream: TcpStream, app: &axum::Router) -> Connection {
    // A small answer (an event, a counter) must not wait for the acknowledgement of the one before.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(MOST_HEAD_TIME)
        .max_buf_size(MOST_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_loopback_is_listened_on() {
        for address in ["0.0.0.0:0", "192.168.1.4:0", "[::]:0"] {
            assert!(matches!(listen(address.parse().unwrap()).await, Err(ServeError::NotLoopback(_))), "{address}");
        }
        assert!(listen("127.0.0.1:0".parse().unwrap()).await.is_ok());
    }
}
