//! Scripted servers on loopback: one for names, one for HTTP.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::CNAME;
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

/// A scripted name server.
pub struct NameServer {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<(String, RecordType)>>>,
}

/// The records of each name: addresses, and names it is an alias of. There is one list for each
/// query; the last one is repeated.
pub type Zone = HashMap<&'static str, Vec<Vec<&'static str>>>;

impl NameServer {
    pub async fn start(zone: Zone) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<(String, RecordType)>>> = Arc::default();
        let seen = Arc::clone(&asked);
        tokio::spawn(async move {
            let mut buffer = [0; 2048];
            while let Ok((length, client)) = socket.recv_from(&mut buffer).await {
                let question = Message::from_vec(&buffer[..length]).unwrap();
                let answer = answer(&question, &zone, &mut seen.lock().unwrap());
                socket.send_to(&answer.to_vec().unwrap(), client).await.unwrap();
            }
        });
        Self { address, asked }
    }

    /// Starts a server that answers every query with these bytes, or stays silent if there are
    /// none.
    pub async fn saying(bytes: &'static [u8]) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        tokio::spawn(async move {
            let mut buffer = [0; 2048];
            while let Ok((_, client)) = socket.recv_from(&mut buffer).await {
                if !bytes.is_empty() {
                    socket.send_to(bytes, client).await.unwrap();
                }
            }
        });
        Self { address, asked: Arc::default() }
    }

    /// Returns the number of queries for the IPv4 addresses of a name.
    pub fn count(&self, name: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|(asked, kind)| asked == name && *kind == RecordType::A).count()
    }
}

fn answer(question: &Message, zone: &Zone, asked: &mut Vec<(String, RecordType)>) -> Message {
    let mut answer = Message::response(question.metadata.id, OpCode::Query);
    answer.metadata.recursion_available = true;
    let query = question.queries.first().unwrap();
    answer.add_query(query.clone());
    let kind = query.query_type();
    let mut names = vec![query.name().to_string().trim_end_matches('.').to_lowercase()];
    let mut known = false;
    while let Some(name) = names.pop() {
        let round = asked.iter().filter(|asked| **asked == (name.clone(), kind)).count();
        asked.push((name.clone(), kind));
        let Some(rounds) = zone.get(name.as_str()) else { continue };
        known = true;
        let owner = Name::from_ascii(format!("{name}.")).unwrap();
        for value in &rounds[round.min(rounds.len() - 1)] {
            let data = match value.parse::<IpAddr>() {
                Ok(address) if address.is_ipv4() == (kind == RecordType::A) => RData::from(address),
                Ok(_) => continue,
                Err(_) => {
                    names.push((*value).into());
                    RData::CNAME(CNAME(Name::from_ascii(format!("{value}.")).unwrap()))
                }
            };
            answer.add_answer(Record::from_rdata(owner.clone(), 0, data));
        }
    }
    if !known {
        answer.metadata.response_code = ResponseCode::NXDomain;
    }
    answer
}

/// A step of an HTTP server after it has read the head of a request.
#[derive(Clone)]
pub enum Step {
    Send(Vec<u8>),
    Pause(Duration),
    /// Sends these bytes again and again, with a pause after each time, until the client goes away.
    Forever(&'static [u8], Duration),
}

/// A scripted HTTP server. It closes the connection after its last step.
pub struct Server {
    pub address: SocketAddr,
    connections: Arc<Mutex<usize>>,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn start(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, heads): (Arc<Mutex<usize>>, Arc<Mutex<Vec<String>>>) = Default::default();
        let (counted, kept) = (Arc::clone(&connections), Arc::clone(&heads));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                *counted.lock().unwrap() += 1;
                let (steps, kept) = (steps.clone(), Arc::clone(&kept));
                tokio::spawn(async move {
                    let head = head(&mut stream).await;
                    kept.lock().unwrap().push(head);
                    play(&mut stream, steps).await;
                });
            }
        });
        Self { address, connections, heads }
    }

    /// Starts a server that always sends this response.
    pub async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        Self::start(vec![Step::Send(answer.into())]).await
    }

    pub fn url(&self) -> String {
        format!("http://{}/document", self.address)
    }

    pub fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    /// Returns the heads of the requests, in lower case.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// Reads to the end of a request's head, or until no more bytes arrive.
async fn head(stream: &mut TcpStream) -> String {
    let (mut head, mut buffer) = (Vec::new(), [0; 1024]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            // A client that speaks TLS does not send that end. Its first record begins with 22.
            Ok(length) if length > 0 && buffer[0] != 22 => head.extend_from_slice(&buffer[..length]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&head).to_lowercase()
}

async fn play(stream: &mut TcpStream, steps: Vec<Step>) {
    for step in steps {
        match step {
            Step::Send(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Step::Pause(time) => tokio::time::sleep(time).await,
            Step::Forever(bytes, pause) => {
                while stream.write_all(bytes).await.is_ok() {
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }
    let _ = stream.shutdown().await;
}
