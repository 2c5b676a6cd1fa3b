//! The JSON Schemas of all wire types (draft 2020-12), generated from the types.

use cora_core::connection::discovery::CheckDiscoveryInput;
use cora_core::connection::life_cycle::{ChangeConnectionInput, ConnectionChange};
use cora_core::connection::public::PublicConnection;
use cora_core::connection::report::{ConnectionReport, DiscoveryReport};
use cora_core::connection::validate::ConnectionSettings;
use cora_core::email::EmailAddress;
use cora_core::engine::{Configuration, EngineLogin};
use cora_core::issue::Report;
use cora_core::jwks::{KeyLookup, LookUpKeyInput};
use cora_core::lint::LintReport;
use cora_core::policy::ProvisioningPolicy;
use cora_core::redirect::{RedirectError, RedirectInput, RedirectTarget};
use cora_core::route::{RouteInput, RouteMatch};
use cora_core::session::{Authorization, ReduceSessionInput, SessionState};
use cora_core::simulation::{SimulatedLogins, SimulationReport};
use cora_core::token::{AcceptTokenInput, AcceptedToken, ReadToken, TokenError, VerifierConfiguration};
use cora_core::{DecideInput, Decision, DecisionSummary, session::UnifiedSession};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::operation::{AuthorizeInput, CanInput, Case, HasInput};
use crate::request::{
    AddDomainRequest, AddMemberRequest, AskMailboxRequest, ChangeDomainRequest, ChangeRoleRequest,
    CreateConnectionRequest, CreateInvitationRequest, CreateOrganizationRequest, PlatformRoleRequest,
    ProveMailboxRequest, ReasonRequest, ResendInvitationRequest, RollBackPolicyRequest, RollbackRequest,
    SaveConnectionRequest, SavePolicyRequest, SeatLimitRequest, UpdateOrganizationRequest, UpdateProfileRequest,
    UseConnectionRequest, ValidateConnectionRequest, WaitlistRequest,
};

/// The names of the types that are documents of their own.
pub const DOCUMENTS: &[&str] = &[
    "AcceptTokenInput",
    "AcceptedToken",
    "AddDomainRequest",
    "AddMemberRequest",
    "AskMailboxRequest",
    "Authorization",
    "AuthorizeInput",
    "CanInput",
    "Case",
    "ChangeConnectionInput",
    "ChangeDomainRequest",
    "ChangeRoleRequest",
    "CheckDiscoveryInput",
    "Configuration",
    "ConnectionChange",
    "ConnectionReport",
    "ConnectionSettings",
    "CreateConnectionRequest",
    "CreateInvitationRequest",
    "CreateOrganizationRequest",
    "DecideInput",
    "Decision",
    "DecisionSummary",
    "DiscoveryReport",
    "EmailAddress",
    "EngineLogin",
    "HasInput",
    "KeyLookup",
    "LintReport",
    "LoginIdentity",
    "LookUpKeyInput",
    "PlatformRoleRequest",
    "PreparedToken",
    "ProveMailboxRequest",
    "ProvisioningPolicy",
    "PublicConnection",
    "ReadToken",
    "ReasonRequest",
    "RedirectError",
    "RedirectInput",
    "RedirectTarget",
    "ReduceSessionInput",
    "Report",
    "ResendInvitationRequest",
    "RollBackPolicyRequest",
    "RollbackRequest",
    "RouteInput",
    "RouteMatch",
    "SaveConnectionRequest",
    "SavePolicyRequest",
    "SeatLimitRequest",
    "SessionState",
    "SimulatedLogins",
    "SimulationReport",
    "TokenError",
    "UnifiedSession",
    "UpdateOrganizationRequest",
    "UpdateProfileRequest",
    "UseConnectionRequest",
    "ValidateConnectionRequest",
    "VerifierConfiguration",
    "WaitlistRequest",
];

