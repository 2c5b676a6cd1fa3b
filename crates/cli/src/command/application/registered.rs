//! The application of a project, registered once and kept by administrators from then on.

use std::process::ExitCode;

use anyhow::Context as _;
use cora_core::administration::ApplicationCommand;
use cora_core::id::{ApplicationId, ApplicationSecretId};
use cora_core::issuer::application::ApplicationSettings;
use cora_core::permission::ApplicationPermissions;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_secrets::Secret;
use cora_store::Store;
use uuid::Uuid;

use super::{Why, administer, refuse_settings, report};

/// An application that is to be registered.
pub struct Registration {
    /// The identifier.
    pub id: ApplicationId,
    /// The settings of a new application. Those of a known one are its administrators'.
    pub settings: ApplicationSettings,
    /// The permissions, which replace those of the application.
    pub permissions: ApplicationPermissions,
}

/// The result of a registration.
pub struct Registered {
    /// The changes, each with its subject: `created` and the application.
    pub done: Vec<(&'static str, String)>,
    /// `true` if the application was not known before.
    pub is_new: bool,
    /// `true` if the application has a secret.
    pub has_secret: bool,
}

impl Registration {
    /// Registers the application unless it is known, and sets its permissions unless they are the
    /// same. Writes nothing in a dry run.
    ///
    /// # Errors
    ///
    /// Fails with the exit code of a refusal, which is reported on standard error.
    pub async fn carry_out(&self, store: &Store, dry_run: bool) -> anyhow::Result<Result<Registered, ExitCode>> {
        let (application_id, why) = (self.id, Why { reason: None });
        let known = store.application(application_id).await?;
        let mut registered = Registered {
            done: Vec::new(),
            is_new: known.is_none(),
            has_secret: known.as_ref().is_some_and(|row| !row.secrets.is_empty()),
        };
        if let Some(row) = &known {
            let wanted = &self.settings.redirect_uris;
            let lacks = |uri| !row.settings.redirect_uris.iter().any(|known| known.uri == uri);
            for one in wanted.iter().filter(|one| lacks(one.uri.clone())) {
                let uri = one.uri.as_str();
                eprintln!("warning: the application lacks the redirect URI of the environment");
                eprintln!("   = fix: Run `cora application add-redirect {application_id} {uri}`.");
            }
        } else {
            let (settings, report) = (self.settings.clone(), report(store, &self.settings).await?);
            if !report.ok {
                return Ok(Err(refuse_settings(&report)));
            }
            if !dry_run {
                let command = ApplicationCommand::CreateApplication { application_id, settings, report };
                if let Err(code) = administer(store, command, &why).await? {
                    return Ok(Err(code));
                }
            }
            registered.done.push(("created", format!("application {application_id}")));
        }
        let stored = store.application_permissions(application_id).await?;
        let defined = stored.as_ref().map(|row| row.defined.clone()).unwrap_or_default();
        if defined != self.permissions {
            if !dry_run {
                let (permissions, version) = (self.permissions.clone(), stored.map(|row| row.version));
                let command = ApplicationCommand::SetApplicationPermissions { application_id, permissions, version };
                if let Err(code) = administer(store, command, &why).await? {
                    return Ok(Err(code));
                }
            }
            let count = self.permissions.permissions.len();
            registered.done.push(("set", format!("permissions of application {application_id}, {count} in total")));
        }
        if registered.done.is_empty() {
            registered.done.push(("unchanged", format!("application {application_id}")));
        }
        Ok(Ok(registered))
    }

    /// Gives the application a secret.
    ///
    /// # Errors
    ///
    /// Fails with the exit code of a refusal, which is reported on standard error.
    pub async fn add_secret(&self, store: &Store, secret: &Secret) -> anyhow::Result<Result<(), ExitCode>> {
        let presented = PresentedToken::new(secret.expose()).context("the secret is too long")?;
        let command = ApplicationCommand::AddApplicationSecret {
            application_id: self.id,
            secret_id: ApplicationSecretId::from_uuid(Uuid::new_v4()),
            secret_hash: TokenHash::of(&presented),
            expires_at: None,
        };
        administer(store, command, &Why { reason: None }).await
    }
}
