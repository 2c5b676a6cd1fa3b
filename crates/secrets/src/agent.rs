//! Reads secrets of AWS Secrets Manager through the agent that AWS offers to run next to a program.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use reqwest::{StatusCode, Url};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::MAX_SECRET_BYTES;
use crate::error::SecretError;
use cora_core::secret::Secret;

/// Timeout of a request to the agent, which runs on this machine.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Maximum size of a response in bytes. Escaped as JSON, a secret may take six times its length;
/// the rest is room for its metadata.
const MAX_ANSWER_BYTES: usize = 6 * MAX_SECRET_BYTES + 16_384;

/// The agent's default port.
const PORT: u16 = 2773;

/// The variable that sets another port for AWS's extension for Lambda.
const PORT_VARIABLE: &str = "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT";

/// The variables from which the agent takes its token, in the agent's own order
/// (`ssrf_env_variables`).
const TOKEN_VARIABLES: [&str; 3] = ["AWS_TOKEN", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN"];

/// The file to which the agent's installation writes its token.
const TOKEN_FILE: &str = "/var/run/awssmatoken";

/// The header that proves to the agent that a program on this machine is asking, and not a forged
/// request (SSRF).
const TOKEN_HEADER: &str = "X-Aws-Parameters-Secrets-Token";

/// The future of a secret that is being fetched.
pub type SecretString<'a> = Pin<Box<dyn Future<Output = Result<Secret, SecretError>> + Send + 'a>>;

/// Access to AWS Secrets Manager. The host chooses how to reach it.
pub trait SecretsManager: Send + Sync {
    /// Returns the current string value of the secret with this name or ARN.
    fn secret_string<'a>(&'a self, id: &'a str) -> SecretString<'a>;
}

/// A client of the AWS Secrets Manager Agent or of the AWS Parameters and Secrets Lambda Extension.
/// Both answer `GetSecretValue` on this machine, with the credentials of the machine (AWS Secrets
/// Manager User Guide, "Using the AWS Secrets Manager Agent").
///
/// WHY: compared with the SDK, the agent needs no signing, credentials or retries in Cora, and it
/// caches.
pub struct SecretsManagerAgent {
    client: reqwest::Client,
    endpoint: Url,
    token: AgentToken,
}

/// The token that the agent expects.
#[derive(Debug, Clone)]
pub enum AgentToken {
    /// The token itself.
    Value(Secret),
    /// The file that holds the token. It is read for each request, because the agent creates a new
    /// token at each start.
    File(PathBuf),
}

/// The part of the `GetSecretValue` response that is read.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    secret_string: Option<String>,
}

/// The part of an error response that is read.
#[derive(Deserialize)]
struct Refusal {
    #[serde(rename = "__type", default)]
    kind: String,
}

impl SecretsManagerAgent {
    /// Builds a client of the agent at `endpoint`, an `http` URL on this machine.
    ///
    /// # Errors
    ///
    /// Returns `secret_reference_not_allowed` if the endpoint is not on this machine, and
    /// `secret_source_unavailable` if no HTTP client can be built.
    pub fn new(endpoint: &str, token: AgentToken) -> Result<Self, SecretError> {
        let endpoint = Url::parse(endpoint).map_err(|_| SecretError::ReferenceNotAllowed)?;
        // The token and the secrets in the response must not leave this machine.
        if endpoint.scheme() != "http" || !matches!(endpoint.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")) {
            return Err(SecretError::ReferenceNotAllowed);
        }
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()
            .map_err(|_| SecretError::SourceUnavailable)?;
        Ok(Self { client, endpoint, token })
    }

    /// Builds a client of the agent that the environment describes. The port is that of
    /// `PARAMETERS_SECRETS_EXTENSION_HTTP_PORT`, or 2773. The token is that of `AWS_TOKEN`,
    /// `AWS_SESSION_TOKEN` or `AWS_CONTAINER_AUTHORIZATION_TOKEN` (`file://…` names a file), or the
    /// content of `/var/run/awssmatoken`.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::new`] does.
    pub fn from_environment() -> Result<Self, SecretError> {
        Self::described_by(|name| std::env::var(name).ok())
    }

