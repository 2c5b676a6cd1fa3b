//! Commands on connections in a test database.

#![allow(dead_code, reason = "each test file uses a part of it")]

use cora_core::actor::Actor;
use cora_core::connection::ConnectionStatus;
use cora_core::connection::lifecycle::{ConnectionChange, ConnectionCommand, ConnectionReason};
use cora_core::id::ConnectionId;
use cora_secrets::SealedSecret;
use cora_store::{ChangeConnectionError, ChangeContext};
use serde_json::{Value, json};

use super::{Database, now};

pub fn id(last: u8) -> ConnectionId {
    ConnectionId::parse(&format!("00000000-0000-7000-8000-0000000001{last:02x}")).unwrap()
}

pub fn command(command: Value) -> ConnectionCommand {
    serde_json::from_value(command).unwrap()
}

pub fn context() -> ChangeContext {
    ChangeContext {
        now: now(),
        actor: Actor::Operator {},
        request_id: Some(String::from("request-1")),
        allow_loopback: false,
        allowed_hosts: Vec::new(),
    }
}

/// Builds settings of a generic provider at this issuer.
pub fn settings(issuer: &str) -> Value {
    json!({ "issuer": issuer, "clientId": "web", "audiences": ["https://api.acme.example"] })
}

pub fn issuer(last: u8) -> String {
    format!("https://login-{last}.acme.example")
}

pub fn create(last: u8) -> ConnectionCommand {
    command(json!({
        "command": "create", "connectionId": id(last), "kind": "oidc", "displayName": format!("Sign-in {last}"),
        "settings": settings(&issuer(last))
    }))
}

pub fn tested(number: u32) -> ConnectionCommand {
    command(json!({ "command": "record_test", "number": number, "outcome": "success" }))
}

pub fn activate() -> ConnectionCommand {
    command(json!({ "command": "activate" }))
}

pub fn forced_activation() -> ConnectionCommand {
    command(json!({ "command": "activate", "force": { "reason": "we know it" } }))
}

impl Database {
    pub async fn try_change(
        &self,
        connection: ConnectionId,
        command: &ConnectionCommand,
        secrets: &[SealedSecret],
    ) -> Result<ConnectionChange, ChangeConnectionError> {
        self.store.change_connection(connection, command, &context(), secrets).await
    }

    /// Runs a command that has to succeed.
    pub async fn change(&self, last: u8, command: &ConnectionCommand) -> ConnectionChange {
        let change = self.try_change(id(last), command, &[]).await.unwrap();
        assert!(change.ok, "{command:?}: {:?} {:?}", change.reason, change.issues);
        change
    }

    /// Runs a command that has to be refused.
    pub async fn refused(&self, last: u8, command: &ConnectionCommand) -> ConnectionReason {
        let before = self.dump().await;
        let change = self.try_change(id(last), command, &[]).await.unwrap();
        assert!(!change.ok, "{command:?}");
        assert_eq!(self.dump().await, before, "{command:?}");
        change.reason
    }

    /// Creates a connection whose settings are tested.
    pub async fn make_tested(&self, last: u8) {
        self.change(last, &create(last)).await;
        self.change(last, &tested(1)).await;
    }

    pub async fn status(&self, last: u8) -> ConnectionStatus {
        self.store.connection_record(id(last)).await.unwrap().unwrap().status
    }
}
