//! Organizations: creation, names, closing, and seats.

use alloc::string::{String, ToString};

use super::AdministrationReason as Reason;
use super::command::AdministrationCommand as Command;
use super::effect::{AdministrationAction as Action, AdministrationEffect as Effect};
use super::ruling::{Ruling, Verdict};
use crate::id::{MembershipId, OrganizationId};
use crate::provisioning::facts::{MembershipSource, OrganizationStatus};
use crate::provisioning::names;
use crate::role::OrganizationRole;
use crate::text::{DisplayName, PictureUrl, Slug};

impl Ruling<'_> {
    pub(super) fn organization(&mut self, command: &Command) -> Verdict {
        match command {
            Command::CreateOrganization { organization_id, name, slug, logo_url } => {
                self.create_organization(*organization_id, name, slug.as_ref(), logo_url.as_ref())
            }
            Command::UpdateOrganization { name, slug, logo_url, .. } => {
                self.update_organization(name.as_ref(), slug.as_ref(), logo_url.as_ref())
            }
            Command::CloseOrganization { .. } => self.set_status(OrganizationStatus::Inactive),
            Command::ReopenOrganization { .. } => self.set_status(OrganizationStatus::Active),
            Command::SetSeatLimit { seat_limit, .. } => self.set_seat_limit(*seat_limit),
            _ => Ok(()),
        }
    }

    fn create_organization(
        &mut self,
        organization_id: OrganizationId,
        name: &DisplayName,
        slug: Option<&Slug>,
        logo_url: Option<&PictureUrl>,
    ) -> Verdict {
        let user_id = self.input.actor_id;
        let name = said(name)?;
        let slug = match slug {
            // A requested slug is used as it is or refused. A slug derived from the name is
            // numbered if it is taken.
            Some(slug) => self.free(slug)?,
            None => names::free_slug(&slug_of(&name), &self.facts.taken_slugs, user_id),
        };
        let logo_url = logo_url.filter(|url| !url.as_str().is_empty()).cloned();
        let (role, source) = (OrganizationRole::OrgOwner, MembershipSource::Manual);
        let membership_id = MembershipId::derive(organization_id, user_id);
        self.is(Action::OrganizationCreated)
            .within(organization_id)
            .to(user_id)
            .changes("name", None, Some(name.to_string()))
            .changes("slug", None, Some(slug.to_string()))
            .perform(Effect::InsertOrganization { organization_id, name, slug, logo_url })
            .perform(Effect::PutMembership { membership_id, organization_id, user_id, role, source })
            .perform(Effect::SetCurrentOrganization { user_id, organization_id })
            .perform(Effect::RaiseRoleVersion { user_id });
        Ok(())
    }

    fn update_organization(
        &mut self,
        name: Option<&DisplayName>,
        slug: Option<&Slug>,
        logo_url: Option<&PictureUrl>,
    ) -> Verdict {
        let organization = self.its_organization()?;
        let name = name.map_or_else(|| Ok(organization.name.clone()), said)?;
        let slug = match slug {
            Some(slug) if *slug != organization.slug => self.free(slug)?,
            _ => organization.slug.clone(),
        };
        let before = self.facts.logo_url.as_ref();
        let logo_url = match logo_url {
            Some(url) => Some(url).filter(|url| !url.as_str().is_empty()),
            None => before,
        };
        if name == organization.name && slug == organization.slug && logo_url == before {
            return Ok(());
        }
        let url = |url: Option<&PictureUrl>| url.map(ToString::to_string);
        let organization_id = organization.id;
        self.is(Action::OrganizationUpdated)
            .within(organization_id)
            .changes("name", Some(organization.name.to_string()), Some(name.to_string()))
            .changes("slug", Some(organization.slug.to_string()), Some(slug.to_string()))
            .changes("logoUrl", url(before), url(logo_url))
            .perform(Effect::UpdateOrganization { organization_id, name, slug, logo_url: logo_url.cloned() });
        Ok(())
    }

    fn set_status(&mut self, status: OrganizationStatus) -> Verdict {
        let organization = self.its_organization()?;
        if organization.status == status {
            return Ok(());
        }
        let organization_id = organization.id;
        let closed = status == OrganizationStatus::Inactive;
        self.is(if closed { Action::OrganizationClosed } else { Action::OrganizationReopened })
            .within(organization_id)
            .changes_code("status", Some(&organization.status), Some(&status))
            .perform(Effect::SetOrganizationStatus { organization_id, status });
        if closed {
            self.perform(Effect::RevokeInvitations { organization_id })
                .perform(Effect::DeleteDomains { organization_id });
        }
        self.perform(Effect::RaiseRoleVersions { organization_id });
        Ok(())
    }

    fn set_seat_limit(&mut self, seat_limit: Option<u32>) -> Verdict {
        let organization = self.its_organization()?;
        if organization.seat_limit == seat_limit {
            return Ok(());
        }
        if seat_limit.is_some_and(|limit| limit < organization.seats_used) {
            return Err(Reason::SeatsInUse);
        }
        let organization_id = organization.id;
        let number = |limit: Option<u32>| limit.map(|limit| limit.to_string());
        self.is(Action::SeatLimitChanged)
            .within(organization_id)
            .changes("seatLimit", number(organization.seat_limit), number(seat_limit))
            .perform(Effect::SetSeatLimit { organization_id, seat_limit });
        Ok(())
    }

    /// Returns the slug, if it is valid and no other organization has it.
    fn free(&self, slug: &Slug) -> Result<Slug, Reason> {
        if !is_slug(slug.as_str()) {
            return Err(Reason::SlugInvalid);
        }
        if self.facts.taken_slugs.contains(slug) { Err(Reason::SlugTaken) } else { Ok(slug.clone()) }
    }
}

/// Returns a name without surrounding white space, if it has a letter or digit and no control
/// character.
fn said(name: &DisplayName) -> Result<DisplayName, Reason> {
    let text = name.as_str().trim();
    let says = text.chars().any(char::is_alphanumeric) && !text.chars().any(char::is_control);
    if says { Ok(DisplayName::shortened(text)) } else { Err(Reason::NameMissing) }
}

/// Returns `true` for lower-case ASCII letters and digits, with hyphens between them.
fn is_slug(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// Returns the slug that an organization of this name gets if it is available.
pub(super) fn slug_of(name: &DisplayName) -> Slug {
    let slug: String = names::slug_text(name.as_str());
    Slug::shortened(if slug.is_empty() { "org" } else { &slug })
}
