//! Stores Cora's data in SQLite or PostgreSQL. One statement reads all facts for a login, and one
//! transaction writes the decision.
//!
//! No rule is decided here. [`Store::load`] returns the facts that [`cora_core::decide`] reads.
//! [`Store::apply`] checks the guards of its plan and writes its effects. [`Store::provision`] does
//! one after the other until the guards hold.
//!
//! Connections work the same way: [`Store::change_connection`] lets the core decide a command, and
//! writes its plan together with the audit record and the sealed secrets that it stores.
//!
//! Tables and columns have the names of the legacy CORA toolkit where it has them. Their meaning is
//! documented in `migrations/`.

mod address;
mod administration;
mod adoption;
mod apply;
mod audit;
mod bootstrap;
mod connection;
mod database;
mod error;
mod explain;
mod fact_json;
mod facts;
mod guard;
mod hex;
mod issuer;
mod legacy;
mod lines;
mod link_confirmation;
mod list;
mod login_record;
mod migrate;
mod migration;
mod module_schema;
mod operation;
mod organization;
mod pace;
mod policy_reference;
mod pooler;
mod postgres;
mod profile;
mod provision;
mod row;
pub mod seed;
mod session;
mod sql;
#[cfg(test)]
mod statements;
mod step;
mod supabase;
mod transaction;

pub use administration::view::*;
pub use administration::{
    Administered, AdministrationContext, BulkCommand, BulkRecord, BulkResult, CarryOverCommand, CommandOptions,
    FormerIssuer, IDEMPOTENCY_SECONDS, INVITATION_MAIL_TRIES, IdempotencyKey, InvitationDelivery, InvitationMail,
    MAILBOX_PAUSE_SECONDS, MAILBOX_TOKEN_SECONDS, MailboxTokenError,
};
pub use adoption::{
    ADOPTION_FAULTS, AdoptError, AdoptedTable, AdoptionFault, AdoptionFaultKind, AdoptionOptions, AdoptionReport,
    RefusedObject, WrittenSince,
};
pub use audit::{AuditLog, AuditPage, AuditPruningRow};
pub use bootstrap::{BOOTSTRAP_TOKEN_SECONDS, IssueTokenError};
pub use connection::{
    BeginTestRunError, ChangeConnectionError, ChangeContext, ClaimedTestRun, ConnectionRow, FinishTestRunError,
    MAX_CONNECTION_ROWS, NewTestRun, ResealError, StoredConnection, TEST_RUN_SECONDS, TestRunResult, TestRunRow,
    TestRunStatus,
};
pub use database::{DatabaseKind, DatabaseLocation, DatabaseOptions, LocationError, Store};
pub use error::{ApplyError, DatabaseError, ListFault, StoreError};
pub use explain::{KnownPerson, MAX_KNOWN_PEOPLE, NamedIds, Names};
pub use facts::{ConnectionVersion, EvaluatedLogin, LoginContext};
pub use issuer::{
    ApplicationRow, ApplicationSecretRow, ApplicationSessionRow, BrowserSessionRow, ClaimedFlow, CodeRedemption,
    ConsolePerson, ConsoleSessionRow, FLOW_SECONDS, FlowClaim, Grant, HELD_LOGIN_SECONDS, IssuedCode, IssuerEvent,
    LOGOUT_TRIES, LoadedRequest, LogoutToSend, NewBrowserSession, NewCode, NewConsoleSession, NewFlow, NewSigningKey,
    PresentedRefreshToken, RENEWAL_SECONDS, RETRY_SECONDS, Redeemed, RenewalOutcome, RenewalRequest, SWEPT_AT_ONCE,
    SealedProviderToken, SessionError, StoredApplication, StoredApplicationSession, StoredBrowserSession,
    StoredConsoleSession, StoredProviderToken, StoredSecret, StoredSigningKey, VouchedLogin,
};
pub use legacy::{
    LegacyDomainRow, LegacyInvitationRow, LegacyMemberProfile, LegacyMemberRow, LegacyMembershipRow,
    LegacyOrganizationRow, LegacyProfileRow, LegacyUserRow, Slice,
};
pub use link_confirmation::{AskConfirmationError, LINK_CONFIRMATION_PAUSE_SECONDS, LINK_CONFIRMATION_SECONDS};
pub use list::*;
pub use login_record::{
    EndingSecret, EverybodyPage, LoginCountRow, LoginFilter, LoginKey, LoginPruningRow, LoginRecording, LoginRetention,
    LoginRow, LoginSample, OpenWork, PrunedLogins, RefusedToken,
};
pub use migration::{OpenError, PendingMigration};
pub use module_schema::{
    MemberAccess, ModuleMigration, ModuleRun, ModuleSchema, ModuleSchemaError, ModuleStep, ModuleTable,
};
pub use operation::{
    AuditFault, AuditReport, CopyError, CopyReport, DatabasePath, Drift, FoundText, HeldData, OwnerFacts,
};
pub use organization::OrganizationView;
pub use profile::{ProfileChange, ProfileRow, ProfileView};
pub use provision::{MAX_ATTEMPTS, ProvisionError, Provisioned};
pub use step::Applied;
