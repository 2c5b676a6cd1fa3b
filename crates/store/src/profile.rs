//! A user's own profile, as CORA answers it.

use cora_core::id::{OrganizationId, UserId};
use cora_core::provisioning::facts::MembershipStatus;
use cora_core::provisioning::plan::Guard;
use cora_core::role::OrganizationRole;
use cora_core::text::{DisplayName, PhoneNumber, PictureUrl};
use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};

use crate::apply::{Failure, Step, condition, seconds};
use crate::database::Store;
use crate::error::{ApplyError, DatabaseError, StoreError};
use crate::session::Attempts;
use crate::sql::{Sql, sql};

/// A profile row in CORA's names. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileRow {
    /// The row.
    pub id: i64,
    /// The user.
    pub user_id: String,
    /// Full name.
    pub full_name: Option<String>,
    /// Address, as written.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Picture.
    pub avatar_url: Option<String>,
    /// The organization that the user works in.
    pub current_org_id: Option<String>,
    /// Role on the platform.
    pub global_role: String,
    /// When the row was made.
    pub created_at: String,
    /// When it was changed last.
    pub updated_at: String,
}

/// An organization of the user, in CORA's names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganizationRow {
    /// The organization.
    pub org_id: String,
    /// Its name.
    pub org_name: String,
    /// Its slug.
    pub org_slug: String,
    /// The user's role there.
    pub role: String,
    /// Whether that is an owner's.
    pub is_owner: bool,
    /// When the user joined, UTC in RFC 3339.
    pub joined_at: String,
    /// Its logo.
    pub logo_url: Option<String>,
}

/// A profile and the organizations that are open and that the user is an active member of, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileView {
    /// The profile.
    pub profile: ProfileRow,
    /// The organizations.
    pub organizations: Vec<OrganizationRow>,
}

/// What stands for the user in [`VIEW`].
pub(crate) const USER: &str = "<user>";

/// The statement that reads a [`ProfileView`].
pub(crate) const VIEW: &str = "
SELECT @object(
    'profile', @object('id', id, 'user_id', user_id, 'full_name', full_name, 'email', email, 'phone', phone,
        'avatar_url', avatar_url, 'current_org_id', current_org_id, 'global_role', global_role,
        'created_at', @iso(created_at), 'updated_at', @iso(updated_at)),
    'organizations', @json((SELECT @array(@object('orgId', org_id, 'orgName', name, 'orgSlug', slug,
        'role', role, 'isOwner', @flag(role = 'org_owner'), 'joinedAt', @iso(joined_at), 'logoUrl', logo_url))
        FROM (SELECT org_members.org_id, orgs.name, orgs.slug, org_members.role, org_members.joined_at, orgs.logo_url
            FROM org_members JOIN orgs ON orgs.id = org_members.org_id
            WHERE org_members.user_id = <user> AND org_members.status = 'active' AND orgs.status = 'active'
            ORDER BY orgs.name, orgs.id) AS joined))
) FROM profiles WHERE user_id = <user>";

/// The statement that reads a user's profile.
pub(crate) fn view(user: UserId) -> Sql {
    sql("@profile(@id(?1))").bind(user.to_string())
}

/// Reads what that statement reads.
pub(crate) fn read(document: &str) -> Result<ProfileView, StoreError> {
    serde_json::from_str(document).map_err(|source| StoreError::Unreadable { what: "profile", source })
}

/// What a user changes of their own profile; what is `None` stays, and an empty text takes away what there was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// Full name.
    pub full_name: Option<DisplayName>,
    /// Phone number.
    pub phone: Option<PhoneNumber>,
    /// Picture.
    pub avatar_url: Option<PictureUrl>,
    /// The organization to work in, with the role that the user is seen to have there. That they may is the core's to have said
    /// ([`cora_core::session::switch_organization`]).
    pub current_organization: Option<(OrganizationId, OrganizationRole)>,
}

impl Store {
    /// Changes a user's own profile, while they are active, and a member with this role of the organization that they switch to. Answers with the profile as it
    /// is then. A second time changes nothing.
    ///
    /// # Errors
    ///
    /// [`ApplyError`], `GuardFailed` when they are not any more; nothing was written then.
    pub async fn change_profile(
        &self,
        user_id: UserId,
        change: &ProfileChange,
        now: UnixSeconds,
    ) -> Result<ProfileView, ApplyError> {
        let mut guards = vec![Guard::UserActive { user_id }];
        if let Some((organization_id, role)) = change.current_organization {
            let (status, role) = (Some(MembershipStatus::Active), Some(role));
            guards.push(Guard::MembershipUnchanged { organization_id, user_id, status, role });
        }
        let mut steps: Vec<Step> =
            guards.into_iter().map(|guard| Step::Check(condition(&guard), Failure::Guard(guard))).collect();
        let organization = change.current_organization.map(|(organization, _)| organization.to_string());
        let update = sql(
            "UPDATE profiles SET full_name = nullif(coalesce(?2, full_name), ''), phone = nullif(coalesce(?3, phone), ''),
                avatar_url = nullif(coalesce(?4, avatar_url), ''), current_org_id = coalesce(@id(?5), current_org_id),
                updated_by = @id(?1), updated_at = @time(?6)
             WHERE user_id = @id(?1) AND (full_name IS DISTINCT FROM nullif(coalesce(?2, full_name), '')
                OR phone IS DISTINCT FROM nullif(coalesce(?3, phone), '')
                OR avatar_url IS DISTINCT FROM nullif(coalesce(?4, avatar_url), '')
                OR current_org_id IS DISTINCT FROM coalesce(@id(?5), current_org_id))",
        )
        .bind(user_id.to_string())
        .bind(change.full_name.as_ref().map(ToString::to_string))
        .bind(change.phone.as_ref().map(ToString::to_string))
        .bind(change.avatar_url.as_ref().map(ToString::to_string))
        .bind(organization)
        .bind(seconds(now));
        steps.push(Step::Effect(update));
        let mut attempts = Attempts::default();
        let (_, view) = loop {
            attempts.count();
            let outcome = self.carry_out(&steps, Some(user_id)).await;
            if let Some(outcome) = attempts.settle(outcome).await {
                break outcome?;
            }
        };
        Ok(view.ok_or_else(|| StoreError::from(DatabaseError::reading("a profile")))?)
    }

    /// A user's profile.
    ///
    /// # Errors
    ///
    /// [`StoreError`], also when there is no such user.
    pub async fn profile(&self, user: UserId) -> Result<ProfileView, StoreError> {
        let document = self.read_text(view(user)).await?;
        read(&document.ok_or(DatabaseError::reading("a profile"))?)
    }
}
