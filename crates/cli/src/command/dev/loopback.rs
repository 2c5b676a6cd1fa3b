//! Listening on this machine's own addresses, and on no other.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::Refused;

/// A port of 127.0.0.1 and, where the machine has it, of `[::1]`: browsers and runtimes take either
/// for `localhost`.
pub struct Loopback {
    pub listener: TcpListener,
    sixth: Option<TcpListener>,
}

/// The task that passes on what arrives at the second address. It ends when this is dropped.
pub struct Forwarding(Option<JoinHandle<()>>);

impl Drop for Forwarding {
    fn drop(&mut self) {
        if let Some(task) = &self.0 {
            task.abort();
        }
    }
}

/// Listens on a port.
pub async fn bind(port: u16) -> Result<Loopback, Refused> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| refused(port, &error))?;
    match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
        Ok(sixth) => Ok(Loopback { listener, sixth: Some(sixth) }),
        // A program that has the port there would get half of the requests.
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(refused(port, &error)),
        // The machine has no IPv6.
        Err(_) => Ok(Loopback { listener, sixth: None }),
    }
}

fn refused(port: u16, error: &std::io::Error) -> Refused {
    if error.kind() == ErrorKind::AddrInUse {
        return Refused::new(
            "port_taken",
            format!("another program listens on port {port}, perhaps another `cora dev`"),
            "Stop it, or choose other ports: `cora dev --port 5000`. The variables of applications change with it.",
        );
    }
    let message = format!("port {port} of this machine cannot be used: {error}");
    Refused::new("port_not_usable", message, "Choose a port above 1023: `cora dev --port 5000`.")
}

impl Loopback {
    /// Returns the listener, which also gets what arrives at `[::1]`.
    pub fn forwarded(self) -> (TcpListener, Forwarding) {
        let Self { listener, sixth } = self;
        let to = listener.local_addr().ok();
        let task = sixth.zip(to).map(|(sixth, to)| tokio::spawn(forward(sixth, to)));
        (listener, Forwarding(task))
    }
}

async fn forward(from: TcpListener, to: SocketAddr) {
    loop {
        let Ok((mut incoming, _)) = from.accept().await else {
            // No file is left for a connection; one may be soon.
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            continue;
        };
        tokio::spawn(async move {
            if let Ok(mut outgoing) = TcpStream::connect(to).await {
                // Either side may break off.
                let _ = copy_bidirectional(&mut incoming, &mut outgoing).await;
            }
        });
    }
}
