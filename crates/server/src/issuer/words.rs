//! The words of the issuer's pages. Nothing on a page comes from a request, a provider or an
//! application but the names that administrators gave (pitfall C62).

use cora_core::issuer::authorization::AuthorizationPageCode;

/// The title of a page, and its paragraph.
pub(crate) type Words = (&'static str, &'static str);

pub(crate) const SIGN_IN: Words = ("Sign in", "Choose how you want to sign in.");
pub(crate) const EMAIL_LABEL: &str = "Email address";
pub(crate) const CONTINUE: &str = "Continue";
pub(crate) const OR: &str = "or";
pub(crate) const WITH: &str = "Sign in with";
pub(crate) const BACK_TO_APPLICATION: &str = "Back to the application";
pub(crate) const CONSOLE_MISSING: Words = (
    "This Cora was built without its console",
    "Start it with --console-folder and the folder of a built console, or use a released program, which has it.",
);
pub(crate) const BACK_TO_CONSOLE: &str = "Back to the console";
pub(crate) const ANOTHER_WAY: &str = "Try again";
pub(crate) const ANOTHER_ACCOUNT: &str = "Use another account";
pub(crate) const SSO: &str = "Sign in with your organization";

pub(crate) const SIGN_OUT: Words = ("Sign out?", "You will be signed out of all applications in this browser.");
pub(crate) const SIGN_OUT_BUTTON: &str = "Sign out";
pub(crate) const SIGNED_OUT: Words = ("You are signed out", "You can close this page.");

pub(crate) const CONTINUE_PAGE: Words = ("One moment", "Your sign-in is being completed.");

pub(crate) const FLOW_OVER: Words = (
    "This sign-in is over",
    "It was already completed, took too long, or was started in another browser. Go back to the application and \
     sign in again.",
);
pub(crate) const PROVIDER_FAILED: Words = (
    "Your sign-in provider did not sign you in",
    "Go back to the application and try again. If that does not help, ask an administrator.",
);
pub(crate) const PROVIDER_UNAVAILABLE: Words = (
    "Your sign-in provider cannot be reached",
    "Try again in a few minutes. If that does not help, ask an administrator.",
);
pub(crate) const NOT_ADMITTED: &str = "You are not signed in";
pub(crate) const NOT_ADMITTED_TEXT: &str = "You do not have access. Ask an administrator of the application.";
pub(crate) const BUSY: Words = ("Please try again", "The service is busy. Wait a moment and try again.");
pub(crate) const TOO_MANY: Words =
    ("Please wait a moment", "Too many requests came from your network. Wait a moment, and then load this page again.");
pub(crate) const FAILED: Words =
    ("Something went wrong", "The error was recorded. Try again, and ask an administrator if it stays.");
pub(crate) const NO_CONNECTION: Words =
    ("Nobody can sign in yet", "No sign-in provider is in use. Ask an administrator.");
pub(crate) const INVITATION: Words = (
    "Your invitation is ready",
    "Go to the application and sign in. This browser remembers the invitation for an hour.",
);
pub(crate) const INVITATION_MALFORMED: Words =
    ("This invitation link does not work", "It is not complete. Open it from the mail again, or ask for another one.");
pub(crate) const INITIATED: Words =
    ("Go on in the application", "Open the application and sign in. This browser remembers your sign-in provider.");
pub(crate) const INITIATION_REFUSED: Words =
    ("This sign-in link does not work", "It leads to a place that is not registered. Open the application instead.");
pub(crate) const QUESTION: &str = "One more step";
pub(crate) const CODE_LABEL: &str = "Code from the mail";
pub(crate) const SEND_CODE: &str = "Send me a code";
pub(crate) const CODE_SENT: &str = "A code was sent. It counts for 15 minutes.";
pub(crate) const CODE_TOO_SOON: &str = "A code was sent a short while ago. Wait a moment before you ask for another.";
pub(crate) const CODE_NOT_SENT: &str = "The code could not be sent. Try again, or ask an administrator.";
pub(crate) const SETUP: &str =
    "This platform has no owner yet. If you have its setup token, enter it to become the owner.";
pub(crate) const SETUP_TOKEN_LABEL: &str = "Setup token";
pub(crate) const ANSWER_REFUSED: &str =
    "That did not complete your sign-in. It may be mistyped, used before, or too old.";
pub(crate) const GO_ON: &str = "Continue without it";

pub(crate) const FORM_OUTDATED: Words =
    ("This page is out of date", "Nothing was changed. Go back to the application and try again.");

/// Returns the words for a request that leads nowhere.
pub(crate) const fn of_refusal(code: AuthorizationPageCode) -> Words {
    const TITLE: &str = "This sign-in link does not work";
    match code {
        AuthorizationPageCode::RequestTooLarge => (TITLE, "The request of the application is too long."),
        AuthorizationPageCode::ApplicationMissing => (TITLE, "It does not name an application."),
        AuthorizationPageCode::ApplicationUnknown => (TITLE, "It names an application that does not exist."),
        AuthorizationPageCode::ApplicationDisabled => {
            ("This application is switched off", "Ask an administrator of the application.")
        }
        AuthorizationPageCode::ApplicationWithoutPeople => (TITLE, "People do not sign in to this application."),
        AuthorizationPageCode::RedirectUriMissing => (TITLE, "It does not say where to go afterwards."),
        AuthorizationPageCode::RedirectUriNotRegistered => {
            (TITLE, "The address to go to afterwards is not registered for the application.")
        }
    }
}
