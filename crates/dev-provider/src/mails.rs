//! The mails that were sent to people of this machine.

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};

use crate::clock::now;
use crate::page::{Escaped, Page};
use crate::provider::DevelopmentProvider;

/// `GET /mails`: the last mails, the newest first.
pub(crate) async fn list(State(provider): State<DevelopmentProvider>) -> Response {
    let mails = provider.mails();
    let text = if mails.is_empty() {
        "None was sent since the start. Load the page again to see new ones."
    } else {
        "The newest first. None of them left this machine."
    };
    let mut page = Page::new("Mails", text);
    for mail in mails.iter() {
        let (to, subject, text) = (Escaped(&mail.to), Escaped(&mail.subject), linked(&mail.text));
        let ago = now().saturating_sub(mail.at);
        page = page.html(format_args!(
            "<h2>{subject}</h2>\n<p><small>To {to}, {ago} seconds ago</small></p>\n<pre>{text}</pre>"
        ));
    }
    page.into_response()
}

/// Writes a text as HTML in which its addresses are links.
fn linked(text: &str) -> String {
    let mut html = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let url = word.trim_end();
        let space = &word[url.len()..];
        // Writing to a string cannot fail.
        let _ = if url.starts_with("http://") || url.starts_with("https://") {
            write!(html, "<a href=\"{0}\">{0}</a>{space}", Escaped(url))
        } else {
            write!(html, "{}", Escaped(word))
        };
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let html = linked("Open http://localhost/?a=\"b\" or javascript:x\n<b>");
        assert_eq!(
            html,
            "Open <a href=\"http://localhost/?a=&quot;b&quot;\">http://localhost/?a=&quot;b&quot;</a> or \
             javascript:x\n&lt;b&gt;"
        );
    }
}
