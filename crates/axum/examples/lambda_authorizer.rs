//! An AWS Lambda authorizer for an HTTP API (payload format 2.0, simple responses). It verifies the
//! token before anything behind the API runs.
//!
//! Variables: `CORA_CONNECTIONS` is a JSON list of `{"connection": Connection, "jwksUri": URL}`.
//! `CORA_ALLOW_LOOPBACK_HTTP=1` allows a provider on this machine. The integration receives the
//! issuer and the subject as `$context.authorizer.issuer` and `$context.authorizer.subject`.
//!
//! API Gateway caches an answer for the authorizer's time to live, so a disabled connection admits
//! users for that long. Set it to 0, or to a time that is acceptable.

use std::env;
use std::sync::Arc;

use aws_lambda_events::apigw::{ApiGatewayV2CustomAuthorizerSimpleResponse, ApiGatewayV2CustomAuthorizerV2Request};
use cora_axum::system_clock;
use cora_core::connection::Connection;
use cora_core::token::{AcceptedToken, TokenError};
use cora_jwt::{HttpFetch, KeySource, Verifier, VerifierConnection, authorization};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::{Deserialize, Serialize};

/// A connection and the location of its keys.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Configured {
    connection: Connection,
    jwks_uri: Option<String>,
}

/// The context for the integration behind the API.
#[derive(Default, Serialize, Deserialize)]
struct Caller {
    issuer: String,
    subject: String,
}

type Answer = ApiGatewayV2CustomAuthorizerSimpleResponse<Option<Caller>>;

struct Authorizer {
    verifier: Verifier,
    connections: Vec<VerifierConnection>,
}

impl Authorizer {
    fn from_environment() -> Result<Self, Error> {
        let text = env::var("CORA_CONNECTIONS").map_err(|_| "the variable CORA_CONNECTIONS is not set")?;
        let configured: Vec<Configured> = serde_json::from_str(&text)?;
        let connections = configured.into_iter().map(|Configured { connection, jwks_uri }| {
            let source = KeySource::new(&connection.issuer, jwks_uri.as_deref(), None, None);
            VerifierConnection { connection, source }
        });
        let loopback = env::var("CORA_ALLOW_LOOPBACK_HTTP").is_ok_and(|text| text == "1");
        let fetch = HttpFetch::new(loopback)?;
        Ok(Self { verifier: Verifier::new(Arc::new(fetch)), connections: connections.collect() })
    }

    async fn verify(&self, request: &ApiGatewayV2CustomAuthorizerV2Request) -> Result<AcceptedToken, TokenError> {
        let values = request.headers.get_all("authorization").iter().map(|value| value.as_bytes());
        let token = authorization::only_bearer(values)?;
        self.verifier.verify_token(token, &self.connections, system_clock()).await
    }

    async fn answer(&self, event: LambdaEvent<ApiGatewayV2CustomAuthorizerV2Request>) -> Result<Answer, Error> {
        let mut answer = Answer::default();
        match self.verify(&event.payload).await {
            Ok(AcceptedToken { login, .. }) => {
                answer.is_authorized = true;
                let (issuer, subject) = (login.issuer.as_str().to_owned(), login.subject.as_str().to_owned());
                answer.context = Some(Caller { issuer, subject });
            }
            // SECURITY: the caller learns only that access is denied.
            Err(error) => println!("{}", serde_json::json!({ "refused": error })),
        }
        Ok(answer)
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let authorizer = Authorizer::from_environment()?;
    lambda_runtime::run(service_fn(|event| authorizer.answer(event))).await
}
