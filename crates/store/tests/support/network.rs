//! The way between the store and PostgreSQL: a network that fails, and a pooler in transaction
//! mode.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};

/// Returns the URL of the same database through another port, and the address of the database.
async fn through(url: &str) -> (TcpListener, String, String) {
    let config: tokio_postgres::Config = url.parse().unwrap();
    let tokio_postgres::config::Host::Tcp(host) = &config.get_hosts()[0] else { panic!("{url}") };
    let server = format!("{host}:{}", config.get_ports()[0]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = listener.local_addr().unwrap().to_string();
    let url = url.replace(&server, &own);
    let separator = if url.contains('?') { '&' } else { '?' };
    (listener, format!("{url}{separator}sslmode=disable"), server)
}

/// A fault of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Everything passes.
    None,
    /// Connections are cut after this number of bytes to the server.
    CutAfter(usize),
    /// Answers are other bytes than the server sent.
    Garbage,
    /// Nothing passes any more, and nothing is closed.
    Silence,
}

/// A proxy whose fault can be changed while connections are open.
#[derive(Clone)]
pub struct Network {
    pub url: String,
    fault: Arc<Mutex<Fault>>,
    cuts: Arc<AtomicUsize>,
}

impl Network {
    pub async fn before(url: &str) -> Self {
        let (listener, url, server) = through(url).await;
        let network = Self { url, fault: Arc::new(Mutex::new(Fault::None)), cuts: Arc::default() };
        let own = network.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(&server).await else { continue };
                tokio::spawn(own.clone().pass(client, server));
            }
        });
        network
    }

    pub fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    /// Returns the number of connections that were cut.
    pub fn cuts(&self) -> usize {
        self.cuts.load(Ordering::Relaxed)
    }

    fn fault(&self) -> Fault {
        *self.fault.lock().unwrap()
    }

    async fn pass(self, mut client: TcpStream, mut server: TcpStream) {
        let (mut asking, mut answer) = ([0; 4096], [0; 4096]);
        let mut sent = 0;
        loop {
            tokio::select! {
                read = client.read(&mut asking) => {
                    let Ok(read @ 1..) = read else { return };
                    match self.fault() {
                        Fault::CutAfter(most) if sent + read > most => {
                            self.cuts.fetch_add(1, Ordering::Relaxed);
                            // A part of it arrives, as when a cable is cut.
                            server.write_all(&asking[..read / 2]).await.ok();
                            return;
                        }
                        Fault::Silence => continue,
                        _ => {}
                    }
                    sent += read;
                    if server.write_all(&asking[..read]).await.is_err() { return }
                }
                read = server.read(&mut answer) => {
                    let Ok(read @ 1..) = read else { return };
                    match self.fault() {
                        Fault::Garbage => answer[..read].fill(0xa5),
                        Fault::Silence => continue,
                        _ => {}
                    }
                    if client.write_all(&answer[..read]).await.is_err() { return }
                }
            }
        }
    }
}

/// A message of PostgreSQL's protocol, version 3: its kind and its whole bytes.
struct Frame {
    kind: u8,
    bytes: Vec<u8>,
}

async fn frame(from: &mut (impl AsyncRead + Unpin)) -> Option<Frame> {
    let mut head = [0; 5];
    from.read_exact(&mut head).await.ok()?;
    let length = u32::from_be_bytes(head[1..].try_into().unwrap()) as usize;
    let mut bytes = head.to_vec();
    bytes.resize(1 + length, 0);
    from.read_exact(&mut bytes[5..]).await.ok()?;
    Some(Frame { kind: head[0], bytes })
}

/// Reads frames in a task of their own, so that waiting for one can be given up.
fn frames(mut from: impl AsyncRead + Unpin + Send + 'static) -> mpsc::Receiver<Frame> {
    let (send, receive) = mpsc::channel(64);
    tokio::spawn(async move {
        while let Some(frame) = frame(&mut from).await {
            if send.send(frame).await.is_err() {
                return;
            }
        }
    });
    receive
}

/// A connection to the server that no client has.
struct Idle {
    frames: mpsc::Receiver<Frame>,
    write: OwnedWriteHalf,
}

