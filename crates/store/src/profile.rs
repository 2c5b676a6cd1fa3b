//! A user's own profile, in the form of the legacy CORA toolkit.

use cora_core::administration::AdministrationAction;
use cora_core::id::{OrganizationId, UserId};
use cora_core::issue::code_text;
use cora_core::provisioning::facts::MembershipStatus;
use cora_core::provisioning::plan::Guard;
use cora_core::role::OrganizationRole;
use cora_core::text::{DisplayName, PhoneNumber, PictureUrl};
use serde::{Deserialize, Serialize};

use crate::administration::AdministrationContext;
use crate::database::Store;
use crate::error::{ApplyError, DatabaseError, StoreError};
use crate::guard::condition;
use crate::sql::{Sql, kept_request_id, seconds, sql};
use crate::step::{Failure, Step};
use crate::transaction::Attempts;

/// A profile, with CORA's field names. Times are UTC in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileRow {
    /// The number of the row.
    pub id: i64,
    /// The user's identifier.
    pub user_id: String,
    /// The full name.
    pub full_name: Option<String>,
    /// The email address, as the user wrote it.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The URL of the picture.
    pub avatar_url: Option<String>,
    /// The identifier of the organization that the user works in, or null for none.
    pub current_org_id: Option<String>,
    /// The role on the platform: `platform_user`, `platform_admin` or `platform_owner`.
    pub global_role: String,
    /// The time of creation.
    pub created_at: String,
    /// The time of the last change.
    pub updated_at: String,
}

/// An organization of the user, with CORA's field names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganizationRow {
    /// The organization's identifier.
    pub org_id: String,
    /// The organization's name.
    pub org_name: String,
    /// The organization's slug.
    pub org_slug: String,
    /// The user's role in the organization: `org_user`, `org_admin` or `org_owner`.
    pub role: String,
    /// `true` if the user is an owner of the organization.
    pub is_owner: bool,
    /// The time at which the user joined, UTC in RFC 3339.
    pub joined_at: String,
    /// The URL of the organization's logo.
    pub logo_url: Option<String>,
}

/// A profile, and the active organizations that the user is an active member of, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileView {
    /// The profile.
    pub profile: ProfileRow,
    /// The organizations.
    pub organizations: Vec<OrganizationRow>,
}

/// Builds the statement that reads a user's profile.
pub(crate) fn view(user: UserId) -> Sql {
    sql("@profile(@id(?1))").bind(user.to_string())
}

/// Parses the result of that statement.
pub(crate) fn read(document: &str) -> Result<ProfileView, StoreError> {
    serde_json::from_str(document).map_err(|source| StoreError::Unreadable { what: "profile", source })
}

/// The changes to a user's own profile. `None` keeps a value, and an empty text removes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The full name.
    pub full_name: Option<DisplayName>,
    /// The phone number.
    pub phone: Option<PhoneNumber>,
    /// The URL of the picture.
    pub avatar_url: Option<PictureUrl>,
    /// The organization to work in, with the role that the user is known to have there. The core
    /// must have allowed the switch ([`cora_core::session::switch_organization`]).
    pub current_organization: Option<(OrganizationId, OrganizationRole)>,
}

/// The columns that [`ProfileChange::bind`] binds, the new value of each, and `true` if the audit
/// record keeps the values. A name, a number and a picture are personal data, which does not belong
/// in a log that cannot be erased.
const FIELDS: [(&str, &str, bool); 4] = [
    ("full_name", "nullif(coalesce(?3, full_name), '')", false),
    ("phone", "nullif(coalesce(?4, phone), '')", false),
    ("avatar_url", "nullif(coalesce(?5, avatar_url), '')", false),
    ("current_org_id", "coalesce(@id(?6), current_org_id)", true),
];

