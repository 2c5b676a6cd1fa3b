//! Advice on how to make a provider's tokens carry a claim. Sources: each provider's page on
//! customizing tokens.

use alloc::string::String;
use serde_json::{Map, Value};

use super::{ClaimField, has};
use crate::connection::{Connection, ConnectionKind, TokenUse};

/// Returns the remedy for a missing claim, or `None` if a login does not need it.
pub(super) fn missing(connection: &Connection, claims: &Map<String, Value>, field: ClaimField) -> Option<&'static str> {
    let is_id_token = connection.token_use == TokenUse::IdToken;
    match field {
        ClaimField::Issuer => Some("Every token has it; this one is of another kind."),
        ClaimField::Subject => Some(missing_subject(connection.kind)),
        ClaimField::Audience if connection.audiences.is_empty() => None,
        ClaimField::Audience => Some(match connection.kind {
            ConnectionKind::Clerk => {
                "Add `aud` to the session token's claims, or name authorized parties instead of audiences."
            }
            ConnectionKind::Cognito => "Cognito's access tokens have none: name the client as authorized party.",
            _ => "Have the application ask for a token for this API, or name authorized parties instead of audiences.",
        }),
        ClaimField::AuthorizedParty if connection.authorized_parties.is_empty() => None,
        ClaimField::AuthorizedParty => Some(match connection.kind {
            ConnectionKind::Clerk => "Tokens that were made without an origin have none; they are taken all the same.",
            _ => "The provider does not say to whom it issues tokens: name audiences instead of authorized parties.",
        }),
        ClaimField::Email if is_id_token => Some(match connection.kind {
            ConnectionKind::EntraId => {
                "Add the optional claim `email` to the ID token, and fill in the address of the user."
            }
            _ => "Ask for the scope `email` at the login, and make sure that the user has an address.",
        }),
        ClaimField::Email => Some(missing_email(connection.kind)),
        ClaimField::EmailVerified => missing_verified(connection, is_id_token),
        ClaimField::Groups => missing_groups(connection.kind, claims),
        ClaimField::Name | ClaimField::GivenName | ClaimField::FamilyName if is_id_token => {
            Some("Ask for the scope `profile` at the login; without names people are shown by their address.")
        }
        ClaimField::Organization if connection.kind == ConnectionKind::Google => {
            Some("It is there for accounts of Google Workspace alone; this one is a personal account.")
        }
        ClaimField::Name
        | ClaimField::GivenName
        | ClaimField::FamilyName
        | ClaimField::Picture
        | ClaimField::PhoneNumber
        | ClaimField::Organization
        | ClaimField::Session => None,
    }
}

/// Returns the remedy for a claim that is present but cannot be used.
pub(super) const fn unusable(kind: ConnectionKind, field: ClaimField) -> &'static str {
    match field {
        ClaimField::Issuer => "It is not the connection's issuer: copy it from the provider's discovery document.",
        ClaimField::Subject => "It has to be a text of 1 to 255 characters, none of them a control.",
        ClaimField::Email => "It is not an e-mail address; map an attribute to it that is one.",
        ClaimField::EmailVerified => match kind {
            ConnectionKind::EntraId => {
                "Only `true` counts: the domain of the address is not one that the tenant has verified."
            }
            _ => "Only `true` counts: have the user verify the address at the provider.",
        },
        ClaimField::Groups => "It has to be a list of at most 1000 names, each of at most 512 bytes.",
        ClaimField::Audience => "It has to be a text, or a list of texts.",
        ClaimField::Organization => "It has to be a text (for Clerk an object with `id`).",
        ClaimField::AuthorizedParty
        | ClaimField::Name
        | ClaimField::GivenName
        | ClaimField::FamilyName
        | ClaimField::Picture
        | ClaimField::PhoneNumber
        | ClaimField::Session => "It has to be a text.",
    }
}

const fn missing_subject(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Okta => {
            "Access tokens of a custom authorization server name the user in `uid`: use its issuer, and log a person in."
        }
        ConnectionKind::EntraId => "Entra ID names the user in `oid`: ask for the scope `profile` too.",
        _ => "Every token has it; this one is of another kind.",
    }
}

const fn missing_email(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Okta => {
            "Add a claim `email` with the value `user.email` to the access tokens of the custom authorization server."
        }
        ConnectionKind::Clerk => "Customize the session token: `\"email\": \"{{user.primary_email_address}}\"`.",
        ConnectionKind::EntraId => "Add the optional claim `email` to the access token of the API's application.",
        ConnectionKind::Google => "Ask for the scope `email` at the login.",
        ConnectionKind::Auth0 => {
            "Have a post-login action call `api.accessToken.setCustomClaim` for `email`, or send ID tokens."
        }
        ConnectionKind::Cognito => {
            "Have a pre token generation trigger (version 2) add it to access tokens, or send ID tokens."
        }
        ConnectionKind::Keycloak => "Give the client the scope `email`, and have its mapper add to the access token.",
        ConnectionKind::Oidc => "Have the provider put it into access tokens, or send ID tokens.",
    }
}

const fn missing_verified(connection: &Connection, is_id_token: bool) -> Option<&'static str> {
    if connection.trust_email {
        return None;
    }
    Some(match connection.kind {
        ConnectionKind::EntraId => {
            "Add the optional claim `xms_edov` in the application's manifest; it comes with `email` alone."
        }
        ConnectionKind::Clerk => "Customize the session token: `\"email_verified\": \"{{user.email_verified}}\"`.",
        ConnectionKind::Okta if !is_id_token => {
            "Add a claim `email_verified` to the access tokens of the custom authorization server, or set `trustEmail` where your organization gives out the addresses."
        }
        ConnectionKind::Auth0 if !is_id_token => {
            "Have a post-login action call `api.accessToken.setCustomClaim` for `email_verified`, or send ID tokens."
        }
        ConnectionKind::Cognito if !is_id_token => {
            "Have a pre token generation trigger (version 2) add it to access tokens, or send ID tokens."
        }
        ConnectionKind::Keycloak => "Give the client the scope `email`, whose mapper `email verified` adds it.",
        _ => "Have the provider send it, or set `trustEmail` where the provider gives out the addresses itself.",
    })
}

fn missing_groups(kind: ConnectionKind, claims: &Map<String, Value>) -> Option<&'static str> {
    Some(match kind {
        // Entra ID, "Groups overage claim".
        ConnectionKind::EntraId if has(claims, "hasgroups") || has(claims, "_claim_names") => {
            "The user has more groups than fit: limit the claim to groups that are assigned to the application."
        }
        ConnectionKind::EntraId => "To map groups to roles, add the groups claim to the token.",
        ConnectionKind::Okta => {
            "To map groups to roles, add a claim `groups` with a filter to the authorization server's tokens."
        }
        ConnectionKind::Cognito => "It is there for users that are in a group of the pool.",
        ConnectionKind::Keycloak => {
            "To map groups to roles, give the client a mapper of the type `Group Membership` with the claim `groups`."
        }
        ConnectionKind::Oidc => "To map groups to roles, have the provider send the claim `groups`.",
        // None of them lets anyone set it: Google has none, Auth0 reserves the name, and Clerk has
        // organizations instead.
        ConnectionKind::Google | ConnectionKind::Auth0 | ConnectionKind::Clerk => return None,
    })
}
