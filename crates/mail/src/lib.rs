//! Sends mail to people over SMTP (RFC 5321). Plain text only: HTML would give an attacker a way to
//! trick the reader.
//!
//! No address appears in an error or a log.

use std::sync::Arc;
use std::time::Duration;

use cora_core::email::CanonicalEmail;
use lettre::message::header::{ContentType, MIME_VERSION_1_0};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{Address, AsyncTransport as _, Tokio1Executor};
use url::Url;

/// Timeout of each step of the exchange with the server.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum length of a subject, in characters. A longer one is cut.
const MAX_SUBJECT: usize = 120;

/// A mail to one person.
#[derive(Clone)]
pub struct Mail {
    /// The recipient's address.
    pub to: CanonicalEmail,
    /// The subject. Line breaks and other control characters become spaces. At most 120 characters;
    /// the rest is cut.
    pub subject: String,
    /// The body, as plain text.
    pub text: String,
}

/// A mail setting that makes sending impossible.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    /// The server's address is not valid. The address is not shown, because it may hold a password.
    #[error("this is not the URL of an SMTP server, such as smtps://user:password@mail.acme.example:465")]
    Url,
    /// A password would be sent over the network in clear text.
    #[error("passwords are never sent without encryption: use smtps:// or ?tls=required")]
    PasswordInClear,
    /// The sender is not a valid mailbox.
    #[error("this is not a sender, such as Acme <no-reply@acme.example>")]
    From,
}

/// An error for a mail that was not sent.
#[derive(Debug, thiserror::Error)]
#[error("the mail was not sent: {reason}")]
pub struct SendError {
    reason: &'static str,
    is_permanent: bool,
}

impl SendError {
    const RANDOM: Self = Self { reason: "the system provides no random bytes", is_permanent: false };

    const fn permanent(reason: &'static str) -> Self {
        Self { reason, is_permanent: true }
    }

    /// Returns the reason, which names no address.
    pub const fn reason(&self) -> &'static str {
        self.reason
    }

    /// Returns `true` if another try has the same result.
    pub const fn is_permanent(&self) -> bool {
        self.is_permanent
    }
}

/// Sends mail through one server, or hands it to a function.
#[derive(Clone)]
pub struct Mailer(Way);

#[derive(Clone)]
enum Way {
    Server { transport: AsyncSmtpTransport<Tokio1Executor>, from: Mailbox },
    Function(Arc<dyn Fn(Mail) + Send + Sync>),
}

impl Mailer {
    /// Builds a mailer that sends through the server at `url`, with `from` as the sender.
    ///
    /// The URL is `smtps://` (TLS from the first byte), `smtp://…?tls=required` (STARTTLS), or
    /// `smtp://` without a password (no encryption, for a server on this machine).
    ///
    /// # Errors
    ///
    /// Returns [`MailSettingsError`] if the URL or the sender cannot be parsed, or if a password
    /// would be sent without encryption.
    pub fn new(url: &str, from: &str) -> Result<Self, MailSettingsError> {
        let parts = Url::parse(url).map_err(|_| MailSettingsError::Url)?;
        let is_encrypted =
            parts.scheme() == "smtps" || parts.query_pairs().any(|pair| pair == ("tls".into(), "required".into()));
        let has_password = !parts.username().is_empty() || parts.password().is_some();
        if has_password && !is_encrypted {
            return Err(MailSettingsError::PasswordInClear);
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| MailSettingsError::Url)?;
        let from = from.parse().map_err(|_| MailSettingsError::From)?;
        Ok(Self(Way::Server { transport: builder.timeout(Some(TIMEOUT)).build(), from }))
    }

    /// Builds a mailer that hands each mail to a function, and sends nothing. For development.
    pub fn to_function(keep: impl Fn(Mail) + Send + Sync + 'static) -> Self {
        Self(Way::Function(Arc::new(keep)))
    }

