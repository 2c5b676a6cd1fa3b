//! Bodies as CORA's front end sends them: names in either spelling, and further ones, which CORA
//! ignored.

use axum::extract::{FromRequest, Request};
use cora_wire::Document;
use serde_json::{Map, Value};

use super::spelling::snake_case;
use crate::app::App;
use crate::body;
use crate::endpoint::{Argument, Description};
use crate::error::{ApiError, ServerCode};

/// A body: a JSON object, or nothing.
pub(super) struct Given(Map<String, Value>);

impl FromRequest<App> for Given {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let bytes = body::bytes(request, app).await?;
        if bytes.is_empty() {
            return Ok(Self(Map::new()));
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            _ => Err(ApiError::Server(ServerCode::InvalidInput)),
        }
    }
}

impl Argument for Given {
    fn describe(description: &mut Description) {
        description.body = Some((|generator| generator.subschema_for::<Value>(), "application/json", false));
    }
}

impl Given {
    /// Returns the value under a camelCase name, in either spelling.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name).or_else(|| self.0.get(&snake_case(name)))
    }

    /// Returns the text under a name, or `None` if it is absent, null or not a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// Returns the first of the names that has a value, as a text that may be empty. CORA wrote
    /// null to clear a value, which is an empty text here.
    pub fn clearable(&self, names: &[&str]) -> Option<Value> {
        let value = names.iter().find_map(|name| self.value(name))?;
        Some(if value.is_null() { Value::from("") } else { value.clone() })
    }

    /// Returns the role under the names, in Cora's words: CORA also says `org_member`, `owner`,
    /// `admin` and `member`.
    pub fn organization_role(&self, names: &[&str]) -> Option<Value> {
        let value = names.iter().find_map(|name| self.value(name)).filter(|value| !value.is_null())?;
        Some(value.as_str().map_or_else(|| value.clone(), |role| Value::from(organization_role(role))))
    }
}

/// Returns the name of a role in Cora's words. Other names stay as they are, and are refused where
/// they are read.
pub(super) fn organization_role(name: &str) -> &str {
    match name {
        "org_member" | "member" => "org_user",
        "admin" => "org_admin",
        "owner" => "org_owner",
        other => other,
    }
}

/// Reads the members, those that are given, as one of Cora's own requests, with the same faults.
pub(super) fn request<T: Document>(
    members: impl IntoIterator<Item = (&'static str, Option<Value>)>,
) -> Result<T, ApiError> {
    let members: Map<String, Value> =
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    cora_wire::decode(Value::Object(members).to_string().as_bytes()).map_err(ApiError::Invalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn given(value: Value) -> Given {
        let Value::Object(members) = value else { unreachable!() };
        Given(members)
    }

    #[test]
    fn a_value_is_found_in_either_spelling() {
        for body in [json!({ "currentOrgId": "a" }), json!({ "current_org_id": "a" })] {
            assert_eq!(given(body).text("currentOrgId"), Some("a"));
        }
        assert_eq!(given(json!({ "current_org_id": 1 })).text("currentOrgId"), None);
    }

    #[test]
    fn null_clears_a_value_and_an_absent_one_stays() {
        let body = given(json!({ "logo": null, "full_name": "Ada" }));
        assert_eq!(body.clearable(&["logoUrl", "logo"]), Some(json!("")));
        assert_eq!(body.clearable(&["fullName", "name"]), Some(json!("Ada")));
        assert_eq!(body.clearable(&["phone"]), None);
    }

    #[test]
    fn cora_has_further_names_of_roles() {
        assert_eq!(
            given(json!({ "orgRole": "org_member" })).organization_role(&["role", "orgRole"]),
            Some(json!("org_user"))
        );
        assert_eq!(given(json!({ "role": "banana" })).organization_role(&["role"]), Some(json!("banana")));
        assert_eq!(given(json!({ "role": null })).organization_role(&["role"]), None);
    }
}
