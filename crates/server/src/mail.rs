//! The mails that users receive.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use cora_core::email::CanonicalEmail;
use cora_core::id::OrganizationId;
use cora_core::policy::InvitationClaim;
use cora_core::provisioning::facts::InvitationAcceptance;
use cora_core::text::is_plain;
use cora_mail::Mail;
use cora_store::{DomainRow, InvitationRow};
use governor::{DefaultKeyedRateLimiter, Quota};
use serde::Serialize;

/// The delivery status of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Delivery {
    /// The mail would be sent: the request is a dry run.
    Queued,
    /// The mail server accepted the mail.
    Sent,
    /// The mail was not sent. The log has the reason.
    Failed,
    /// No mail server is configured. Tell the person yourself.
    NotConfigured,
}

/// The failure of a try to send a mail. It names no address.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{reason}")]
pub(crate) struct MailFailure {
    pub reason: &'static str,
    /// `true` if another try has the same result.
    pub is_permanent: bool,
}

impl MailFailure {
    pub const NOT_CONFIGURED: Self = Self { reason: "no mail server is configured", is_permanent: false };
    pub const TOO_SLOW: Self = Self { reason: "the mail was not sent in time", is_permanent: false };
}

/// Invitations that one organization may mail in a day. Its name is in each, so that they would be
/// a way to advertise.
const PER_DAY: NonZeroU32 = NonZeroU32::new(500).unwrap();
/// The time between two invitations by mail to one address, of all organizations together.
const PAUSE: Duration = Duration::from_secs(60);

/// The limits of mails that invite people, in one process. Codes have a pause of their own, in the
/// database: an invitation must not keep a person from their code.
pub(crate) struct InvitationMails {
    addresses: DefaultKeyedRateLimiter<CanonicalEmail>,
    organizations: DefaultKeyedRateLimiter<OrganizationId>,
    sent: AtomicU32,
}

impl Default for InvitationMails {
    fn default() -> Self {
        let day = Duration::from_secs(24 * 60 * 60);
        // Neither period is zero.
        let every = |period| Quota::with_period(period).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
        Self {
            addresses: DefaultKeyedRateLimiter::keyed(every(PAUSE)),
            organizations: DefaultKeyedRateLimiter::keyed(every(day / PER_DAY.get()).allow_burst(PER_DAY)),
            sent: AtomicU32::new(0),
        }
    }
}

impl InvitationMails {
    /// Returns `true` if an organization may mail an invitation to an address now, and counts it.
    pub fn may_send(&self, organization: OrganizationId, to: &CanonicalEmail) -> bool {
        if self.sent.fetch_add(1, Ordering::Relaxed) % 1024 == 1023 {
            self.addresses.retain_recent();
            self.organizations.retain_recent();
        }
        self.addresses.check_key(to).is_ok() && self.organizations.check_key(&organization).is_ok()
    }
}

/// Maximum length of a text in a mail that a person wrote, in characters.
const MAX_WRITTEN: usize = 64;