/// Passes a transaction on. `None` if the client has gone before its end.
async fn transaction(
    mut next: Frame,
    pending: &mut usize,
    asked: &mut mpsc::Receiver<Frame>,
    answers: &mut OwnedWriteHalf,
    server: &mut Idle,
) -> Option<()> {
    loop {
        if next.kind == b'X' {
            return None;
        }
        *pending += usize::from(matches!(next.kind, b'Q' | b'S'));
        server.write.write_all(&next.bytes).await.ok()?;
        next = loop {
            tokio::select! {
                frame = asked.recv() => break frame?,
                answer = server.frames.recv() => {
                    let answer = answer?;
                    *pending -= usize::from(answer.kind == b'Z');
                    answers.write_all(&answer.bytes).await.ok()?;
                    if answer.kind == b'Z' && *pending == 0 && answer.bytes[5] == b'I' {
                        return Some(());
                    }
                }
            }
        };
    }
}

/// Ends the transaction of a client that has gone.
async fn rolled_back(server: &mut Idle, pending: usize) -> Option<()> {
    server.write.write_all(b"Q\0\0\0\x0dROLLBACK\0").await.ok()?;
    for _ in 0..=pending {
        while server.frames.recv().await?.kind != b'Z' {}
    }
    Some(())
}

/// A pooler in transaction mode: each transaction has the connection that was returned last, no
/// matter which client opened it. It knows nothing of prepared statements, as PgBouncer before
/// 1.21.
#[derive(Clone)]
pub struct Pooler {
    pub url: String,
    idle: Arc<Mutex<Vec<Idle>>>,
    returned: Arc<Notify>,
    most: usize,
}

impl Pooler {
    /// Starts a pooler that keeps at most this number of connections to the server.
    pub async fn before(url: &str, most: usize) -> Self {
        let (listener, url, server) = through(url).await;
        let pooler = Self { url, idle: Arc::default(), returned: Arc::default(), most };
        let own = pooler.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                client.set_nodelay(true).unwrap();
                let server = TcpStream::connect(&server).await.unwrap();
                server.set_nodelay(true).unwrap();
                tokio::spawn(own.clone().serve(client, server));
            }
        });
        pooler
    }

    async fn serve(self, mut client: TcpStream, mut server: TcpStream) -> Option<()> {
        // The client logs in at the server, whose connection is everybody's afterwards.
        let length = client.read_u32().await.ok()?;
        let mut startup = vec![0; length as usize - 4];
        client.read_exact(&mut startup).await.ok()?;
        server.write_u32(length).await.ok()?;
        server.write_all(&startup).await.ok()?;
        loop {
            let answer = frame(&mut server).await?;
            client.write_all(&answer.bytes).await.ok()?;
            match (answer.kind, answer.bytes.get(5..9)) {
                (b'Z', _) => break,
                // A request for a password, or a step of SASL; not that it is done.
                (b'R', Some([0, 0, 0, 3 | 5 | 10 | 11])) => {
                    server.write_all(&frame(&mut client).await?.bytes).await.ok()?;
                }
                _ => {}
            }
        }
        let (read, write) = server.into_split();
        self.put(Idle { frames: frames(read), write });
        let (read, mut answers) = client.into_split();
        let mut asked = frames(read);
        let mut next = asked.recv().await?;
        while next.kind != b'X' {
            let mut server = self.take().await;
            let mut pending = 0;
            let served = transaction(next, &mut pending, &mut asked, &mut answers, &mut server).await;
            if served.is_none() && rolled_back(&mut server, pending).await.is_none() {
                return None;
            }
            self.put(server);
            served?;
            next = asked.recv().await?;
        }
        Some(())
    }

    fn put(&self, server: Idle) {
        let mut idle = self.idle.lock().unwrap();
        // The pool is small: its first connections are the ones that everybody gets.
        if idle.len() < self.most {
            idle.push(server);
        }
        self.returned.notify_one();
    }

    async fn take(&self) -> Idle {
        loop {
            let returned = self.returned.notified();
            if let Some(server) = self.idle.lock().unwrap().pop() {
                return server;
            }
            tokio::time::timeout(Duration::from_millis(50), returned).await.ok();
        }
    }
}
