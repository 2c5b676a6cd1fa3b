//! Rows as CORA's front end reads them: the columns of CORA's tables in both spellings, and the
//! names that its functions added.

use cora_core::id::UserId;
use cora_core::json::Code as _;
use cora_core::provisioning::facts::{EnrollmentMode, VerificationState};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_store::{
    LegacyDomainRow, LegacyInvitationRow, LegacyMemberRow, LegacyMembershipRow, LegacyOrganizationRow,
    LegacyProfileRow, LegacyUserRow,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::spelling::in_both;
use crate::error::{ApiError, ServerCode};

/// Returns the members of a row's document.
fn members(row: &impl Serialize) -> Result<Map<String, Value>, ApiError> {
    match serde_json::to_value(row) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(ApiError::Server(ServerCode::InternalError)),
    }
}

/// Returns a role on the platform in CORA's words of 2025 and of 2026.
///
/// CORA's pages let `global_owner` and `global_admin` administer, so those are written and not the
/// names by which CORA's other modules know an owner.
const fn platform_role(role: PlatformRole) -> (&'static str, &'static str) {
    match role {
        PlatformRole::PlatformOwner => ("global_owner", "sys_owner"),
        PlatformRole::PlatformAdmin => ("global_admin", "sys_admin"),
        // CORA has no auditors; its pages show them what users see.
        PlatformRole::PlatformUser | PlatformRole::PlatformAuditor => ("global_user", "sys_user"),
    }
}

/// Writes a role on the platform in CORA's words and in Cora's own.
fn write_platform_role(members: &mut Map<String, Value>, role: PlatformRole) {
    let (former, later) = platform_role(role);
    members.insert("globalRole".into(), former.into());
    members.insert("sysRole".into(), later.into());
    members.insert("platformRole".into(), role.name().into());
}

/// Returns a row of `org_members`, with the member's profile and its fields.
pub(super) fn member(row: &LegacyMemberRow) -> Result<Value, ApiError> {
    let mut members = members(row)?;
    members.insert("orgRole".into(), row.role.name().into());
    let profile = &row.profile;
    members.insert("fullName".into(), json!(profile.full_name));
    members.insert("email".into(), json!(profile.email));
    members.insert("avatarUrl".into(), json!(profile.avatar_url));
    if let Some(Value::Object(profile)) = members.get_mut("profile") {
        write_platform_role(profile, row.profile.global_role);
    }
    Ok(in_both(Value::Object(members)))
}

/// Returns a row of `orgs`, with the role of the reader.
pub(super) fn organization(row: &LegacyOrganizationRow) -> Result<Value, ApiError> {
    let mut members = members(row)?;
    members.insert("orgId".into(), json!(row.id));
    members.insert("orgName".into(), row.name.as_str().into());
    members.insert("orgSlug".into(), row.slug.as_str().into());
    let role = json!(row.user_role);
    members.insert("orgRole".into(), role.clone());
    members.insert("role".into(), role);
    members.insert("seatsUsed".into(), row.member_count.into());
    Ok(in_both(Value::Object(members)))
}

/// Returns an organization as CORA adds it to a profile.
fn membership(row: &LegacyMembershipRow) -> Result<Value, ApiError> {
    let mut members = members(row)?;
    members.insert("orgRole".into(), row.role.name().into());
    members.insert("isOwner".into(), (row.role == OrganizationRole::OrgOwner).into());
    Ok(Value::Object(members))
}

fn memberships(rows: &[LegacyMembershipRow]) -> Result<Value, ApiError> {
    rows.iter().map(membership).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// Returns a row of `profiles`, with the user's organizations.
pub(super) fn profile(row: &LegacyProfileRow, of: &[LegacyMembershipRow]) -> Result<Value, ApiError> {
    let mut members = members(row)?;
    write_platform_role(&mut members, row.global_role);
    members.insert("name".into(), json!(row.full_name));
    members.insert("firstName".into(), json!(row.given_name));
    members.insert("lastName".into(), json!(row.family_name));
    members.insert("organizations".into(), memberships(of)?);
    // Cora admits nobody who still needs an invitation.
    members.insert("requiresInvitation".into(), false.into());
    Ok(in_both(Value::Object(members)))
}

/// Returns a user of the platform with their organizations.
pub(super) fn user(row: &LegacyUserRow) -> Result<Value, ApiError> {
    let mut members = members(row)?;
    write_platform_role(&mut members, row.global_role);
    let organizations = memberships(&row.memberships)?;
    members.insert("memberships".into(), organizations.clone());
    members.insert("organizations".into(), organizations);
    members.insert("requiresInvitation".into(), false.into());
    Ok(in_both(Value::Object(members)))
}

/// Returns a row of `user_invites`, with the inviter.
pub(super) fn invitation(row: &LegacyInvitationRow) -> Result<Value, ApiError> {
    let mut members = members(row)?;
    members.insert("orgRole".into(), row.role.name().into());
    members.insert("inviter".into(), inviter(row.invited_by, row));
    Ok(in_both(Value::Object(members)))
}

fn inviter(id: Option<UserId>, row: &LegacyInvitationRow) -> Value {
    id.map_or(Value::Null, |id| json!({ "userId": id, "fullName": row.inviter_name, "email": row.inviter_email }))
}

/// Returns a row of `org_email_domains`. `record` is the DNS record that proves the domain.
pub(super) fn domain(row: &LegacyDomainRow, record: Value) -> Result<Value, ApiError> {
    let mut members = members(row)?;
    members.insert("autoProvision".into(), (row.enrollment_mode == EnrollmentMode::AutomaticMembership).into());
    members.insert("isVerified".into(), (row.state == VerificationState::Verified).into());
    members.insert("record".into(), record);
    Ok(in_both(Value::Object(members)))
}