impl ProfileChange {
    /// Builds the statement that updates the profile if anything differs.
    fn update(&self, context: &AdministrationContext) -> Sql {
        let set = FIELDS.map(|(column, value, _)| format!("{column} = {value}")).join(", ");
        let differs = FIELDS.map(|(column, value, _)| format!("{column} IS DISTINCT FROM {value}")).join(" OR ");
        self.bind(
            format!(
                "UPDATE profiles SET {set}, updated_by = @id(?1), updated_at = @time(?2)
                 WHERE user_id = @id(?1) AND ({differs})"
            ),
            context,
        )
    }

    /// Builds the statement that records the differences before the update.
    fn record(&self, context: &AdministrationContext) -> Sql {
        let fields = FIELDS.map(|(column, value, kept)| {
            let (before, after) = match kept {
                true => (format!("@text({column})"), format!("@text({value})")),
                false => (redacted(column), redacted(value)),
            };
            format!(
                "SELECT '{column}' AS field, {before} AS was, {after} AS becomes FROM profiles
                 WHERE user_id = @id(?1) AND {column} IS DISTINCT FROM {value}"
            )
        });
        let record = format!(
            "INSERT INTO administration_audit_log (id, at, actor_id, action, user_id, changes, request_id)
             SELECT @id(?7), @time(?2), @id(?1), ?8, @id(?1),
                @array(@object('field', field, 'before', was, 'after', becomes)), ?9
             FROM ({}) AS changed HAVING count(*) > 0",
            fields.join(" UNION ALL ")
        );
        let request_id = kept_request_id(context.request_id.as_deref()).map(str::to_owned);
        self.bind(record, context)
            .bind(context.audit_id.to_string())
            .bind(code_text(&AdministrationAction::ProfileUpdated))
            .bind(request_id)
    }

    /// Binds the actor, the time and the new values, in the order of [`FIELDS`].
    fn bind(&self, statement: String, context: &AdministrationContext) -> Sql {
        sql(statement)
            .bind(context.actor_id.to_string())
            .bind(seconds(context.now))
            .bind(self.full_name.as_ref().map(ToString::to_string))
            .bind(self.phone.as_ref().map(ToString::to_string))
            .bind(self.avatar_url.as_ref().map(ToString::to_string))
            .bind(self.current_organization.map(|(organization, _)| organization.to_string()))
    }
}

/// Builds the redacted form of a text, which shows only that there is one.
fn redacted(text: &str) -> String {
    format!("CASE WHEN {text} IS NULL THEN NULL ELSE '***' END")
}

impl Store {
    /// Updates the caller's own profile, and records the changed fields in the audit log. Returns
    /// the updated profile. Idempotent: a second time changes and records nothing.
    ///
    /// # Errors
    ///
    /// Returns [`ApplyError`], which is `GuardFailed` if the caller is no longer active, or no
    /// longer has the expected role in the organization that they switch to. Nothing was written
    /// then.
    pub async fn change_profile(
        &self,
        change: &ProfileChange,
        context: &AdministrationContext,
    ) -> Result<ProfileView, ApplyError> {
        let user_id = context.actor_id;
        let mut guards = vec![Guard::UserActive { user_id }];
        if let Some((organization_id, role)) = change.current_organization {
            let (status, role) = (Some(MembershipStatus::Active), Some(role));
            guards.push(Guard::MembershipUnchanged { organization_id, user_id, status, role });
        }
        let mut steps: Vec<Step> =
            guards.into_iter().map(|guard| Step::Check(condition(&guard), Failure::Guard(guard))).collect();
        // The differences are recorded before the update removes them.
        steps.push(Step::effect(change.record(context)));
        steps.push(Step::effect(change.update(context)));
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

    /// Returns a user's profile.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails, or if the user does not exist.
    pub async fn profile(&self, user: UserId) -> Result<ProfileView, StoreError> {
        let document = self.read_text(view(user)).await?;
        read(&document.ok_or(DatabaseError::reading("a profile"))?)
    }
}
