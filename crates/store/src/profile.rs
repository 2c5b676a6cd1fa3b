//! A user's own profile.

pub(crate) mod view;

pub use view::ProfileRow;

use const_format::formatcp;
use cora_core::administration::AdministrationAction;
use cora_core::id::{OrganizationId, UserId};
use cora_core::json::Code;
use cora_core::provisioning::facts::MembershipStatus;
use cora_core::provisioning::plan::Guard;
use cora_core::role::OrganizationRole;
use cora_core::text::{DisplayName, PhoneNumber, PictureUrl};
use serde::{Deserialize, Serialize};

use crate::administration::AdministrationContext;
use crate::database::Store;
use crate::error::{ApplyError, DatabaseError, StoreError};
use crate::guard::condition;
use crate::organization::OrganizationView;
use crate::sql::{Sql, kept_request_id, seconds, sql};
use crate::step::{Failure, Step};
use crate::transaction::Attempts;

/// A profile, and the active organizations that the user is an active member of, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileView {
    /// The profile.
    pub profile: ProfileRow,
    /// The organizations.
    pub organizations: Vec<OrganizationView>,
}

/// Builds the statement that reads a user's profile.
pub(crate) fn view(user: UserId) -> Sql {
    sql!("@profile(@id(?1))").bind(user.to_string())
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

// The new values of the columns, as [`ProfileChange::bind`] binds them.
const FULL_NAME: &str = "nullif(coalesce(?3, full_name), '')";
const PHONE: &str = "nullif(coalesce(?4, phone), '')";
const AVATAR_URL: &str = "nullif(coalesce(?5, avatar_url), '')";
const CURRENT_ORG_ID: &str = "coalesce(@id(?6), current_org_id)";

/// The statement that updates the profile if anything differs.
const UPDATE: &str = formatcp!(
    "UPDATE profiles SET full_name = {FULL_NAME}, phone = {PHONE}, avatar_url = {AVATAR_URL},
        current_org_id = {CURRENT_ORG_ID}, updated_by = @id(?1), updated_at = @time(?2)
     WHERE user_id = @id(?1) AND (full_name IS DISTINCT FROM {FULL_NAME} OR phone IS DISTINCT FROM {PHONE}
        OR avatar_url IS DISTINCT FROM {AVATAR_URL} OR current_org_id IS DISTINCT FROM {CURRENT_ORG_ID})"
);

/// The statement that records the differences before the update. A name, a number and a picture
/// are personal data, which does not belong in a log that cannot be erased: of their values the
/// record shows only that there is one.
const RECORD: &str = formatcp!(
    "INSERT INTO administration_audit_log (id, at, actor_kind, actor_id, action, user_id, changes, request_id)
     SELECT @id(?7), @time(?2), 'user', @id(?1), ?8, @id(?1),
        @array(@object('field', field, 'before', was, 'after', becomes)), ?9
     FROM (
        SELECT 'full_name' AS field, CASE WHEN full_name IS NULL THEN NULL ELSE '***' END AS was,
            CASE WHEN {FULL_NAME} IS NULL THEN NULL ELSE '***' END AS becomes
        FROM profiles WHERE user_id = @id(?1) AND full_name IS DISTINCT FROM {FULL_NAME}
        UNION ALL
        SELECT 'phone' AS field, CASE WHEN phone IS NULL THEN NULL ELSE '***' END AS was,
            CASE WHEN {PHONE} IS NULL THEN NULL ELSE '***' END AS becomes
        FROM profiles WHERE user_id = @id(?1) AND phone IS DISTINCT FROM {PHONE}
        UNION ALL
        SELECT 'avatar_url' AS field, CASE WHEN avatar_url IS NULL THEN NULL ELSE '***' END AS was,
            CASE WHEN {AVATAR_URL} IS NULL THEN NULL ELSE '***' END AS becomes
        FROM profiles WHERE user_id = @id(?1) AND avatar_url IS DISTINCT FROM {AVATAR_URL}
        UNION ALL
        SELECT 'current_org_id' AS field, @text(current_org_id) AS was, @text({CURRENT_ORG_ID}) AS becomes
        FROM profiles WHERE user_id = @id(?1) AND current_org_id IS DISTINCT FROM {CURRENT_ORG_ID}
     ) AS changed HAVING count(*) > 0"
);

impl ProfileChange {
    /// Builds the statement that updates the profile if anything differs.
    fn update(&self, user_id: UserId, context: &AdministrationContext) -> Sql {
        self.bind(sql!(UPDATE), user_id, context)
    }

    /// Builds the statement that records the differences before the update.
    fn record(&self, user_id: UserId, context: &AdministrationContext) -> Sql {
        let request_id = kept_request_id(context.request_id.as_deref()).map(str::to_owned);
        self.bind(sql!(RECORD), user_id, context)
            .bind(context.audit_id.to_string())
            .bind(AdministrationAction::ProfileUpdated.name())
            .bind(request_id)
    }

    /// Binds the user, the time and the new values.
    fn bind(&self, statement: Sql, user_id: UserId, context: &AdministrationContext) -> Sql {
        statement
            .bind(user_id.to_string())
            .bind(seconds(context.now))
            .bind(self.full_name.as_ref().map(ToString::to_string))
            .bind(self.phone.as_ref().map(ToString::to_string))
            .bind(self.avatar_url.as_ref().map(ToString::to_string))
            .bind(self.current_organization.map(|(organization, _)| organization.to_string()))
    }
}

impl Store {
    /// Updates a user's profile as they asked for it themselves, and records the changed fields in
    /// the audit log. Returns the updated profile. Idempotent: a second time changes and records
    /// nothing.
    ///
    /// # Errors
    ///
    /// Returns [`ApplyError`], which is `GuardFailed` if the user is no longer active, or no
    /// longer has the expected role in the organization that they switch to. Nothing was written
    /// then.
    pub async fn change_profile(
        &self,
        user_id: UserId,
        change: &ProfileChange,
        context: &AdministrationContext,
    ) -> Result<ProfileView, ApplyError> {
        let active = Guard::UserActive { user_id };
        let mut steps = vec![Step::Check(condition(&active), Failure::Guard(active))];
        if let Some((organization_id, role)) = change.current_organization {
            let membership = sql!(
                "SELECT EXISTS (SELECT 1 FROM org_members
                    WHERE org_id = @id(?1) AND user_id = @id(?2) AND status = 'active' AND role = ?3)",
            )
            .bind(organization_id.to_string())
            .bind(user_id.to_string())
            .bind(role.name());
            // To work in an organization, the source of the role does not matter.
            steps.push(Step::Check(
                membership,
                Failure::Guard(Guard::MembershipUnchanged {
                    organization_id,
                    user_id,
                    status: Some(MembershipStatus::Active),
                    role: Some(role),
                    role_source: None,
                    role_as_of: None,
                }),
            ));
        }
        // The differences are recorded before the update removes them.
        steps.push(Step::effect(change.record(user_id, context)));
        steps.push(Step::effect(change.update(user_id, context)));
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
