//! The list of documents: the types that stand for a whole JSON text.
//!
//! This is the only place that names them. What every document takes part in is made of
//! [`documents!`]: how it is read, its schema, the lists of names, and the test that its family
//! explains it.

use cora_core::json::Decode;

use crate::Definitions;

/// The maximum size of an input in bytes, unless the document states another limit.
pub const MAX_INPUT_BYTES: usize = 1024 * 1024;

/// A type that stands for a whole document.
pub trait Document: Decode {
    /// The name of its schema.
    const SCHEMA: &'static str;
    /// The family that holds its schema.
    const DEFINITIONS: &'static Definitions;
    /// The maximum size of its text in bytes.
    const MAX_BYTES: usize = MAX_INPUT_BYTES;
}

/// Passes the list of documents to a macro: the families of those that are read, each with the
/// name, the type and, where it is not [`MAX_INPUT_BYTES`], the limit of every document; then those
/// that have a schema and are not read.
macro_rules! documents {
    ($use:ident) => {
        $use! {
            read LOGIN {
                DecideInput: cora_core::DecideInput;
                // 200,000 domain rules of about 250 bytes each.
                Configuration: cora_core::engine::Configuration, 64 * 1024 * 1024;
                EngineLogin: cora_core::engine::EngineLogin;
                SimulatedLogins: cora_core::simulation::SimulatedLogins, 64 * 1024 * 1024;
                Case: crate::operation::Case;
            }
            read SESSION {
                AcceptTokenInput: cora_core::token::AcceptTokenInput;
                VerifierConfiguration: cora_core::token::VerifierConfiguration;
                LookUpKeyInput: cora_core::jwks::LookUpKeyInput;
                RedirectInput: cora_core::redirect::RedirectInput;
                RouteInput: cora_core::route::RouteInput;
                ReduceSessionInput: cora_core::session::ReduceSessionInput;
                AuthorizeInput: crate::operation::AuthorizeInput;
                CanInput: crate::operation::CanInput;
                HasInput: crate::operation::HasInput;
            }
            read ADMINISTRATION {
                ConnectionSettings: cora_core::connection::settings::ConnectionSettings;
                CheckDiscoveryInput: cora_core::connection::discovery::CheckDiscoveryInput;
                ChangeConnectionInput: cora_core::connection::lifecycle::ChangeConnectionInput;
                ConnectionFieldsInput: cora_core::connection::settings::form::ConnectionFieldsInput;
                DiffPolicyInput: cora_core::policy::diff::DiffPolicyInput;
                DiffSettingsInput: cora_core::connection::settings::diff::DiffSettingsInput;
                SuggestConnectionInput: cora_core::connection::suggestion::SuggestConnectionInput;
            }
            read ISSUER {
                CheckApplicationInput: cora_core::issuer::application::CheckApplicationInput;
                ApplicationPermissions: cora_core::permission::ApplicationPermissions;
                RedirectUriInput: cora_core::issuer::redirect_uri::RedirectUriInput;
                AuthorizationInput: cora_core::issuer::authorization::AuthorizationInput;
                RedemptionInput: cora_core::issuer::redemption::RedemptionInput;
                RefreshInput: cora_core::issuer::renewal::RefreshInput;
                LogoutInput: cora_core::issuer::logout::LogoutInput;
            }
            read REQUESTS {
                CreateConnectionRequest: crate::request::CreateConnectionRequest;
                SaveConnectionRequest: crate::request::SaveConnectionRequest;
                UseConnectionRequest: crate::request::UseConnectionRequest;
                RollbackRequest: crate::request::RollbackRequest;
                MakeDefaultRequest: crate::request::MakeDefaultRequest;
                SetSecretExpiryRequest: crate::request::SetSecretExpiryRequest;
                ValidateConnectionRequest: crate::request::ValidateConnectionRequest;
                CarryOverRequest: crate::request::CarryOverRequest;
                CheckSettingsRequest: crate::request::CheckSettingsRequest;
                DiscoverConnectionRequest: crate::request::DiscoverConnectionRequest;
                SuggestConnectionRequest: crate::request::SuggestConnectionRequest;
                ExplainRequest: crate::request::ExplainRequest;
                ExplainTokenRequest: crate::request::ExplainTokenRequest;
                // 1,000,000 pairs of short subjects.
                SubjectMappings: cora_core::administration::SubjectMappings, 64 * 1024 * 1024;
                UpdateProfileRequest: crate::request::UpdateProfileRequest;
                CreateOrganizationRequest: crate::request::CreateOrganizationRequest;
                UpdateOrganizationRequest: crate::request::UpdateOrganizationRequest;
                SeatLimitRequest: crate::request::SeatLimitRequest;
                AddMemberRequest: crate::request::AddMemberRequest;
                ChangeRoleRequest: crate::request::ChangeRoleRequest;
                CreateInvitationRequest: crate::request::CreateInvitationRequest;
                ResendInvitationRequest: crate::request::ResendInvitationRequest;
                AddDomainRequest: crate::request::AddDomainRequest;
                ChangeDomainRequest: crate::request::ChangeDomainRequest;
                AskMailboxRequest: crate::request::AskMailboxRequest;
                ProveMailboxRequest: crate::request::ProveMailboxRequest;
                PlatformRoleRequest: crate::request::PlatformRoleRequest;
                WaitlistRequest: crate::request::WaitlistRequest;
                TestDnsRequest: crate::request::TestDnsRequest;
                SavePolicyRequest: crate::request::SavePolicyRequest;
                RollBackPolicyRequest: crate::request::RollBackPolicyRequest;
                CreateApplicationRequest: crate::request::CreateApplicationRequest;
                ChangeApplicationRequest: crate::request::ChangeApplicationRequest;
                AddSecretRequest: crate::request::AddSecretRequest;
                AddRedirectUriRequest: crate::request::AddRedirectUriRequest;
                ApplicationRolesRequest: crate::request::ApplicationRolesRequest;
                SetPermissionsRequest: crate::request::SetPermissionsRequest;
                InviteAllRequest: crate::request::InviteAllRequest;
                AnswerRequestsRequest: crate::request::AnswerRequestsRequest;
                AnswerWaitlistRequest: crate::request::AnswerWaitlistRequest;
                AppointOwnerRequest: crate::request::AppointOwnerRequest;
                ReasonRequest: crate::request::ReasonRequest;
                SamePersonRequest: crate::request::SamePersonRequest;
            }
            unread {
                AcceptedToken: cora_core::token::AcceptedToken;
                ApplicationReport: cora_core::issuer::application::ApplicationReport;
                PermissionReport: cora_core::permission::PermissionReport;
                Authorization: cora_core::session::Authorization;
                AuthorizationAnswer: cora_core::issuer::authorization::AuthorizationAnswer;
                ConnectionChange: cora_core::connection::lifecycle::ConnectionChange;
                ConnectionFields: cora_core::connection::settings::form::ConnectionFields;
                ConnectionReport: cora_core::connection::report::ConnectionReport;
                ConnectionSuggestion: cora_core::connection::suggestion::ConnectionSuggestion;
                Decision: cora_core::Decision;
                DecisionSummary: cora_core::DecisionSummary;
                DiscoveryReport: cora_core::connection::report::DiscoveryReport;
                EmailAddress: cora_core::email::EmailAddress;
                KeyLookup: cora_core::jwks::KeyLookup;
                LintReport: cora_core::lint::LintReport;
                LoginIdentity: cora_core::identity::LoginIdentity;
                Logout: cora_core::issuer::logout::Logout;
                PolicyChange: cora_core::policy::diff::PolicyChange;
                PreparedToken: cora_core::token::PreparedToken;
                ProvisioningPolicy: cora_core::policy::ProvisioningPolicy;
                PublicConnection: cora_core::connection::configuration::public_view::PublicConnection;
                RedirectError: cora_core::redirect::RedirectError;
                RedirectTarget: cora_core::redirect::RedirectTarget;
                RedirectUriCheck: cora_core::issuer::redirect_uri::RedirectUriCheck;
                Redemption: cora_core::issuer::redemption::Redemption;
                Refresh: cora_core::issuer::renewal::Refresh;
                Report: cora_core::issue::Report;
                RouteMatch: cora_core::route::RouteMatch;
                SessionState: cora_core::session::SessionState;
                SettingChange: cora_core::connection::settings::diff::SettingChange;
                SimulationReport: cora_core::simulation::SimulationReport;
                TokenError: cora_core::token::TokenError;
                UnifiedSession: cora_core::session::UnifiedSession;
            }
        }
    };
}

macro_rules! implement {
    (
        $(read $family:ident { $($name:ident: $type:ty $(, $limit:expr)?;)* })*
        unread { $($written:ident: $written_type:ty;)* }
    ) => {
        $($(impl Document for $type {
            const SCHEMA: &'static str = stringify!($name);
            const DEFINITIONS: &'static Definitions = Definitions::$family;
            $(const MAX_BYTES: usize = $limit;)?
        })*)*
    };
}

documents!(implement);

#[cfg(feature = "schema")]
pub(crate) use documents;
