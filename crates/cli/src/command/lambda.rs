//! `cora lambda`: the HTTP service as an AWS Lambda function.

use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;

use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use clap::Args;
use lambda_http::RequestExt as _;
use lambda_http::request::RequestContext;

use super::run_to_end;
use super::serve::service::{self, Service};

/// Serve the routes as an AWS Lambda function, behind API Gateway or a load balancer.
///
/// The settings are those of `cora serve`, set as environment variables of the function. The
/// function's `bootstrap` is a script that runs `exec ./cora lambda`. Use PostgreSQL: a file does
/// not outlive a function.
#[derive(Debug, Args)]
#[command(after_help = "Example, as the file `bootstrap` of a function with the runtime provided.al2023:
  #!/bin/sh
  exec ./cora lambda")]
pub struct Lambda {
    #[command(flatten)]
    service: Service,
}

/// Runs the command.
pub fn run(arguments: &Lambda) -> ExitCode {
    let _observed = super::serve::observation::begin();
    crate::settings::warn_of_unknown_variables(&Lambda::augment_args(clap::Command::new("lambda")));
    run_to_end(async {
        let (_, app) = service::open(&arguments.service).await?;
        let router = cora_server::router_of_function(app).layer(from_fn(from_client));
        lambda_http::run(router).await.map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Sets the client's address from the gateway's request context.
async fn from_client(mut request: Request, next: Next) -> Response {
    let client = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.clone(),
        Some(RequestContext::ApiGatewayV1(context)) => context.identity.source_ip.clone(),
        _ => None,
    };
    if let Some(address) = client.and_then(|text| text.parse::<IpAddr>().ok()) {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address, 0)));
    }
    next.run(request).await
}
