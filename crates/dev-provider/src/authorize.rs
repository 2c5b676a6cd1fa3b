//! The page on which somebody picks who they are.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cora_issuer::random_handle;

use crate::MAILS;
use crate::clock::now;
use crate::form::{MAX_FORM_BYTES, Parameters, with_parameters};
use crate::page::{Escaped, Page, redirect};
use crate::people::Person;
use crate::provider::{DevelopmentProvider, Grant};

/// `GET /`: says what this is.
pub(crate) async fn home(State(provider): State<DevelopmentProvider>) -> Response {
    let text = "People sign in here when an application on this machine asks for it. Go to the application.";
    let page = Page::new("Development provider", text);
    let mut page = page.html(format_args!("<p><a href=\"{MAILS}\">Mails that were sent</a></p>\n<h2>People</h2>"));
    for person in provider.people().all() {
        let (name, email) = (Escaped(&person.name), Escaped(&person.email));
        page = page.html(format_args!("<p>{name}<br><small>{email}{}</small></p>", mark(person)));
    }
    page.into_response()
}

/// Returns the note about an address that the provider does not vouch for.
const fn mark(person: &Person) -> &'static str {
    if person.email_verified { "" } else { ", not verified" }
}

/// A request that may be answered to its redirect URI.
struct Request {
    parameters: Parameters,
    redirect_uri: String,
    challenge: String,
}

impl Request {
    /// Checks a request. `Err` is the answer to a wrong one.
    fn check(provider: &DevelopmentProvider, query: Option<String>) -> Result<Self, Box<Response>> {
        let wrong = |text: &str| {
            let page = Page::new("This sign-in link does not work", text);
            Box::new(page.status(StatusCode::BAD_REQUEST).into_response())
        };
        let parameters = Parameters::parse(query.unwrap_or_default().as_bytes());
        let parameters = parameters.map_err(|_| wrong("A parameter occurs twice."))?;
        let client = provider.client();
        if parameters.get("client_id") != Some(&client.id) {
            return Err(wrong("It names a client that does not exist."));
        }
        let redirect_uri =
            parameters.get("redirect_uri").filter(|uri| client.redirect_uris.iter().any(|one| one == uri));
        let Some(redirect_uri) = redirect_uri.map(str::to_owned) else {
            return Err(wrong("The address to go to afterwards is not registered."));
        };
        let state = parameters.get("state");
        let refused = |error: &str, text: &str| {
            let iss = Some(provider.issuer());
            let answer = [("error", Some(error)), ("error_description", Some(text)), ("state", state), ("iss", iss)];
            Err(Box::new(redirect(&with_parameters(&redirect_uri, &answer))))
        };
        if parameters.get("response_type") != Some("code") {
            return refused("unsupported_response_type", "the response type is code");
        }
        if parameters.get("response_mode").is_some_and(|mode| mode != "query") {
            return refused("invalid_request", "the response mode is query");
        }
        if !parameters.has_word("scope", "openid") {
            return refused("invalid_scope", "the scope has openid");
        }
        let challenge = parameters.get("code_challenge").filter(|challenge| challenge.len() == 43);
        let is_s256 = parameters.get("code_challenge_method") == Some("S256");
        let Some(challenge) = challenge.filter(|_| is_s256).map(str::to_owned) else {
            return refused("invalid_request", "a code challenge with S256 is required");
        };
        // The provider keeps no session: each sign-in is a choice.
        if parameters.has_word("prompt", "none") {
            return refused("login_required", "somebody has to pick who they are");
        }
        Ok(Self { parameters, redirect_uri, challenge })
    }

