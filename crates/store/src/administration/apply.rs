//! Writes the effects that the core decided for a command, one file for each family.

mod application;
mod audit;
mod domain;
mod identity_conflict;
mod invitation;
mod member;
mod organization;
mod policy;
mod user;

use cora_core::administration::{AdministrationEffect as Effect, UserEffect};

use super::{AdministrationContext, erase};
use crate::error::StoreError;
use crate::sql::Sql;
use crate::transaction::Transaction;

/// Writes an effect.
pub(super) async fn write(
    transaction: &mut Transaction,
    effect: &Effect,
    context: &AdministrationContext,
) -> Result<(), StoreError> {
    if let Effect::User(UserEffect::EraseUser { user_id }) = effect {
        return erase::erase(transaction, *user_id, context).await;
    }
    for statement in statements(effect, context)? {
        transaction.execute(statement).await?;
    }
    Ok(())
}

fn statements(effect: &Effect, context: &AdministrationContext) -> Result<Vec<Sql>, StoreError> {
    match effect {
        Effect::Organization(effect) => organization::statements(effect, context),
        Effect::Member(effect) => member::statements(effect, context),
        Effect::Invitation(effect) => invitation::statements(effect, context),
        Effect::Domain(effect) => domain::statements(effect, context),
        Effect::User(effect) => user::statements(effect, context),
        Effect::Policy(effect) => policy::statements(effect, context),
        Effect::IdentityConflict(effect) => identity_conflict::statements(effect, context),
        Effect::Application(effect) => application::statements(effect, context),
        Effect::Audit(effect) => audit::statements(effect, context),
    }
}
