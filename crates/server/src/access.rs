//! Access as types. The first argument of a handler states the access that its route requires. The
//! same type is enforced before the handler runs, shown in the OpenAPI document, and compared with
//! the permission by which the core decides the handler's commands.

use std::marker::PhantomData;

use cora_axum::Named;
use cora_core::capability::Capability;
use cora_core::session::{UnifiedSession, can, is_withheld};

use crate::error::ApiError;
use crate::path::NamesOrganization;

/// The access that a route requires of an admitted user. `P` is the type of the path's identifiers.
pub(crate) trait Access<P>: Send + Sync + 'static {
    /// The required capability, for the document. Commands of the handler must require the same.
    const CAPABILITY: Option<Capability>;

    /// Fails with `access_denied` if the session may not use the route.
    fn check(session: &UnifiedSession, path: &P) -> Result<(), ApiError>;
}

/// Any admitted user.
pub(crate) enum Admitted {}

/// A user with the capability `C` on the platform.
pub(crate) struct Platform<C>(PhantomData<C>);

/// A user with the capability `C` in the organization of the path.
pub(crate) struct InOrganization<C>(PhantomData<C>);

/// A user whose command the core permits by the capability `C`.
///
/// SECURITY: nothing but the actor is checked before the handler runs. The store decides the
/// command by the roles that it reads under its lock, because those of the session may be outdated
/// by then (pitfall C33). So the handler must do nothing but give the command.
pub(crate) struct OnCommand<C>(PhantomData<C>);

impl<P> Access<P> for Admitted {
    const CAPABILITY: Option<Capability> = None;

    fn check(_: &UnifiedSession, _: &P) -> Result<(), ApiError> {
        Ok(())
    }
}

impl<P, C: Named> Access<P> for Platform<C> {
    const CAPABILITY: Option<Capability> = Some(C::CAPABILITY);

    fn check(session: &UnifiedSession, _: &P) -> Result<(), ApiError> {
        permitted(can(session, &C::CAPABILITY.into(), None))
    }
}

impl<P: NamesOrganization, C: Named> Access<P> for InOrganization<C> {
    const CAPABILITY: Option<Capability> = Some(C::CAPABILITY);

    fn check(session: &UnifiedSession, path: &P) -> Result<(), ApiError> {
        permitted(can(session, &C::CAPABILITY.into(), Some(path.organization())))
    }
}

impl<P, C: Named> Access<P> for OnCommand<C> {
    const CAPABILITY: Option<Capability> = Some(C::CAPABILITY);

    fn check(session: &UnifiedSession, _: &P) -> Result<(), ApiError> {
        permitted(!is_withheld(session, C::CAPABILITY))
    }
}

/// Fails with `access_denied` unless `allowed`.
pub(crate) const fn permitted(allowed: bool) -> Result<(), ApiError> {
    if allowed { Ok(()) } else { Err(ApiError::FORBIDDEN) }
}
