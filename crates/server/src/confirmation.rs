//! Sends the codes with which people prove a mailbox, for the API and for the issuer's page.

use cora_core::DecideInput;
use cora_core::email::CanonicalEmail;
use cora_core::provisioning::mailbox::CodeRecipient;
use cora_core::redact::RedactedEmail;
use cora_core::secret::PresentedToken;
use cora_store::{AskConfirmationError, Provisioned, StoredConnection};
use uuid::Uuid;

use crate::app::App;
use crate::error::{ApiError, ServerCode};
use crate::mail::{Delivery, claim_mail, code_mail, link_mail};

/// Sends a code to the recipient that a decision allows: the account's own address, the login's or
/// the invited one, and nowhere else. The login stays as it is until the code is presented.
pub(crate) async fn send_code(
    app: &App,
    stored: &StoredConnection,
    provisioned: &Provisioned,
    recipient: CodeRecipient,
) -> Result<Delivery, ApiError> {
    if !app.has_mail() {
        return Err(ApiError::Server(ServerCode::MailNotConfigured));
    }
    let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let token = PresentedToken::new(&text).ok_or(ApiError::Server(ServerCode::InternalError))?;
    let key = provisioned.input.login.key();
    let to = app.store.ask_link_confirmation(&token, &key, &recipient, (app.clock)()).await.map_err(
        |error| match error {
            AskConfirmationError::NotConfirmable => ApiError::Server(ServerCode::NothingToConfirm),
            AskConfirmationError::TooSoon { seconds } => ApiError::TooManyRequests { seconds },
            AskConfirmationError::Store(error) => error.into(),
        },
    )?;
    let mail = match recipient {
        CodeRecipient::Account(_) => link_mail(&to, &stored.display_name, &text),
        CodeRecipient::Mailbox(_) => code_mail(&to, &stored.display_name, &text),
        CodeRecipient::Invitation(id, _) => {
            let DecideInput { login, facts, .. } = &provisioned.input;
            let invitation = facts.invitations.iter().find(|invitation| invitation.id == id);
            let organization = invitation.and_then(|invitation| {
                facts.organizations.iter().find(|organization| organization.id == invitation.organization_id)
            });
            let by = login.email.as_ref().and_then(|email| CanonicalEmail::parse(email.as_str()).ok());
            claim_mail(
                &to,
                organization.map_or("an organization", |organization| organization.name.as_str()),
                by.as_ref().map(RedactedEmail::from).as_ref().map_or("another address", RedactedEmail::as_str),
                &text,
            )
        }
    };
    Ok(app.deliver(Some(mail)).await)
}