    /// Connects to the server, signs in to it, and leaves. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns [`SendError`] if the server cannot be reached, is too slow, or does not accept the
    /// user and password.
    pub async fn try_server(&self) -> Result<(), SendError> {
        let Way::Server { transport, .. } = &self.0 else { return Ok(()) };
        match transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(SendError::permanent("the server does not answer as one of mail")),
            Err(error) => Err(of_server(&error)),
        }
    }

    /// Sends a mail. On success, the server has accepted it.
    ///
    /// # Errors
    ///
    /// Returns [`SendError`] if the mail cannot be written, or if the server refuses it, is too
    /// slow or cannot be reached.
    pub async fn send(&self, mail: Mail) -> Result<(), SendError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|_| SendError::RANDOM)?;
        self.send_as(mail, &format!("{:032x}", u128::from_be_bytes(bytes))).await
    }

    /// Sends a mail under an identifier, the part of its `Message-ID` before the at sign. A mail
    /// that is sent again has the same, so that it is known to be the same.
    ///
    /// # Errors
    ///
    /// Returns [`SendError`] as [`Self::send`] does.
    pub async fn send_as(&self, mail: Mail, id: &str) -> Result<(), SendError> {
        let subject: String =
            mail.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_SUBJECT).collect();
        let (transport, from) = match &self.0 {
            Way::Server { transport, from } => (transport, from),
            Way::Function(keep) => {
                keep(Mail { subject, ..mail });
                return Ok(());
            }
        };
        let address = Address::new(mail.to.local(), mail.to.domain())
            .map_err(|_| SendError::permanent("the address is not valid"))?;
        let message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, address))
            .subject(subject)
            // With the sender's domain (RFC 5322 §3.6.4).
            .message_id(Some(format!("<{id}@{}>", from.email.domain())))
            // The body may be encoded, which only counts with this header (RFC 2045 §4).
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text)
            .map_err(|_| SendError::permanent("the message is not valid"))?;
        let sent = transport.send(message).await;
        // WHY: the server's message repeats the address, so it is not passed on.
        sent.map(|_| ()).map_err(|error| of_server(&error))
    }
}

/// Returns the error that the server's, or that of the way to it, becomes.
fn of_server(error: &lettre::transport::smtp::Error) -> SendError {
    let reason = match () {
        () if error.is_timeout() => "the server took too long",
        () if error.is_permanent() => "the server rejected it",
        () if error.is_transient() => "the server rejected it for now",
        () if error.is_tls() => "the server's certificate or encryption was not accepted",
        () => "the server cannot be reached",
    };
    SendError { reason, is_permanent: error.is_permanent() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str, from: &str) -> String {
        Mailer::new(url, from).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[tokio::test]
    async fn a_password_goes_over_no_open_wire() {
        for url in [
            "smtp://me:hunter2@mail.example:25",
            "smtp://me:hunter2@mail.example:25?tls=opportunistic",
            "smtp://me:hunter2tls=required@mail.example:25",
        ] {
            let refusal = refusal(url, "no-reply@acme.example");
            assert!(refusal.contains("without encryption") && !refusal.contains("hunter2"), "{refusal}");
        }
        for url in
            ["smtps://me:hunter2@mail.example", "smtp://me:hunter2@mail.example?tls=required", "smtp://localhost:2525"]
        {
            assert_eq!(refusal(url, "Acme <no-reply@acme.example>"), "", "{url}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_refused_without_being_shown() {
        let refusal = refusal("https://me:hunter2@mail.example", "no-reply@acme.example");
        assert!(!refusal.is_empty() && !refusal.contains("hunter2"), "{refusal}");
        assert!(Mailer::new("smtp://localhost", "nobody").is_err());
    }

    #[tokio::test]
    async fn a_function_gets_each_mail() {
        let (sender, mails) = std::sync::mpsc::channel();
        let mailer = Mailer::to_function(move |mail| sender.send(mail).unwrap());
        let to = CanonicalEmail::parse("ana@acme.example").unwrap();
        mailer.send(Mail { to, subject: "Hello\nAna".into(), text: "Hello".into() }).await.unwrap();
        let mail = mails.recv().unwrap();
        assert_eq!((mail.to.local(), mail.subject.as_str(), mail.text.as_str()), ("ana", "Hello Ana", "Hello"));
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_said_to_be() {
        let mailer = Mailer::new("smtp://127.0.0.1:9", "no-reply@acme.example").unwrap();
        let to = CanonicalEmail::parse("ana@acme.example").unwrap();
        let error = mailer.send(Mail { to, subject: "Hello".into(), text: "Hello".into() }).await.unwrap_err();
        assert!(error.to_string().contains("cannot be reached"), "{error}");
    }
}
