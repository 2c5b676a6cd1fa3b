//! Samples for the tests of the issuer.

use super::application::{Application, ApplicationSettings};
use super::authorization::AuthorizationRequest;
use super::claims::SessionFacts;
use super::renewal::{RefreshInput, RenewalInput};
use super::rotation::{PresentedGeneration, RotationState};
use super::session::{ApplicationSessionFacts, BrowserSessionFacts, ConnectionState, SessionLengths, SessionTimes};
use crate::id::{ApplicationId, ApplicationSessionId, BrowserSessionId, ConnectionId, UserId};
use crate::time::UnixSeconds;
use alloc::format;

pub(crate) fn at(seconds: u64) -> UnixSeconds {
    UnixSeconds::new(seconds).unwrap()
}

pub(crate) fn application_id(last: u8) -> ApplicationId {
    ApplicationId::parse(&format!("0198c0de-0000-7000-8000-00000000aa0{last}")).unwrap()
}

pub(crate) fn connection_id(last: u8) -> ConnectionId {
    ConnectionId::parse(&format!("0198c0de-0000-7000-8000-0000000000c{last}")).unwrap()
}

pub(crate) fn user_id(last: u8) -> UserId {
    UserId::parse(&format!("0198c0de-0000-7000-8000-0000000000e{last}")).unwrap()
}

pub(crate) fn session_id(last: u8) -> ApplicationSessionId {
    ApplicationSessionId::parse(&format!("0198c0de-0000-7000-8000-00000000cc0{last}")).unwrap()
}

/// A single-page application with one redirect URI.
pub(crate) fn settings() -> ApplicationSettings {
    serde_json::from_str(
        r#"{ "name": "Shop", "kind": "spa", "redirectUris": [{ "uri": "https://shop.acme.example/cb" }],
             "postLogoutRedirectUris": [{ "uri": "https://shop.acme.example/" }],
             "origins": ["https://shop.acme.example"] }"#,
    )
    .unwrap()
}

pub(crate) fn application(last: u8) -> Application {
    settings().into_application(application_id(last))
}

pub(crate) fn browser_session() -> BrowserSessionFacts {
    BrowserSessionFacts {
        id: BrowserSessionId::parse("0198c0de-0000-7000-8000-00000000bb01").unwrap(),
        user_id: user_id(1),
        connection_id: connection_id(1),
        times: SessionTimes::begun(at(1_000_000), SessionLengths::default()),
        auth_time: Some(at(999_990)),
        acr: None,
        amr: alloc::vec![],
        organizations: alloc::vec![],
    }
}

/// A renewal of an hour-old session.
pub(crate) fn renewal_input() -> RenewalInput {
    let browser_session = browser_session();
    RenewalInput {
        now: at(1_003_600),
        session: ApplicationSessionFacts {
            id: session_id(1),
            browser_session_id: browser_session.id,
            application_id: application_id(1),
            times: browser_session.times.begin_part(at(1_000_001), SessionLengths::default()),
        },
        browser_session,
        browser_lengths: SessionLengths::default(),
        application: Some(application(1)),
        connection: Some(ConnectionState { id: connection_id(1), is_active: true, version: 1 }),
        not_before: None,
        is_admitted: true,
    }
}

/// The first refresh token, presented for the first time.
pub(crate) fn refresh_input() -> RefreshInput {
    RefreshInput {
        renewal: renewal_input(),
        rotation: RotationState::default(),
        presented: PresentedGeneration::Genuine { generation: 0 },
        fingerprint: None,
    }
}

/// A request without wishes.
pub(crate) fn request() -> AuthorizationRequest {
    serde_json::from_str(
        r#"{ "applicationId": "0198c0de-0000-7000-8000-00000000aa01", "redirectUri": "https://shop.acme.example/cb",
             "scopes": ["openid"] }"#,
    )
    .unwrap()
}

/// The facts of a session with everything that it may have.
pub(crate) fn session_facts() -> SessionFacts {
    serde_json::from_str(
        r#"{ "issuer": "https://id.acme.example", "applicationId": "0198c0de-0000-7000-8000-00000000aa01",
             "applicationSessionId": "0198c0de-0000-7000-8000-00000000cc01",
             "userId": "0198c0de-0000-7000-8000-0000000000e1", "scopes": ["openid", "profile", "email"],
             "endsAt": 100000, "authTime": 900, "acr": "mfa", "amr": ["pwd", "otp"],
             "organization": { "id": "0198c0de-0000-7000-8000-0000000000a1", "role": "org_admin" },
             "platformRole": "platform_user", "roleVersion": 3,
             "profile": { "name": "Ana Acme", "givenName": "Ana", "familyName": "Acme",
                          "picture": "https://acme.example/ana.png", "email": "ana@acme.example",
                          "emailVerified": true } }"#,
    )
    .unwrap()
}
