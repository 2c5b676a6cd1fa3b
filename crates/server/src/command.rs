//! Administrators' commands: the options in their query, and their answers.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cora_core::administration::{
    AdministrationChange, AdministrationCommand, AdministrationEffect, AdministrationReason, CommandRow, Consequence,
    PolicyEffect,
};
use cora_core::expectation::PolicyExpectation;
use cora_core::text::ChangeReason;
use cora_store::{Administered, CommandOptions, DomainRow, InvitationDelivery, InvitationRow, MailboxTokenError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::access::Access;
use crate::app::App;
use crate::caller::{Caller, parse_query};
use crate::domain_record::Rule;
use crate::endpoint::{Argument, Description};
use crate::error::{ApiError, ServerCode};

/// The options of a command, as the query states them. A handler without it cannot give a command,
/// so every command has a dry run.
#[derive(Clone, Copy, Default)]
pub(crate) struct CommandQuery(pub CommandOptions);

/// The query parameters of a command.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Parameters {
    version: Option<u32>,
    dry_run: Option<bool>,
}

impl FromRequestParts<App> for CommandQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let form = "`version` must be a number and `dryRun` `true` or `false`; other parameters are not allowed";
        let Parameters { version, dry_run } = parse_query(parts, app, form).await?;
        Ok(Self(CommandOptions { version, dry_run: dry_run.unwrap_or(false), queue_mail: false }))
    }
}

impl Argument for CommandQuery {
    fn describe(description: &mut Description) {
        description.query = &[
            ("version", "The version of the row that the caller has seen. Another one is refused: `stale_version`."),
            ("dryRun", "`true` to write nothing, and to answer with the result and its consequences."),
        ];
    }
}

impl CommandQuery {
    /// Returns the options with those that the body of an earlier form states.
    pub const fn or_body(self, version: Option<u32>, dry_run: bool) -> Self {
        let Self(options) = self;
        let version = if options.version.is_some() { options.version } else { version };
        Self(CommandOptions { version, dry_run: options.dry_run || dry_run, queue_mail: options.queue_mail })
    }
}

/// The outcome of a command, and the row as it is afterwards, or would be after a dry run.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
pub(crate) struct CommandResponse<T> {
    pub outcome: AdministrationReason,
    /// The consequences, in a dry run only. Nothing was written then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consequences: Option<Vec<Consequence>>,
    #[serde(flatten)]
    pub row: T,
}

/// An empty row, for commands that leave none.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
pub(crate) struct NoRow {}

/// A command that was carried out, or decided in a dry run.
pub(crate) struct Done {
    administered: Administered,
    pub dry_run: bool,
}

impl Done {
    pub const fn change(&self) -> &AdministrationChange {
        &self.administered.change
    }

    /// Returns the expectations of the policy that the command saves, if it changes them.
    pub fn expectations(&self) -> Option<&[PolicyExpectation]> {
        self.change().effects.iter().find_map(|effect| match effect {
            AdministrationEffect::Policy(PolicyEffect::SaveExpectations { expectations }) => Some(&expectations[..]),
            _ => None,
        })
    }

    /// Returns the row that the command concerns, or fails with `missing` if it does not exist.
    pub fn row<T: DeserializeOwned>(&self, missing: AdministrationReason) -> Result<T, ApiError> {
        self.found()?.ok_or_else(|| missing.into())
    }

    /// Returns the row that the command concerns, or `None` if it does not exist.
    pub fn found<T: DeserializeOwned>(&self) -> Result<Option<T>, ApiError> {
        Ok(self.administered.row()?)
    }

    /// Builds the answer with a row.
    pub fn with<T>(self, row: T) -> CommandResponse<T> {
        let Self { administered, dry_run } = self;
        let consequences = dry_run.then_some(administered.consequences);
        CommandResponse { outcome: administered.change.reason, consequences, row }
    }

    /// Builds the answer with the row that the command concerns.
    pub fn with_row<T: DeserializeOwned>(self, missing: AdministrationReason) -> Result<CommandResponse<T>, ApiError> {
        let row = self.row(missing)?;
        Ok(self.with(row))
    }

    /// Builds the answer to a command that leaves no row.
    pub fn without_row(self) -> CommandResponse<NoRow> {
        self.with(NoRow {})
    }
}

impl<A: Access<P>, P> Caller<A, P> {
    /// Carries out a command, or decides it in a dry run. The store checks the actor's permission
    /// against the stored roles, not against the session: the roles may have changed since it was
    /// opened (pitfall C33).
    ///
    /// Fails with `internal_error` if the route states another capability than the command
    /// requires.
    pub async fn command(
        &self,
        command: impl Into<AdministrationCommand>,
        reason: Option<ChangeReason>,
        CommandQuery(options): CommandQuery,
    ) -> Result<Done, ApiError> {
        // Only invitations have a mail, and only where a mail server is configured.
        let options = CommandOptions { queue_mail: self.app.has_mail(), ..options };
        let (command, context) = (command.into(), self.context(reason)?);
        self.states(command.capability())?;
        if options.version.is_some() && !command.takes_version() {
            return Err(ApiError::input("version", "this command changes no row that has a version"));
        }
        let administered = self.app.store.run_command(&command, &context, options).await?;
        done(administered, command.row(), options.dry_run)
    }
}

/// Returns a command that was carried out, or fails with the reason for its refusal. A row that has
/// changed since it was read is part of the error.
fn done(administered: Administered, row: Option<CommandRow>, dry_run: bool) -> Result<Done, ApiError> {
    match administered.change.reason {
        _ if administered.change.ok => Ok(Done { administered, dry_run }),
        AdministrationReason::StaleVersion => Err(ApiError::StaleVersion { current: current(&administered, row)? }),
        reason => Err(reason.into()),
    }
}

/// Returns a row in the form in which its own route answers with it.
fn current(administered: &Administered, row: Option<CommandRow>) -> Result<Option<serde_json::Value>, ApiError> {
    match row {
        Some(CommandRow::Domain(..)) => {
            let rule = administered.row::<DomainRow>()?.map(Rule::from);
            let shown = rule.map(serde_json::to_value).transpose();
            shown.map_err(|_| ApiError::Server(ServerCode::InternalError))
        }
        None
        | Some(
            CommandRow::Organization(_)
            | CommandRow::Member(..)
            | CommandRow::Invitation(_)
            | CommandRow::User(_)
            | CommandRow::IdentityConflict(_)
            | CommandRow::Application(_)
            | CommandRow::Permissions(_)
            | CommandRow::Policy,
        ) => Ok(administered.row()?),
    }
}

/// Returns an invitation whose mail was to be queued, with the reason why it was not.
pub(crate) fn with_delivery(row: InvitationRow) -> InvitationRow {
    InvitationRow { delivery: row.delivery.or(Some(InvitationDelivery::NotConfigured)), ..row }
}

/// Returns the result of a proof that came back from a mailbox.
pub(crate) fn proven(
    proven: Result<Administered, MailboxTokenError>,
    row: CommandRow,
    dry_run: bool,
) -> Result<Done, ApiError> {
    match proven {
        Ok(administered) => done(administered, Some(row), dry_run),
        Err(MailboxTokenError::Refused(administered)) => done(*administered, Some(row), dry_run),
        Err(MailboxTokenError::NotValid) => Err(ApiError::Server(ServerCode::MailboxTokenInvalid)),
        Err(MailboxTokenError::Store(error)) => Err(error.into()),
    }
}
