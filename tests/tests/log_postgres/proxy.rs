//! A stretch of network that can be made to fail at the worst moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What only the bytes of a fact hold. Its commit is sent with them.
const FACT: &[u8] = b"\"recorded_at\":";

/// What happens to the next transaction that brings facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Fault {
    /// Nothing.
    None = 0,
    /// It reaches the server; the reply is swallowed and the connection cut.
    ReplyLost = 1,
    /// It is cut off before it reaches the server.
    NeverArrives = 2,
}

/// A proxy before a server.
pub struct Proxy {
    port: u16,
    fault: Arc<AtomicU8>,
}

impl Proxy {
    /// Starts one.
    pub async fn before((host, port): (String, u16)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (here, fault) = (listener.local_addr().unwrap().port(), Arc::new(AtomicU8::new(Fault::None as u8)));
        let armed = fault.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect((host.as_str(), port)).await.unwrap();
                carry(client, server, armed.clone());
            }
        });
        Self { port: here, fault }
    }

    /// Its port on the loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Arms it for one transaction.
    pub fn arm(&self, fault: Fault) {
        self.fault.store(fault as u8, Ordering::SeqCst);
    }

    /// Whether the fault has happened.
    pub fn has_struck(&self) -> bool {
        self.fault.load(Ordering::SeqCst) == Fault::None as u8
    }
}

fn carry(client: TcpStream, server: TcpStream, fault: Arc<AtomicU8>) {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let muted = Arc::new(AtomicBool::new(false));
    let replies = tokio::spawn(forward(from_server, to_client, muted.clone()));
    tokio::spawn(requests(from_client, to_server, fault, muted, replies));
}

async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, muted: Arc<AtomicBool>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if !muted.load(Ordering::SeqCst) && to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}

async fn requests(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    fault: Arc<AtomicU8>,
    muted: Arc<AtomicBool>,
    replies: tokio::task::JoinHandle<()>,
) {
    let mut buffer = vec![0; 1 << 20];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let sent = &buffer[..count];
        let armed = fault.load(Ordering::SeqCst);
        if armed != Fault::None as u8 && sent.windows(FACT.len()).any(|bytes| bytes == FACT) {
            muted.store(true, Ordering::SeqCst);
            if armed == Fault::ReplyLost as u8 {
                to.write_all(sent).await.unwrap();
                // The server has the time to commit; then the connection is cut.
                tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            }
            fault.store(Fault::None as u8, Ordering::SeqCst);
            replies.abort();
            return;
        }
        if to.write_all(sent).await.is_err() {
            return;
        }
    }
}