    fn described_by(variable: impl Fn(&str) -> Option<String>) -> Result<Self, SecretError> {
        let port = variable(PORT_VARIABLE).and_then(|port| port.parse().ok()).unwrap_or(PORT);
        let token = TOKEN_VARIABLES.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
        let token = match token {
            None => AgentToken::File(PathBuf::from(TOKEN_FILE)),
            Some(value) => match value.strip_prefix("file://") {
                Some(path) => AgentToken::File(PathBuf::from(path)),
                None => AgentToken::Value(Secret::new(value)),
            },
        };
        Self::new(&format!("http://localhost:{port}"), token)
    }

    async fn get(&self, id: &str) -> Result<Secret, SecretError> {
        let mut url = self.endpoint.clone();
        url.set_path("/secretsmanager/get");
        url.query_pairs_mut().append_pair("secretId", id);
        let token = match &self.token {
            AgentToken::Value(token) => token.clone(),
            AgentToken::File(path) => {
                let text = tokio::fs::read_to_string(path).await.map_err(|_| SecretError::SourceUnavailable)?;
                Secret::new(Zeroizing::new(text).trim())
            }
        };
        let unavailable = |_| SecretError::SourceUnavailable;
        let request = self.client.get(url).header(TOKEN_HEADER, token.expose());
        let mut response = request.send().await.map_err(unavailable)?;
        let status = response.status();
        let mut body = Zeroizing::new(Vec::new());
        while let Some(chunk) = response.chunk().await.map_err(unavailable)? {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(SecretError::Unreadable);
            }
            body.extend_from_slice(&chunk);
        }
        if status != StatusCode::OK {
            let refusal = serde_json::from_slice::<Refusal>(&body).map(|refusal| refusal.kind).unwrap_or_default();
            let absent = status == StatusCode::NOT_FOUND || refusal.ends_with("ResourceNotFoundException");
            return Err(if absent { SecretError::NotFound } else { SecretError::SourceUnavailable });
        }
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| SecretError::Unreadable)?;
        // A binary secret has no string. Cora's secrets are never binary.
        answer.secret_string.map(Secret::new).ok_or(SecretError::Unreadable)
    }
}

impl SecretsManager for SecretsManagerAgent {
    fn secret_string<'a>(&'a self, id: &'a str) -> SecretString<'a> {
        Box::pin(self.get(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(variables: &'static [(&str, &str)]) -> SecretsManagerAgent {
        SecretsManagerAgent::described_by(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
        .unwrap()
    }

    #[test]
    fn the_environment_says_where_the_agent_is() {
        let agent = described(&[]);
        assert_eq!(agent.endpoint.as_str(), "http://localhost:2773/");
        assert!(matches!(agent.token, AgentToken::File(path) if path.ends_with("awssmatoken")));
        let agent = described(&[(PORT_VARIABLE, "3000"), ("AWS_SESSION_TOKEN", "t")]);
        assert_eq!(agent.endpoint.as_str(), "http://localhost:3000/");
        assert!(matches!(agent.token, AgentToken::Value(token) if token.expose() == "t"));
        let agent = described(&[("AWS_TOKEN", "file:///run/token"), ("AWS_SESSION_TOKEN", "t")]);
        assert!(matches!(agent.token, AgentToken::File(path) if path.ends_with("run/token")));
    }

    #[test]
    fn only_this_machine_is_asked() {
        for endpoint in ["http://acme.example:2773", "https://localhost:2773", "http://localhost.acme.example", "x"] {
            let agent = SecretsManagerAgent::new(endpoint, AgentToken::Value(Secret::new("t")));
            assert_eq!(agent.err(), Some(SecretError::ReferenceNotAllowed), "{endpoint}");
        }
    }
}
