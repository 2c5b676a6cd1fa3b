//! Routes in place of the legacy CORA toolkit's, for its front end as it is: CORA's paths, both of
//! its spellings of names, and lists where it has lists.
//!
//! No rule is here. The routes give the same commands and read the same tables as Cora's own, and a
//! request that CORA answered otherwise on purpose is refused with the reason.

mod asked;
mod body;
mod connections;
mod domains;
mod identities;
mod invitations;
mod members;
mod organizations;
mod profiles;
mod row;
mod spelling;
mod users;

use serde_json::Value;

use crate::endpoint::Routes;
use crate::envelope::{Created, Success};

/// The answer of a route: a document in both of CORA's spellings.
type Answered = Success<Value>;

/// The answer of a route that created something.
type Made = Created<Value>;

/// Returns the routes of all resources.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(connections::routes())
        .merge(domains::routes())
        .merge(identities::routes())
        .merge(invitations::routes())
        .merge(members::routes())
        .merge(organizations::routes())
        .merge(profiles::routes())
        .merge(users::routes())
}

/// Wraps a document for an answer.
fn answered(document: Value) -> Answered {
    Success::new(document)
}