/// Returns a text that a person wrote, as it stands in a mail to somebody else: in one line, at
/// most 64 characters, and without anything that a mail program makes a link.
///
/// SECURITY: the name of an organization or of a person goes to any address that is invited, from
/// the service's own address. With a link in it, it would carry anybody's advertisement.
fn written(text: &str) -> String {
    let words: Vec<String> =
        text.split_whitespace().map(|word| unlinked(&shown(word))).filter(|w| !w.is_empty()).collect();
    let line = words.join(" ");
    if line.chars().count() <= MAX_WRITTEN {
        return line;
    }
    let cut: String = line.chars().take(MAX_WRITTEN - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Returns the name of the person who invites. Somebody without a name is named by their address,
/// which their provider has verified and which stands as it is.
fn sender(name: &str) -> String {
    CanonicalEmail::parse(name).map_or_else(|_| written(name), |address| address.as_str().to_owned())
}

/// Leaves out characters that are not shown, such as those that turn the direction of writing.
fn shown(word: &str) -> String {
    word.chars().filter(|c| !c.is_control() && is_plain(c.encode_utf8(&mut [0; 4]))).collect()
}

/// Breaks what mail programs make a link: an address of the web or of mail, and a name with dots.
fn unlinked(word: &str) -> String {
    let is_between = |(before, after): (Option<char>, Option<char>)| {
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    let characters: Vec<char> = word.chars().collect();
    let mut broken = String::with_capacity(word.len());
    for (at, c) in characters.iter().enumerate() {
        let around = (at.checked_sub(1).and_then(|at| characters.get(at)).copied(), characters.get(at + 1).copied());
        match c {
            '/' | '\\' | '@' => broken.push(' '),
            '.' if is_between(around) => broken.push_str(". "),
            ':' if around.1 == Some('/') => {}
            c => broken.push(*c),
        }
    }
    broken.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Builds the mail that invites a person. It contains no token: only a user who proves that the
/// address is theirs is admitted. The link names the invitation, so that a person who signs in with
/// another address can claim it.
pub(crate) fn invitation_mail(
    row: &InvitationRow,
    inviter: Option<&str>,
    link: Option<&str>,
    claim: InvitationClaim,
) -> Option<Mail> {
    let to = CanonicalEmail::parse(&row.email).ok()?;
    let inviter = inviter.map(sender).filter(|name| !name.is_empty()).unwrap_or_else(|| "An administrator".to_owned());
    let organization = written(&row.organization_name);
    let claims = claim == InvitationClaim::MailboxCode && row.acceptance == InvitationAcceptance::OnLogin;
    let way = match link {
        Some(url) if claims => format!(
            "To accept, open this page and sign in with this email address. If you sign in with another one, the \
             page asks you for a code that is sent to this address:\n\n{url}\n"
        ),
        Some(url) => format!("To accept, sign in with this email address:\n\n{url}\n"),
        None => "To accept, sign in with this email address.\n".to_owned(),
    };
    Some(Mail {
        to,
        subject: format!("Invitation to join {organization}"),
        text: format!(
            "{inviter} invited you to join {organization}.\n\n{way}\nThe invitation expires on {} (UTC). If you did not expect it, you can ignore this email.\n",
            row.expires_at.replace(['T', 'Z'], " ").trim_end()
        ),
    })
}

/// Builds the mail with the code by which a person with another address claims an invitation.
/// `organization` is the name of the organization, `by` the redacted address.
pub(crate) fn claim_mail(to: &CanonicalEmail, organization: &str, by: &str, token: &str) -> Mail {
    let organization = written(organization);
    Mail {
        to: to.clone(),
        subject: format!("Confirm your invitation to join {organization}"),
        text: format!(
            "Somebody who signed in as {by} wants to accept the invitation to join {organization} that was sent to \
             you.\n\nIf that was you, enter this code where you were asked for it. It expires in 15 minutes:\n\n{token}\n\n\
             If it was not, do nothing, and give the code to nobody: it makes them a member in your place.\n"
        ),
    }
}

/// Builds the mail by which an administrator tests the mail server.
pub(crate) fn test_mail(to: &CanonicalEmail, service: Option<&str>) -> Mail {
    let service = service.map(|url| format!(" at {url}")).unwrap_or_default();
    Mail {
        to: to.clone(),
        subject: String::from("A test of the mail server"),
        text: format!("You asked Cora{service} to send you this email. Its mail server works.\n"),
    }
}

/// Builds the mail with the token that proves access to a mailbox of a domain.
pub(crate) fn mailbox_mail(to: &CanonicalEmail, row: &DomainRow, token: &str) -> Option<Mail> {
    Some(Mail {
        to: to.clone(),
        subject: format!("Confirm the domain {}", row.domain),
        text: format!(
            "An organization wants to admit people with email addresses at {}.\n\nTo approve this, give the organization this token. It expires in one day:\n\n{token}\n\nIf you did not expect this, you can ignore this email.\n",
            row.domain
        ),
    })
}

/// Builds the mail with the token that confirms that a login with another provider belongs to the
/// same person.
pub(crate) fn link_mail(to: &CanonicalEmail, provider: &str, token: &str) -> Mail {
    Mail {
        to: to.clone(),
        subject: String::from("Confirm a new way to sign in"),
        text: format!(
            "Someone signed in with {provider} using your email address and wants to use your account.\n\nIf this was you, enter this code on the sign-in page. It expires in 15 minutes:\n\n{token}\n\nIf this was not you, you can ignore this email. Nobody can use your account without the code.\n"
        ),
    }
}

/// Builds the mail with the code that proves access to a mailbox. It says nothing about an account,
/// because the login must not learn of one.
pub(crate) fn code_mail(to: &CanonicalEmail, provider: &str, token: &str) -> Mail {
    Mail {
        to: to.clone(),
        subject: String::from("Confirm your address"),
        text: format!(
            "Somebody has signed in by {provider} with your address.\n\nIf that was you, enter this code where you were \
             asked for it; it counts for 15 minutes:\n\n{token}\n\nIf it was not, do nothing, and give the code to \
             nobody.\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_people_wrote_is_one_short_line_without_links() {
        assert_eq!(written("Acme, Inc."), "Acme, Inc.");
        assert_eq!(written("Ana O'Neill-Gómez"), "Ana O'Neill-Gómez");
        assert_eq!(
            written("Win now: https://evil.example/x\r\nBcc: a@b.example"),
            "Win now: https evil. example x Bcc: a b. example"
        );
        assert_eq!(written("www.evil.example"), "www. evil. example");
        assert_eq!(written("a\u{202e}b\u{7}c"), "abc");
        assert_eq!(sender("ana@acme.example"), "ana@acme.example");
        assert_eq!(sender("write to ana@acme.example"), "write to ana acme. example");
        let long = written(&"word ".repeat(40));
        assert!(long.chars().count() <= MAX_WRITTEN && long.ends_with('…'), "{long}");
        assert_eq!(written(&"x".repeat(64)).chars().count(), 64);
    }

    #[test]
    fn an_address_is_invited_once_a_minute_and_by_an_organization_five_hundred_times_a_day() {
        let mails = InvitationMails::default();
        let [one, other] = [1, 2].map(|number| OrganizationId::from_uuid(Uuid::from_u128(number)));
        let address = |number: u32| CanonicalEmail::parse(&format!("person-{number}@partner.example")).unwrap();
        assert!(mails.may_send(one, &address(0)));
        assert!(!mails.may_send(one, &address(0)) && !mails.may_send(other, &address(0)));
        for number in 1..PER_DAY.get() {
            assert!(mails.may_send(one, &address(number)), "{number}");
        }
        assert!(!mails.may_send(one, &address(1000)));
        assert!(mails.may_send(other, &address(1001)));
    }
}
