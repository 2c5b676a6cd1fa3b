//! A service behind Cora's issuer: its users are those of an application that sends its access
//! token on.
//!
//! ```sh
//! CORA_URL=http://localhost:4455 CORA_CLIENT_ID=… cargo run -p cora-axum --example cora
//! ```

use std::env;
use std::error::Error;

use axum::routing::get;
use axum::{Json, Router};
use cora_axum::{CoraIssuer, CoraUser};
use serde_json::{Value, json};

async fn me(user: CoraUser) -> Json<Value> {
    Json(json!({ "userId": user.token.user_id, "organization": user.organization }))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let issuer = CoraIssuer::new(&env::var("CORA_URL")?, [env::var("CORA_CLIENT_ID")?])?;
    let app = Router::new().route("/me", get(me)).with_state(issuer);
    let port = env::var("API_PORT").unwrap_or_else(|_| "8000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on http://localhost:{port}");
    axum::serve(listener, app).await?;
    Ok(())
}
