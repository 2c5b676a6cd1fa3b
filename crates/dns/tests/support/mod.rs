//! A local name server for tests that speaks DNS over UDP.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::TXT;
use hickory_resolver::proto::rr::{RData, Record};
use tokio::net::UdpSocket;

#[derive(Clone)]
pub struct NameServer {
    pub address: SocketAddr,
    /// The texts of each name, each split into pieces. A name without an entry gets NXDOMAIN.
    records: Arc<Mutex<BTreeMap<String, Vec<Vec<String>>>>>,
    /// `true` if every query is answered with SERVFAIL.
    pub fails: Arc<Mutex<bool>>,
}

impl NameServer {
    pub async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: socket.local_addr().unwrap(), records: Arc::default(), fails: Arc::default() };
        let here = server.clone();
        tokio::spawn(async move {
            let mut buffer = [0; 1500];
            while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let question = Message::from_vec(&buffer[..length]).unwrap();
                socket.send_to(&here.answer(&question).to_vec().unwrap(), from).await.unwrap();
            }
        });
        server
    }

    /// Adds a text, split into these pieces, to a name.
    pub fn set(&self, name: &str, pieces: &[&str]) {
        let pieces = pieces.iter().map(|piece| (*piece).to_owned()).collect();
        self.records.lock().unwrap().entry(name.to_owned()).or_default().push(pieces);
    }

    /// Removes the texts of a name.
    pub fn clear(&self, name: &str) {
        self.records.lock().unwrap().remove(name);
    }

    fn answer(&self, question: &Message) -> Message {
        let mut answer = Message::response(question.metadata.id, OpCode::Query);
        let query = question.queries[0].clone();
        let name = query.name().clone();
        answer.add_query(query);
        if *self.fails.lock().unwrap() {
            answer.metadata.response_code = ResponseCode::ServFail;
            return answer;
        }
        match self.records.lock().unwrap().get(name.to_ascii().trim_end_matches('.')) {
            None => answer.metadata.response_code = ResponseCode::NXDomain,
            Some(texts) => {
                for pieces in texts {
                    answer.add_answer(Record::from_rdata(name.clone(), 60, RData::TXT(TXT::new(pieces.clone()))));
                }
            }
        }
        answer
    }
}
