//! The provider's pages: plain HTML with one style sheet, without scripts. Each says that the
//! provider is for development.

use std::fmt::{self, Write as _};
use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("page/style.css");
const MARK: &str = "Development provider: everybody may be anybody here. Only on this machine.";

/// The content security policy. It has no `form-action`: browsers apply it to the redirects that
/// follow a form too, and those lead back to the client.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!("default-src 'none'; style-src 'sha256-{style}'; frame-ancestors 'none'; base-uri 'none'");
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

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

/// A page under construction.
pub(crate) struct Page {
    status: StatusCode,
    title: &'static str,
    body: String,
}

impl Page {
    /// Begins a page with a title and a paragraph.
    pub fn new(title: &'static str, text: &str) -> Self {
        let body = format!("<h1>{}</h1>\n<p>{}</p>\n", Escaped(title), Escaped(text));
        Self { status: StatusCode::OK, title, body }
    }

    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Adds HTML. Everything in it that is not a literal of this crate is [`Escaped`].
    pub fn html(mut self, html: fmt::Arguments<'_>) -> Self {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(html);
        self.body.push('\n');
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
             <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>{MARK}</header>\n<main>\n{}</main>\n\
             </body>\n</html>\n",
            Escaped(self.title),
            self.body
        );
        let headers: HeaderMap =
            HEADERS.into_iter().chain([(header::CONTENT_SECURITY_POLICY, POLICY.clone())]).collect();
        (self.status, headers, Html(html)).into_response()
    }
}

const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    // With `no-referrer`, browsers send a form of the page with `Origin: null`.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// Sends the browser on, by GET.
pub(crate) fn redirect(url: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(url) else {
        let page = Page::new("Something went wrong", "The address to go to cannot be written.");
        return page.status(StatusCode::BAD_REQUEST).into_response();
    };
    let headers = [(header::LOCATION, location), (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"))];
    (StatusCode::SEE_OTHER, HeaderMap::from_iter(headers)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(Escaped("\"><b>'&\r").to_string(), "&quot;&gt;&lt;b&gt;&#39;&amp;\u{fffd}");
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains('<'));
        assert_eq!(redirect("http://localhost/\r\nset-cookie: a=b").status(), StatusCode::BAD_REQUEST);
    }
}
