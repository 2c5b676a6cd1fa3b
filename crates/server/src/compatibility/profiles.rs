//! `/profiles/me`: the caller's profile, and the marks that CORA's front end sets at a sign-in and
//! a sign-out.

use cora_core::role::PlatformRole;
use cora_wire::request::UpdateProfileRequest;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::body::{Given, request};
use super::spelling::in_both;
use super::{Answered, answered, row};
use crate::access::{Access, Admitted};
use crate::body::Body;
use crate::caller::Caller;
use crate::endpoint::{Endpoint, Routes, get, post, put};
use crate::error::{ApiError, ServerCode};
use crate::routes::profiles::{PRESENTED, me as own_me, update as own_update};

pub(super) fn routes() -> Routes {
    Routes::new().on(ME, me).on(UPDATE, update).on(LOGIN, login).on(LOGOUT, logout)
}

const ME: Endpoint = get(
    "/profiles/me",
    "me",
    "Get the caller's profile in CORA's shape and in Cora's. The first login creates the profile.",
)
.reads(&PRESENTED);

async fn me(caller: Caller<Admitted>) -> Result<Answered, ApiError> {
    let (app, user) = (caller.app.clone(), caller.user_id()?);
    let own = own_me(caller).await?.into_data();
    let profile = app.store.legacy_profile(user).await?.ok_or(ApiError::Server(ServerCode::TryAgain))?;
    both_shapes(row::profile(&profile, &app.store.legacy_memberships(user).await?)?, &own)
}

const UPDATE: Endpoint = put("/profiles/me", "updateMe", "Update the caller's profile.");

async fn update(caller: Caller<Admitted>, given: Given) -> Result<Answered, ApiError> {
    let (app, user) = (caller.app.clone(), caller.user_id()?);
    let role = caller.signed_in.authenticated()?.platform_role;
    if !keeps_role(&given, role) {
        return Err(ApiError::Server(ServerCode::RoleOfOwnAccount));
    }
    let switched = ["currentOrganizationId", "currentOrgId"].into_iter().find_map(|name| given.value(name));
    let change: UpdateProfileRequest = request([
        ("fullName", full_name(&given)),
        ("phone", given.clearable(&["phone", "phoneNumber"])),
        ("avatarUrl", given.clearable(&["avatarUrl", "avatar"])),
        ("currentOrganizationId", switched.filter(|organization| !organization.is_null()).cloned()),
    ])?;
    let own = own_update(caller, Body(change)).await?.into_data();
    let profile = app.store.legacy_profile(user).await?.ok_or(ApiError::Server(ServerCode::TryAgain))?;
    both_shapes(row::profile(&profile, &app.store.legacy_memberships(user).await?)?, &own)
}

/// Returns `true` unless the body names another role than the caller has. CORA's pages send the
/// whole profile back.
fn keeps_role(given: &Given, role: PlatformRole) -> bool {
    ["globalRole", "sysRole", "platformRole"].into_iter().filter_map(|name| given.value(name)).all(|value| {
        value.is_null() || serde_json::from_value::<PlatformRole>(value.clone()).is_ok_and(|given| given == role)
    })
}

/// Returns the name of the body: one text, or the given and the family name.
fn full_name(given: &Given) -> Option<Value> {
    given.clearable(&["fullName", "name"]).or_else(|| {
        let names = [given.text("firstName"), given.text("lastName")];
        let both: Vec<&str> = names.into_iter().flatten().filter(|name| !name.is_empty()).collect();
        (!both.is_empty()).then(|| both.join(" ").into())
    })
}

const LOGIN: Endpoint = post("/profiles/me/login", "legacyLogin", "Confirm that the caller is signed in.");

/// Confirms the sign-in. CORA wrote a record for each call; Cora records the decision on the login
/// by itself, before this answer.
async fn login(caller: Caller<Admitted>) -> Result<Answered, ApiError> {
    acknowledged(&caller, "you are signed in; Cora records logins itself")
}

const LOGOUT: Endpoint = post("/profiles/me/logout", "legacyLogout", "Confirm that the caller signs out.");

/// Confirms the sign-out, which is the application's: the token of a provider stays valid until it
/// expires.
async fn logout(caller: Caller<Admitted>) -> Result<Answered, ApiError> {
    acknowledged(&caller, "your application signs you out; the provider's token is valid until it expires")
}

fn acknowledged<A: Access<P>, P>(caller: &Caller<A, P>, message: &str) -> Result<Answered, ApiError> {
    Ok(answered(in_both(json!({ "userId": caller.user_id()?, "message": message }))))
}

/// Returns a profile in CORA's shape, with the fields of Cora's own answer that CORA has no others
/// for, so that clients of both read it.
fn both_shapes(mut legacy: Value, own: &impl Serialize) -> Result<Answered, ApiError> {
    let own = serde_json::to_value(own).map_err(|_| ApiError::Server(ServerCode::InternalError))?;
    if let (Some(legacy), Value::Object(own)) = (legacy.as_object_mut(), own) {
        add(legacy, own);
    }
    Ok(answered(legacy))
}

/// Adds the members that are missing, to organizations too.
fn add(legacy: &mut Map<String, Value>, own: Map<String, Value>) {
    for (name, value) in own {
        match (legacy.get_mut(&name), value) {
            (Some(Value::Array(theirs)), Value::Array(ours)) => {
                let id = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
                for row in theirs {
                    let same = ours.iter().find(|ours| id(ours, "id") == id(row, "orgId"));
                    if let (Value::Object(row), Some(Value::Object(ours))) = (row, same) {
                        add(row, ours.clone());
                    }
                }
            }
            (Some(_), _) => {}
            (None, value) => {
                legacy.insert(name, value);
            }
        }
    }
}
