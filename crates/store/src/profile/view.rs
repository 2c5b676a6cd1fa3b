//! A row of `profiles`, as it is shown to its user.

use crate::row::rows;

rows! {
    /// A profile. Times are UTC in RFC 3339.
    ProfileRow {
        /// The number of the row.
        id: i64 = "id",
        /// The user's identifier.
        user_id: String = "user_id",
        /// The full name.
        full_name: Option<String> = "full_name",
        /// The email address, as the user wrote it.
        email: Option<String> = "email",
        /// The phone number.
        phone: Option<String> = "phone",
        /// The URL of the picture.
        avatar_url: Option<String> = "avatar_url",
        /// The identifier of the organization that the user works in, or null for none.
        current_organization_id: Option<String> = "current_org_id",
        /// The role on the platform: `platform_user`, `platform_auditor`, `platform_admin` or
        /// `platform_owner`.
        platform_role: String = "profiles.platform_role",
        /// The time of creation.
        created_at: String = "@iso(created_at)",
        /// The time of the last change.
        updated_at: String = "@iso(updated_at)",
    }
}
