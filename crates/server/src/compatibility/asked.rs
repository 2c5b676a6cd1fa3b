//! The query parameters and the header by which CORA's front end names an organization and a part
//! of a list. Parameters that CORA does not have are ignored, as CORA did.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Query};
use axum::http::HeaderName;
use axum::http::request::Parts;
use cora_core::id::OrganizationId;
use cora_store::Slice;

use crate::access::Access;
use crate::app::App;
use crate::caller::Caller;
use crate::endpoint::{Argument, Description};
use crate::error::ApiError;

/// The header in which CORA's clients name the organization that the user works in.
const ORGANIZATION: HeaderName = HeaderName::from_static("x-org-id");

/// The parameters of a request.
pub(super) struct Asked {
    /// The part of the list.
    pub slice: Slice,
    /// The role that members are to have.
    pub role: Option<String>,
    /// `true` for invitations of every status.
    pub any_status: bool,
    /// The organization that the query or the header names.
    organization: Option<OrganizationId>,
}

const DESCRIPTIONS: [(&str, &str); 5] = [
    ("limit", "The maximum number of rows; 200 if absent or greater."),
    ("offset", "The number of rows to leave out."),
    ("role", "Only members with this role."),
    ("status", "`all` for invitations of every status; else only open ones are listed."),
    ("orgId", "The organization, where the path names none. Without it, `X-Org-Id`, or the user's current one."),
];

impl FromRequestParts<App> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let query = Query::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let Query(query) = query.map_err(|_| ApiError::input("", "the query cannot be read"))?;
        let number = |name: &str, absent: u32| match query.get(name) {
            None => Ok(absent),
            Some(text) => text.parse().map_err(|_| ApiError::input("", &format!("`{name}` must be a number"))),
        };
        let slice = Slice { limit: number("limit", Slice::default().limit)?, offset: number("offset", 0)? };
        let named = ["orgId", "org_id"].into_iter().find_map(|name| query.get(name)).map(String::as_str);
        let header = match parts.headers.get(ORGANIZATION) {
            None => None,
            Some(value) => {
                let text = value.to_str().map_err(|_| ApiError::header("x-org-id", "it is no identifier"))?;
                Some(text).filter(|text| !text.is_empty())
            }
        };
        let organization = named.or(header).map(|text| {
            OrganizationId::parse(text).ok_or_else(|| ApiError::input("", "the organization is no identifier"))
        });
        Ok(Self {
            slice,
            role: query.get("role").cloned(),
            any_status: query.get("status").is_some_and(|status| status == "all"),
            organization: organization.transpose()?,
        })
    }
}

impl Argument for Asked {
    fn describe(description: &mut Description) {
        description.query = &DESCRIPTIONS;
    }
}

impl Asked {
    /// Returns the organization that the request is about: the one that it names, or else the one
    /// that the caller works in.
    pub fn organization<A: Access<P>, P>(&self, caller: &Caller<A, P>) -> Result<OrganizationId, ApiError> {
        let current = caller.signed_in.authenticated()?.current_organization_id;
        self.organization.or(current).ok_or_else(|| {
            ApiError::input("", "name the organization by `orgId` or `X-Org-Id`; you work in none at the moment")
        })
    }
}