/// Generates all definitions, by name.
fn definitions() -> Map<String, Value> {
    let mut generator: SchemaGenerator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    macro_rules! include {
        ($($name:ident),*) => { $( generator.subschema_for::<$name>(); )* };
    }
    include!(
        DecideInput,
        Configuration,
        EngineLogin,
        LintReport,
        SimulatedLogins,
        SimulationReport,
        Decision,
        DecisionSummary,
        Case,
        CanInput,
        AcceptTokenInput,
        AcceptedToken,
        VerifierConfiguration,
        ReadToken,
        LookUpKeyInput,
        KeyLookup,
        RedirectInput,
        RedirectTarget,
        RedirectError,
        RouteInput,
        RouteMatch,
        ReduceSessionInput,
        SessionState,
        Authorization,
        AuthorizeInput,
        HasInput,
        TokenError,
        EmailAddress,
        Report,
        ProvisioningPolicy,
        UnifiedSession,
        ConnectionSettings,
        ConnectionReport,
        CheckDiscoveryInput,
        DiscoveryReport,
        ChangeConnectionInput,
        ConnectionChange,
        PublicConnection,
        CreateConnectionRequest,
        SaveConnectionRequest,
        UseConnectionRequest,
        RollbackRequest,
        ValidateConnectionRequest,
        UpdateProfileRequest,
        CreateOrganizationRequest,
        UpdateOrganizationRequest,
        SeatLimitRequest,
        AddMemberRequest,
        ChangeRoleRequest,
        CreateInvitationRequest,
        ResendInvitationRequest,
        AddDomainRequest,
        ChangeDomainRequest,
        AskMailboxRequest,
        ProveMailboxRequest,
        PlatformRoleRequest,
        WaitlistRequest,
        SavePolicyRequest,
        RollBackPolicyRequest,
        ReasonRequest
    );
    generator.take_definitions(true)
}

/// Builds one schema that holds every type under `$defs`.
pub fn all() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Cora wire types",
        "$defs": Value::Object(definitions()),
    })
}

/// Builds the schema of one document with the definitions it needs. Returns `None` if no document
/// has this name.
pub fn of(name: &str) -> Option<Value> {
    let all = definitions();
    all.get(name)?;
    let mut needed = Map::new();
    let mut open = vec![name.to_owned()];
    while let Some(next) = open.pop() {
        if let (false, Some(definition)) = (needed.contains_key(&next), all.get(&next)) {
            references(definition, &mut open);
            needed.insert(next, definition.clone());
        }
    }
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/$defs/{name}"),
        "$defs": Value::Object(needed),
    }))
}

fn references(schema: &Value, into: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("$ref", Value::String(target)) => into.extend(target.rsplit('/').next().map(str::to_owned)),
                    _ => references(value, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        _ => {}
    }
}

/// The documents of [`Definitions::LOGIN`](crate::Definitions::LOGIN).
pub const LOGIN: &[&str] = &["DecideInput", "Configuration", "EngineLogin", "SimulatedLogins", "Case"];

/// The documents of [`Definitions::SESSION`](crate::Definitions::SESSION).
pub const SESSION: &[&str] = &[
    "AcceptTokenInput",
    "VerifierConfiguration",
    "LookUpKeyInput",
    "RedirectInput",
    "RouteInput",
    "ReduceSessionInput",
    "AuthorizeInput",
    "CanInput",
    "HasInput",
];

/// The documents of [`Definitions::ADMINISTRATION`](crate::Definitions::ADMINISTRATION).
pub const ADMINISTRATION: &[&str] = &["ConnectionSettings", "CheckDiscoveryInput", "ChangeConnectionInput"];

/// The documents of [`Definitions::REQUESTS`](crate::Definitions::REQUESTS).
pub const REQUESTS: &[&str] = &[
    "CreateConnectionRequest",
    "SaveConnectionRequest",
    "UseConnectionRequest",
    "RollbackRequest",
    "ValidateConnectionRequest",
    "UpdateProfileRequest",
    "CreateOrganizationRequest",
    "UpdateOrganizationRequest",
    "SeatLimitRequest",
    "AddMemberRequest",
    "ChangeRoleRequest",
    "CreateInvitationRequest",
    "ResendInvitationRequest",
    "AddDomainRequest",
    "ChangeDomainRequest",
    "AskMailboxRequest",
    "ProveMailboxRequest",
    "PlatformRoleRequest",
    "WaitlistRequest",
    "SavePolicyRequest",
    "RollBackPolicyRequest",
    "ReasonRequest",
];

/// Builds the shortened definitions from which a running program finds the faults of these
/// documents.
pub fn compact(documents: &[&str]) -> Value {
    let mut needed = Map::new();
    for document in documents {
        if let Some(Value::Object(definitions)) = of(document).and_then(|schema| schema.get("$defs").cloned()) {
            needed.extend(definitions);
        }
    }
    let mut compact = Value::Object(needed);
    if let Value::Object(definitions) = &mut compact {
        definitions.values_mut().for_each(shorten);
    }
    compact
}

