//! The link of an invitation (specification §14.4): the browser keeps the invitation until the next
//! sign-in, so that it is in no URL of an application.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::id::InvitationId;

use super::page::{Page, redirect};
use super::request::IssuerRequest;
use super::words;

/// `GET /auth/invitation/{invitation}`. It reads no invitation, so that it answers the same for
/// each, and a program that reads mail uses none up by opening it.
pub(super) async fn invitation(request: IssuerRequest, Path(invitation): Path<String>) -> Response {
    let Some(invitation) = InvitationId::parse(&invitation) else {
        let page = Page::new(words::INVITATION_MALFORMED);
        return page.refusal(StatusCode::BAD_REQUEST, "invitation_malformed").into_response();
    };
    let mut response = match request.app.sign_in_url() {
        Some(url) => redirect(url),
        None => Page::new(words::INVITATION).into_response(),
    };
    response.headers_mut().append(header::SET_COOKIE, request.issuer.cookies.set_invitation(invitation));
    response
}
