//! A local mail server for tests that keeps the mails sent to it.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone)]
pub struct MailServer {
    pub address: SocketAddr,
    /// The mails sent: the recipients, and the mail with its headers.
    pub mails: Arc<Mutex<Vec<(String, String)>>>,
    /// The reply to `RCPT` that refuses the mail, or `None` to accept it.
    pub refusal: Arc<Mutex<Option<String>>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Self { address, mails: Arc::default(), refusal: Arc::default() };
        let here = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let here = here.clone();
                tokio::spawn(async move { here.talk(stream).await });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut recipients = String::new();
        write.write_all(b"220 mail.example ready\r\n").await.ok()?;
        while let Some(line) = lines.next_line().await.ok()? {
            let answer = match line.split([' ', ':']).next().unwrap_or("").to_ascii_uppercase().as_str() {
                "EHLO" => "250-mail.example\r\n250-8BITMIME\r\n250 SMTPUTF8".to_owned(),
                "RCPT" => match self.refusal.lock().unwrap().clone() {
                    Some(refusal) => refusal,
                    None => {
                        recipients.push_str(&line["RCPT TO:".len()..]);
                        "250 taken".to_owned()
                    }
                },
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    let mut mail = String::new();
                    while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                        mail.push_str(&line);
                        mail.push('\n');
                    }
                    self.mails.lock().unwrap().push((std::mem::take(&mut recipients), mail));
                    "250 taken".to_owned()
                }
                "QUIT" => {
                    write.write_all(b"221 bye\r\n").await.ok()?;
                    return Some(());
                }
                _ => "250 well".to_owned(),
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
        Some(())
    }
}