/// Removes what the search for faults does not read: prose and redundant keywords.
fn shorten(schema: &mut Value) {
    if let Value::Object(members) = schema {
        for unread in ["description", "title", "default", "$schema", "minimum"] {
            members.remove(unread);
        }
        if members.contains_key("const") || members.contains_key("enum") {
            members.remove("type");
        }
        if let Some(codes) = members.get("oneOf").and_then(Value::as_array).and_then(|choices| codes(choices)) {
            members.clear();
            members.insert("enum".to_owned(), Value::Array(codes));
        }
        for (name, value) in members.iter_mut() {
            match (name.as_str(), value) {
                // The keys under these are our names, not keywords.
                ("properties" | "$defs", Value::Object(named)) => named.values_mut().for_each(shorten),
                (_, Value::Array(items)) => items.iter_mut().for_each(shorten),
                (_, value) => shorten(value),
            }
        }
    }
}

/// Returns the texts of a choice between texts, or `None` if it is not one. Each text with a
/// description is a choice of its own; those without one come together in a list.
fn codes(choices: &[Value]) -> Option<Vec<Value>> {
    let mut codes = Vec::new();
    for choice in choices {
        match (choice.get("const"), choice.get("enum")) {
            (Some(code), _) => codes.push(code.clone()),
            (None, Some(Value::Array(several))) => codes.extend(several.iter().cloned()),
            _ => return None,
        }
    }
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Definitions, Document};

    #[test]
    fn the_compact_schemas_are_those_of_the_types() {
        let families = [
            (Definitions::LOGIN, LOGIN),
            (Definitions::SESSION, SESSION),
            (Definitions::ADMINISTRATION, ADMINISTRATION),
            (Definitions::REQUESTS, REQUESTS),
        ];
        for (definitions, documents) in families {
            let generated = compact(documents).to_string();
            assert_eq!(definitions.schemas.trim_end(), generated, "run `cargo xtask generate`");
        }
    }

    #[test]
    fn every_document_that_is_read_is_explained_by_its_own_definitions() {
        fn is_in<T: Document>() {
            let schemas: Value = serde_json::from_str(T::DEFINITIONS.schemas).expect("JSON");
            assert!(schemas.get(T::SCHEMA).is_some(), "{}", T::SCHEMA);
        }
        is_in::<DecideInput>();
        is_in::<Configuration>();
        is_in::<EngineLogin>();
        is_in::<SimulatedLogins>();
        is_in::<AcceptTokenInput>();
        is_in::<VerifierConfiguration>();
        is_in::<LookUpKeyInput>();
        is_in::<RedirectInput>();
        is_in::<RouteInput>();
        is_in::<ReduceSessionInput>();
        is_in::<AuthorizeInput>();
        is_in::<HasInput>();
        is_in::<CanInput>();
        is_in::<Case>();
        is_in::<ConnectionSettings>();
        is_in::<CheckDiscoveryInput>();
        is_in::<ChangeConnectionInput>();
        is_in::<CreateConnectionRequest>();
        is_in::<SaveConnectionRequest>();
        is_in::<UseConnectionRequest>();
        is_in::<RollbackRequest>();
        is_in::<ValidateConnectionRequest>();
        is_in::<UpdateProfileRequest>();
        is_in::<CreateOrganizationRequest>();
        is_in::<UpdateOrganizationRequest>();
        is_in::<SeatLimitRequest>();
        is_in::<AddMemberRequest>();
        is_in::<ChangeRoleRequest>();
        is_in::<CreateInvitationRequest>();
        is_in::<ResendInvitationRequest>();
        is_in::<AddDomainRequest>();
        is_in::<ChangeDomainRequest>();
        is_in::<AskMailboxRequest>();
        is_in::<ProveMailboxRequest>();
        is_in::<PlatformRoleRequest>();
        is_in::<WaitlistRequest>();
        is_in::<SavePolicyRequest>();
        is_in::<RollBackPolicyRequest>();
        is_in::<ReasonRequest>();
    }

    #[test]
    fn every_document_has_a_schema() {
        for name in DOCUMENTS {
            assert!(of(name).is_some(), "{name}");
        }
    }
}