    /// Shows the people, and a form for another one.
    fn page(&self, provider: &DevelopmentProvider, fault: Option<&str>) -> Response {
        let action = format!("/authorize?{}", self.parameters.query());
        let action = Escaped(&action);
        let hint = self.parameters.get("login_hint").unwrap_or_default();
        let mut page = Page::new("Who are you?", "Pick a person, or make one.");
        if let Some(fault) = fault {
            let fault = Escaped(fault);
            page = page.html(format_args!("<p class=\"fault\" role=\"alert\">{fault}</p>"));
            page = page.status(StatusCode::BAD_REQUEST);
        }
        page = page.html(format_args!("<form method=\"post\" action=\"{action}\">"));
        let people = provider.people();
        let is_hinted = |person: &&Person| person.email.eq_ignore_ascii_case(hint);
        let (hinted, others): (Vec<&Person>, Vec<&Person>) = people.all().iter().partition(is_hinted);
        let is_unknown = hinted.is_empty();
        for person in hinted.into_iter().chain(others) {
            let [subject, name, email] = [&person.subject, &person.name, &person.email].map(|text| Escaped(text));
            page = page.html(format_args!(
                "<button class=\"button\" name=\"person\" value=\"{subject}\">{name} <small>{email}{}</small></button>",
                mark(person)
            ));
        }
        let hint = Escaped(if is_unknown { hint } else { "" });
        page.html(format_args!(
            "</form>\n<h2>Somebody else</h2>\n<form method=\"post\" action=\"{action}\">\n\
             <label for=\"name\">Name</label>\n\
             <input id=\"name\" name=\"name\" type=\"text\" maxlength=\"100\" autocomplete=\"off\" required>\n\
             <label for=\"email\">Email address</label>\n\
             <input id=\"email\" name=\"email\" type=\"email\" maxlength=\"320\" autocomplete=\"off\" required \
             value=\"{hint}\">\n\
             <label class=\"check\"><input type=\"checkbox\" name=\"verified\" value=\"yes\" checked>The address is \
             verified</label>\n\
             <button class=\"button primary\">Make and sign in</button>\n</form>"
        ))
        .into_response()
    }
}

/// `GET /authorize` (OpenID Connect Core §3.1.2.1).
pub(crate) async fn ask(State(provider): State<DevelopmentProvider>, RawQuery(query): RawQuery) -> Response {
    match Request::check(&provider, query) {
        Ok(request) => request.page(&provider, None),
        Err(response) => *response,
    }
}

/// `POST /authorize`: the choice.
pub(crate) async fn pick(
    State(provider): State<DevelopmentProvider>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = match Request::check(&provider, query) {
        Ok(request) => request,
        Err(response) => return *response,
    };
    // SECURITY: a page of another site makes no people here. Browsers send `Origin` with a form.
    let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let is_own = |origin: &str| origin.strip_prefix("http://").is_some_and(|at| host == Some(at));
    if origin.is_some_and(|origin| !is_own(origin)) {
        let page = Page::new("This form is not from here", "Go back to the application and sign in again.");
        return page.status(StatusCode::FORBIDDEN).into_response();
    }
    let form = if body.len() <= MAX_FORM_BYTES { Parameters::parse(&body).ok() } else { None };
    let Some(form) = form else { return request.page(&provider, Some("The form cannot be read.")) };
    let person = match form.get("person") {
        Some(subject) => provider.people().find(subject).cloned().ok_or("This person does not exist.".to_owned()),
        None => made(&provider, &form),
    };
    let person = match person {
        Ok(person) => person,
        Err(fault) => return request.page(&provider, Some(&fault)),
    };
    provider.tell(&person).await;
    let grant = Grant {
        person,
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge,
        nonce: request.parameters.get("nonce").map(str::to_owned),
        scope: request.parameters.get("scope").unwrap_or_default().to_owned(),
        authenticated_at: now(),
        expires_at: Grant::end(),
    };
    let Ok(code) = provider.issue_code(grant) else {
        let page = Page::new("Something went wrong", "The system provides no random bytes.");
        return page.status(StatusCode::INTERNAL_SERVER_ERROR).into_response();
    };
    let (state, iss) = (request.parameters.get("state"), Some(provider.issuer()));
    let answer = [("code", Some(code.expose())), ("state", state), ("iss", iss)];
    redirect(&with_parameters(&request.redirect_uri, &answer))
}

fn made(provider: &DevelopmentProvider, form: &Parameters) -> Result<Person, String> {
    let subject = random_handle().map_err(|error| error.to_string())?;
    let subject = format!("dev_{}", subject.expose());
    let [name, email] = ["name", "email"].map(|field| form.get(field).unwrap_or_default());
    let made = provider.people().add(name, email, form.get("verified") == Some("yes"), subject);
    made.map_err(|fault| fault.to_string())
}
