//! The first person who signs in becomes the owner of the platform, by a bootstrap token as an
//! operator issues it (`cora init`).

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cora_core::secret::PresentedToken;
use cora_dev_provider::Picked;
use cora_secrets::random_secret;
use cora_server::{App, clock};
use cora_store::{IssueTokenError, Store};
use tokio::sync::Mutex;
use tower::ServiceExt as _;

/// Returns the call for each person who is picked. It lets the first one claim the platform before
/// their sign-in goes on.
pub fn first_person(store: Store, app: App) -> Picked {
    let one_at_a_time = Arc::new(Mutex::new(()));
    Arc::new(move |id_token| {
        let (store, app, one_at_a_time) = (store.clone(), app.clone(), Arc::clone(&one_at_a_time));
        Box::pin(async move {
            let _claiming = one_at_a_time.lock().await;
            match claim(&store, app, &id_token).await {
                Ok(false) => {}
                Ok(true) => super::say("The first person has signed in, and owns the platform."),
                // Their sign-in goes on without.
                Err(error) => tracing::warn!(error = format!("{error:#}"), "nobody owns the platform yet"),
            }
        })
    })
}

/// Claims the platform for the person of an ID token. Returns `false` if it has an owner.
async fn claim(store: &Store, app: App, id_token: &str) -> anyhow::Result<bool> {
    let secret = random_secret()?;
    let token = PresentedToken::new(secret.expose()).ok_or_else(|| anyhow::anyhow!("the token is too long"))?;
    match store.issue_bootstrap_token(&token, (clock::system())()).await {
        Ok(()) => {}
        Err(IssueTokenError::OwnerExists) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    let request = Request::get("/profiles/me")
        .header(header::AUTHORIZATION, format!("Bearer {id_token}"))
        .header("x-cora-bootstrap-token", secret.expose())
        .body(Body::empty())?;
    let response = cora_server::router(app).oneshot(request).await?;
    if response.status() != StatusCode::OK {
        let bytes = axum::body::to_bytes(response.into_body(), 64 * 1024).await?;
        let answer: serde_json::Value = serde_json::from_slice(&bytes)?;
        anyhow::bail!("the first person was not admitted: {}", answer.get("code").unwrap_or(&answer));
    }
    Ok(true)
}
