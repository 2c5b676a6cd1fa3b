//! What the log holds, and what it must not.

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use support::*;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_holds_no_token_and_no_address() {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().json().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    // WHY for the whole process, and a test file of its own: the database's threads log too.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let service = Service::new(base()).await;
    // The schema itself has a sign or two of it.
    log.0.lock().unwrap().clear();
    let mut tokens = Vec::new();
    for (subject, email) in
        [("ivan", "ivan@partner.example"), ("eve", "eve@evil.example"), ("olga", "olga@acme.example")]
    {
        let token = service.token(subject, email);
        service.me_with(&token, Some("a-setup-token")).await;
        service.evaluate(&token, r#"{"login":{"email":"mallory@evil.example"}}"#).await;
        tokens.push(token);
    }
    service.me("mallory@evil.example").await;
    service.get("/profiles/mallory@evil.example?token=mallory@evil.example").await;
    service.documents.remove(KEYS);
    let unknown = signing::Signer::p256("mallory@evil.example");
    service.me(&unknown.token(&claims("mallory", "mallory@evil.example"))).await;
    // A database that fails in the middle of a login.
    service.store.close().await;
    service.me(&tokens[0]).await.refused(500, "internal_error");

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let answered = log.lines().filter(|line| line.contains("\"answered\"")).count();
    assert_eq!(answered, 10, "{log}");
    for line in log.lines() {
        assert!(!line.contains('@'), "{line}");
        assert!(!line.contains("a-setup-token") && !line.contains("mallory"), "{line}");
        for token in &tokens {
            let signature = token.rsplit('.').next().unwrap();
            assert!(!line.contains(signature) && !line.contains(token), "{line}");
        }
    }
}
