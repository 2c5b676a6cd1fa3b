//! The issuer's pages: plain HTML with one style sheet, readable without scripts.

use std::fmt::{self, Write as _};
use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::words::{self, Words};
use crate::own_form::OwnForm;

const STYLE: &str = include_str!("page/style.css");
/// Submits the only form of a page, for browsers with scripts. Others have the button.
const SUBMIT: &str = include_str!("page/submit.js");

/// The content security policy. It has no `form-action`: browsers apply it to the redirects that
/// follow a form too, and those lead to providers and applications (pitfall C64).
fn policy(script: Option<&str>) -> HeaderValue {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let script = script.map(|script| format!(" script-src {};", hash(script))).unwrap_or_default();
    let policy =
        format!("default-src 'none'; style-src {};{script} frame-ancestors 'none'; base-uri 'none'", hash(STYLE));
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| policy(None));
static POLICY_OF_SUBMIT: LazyLock<HeaderValue> = LazyLock::new(|| policy(Some(SUBMIT)));

/// A text that is escaped for HTML, in text and in quoted attributes.
pub(crate) struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            // Not allowed in HTML, even as a reference.
            character if character.is_control() && !matches!(character, '\n' | '\t') => f.write_char('\u{fffd}'),
            character => f.write_char(character),
        })
    }
}

/// A field that the person fills in.
#[derive(Clone, Copy)]
pub(crate) enum Field {
    /// Their address.
    Address,
    /// The code that was mailed to them.
    Code,
    /// The token with which the platform is set up.
    SetupToken,
}

impl Field {
    /// The name of the field in the form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Code => "code",
            Self::SetupToken => "setup_token",
        }
    }

    /// The label, and the attributes that tell browsers how to fill it in.
    const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Address => {
                (words::EMAIL_LABEL, "type=\"email\" autocomplete=\"username\" maxlength=\"320\" autofocus")
            }
            Self::Code => (words::CODE_LABEL, "autocomplete=\"one-time-code\" maxlength=\"512\" spellcheck=\"false\""),
            Self::SetupToken => {
                (words::SETUP_TOKEN_LABEL, "autocomplete=\"off\" maxlength=\"512\" spellcheck=\"false\"")
            }
        }
    }
}

/// A page under construction.
pub(crate) struct Page {
    status: StatusCode,
    code: Option<&'static str>,
    title: &'static str,
    body: String,
    has_form: bool,
    submits: bool,
}

impl Page {
    /// Begins a page with a title and a paragraph.
    pub fn new((title, text): Words) -> Self {
        Self::with_text(title, text)
    }

    /// Begins a page with a title and a paragraph of another table of the product's words.
    pub fn with_text(title: &'static str, text: &str) -> Self {
        Self::titled(title).text(text)
    }

    /// Begins a page with a title alone.
    pub fn titled(title: &'static str) -> Self {
        let body = format!("<h1>{}</h1>\n", Escaped(title));
        Self { status: StatusCode::OK, code: None, title, body, has_form: false, submits: false }
    }

    /// Makes the page the answer to a refused request. `code` is for the log.
    pub fn refusal(mut self, status: StatusCode, code: &'static str) -> Self {
        (self.status, self.code) = (status, Some(code));
        self
    }

    /// Adds a link in the shape of a button.
    pub fn link(mut self, text: &str, url: &str) -> Self {
        // Writing to a string cannot fail.
        let _ = writeln!(self.body, "<a class=\"button\" href=\"{}\">{}</a>", Escaped(url), Escaped(text));
        self
    }

    /// Adds a dividing word.
    pub fn or(mut self) -> Self {
        let _ = writeln!(self.body, "<p class=\"or\">{}</p>", words::OR);
        self
    }

    /// Adds a paragraph.
    pub fn text(mut self, text: &str) -> Self {
        let _ = writeln!(self.body, "<p>{}</p>", Escaped(text));
        self
    }

    /// Adds a form that posts hidden fields with a button, and with the field that the person fills
    /// in.
    pub fn form(mut self, action: &str, fields: &[(&str, &str)], button: &str, field: Option<Field>) -> Self {
        let _ = writeln!(self.body, "<form method=\"post\" action=\"{}\">", Escaped(action));
        for (name, value) in fields {
            let (name, value) = (Escaped(name), Escaped(value));
            let _ = writeln!(self.body, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }
        let class = if let Some(field) = field {
            let (name, (label, attributes)) = (field.name(), field.parts());
            let _ = writeln!(
                self.body,
                "<label for=\"{name}\">{label}</label>\n<input id=\"{name}\" name=\"{name}\" required {attributes}>"
            );
            "button primary"
        } else if self.has_form {
            "button"
        } else {
            "button primary"
        };
        self.has_form = true;
        let _ = writeln!(self.body, "<button class=\"{class}\">{}</button>\n</form>", Escaped(button));
        self
    }

    /// Lets the page submit its only form by itself, where scripts run.
    pub fn submits(mut self) -> Self {
        self.submits = true;
        self
    }

    fn html(&self) -> String {
        let script = if self.submits { format!("<script>{SUBMIT}</script>\n") } else { String::new() };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
             <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n{script}</body>\n</html>\n",
            Escaped(self.title),
            self.body
        )
    }
}

/// Headers of every page: it is framed by nobody, and its address, which may hold a code, goes
/// nowhere.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let policy = if self.submits { &POLICY_OF_SUBMIT } else { &POLICY };
        let headers: HeaderMap = HEADERS.into_iter().collect();
        let mut response = (self.status, headers, Html(self.html())).into_response();
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, (**policy).clone());
        response.extensions_mut().insert(OwnForm { code: self.code });
        response
    }
}

/// Sends the browser on, always by GET (RFC 9700 §4.12).
pub(crate) fn redirect(url: &str) -> Response {
    let Ok(mut location) = HeaderValue::from_str(url) else {
        return Page::new(words::FAILED).refusal(StatusCode::INTERNAL_SERVER_ERROR, "server_error").into_response();
    };
    location.set_sensitive(true);
    let headers = [(header::LOCATION, location), (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"))];
    let mut response = (StatusCode::SEE_OTHER, HeaderMap::from_iter(headers)).into_response();
    response.extensions_mut().insert(OwnForm { code: None });
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c62_text_cannot_leave_its_place() {
        let hostile = "\"><svg onload=x>'&\r\n\u{0}";
        let html = Page::new(words::SIGN_IN)
            .link(hostile, hostile)
            .form("/x", &[(hostile, hostile)], hostile, Some(Field::Code))
            .html();
        assert!(!html.contains("<svg"), "{html}");
        assert!(!html.contains('\u{0}') && !html.contains('\r'), "{html}");
        assert!(html.contains("&quot;&gt;&lt;svg onload=x&gt;&#39;&amp;"), "{html}");
    }

    #[test]
    fn a_page_needs_no_script_and_loads_nothing() {
        let page = Page::new(words::SIGN_IN).form("/x", &[], words::CONTINUE, Some(Field::Address));
        let response = page.into_response();
        let headers = response.headers();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(!policy.contains("script-src") && !policy.contains("form-action"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        let page = Page::new(words::SIGN_IN).form("/x", &[], words::CONTINUE, None).submits().into_response();
        assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("script-src 'sha256-"));
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains('<'));
    }

    #[test]
    fn a_location_with_a_line_break_leads_nowhere() {
        assert_eq!(
            redirect("https://app.acme.example/\r\nset-cookie: a=b").status(),
            StatusCode::INTERNAL_SERVER_ERROR
        );
        assert_eq!(redirect("https://app.acme.example/").status(), StatusCode::SEE_OTHER);
    }
}
