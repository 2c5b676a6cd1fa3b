//! Mails as a server that speaks the real protocol receives them.

mod support;

use cora_core::email::CanonicalEmail;
use cora_mail::{Mail, Mailer};
use support::MailServer;

fn mail(subject: &str) -> Mail {
    let to = CanonicalEmail::parse("ana@acme.example").unwrap();
    Mail { to, subject: subject.into(), text: "Come in.\n.\nThe end.\n".into() }
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let server = MailServer::start().await;
    let mailer = Mailer::new(&server.url(), "Acme <no-reply@acme.example>").unwrap();
    mailer.send(mail("Invitation to join Acme")).await.unwrap();
    let mails = server.mails.lock().unwrap().clone();
    let [(to, text)] = mails.as_slice() else { panic!("one mail") };
    assert_eq!(to, "<ana@acme.example>");
    for part in
        ["From: Acme <no-reply@acme.example>", "To: ana@acme.example", "Subject: Invitation to join Acme", "Come in."]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(text.lines().any(|line| line == "MIME-Version: 1.0"), "{text}");
    let message_id =
        text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_else(|| panic!("{text}"));
    assert!(message_id.len() > 40 && message_id.ends_with("@acme.example>"), "{message_id}");
    // A line with a single dot does not end the mail (RFC 5321 §4.5.2).
    assert!(text.contains("The end."), "{text}");
}

#[tokio::test]
async fn a_subject_begins_no_header_of_its_own() {
    let server = MailServer::start().await;
    let mailer = Mailer::new(&server.url(), "no-reply@acme.example").unwrap();
    mailer.send(mail("Hello\r\nBcc: eve@evil.example\r\n\r\nbody")).await.unwrap();
    let mails = server.mails.lock().unwrap().clone();
    assert!(!mails[0].1.lines().any(|line| line.starts_with("Bcc")), "{}", mails[0].1);
    assert_eq!(mails[0].0, "<ana@acme.example>");
}

#[tokio::test]
async fn what_a_server_refuses_is_said_without_the_address() {
    let server = MailServer::start().await;
    let mailer = Mailer::new(&server.url(), "no-reply@acme.example").unwrap();
    for (answer, said) in [("550 no ana@acme.example here", "rejected it"), ("451 later, ana@acme.example", "for now")]
    {
        *server.refusal.lock().unwrap() = Some(answer.to_owned());
        let error = mailer.send(mail("Hello")).await.unwrap_err();
        let error = format!("{error} {error:?}");
        assert!(error.contains(said) && !error.contains("ana@"), "{error}");
    }
}
