//! A user's own profile, as CORA answers it.

use cora_core::id::UserId;
use serde::{Deserialize, Serialize};

use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::{Sql, sql};

/// A profile row in CORA's names. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// A profile and the organizations that the user is an active member of, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
            WHERE org_members.user_id = <user> AND org_members.status = 'active' ORDER BY orgs.name, orgs.id) AS joined))
) FROM profiles WHERE user_id = <user>";

/// The statement that reads a user's profile.
pub(crate) fn view(user: UserId) -> Sql {
    sql("@profile(@id(?1))").bind(user.to_string())
}

/// Reads what that statement reads.
pub(crate) fn read(document: &str) -> Result<ProfileView, StoreError> {
    serde_json::from_str(document).map_err(|source| StoreError::Unreadable { what: "profile", source })
}

impl Store {
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
