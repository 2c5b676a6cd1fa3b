//! Lookups against a name server that speaks the real protocol.

mod support;

use cora_dns::{LookupError, NameServers};
use support::NameServer;

#[tokio::test]
async fn a_text_in_pieces_is_read_in_one() {
    let server = NameServer::start().await;
    server.set("_cora-domain.acme.example", &["cora-domain-", "verification=1"]);
    server.set("_cora-domain.acme.example", &["v=spf1 -all"]);
    let names = NameServers::at(server.address).unwrap();
    assert_eq!(names.texts("_cora-domain.acme.example").await.unwrap(), ["cora-domain-verification=1", "v=spf1 -all"]);
}

#[tokio::test]
async fn a_name_that_is_not_there_has_no_texts_until_it_is() {
    let server = NameServer::start().await;
    let names = NameServers::at(server.address).unwrap();
    assert!(names.texts("_cora-domain.acme.example").await.unwrap().is_empty());
    server.set("_cora-domain.acme.example", &["now"]);
    assert_eq!(names.texts("_cora-domain.acme.example").await.unwrap(), ["now"]);
}

#[tokio::test]
async fn no_answer_is_not_an_answer_without_texts() {
    let server = NameServer::start().await;
    *server.fails.lock().unwrap() = true;
    let names = NameServers::at(server.address).unwrap();
    assert!(matches!(names.texts("acme.example").await, Err(LookupError::NoAnswer)));
    assert!(matches!(names.texts(&"a".repeat(70)).await, Err(LookupError::Name)));
}
