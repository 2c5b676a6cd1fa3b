//! Runs a login through a provider as its client: the authorization code flow with PKCE (RFC 6749
//! §4.1, RFC 7636, OpenID Connect Core §3.1). Used for the test that a connection passes before it
//! is activated.
//!
//! [`begin`] builds the URL that the administrator's browser is sent to. A host keeps the
//! [`StoredFlow`]. When the browser comes back, [`Callback::parse`] parses the callback and
//! [`StoredFlow::accept`] decides whether it belongs to this flow, this connection and this version
//! of it (pitfall C29). [`exchange`] then gets the tokens, and [`renew`] gets later ones.
//!
//! Nothing here stores anything, reads a clock, follows a redirect or verifies a token: those are
//! the tasks of the host, of `cora-jwt` and of the core. All randomness is passed in as
//! [`Entropy`].

mod access_token_hash;
mod authorization;
mod callback;
mod exchange;
mod flow;
mod provider;
mod provider_error;
mod secret;

pub use access_token_hash::is_hash_of_access_token;
pub use authorization::{AuthorizationRequest, BeginError, begin};
pub use callback::{Answer, Callback, CallbackError};
pub use cora_core::secret::Secret;
pub use exchange::{ExchangeError, Tokens, exchange, renew};
pub use flow::{FlowBinding, StoredFlow};
pub use provider::{Client, ClientAuthentication, Endpoints, EndpointsError};
pub use provider_error::{ProviderError, ProviderErrorCode, ProviderText};
pub use secret::{Entropy, EntropyError};
