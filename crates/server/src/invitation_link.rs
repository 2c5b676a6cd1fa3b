//! The link in the mail of an invitation.

use cora_core::id::InvitationId;

use crate::app::App;
use crate::error::ApiError;
use crate::issuer::Issuer;

/// Returns the link of an invitation: that of the issuer, if people sign in through it, else the
/// sign-in page of the web application, which presents the invitation itself.
pub(crate) async fn link_of(app: &App, invitation: InvitationId) -> Result<Option<String>, ApiError> {
    let Some(sign_in) = app.sign_in_url() else { return Ok(None) };
    if let Some(issuer) = app.issuer_url()
        && app.store.people_have_applications().await?
    {
        return Ok(Some(Issuer::invitation(issuer, invitation)));
    }
    let (page, fragment) = match sign_in.split_once('#') {
        Some((page, fragment)) => (page, format!("#{fragment}")),
        None => (sign_in, String::new()),
    };
    let mark = if page.contains('?') { '&' } else { '?' };
    Ok(Some(format!("{page}{mark}invitation={invitation}{fragment}")))
}
