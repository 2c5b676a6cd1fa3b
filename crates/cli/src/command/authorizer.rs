//! `cora authorizer`: verifies access tokens for a gateway of AWS, as a function.

use std::process::ExitCode;

use aws_lambda_events::apigw::{ApiGatewayV2CustomAuthorizerSimpleResponse, ApiGatewayV2CustomAuthorizerV2Request};
use clap::Args;
use cora_axum::{CoraIssuer, CoraUser};
use cora_core::token::TokenError;
use cora_jwt::authorization;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::{Value, json};

use super::document::BAD_INPUT;
use super::run_to_end;

/// Verify access tokens of Cora's issuer for a gateway of AWS (HTTP APIs, payload format 2.0,
/// simple responses), as an AWS Lambda function.
///
/// The function's `bootstrap` is a script that runs `exec ./cora authorizer`. The routes behind the
/// gateway get the user, the application and the organization as `$context.authorizer.userId`,
/// `clientId` and `organizationId`. A caller learns only that access is denied; the log has the
/// code of the reason.
#[derive(Debug, Args)]
#[command(after_help = "Example, as the file `bootstrap` of a function with the runtime provided.al2023:
  #!/bin/sh
  exec ./cora authorizer")]
pub struct Authorizer {
    /// The URL of Cora's issuer.
    #[arg(long, value_name = "URL", env = "CORA_URL")]
    issuer: String,
    /// The applications whose users may call, separated by commas: their identifiers, at most 20.
    #[arg(long, value_name = "ID,…", env = "CORA_CLIENTS", value_delimiter = ',', required = true)]
    client: Vec<String>,
}

type Answer = ApiGatewayV2CustomAuthorizerSimpleResponse<Value>;

/// Runs the command.
pub fn run(arguments: &Authorizer) -> ExitCode {
    let issuer = match CoraIssuer::new(&arguments.issuer, &arguments.client) {
        Ok(issuer) => issuer,
        Err(fault) => {
            eprintln!("error: {fault}");
            return ExitCode::from(BAD_INPUT);
        }
    };
    run_to_end(async {
        let answer = service_fn(|event| answer(&issuer, event));
        lambda_runtime::run(answer).await.map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(ExitCode::SUCCESS)
    })
}

async fn answer(
    issuer: &CoraIssuer,
    event: LambdaEvent<ApiGatewayV2CustomAuthorizerV2Request>,
) -> Result<Answer, lambda_runtime::Error> {
    let mut answer = Answer::default();
    match verify(issuer, &event.payload).await {
        Ok(CoraUser { token, organization, .. }) => {
            answer.is_authorized = true;
            answer.context = json!({
                "clientId": token.application_id.to_string(),
                "organizationId": organization.map(|organization| organization.id.to_string()).unwrap_or_default(),
                "userId": token.user_id.to_string(),
            });
        }
        // SECURITY: the caller learns only that access is denied.
        Err(error) => println!("{}", json!({ "refused": error })),
    }
    Ok(answer)
}

async fn verify(issuer: &CoraIssuer, request: &ApiGatewayV2CustomAuthorizerV2Request) -> Result<CoraUser, TokenError> {
    let values = request.headers.get_all("authorization").iter().map(|value| value.as_bytes());
    issuer.verify(authorization::only_bearer(values)?).await
}
