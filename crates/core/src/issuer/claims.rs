//! The claims of the issuer's tokens and answers (§14.8), all made of the facts of one session.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::application::ApplicationKind;
use super::scope::Scope;
use super::signing_key::{ACCESS_TOKEN_SECONDS, ID_TOKEN_SECONDS};
use crate::id::{ApplicationId, ApplicationSessionId, OrganizationId, UserId};
use crate::identity::IdentityKey;
use crate::json::Code;
use crate::role::{OrganizationRole, PlatformRole};
use crate::text::{AuthenticationContext, AuthenticationMethod, DisplayName, Issuer, Nonce, PermissionId, PictureUrl};
use crate::time::UnixSeconds;
use crate::token::LOGOUT_EVENT;

/// The most bytes of an access token's claims as JSON. They are carried in every request.
pub const MAX_ACCESS_TOKEN_BYTES: usize = 1024;
/// The life of a logout token, in seconds.
pub const LOGOUT_TOKEN_SECONDS: u64 = 120;
/// The `typ` of an access token (RFC 9068 §2.1).
pub const ACCESS_TOKEN_TYPE: &str = "at+jwt";
/// The `typ` of an ID token.
pub const ID_TOKEN_TYPE: &str = "JWT";
/// The `typ` of a logout token (OpenID Connect Back-Channel Logout 1.0 §2.4).
pub const LOGOUT_TOKEN_TYPE: &str = "logout+jwt";

/// The current organization of a session, and the user's role in it now.
#[record]
#[derive(Copy)]
pub struct CurrentOrganization {
    /// The organization.
    pub id: OrganizationId,
    /// The user's role in it.
    pub role: OrganizationRole,
}

/// A user, as far as the granted scopes may show them.
#[record]
#[derive(Default)]
pub struct ProfileClaims {
    /// The full name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// The given name.
    #[serde(default)]
    pub given_name: Option<DisplayName>,
    /// The family name.
    #[serde(default)]
    pub family_name: Option<DisplayName>,
    /// The URL of a picture.
    #[serde(default)]
    pub picture: Option<PictureUrl>,
    /// The address.
    #[serde(default)]
    pub email: Option<String>,
    /// `true` if Cora has evidence for the address: at least `verified` (§3), whatever the provider
    /// claims.
    #[serde(default)]
    pub email_verified: bool,
}

/// The facts of an application session from which all of its tokens and answers are made.
#[record]
pub struct SessionFacts {
    /// The issuer's identifier: the public URL, without a slash at its end.
    pub issuer: Issuer,
    /// The application: `aud` and `client_id`.
    pub application_id: ApplicationId,
    /// The application session: `sid`.
    pub application_session_id: ApplicationSessionId,
    /// The user: `sub`.
    pub user_id: UserId,
    /// The granted scopes.
    pub scopes: Vec<Scope>,
    /// The first moment at which the session is over: [`Renewal::ends_at`].
    ///
    /// [`Renewal::ends_at`]: super::renewal::Renewal::ends_at
    pub ends_at: UnixSeconds,
    /// The provider's time of the authentication; absent if it states none.
    #[serde(default)]
    pub auth_time: Option<UnixSeconds>,
    /// The class of the authentication; absent if the provider names none.
    #[serde(default)]
    pub acr: Option<AuthenticationContext>,
    /// The methods of the authentication; at most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub amr: Vec<AuthenticationMethod>,
    /// The current organization; absent if there is none.
    #[serde(default)]
    pub organization: Option<CurrentOrganization>,
    /// The user's role on the platform.
    pub platform_role: PlatformRole,
    /// The version of the user's roles.
    pub role_version: u32,
    /// The actor on the user's behalf; absent if there is none.
    #[serde(default)]
    pub actor: Option<IdentityKey>,
    /// The user's own data.
    #[serde(default)]
    pub profile: ProfileClaims,
    /// The user's permissions in the application; absent if the application defines none.
    #[serde(default)]
    pub permissions: Option<GrantedPermissions>,
}

/// The permissions of a user in an application, now.
#[record]
pub struct GrantedPermissions {
    /// The version of the application's definitions, raised by each change.
    pub version: u32,
    /// Those in the current organization; at most 200. Empty if there is none.
    #[serde(default, deserialize_with = "crate::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub organization: Vec<PermissionId>,
    /// Those on the platform; at most 200.
    #[serde(default, deserialize_with = "crate::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub platform: Vec<PermissionId>,
}

/// The claims of one token or answer.
type Claims = Map<String, Value>;

fn put(claims: &mut Claims, name: &str, value: impl Into<Value>) {
    claims.insert(String::from(name), value.into());
}

fn put_given(claims: &mut Claims, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        put(claims, name, value);
    }
}

impl SessionFacts {
    /// Returns the end of an access token that is issued now: its own, or the session's.
    pub fn access_token_ends_at(&self, now: UnixSeconds) -> UnixSeconds {
        now.plus(ACCESS_TOKEN_SECONDS).min(self.ends_at)
    }

    fn is_granted(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    fn put_authentication(&self, claims: &mut Claims) {
        put_given(claims, "auth_time", self.auth_time.map(UnixSeconds::seconds));
        put_given(claims, "acr", self.acr.as_ref().map(AuthenticationContext::as_str));
        if !self.amr.is_empty() {
            put(claims, "amr", self.amr.iter().map(AuthenticationMethod::as_str).collect::<Vec<_>>());
        }
    }

    fn put_profile(&self, claims: &mut Claims) {
        let ProfileClaims { name, given_name, family_name, picture, email, email_verified } = &self.profile;
        if self.is_granted(Scope::Profile) {
            put_given(claims, "name", name.as_ref().map(DisplayName::as_str));
            put_given(claims, "given_name", given_name.as_ref().map(DisplayName::as_str));
            put_given(claims, "family_name", family_name.as_ref().map(DisplayName::as_str));
            put_given(claims, "picture", picture.as_ref().map(PictureUrl::as_str));
        }
        if let Some(email) = email.as_ref().filter(|_| self.is_granted(Scope::Email)) {
            put(claims, "email", email.as_str());
            put(claims, "email_verified", *email_verified);
        }
    }

    fn put_roles(&self, claims: &mut Claims) {
        if let Some(organization) = self.organization {
            put(claims, "org_id", organization.id.to_string());
            put(claims, "org_role", Code::name(&organization.role));
        }
        put(claims, "platform_role", Code::name(&self.platform_role));
        put(claims, "role_version", self.role_version);
    }

    /// Writes the permissions, and the version of their definitions, if the application defines
    /// any. Without a version there is nothing to ask for; with a version and without lists, the
    /// lists were too long, and userinfo has them.
    fn put_permissions(&self, claims: &mut Claims) {
        let Some(GrantedPermissions { version, organization, platform }) = &self.permissions else { return };
        let list = |ids: &[PermissionId]| Value::from_iter(ids.iter().map(PermissionId::as_str));
        put(claims, "permissions_version", *version);
        put(claims, "permissions", list(organization));
        if !platform.is_empty() {
            put(claims, "platform_permissions", list(platform));
        }
    }
}

/// Returns the claims of an access token (RFC 9068) that is issued now.
///
/// `scopes` are those of this token: the granted ones, or fewer. `token_id` is random.
///
/// At most [`MAX_ACCESS_TOKEN_BYTES`], if the issuer has at most 200: the permissions, then `amr`,
/// then `acr` are left out of longer ones, and then `act` names the actor by the SHA-256 of the
/// subject alone. That there is an actor is never left out.
pub fn access_token_claims(facts: &SessionFacts, scopes: &[Scope], now: UnixSeconds, token_id: &str) -> Claims {
    let mut claims = Claims::new();
    put(&mut claims, "iss", facts.issuer.as_str());
    put(&mut claims, "sub", facts.user_id.to_string());
    put(&mut claims, "aud", facts.application_id.to_string());
    put(&mut claims, "client_id", facts.application_id.to_string());
    put(&mut claims, "exp", facts.access_token_ends_at(now).seconds());
    put(&mut claims, "iat", now.seconds());
    put(&mut claims, "jti", token_id);
    put(&mut claims, "scope", Scope::list(scopes));
    put(&mut claims, "sid", facts.application_session_id.to_string());
    facts.put_authentication(&mut claims);
    facts.put_roles(&mut claims);
    facts.put_permissions(&mut claims);
    if let Some(actor) = &facts.actor {
        let mut act = Claims::new();
        put(&mut act, "iss", actor.issuer.as_str());
        put(&mut act, "sub", actor.subject.as_str());
        put(&mut claims, "act", act);
    }
    // Both lists or none: a list that is there is complete.
    for names in [["permissions", "platform_permissions"].as_slice(), &["amr"], &["acr"]] {
        if bytes(&claims) > MAX_ACCESS_TOKEN_BYTES {
            names.iter().for_each(|name| drop(claims.remove(*name)));
        }
    }
    if let Some(actor) = facts.actor.as_ref().filter(|_| bytes(&claims) > MAX_ACCESS_TOKEN_BYTES) {
        let mut act = Claims::new();
        put(&mut act, "sub", actor.subject.hashed());
        put(&mut claims, "act", act);
    }
    claims
}

/// Returns the bytes of claims as JSON.
fn bytes(claims: &Claims) -> usize {
    serde_json::to_string(claims).map_or(usize::MAX, |text| text.len())
}

/// Returns the claims of an ID token (OpenID Connect Core §2) that is issued now.
///
/// `access_token` is the one that comes with it; `None` for none.
pub fn id_token_claims(
    facts: &SessionFacts,
    nonce: Option<&Nonce>,
    access_token: Option<&str>,
    now: UnixSeconds,
) -> Claims {
    let mut claims = Claims::new();
    put(&mut claims, "iss", facts.issuer.as_str());
    put(&mut claims, "sub", facts.user_id.to_string());
    put(&mut claims, "aud", facts.application_id.to_string());
    put(&mut claims, "exp", now.plus(ID_TOKEN_SECONDS).min(facts.ends_at).seconds());
    put(&mut claims, "iat", now.seconds());
    put(&mut claims, "sid", facts.application_session_id.to_string());
    put_given(&mut claims, "nonce", nonce.map(Nonce::as_str));
    put_given(&mut claims, "at_hash", access_token.map(token_hash));
    facts.put_authentication(&mut claims);
    facts.put_profile(&mut claims);
    claims
}

/// Returns the left half of the SHA-256 of a token, as base64url (`at_hash`, OpenID Connect Core
/// §3.1.3.6), for an ID token that is signed with RS256.
fn token_hash(token: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    URL_SAFE_NO_PAD.encode(hash.split_at(16).0)
}

/// Returns the userinfo answer of a session that is alive (OpenID Connect Core §5.3.2).
pub fn userinfo_claims(facts: &SessionFacts) -> Claims {
    let mut claims = Claims::new();
    put(&mut claims, "sub", facts.user_id.to_string());
    facts.put_profile(&mut claims);
    if facts.permissions.is_some() {
        facts.put_roles(&mut claims);
        facts.put_permissions(&mut claims);
    }
    claims
}

/// Returns the claims of a logout token (OpenID Connect Back-Channel Logout 1.0 §2.4). `token_id`
/// stays the same at every try, so that the application can recognize a repetition.
pub fn logout_token_claims(
    issuer: &Issuer,
    application_id: ApplicationId,
    user_id: UserId,
    application_session_id: ApplicationSessionId,
    now: UnixSeconds,
    token_id: &str,
) -> Claims {
    let mut claims = Claims::new();
    put(&mut claims, "iss", issuer.as_str());
    put(&mut claims, "aud", application_id.to_string());
    put(&mut claims, "iat", now.seconds());
    put(&mut claims, "exp", now.plus(LOGOUT_TOKEN_SECONDS).seconds());
    put(&mut claims, "jti", token_id);
    let mut events = Claims::new();
    put(&mut events, LOGOUT_EVENT, Claims::new());
    put(&mut claims, "events", events);
    put(&mut claims, "sub", user_id.to_string());
    put(&mut claims, "sid", application_session_id.to_string());
    claims
}

/// A token of the issuer that is presented for introspection, after its signature, type and issuer
/// were verified.
#[record]
pub struct IntrospectedToken {
    /// The application that the token was issued to.
    pub application_id: ApplicationId,
    /// The scopes of the token.
    pub scopes: Vec<Scope>,
    /// The time at which the token was issued.
    pub issued_at: UnixSeconds,
    /// The first moment at which the token is over.
    pub expires_at: UnixSeconds,
    /// The identifier (`jti`); absent for a refresh token.
    #[serde(default)]
    pub token_id: Option<String>,
    /// The kind of the token.
    pub kind: IntrospectedKind,
}

/// The kind of an introspected token.
#[codes]
pub enum IntrospectedKind {
    /// An access token.
    AccessToken,
    /// A refresh token.
    RefreshToken,
}

/// Returns the answer of the introspection endpoint (RFC 7662 §2.2).
///
/// `caller` has authenticated. `facts` are those of the token's session, if it is alive and a
/// renewal would succeed now; `None` otherwise. A caller that may not see the token, and a token
/// that is over, get exactly `{"active":false}`.
pub fn introspection_claims(
    caller: (ApplicationId, ApplicationKind),
    token: Option<&IntrospectedToken>,
    facts: Option<&SessionFacts>,
    now: UnixSeconds,
) -> Claims {
    let (caller_id, caller_kind) = caller;
    let mut claims = Claims::new();
    let may_see = |token: &&IntrospectedToken| {
        token.application_id == caller_id
            || (caller_kind == ApplicationKind::Service && token.kind == IntrospectedKind::AccessToken)
    };
    let token = token.filter(may_see).filter(|token| now < token.expires_at);
    let Some((token, facts)) = token.zip(facts).filter(|(token, facts)| token.application_id == facts.application_id)
    else {
        put(&mut claims, "active", false);
        return claims;
    };
    put(&mut claims, "active", true);
    put(&mut claims, "iss", facts.issuer.as_str());
    put(&mut claims, "sub", facts.user_id.to_string());
    put(&mut claims, "aud", facts.application_id.to_string());
    put(&mut claims, "client_id", facts.application_id.to_string());
    put(&mut claims, "exp", token.expires_at.min(facts.ends_at).seconds());
    put(&mut claims, "iat", token.issued_at.seconds());
    put_given(&mut claims, "jti", token.token_id.as_deref());
    put(&mut claims, "scope", Scope::list(&token.scopes));
    put(&mut claims, "sid", facts.application_session_id.to_string());
    if token.kind == IntrospectedKind::AccessToken {
        put(&mut claims, "token_type", "Bearer");
        facts.put_authentication(&mut claims);
        facts.put_roles(&mut claims);
        facts.put_permissions(&mut claims);
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::samples::{application_id, at, session_facts};
    use crate::text::Subject;
    use alloc::format;
    use proptest::prelude::*;
    use serde_json::json;

    fn names(claims: &Claims) -> Vec<&str> {
        claims.keys().map(String::as_str).collect()
    }

    #[test]
    fn c51_an_access_token_is_for_its_application_and_has_the_claims_of_the_profile() {
        let facts = session_facts();
        let claims = access_token_claims(&facts, &[Scope::Openid], at(1000), "t1");
        let mut expected = [
            "acr",
            "aud",
            "auth_time",
            "amr",
            "client_id",
            "exp",
            "iat",
            "iss",
            "jti",
            "org_id",
            "org_role",
            "platform_role",
            "role_version",
            "scope",
            "sid",
            "sub",
        ];
        expected.sort_unstable();
        let mut found = names(&claims);
        found.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(
            (&claims["aud"], &claims["client_id"]),
            (&claims["client_id"], &json!(format!("{}", application_id(1))))
        );
        assert_eq!((&claims["iat"], &claims["exp"], &claims["scope"]), (&json!(1000), &json!(1300), &json!("openid")));
    }

    #[test]
    fn c52_no_token_outlives_its_session() {
        let facts = SessionFacts { ends_at: at(1100), ..session_facts() };
        assert_eq!(access_token_claims(&facts, &[], at(1000), "t")["exp"], json!(1100));
        assert_eq!(id_token_claims(&facts, None, None, at(1000))["exp"], json!(1100));
    }

    #[test]
    fn c44_a_claim_that_the_provider_does_not_make_is_absent() {
        let facts = SessionFacts { auth_time: None, acr: None, amr: Vec::new(), ..session_facts() };
        for claims in [access_token_claims(&facts, &[], at(1), "t"), id_token_claims(&facts, None, None, at(1))] {
            assert!(["auth_time", "acr", "amr", "nonce", "at_hash"].iter().all(|name| !claims.contains_key(*name)));
        }
    }

    #[test]
    fn the_scopes_say_what_is_shown() {
        let mut facts = session_facts();
        let shown = |facts: &SessionFacts| {
            let mut names: Vec<String> = userinfo_claims(facts).keys().cloned().collect();
            names.sort_unstable();
            names.join(" ")
        };
        assert_eq!(shown(&facts), "email email_verified family_name given_name name picture sub");
        facts.scopes = alloc::vec![Scope::Openid, Scope::Email];
        assert_eq!(shown(&facts), "email email_verified sub");
        facts.scopes = alloc::vec![Scope::Openid];
        assert_eq!(shown(&facts), "sub");
        let id_token = id_token_claims(&facts, Nonce::new("n").as_ref(), None, at(1));
        assert_eq!((id_token.get("email"), &id_token["nonce"]), (None, &json!("n")));
    }

    #[test]
    fn the_example_of_at_hash_is_met() {
        // OpenID Connect Core appendix A.3: the access token and its hash.
        let claims =
            id_token_claims(&session_facts(), None, Some("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), at(1));
        assert_eq!(claims["at_hash"], json!("77QmUPtjPfzWtF2AnpK9RQ"));
    }

    #[test]
    fn c46_a_logout_token_has_no_nonce_and_names_the_event() {
        let facts = session_facts();
        let claims = logout_token_claims(
            &facts.issuer,
            facts.application_id,
            facts.user_id,
            facts.application_session_id,
            at(1000),
            "t",
        );
        let mut found = names(&claims);
        found.sort_unstable();
        assert_eq!(found, ["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"]);
        assert_eq!(claims["exp"], json!(1120));
        assert_eq!(claims["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
    }

    fn with_permissions(count: usize) -> SessionFacts {
        let ids = (0..count).filter_map(|at| PermissionId::new(&format!("invoices:approve-{at}")));
        let granted = GrantedPermissions { version: 4, organization: ids.collect(), platform: Vec::new() };
        SessionFacts { permissions: Some(granted), ..session_facts() }
    }

    #[test]
    fn permissions_are_carried_as_long_as_they_fit_and_userinfo_has_all() {
        let few = access_token_claims(&with_permissions(2), &[], at(1), "t");
        assert_eq!(few["permissions"], json!(["invoices:approve-0", "invoices:approve-1"]));
        assert_eq!((few.get("platform_permissions"), &few["permissions_version"]), (None, &json!(4)));
        let many = access_token_claims(&with_permissions(100), &[], at(1), "t");
        assert_eq!((many.get("permissions"), &many["permissions_version"]), (None, &json!(4)));
        assert!(many.contains_key("amr"), "permissions give way first");
        let asked = userinfo_claims(&with_permissions(100));
        assert_eq!(asked["permissions"].as_array().unwrap().len(), 100);
        assert_eq!((&asked["role_version"], &asked["permissions_version"]), (&json!(3), &json!(4)));
    }

    #[test]
    fn an_application_without_definitions_has_no_claim_of_them() {
        let facts = session_facts();
        for claims in [access_token_claims(&facts, &[], at(1), "t"), userinfo_claims(&facts)] {
            assert!(!claims.keys().any(|name| name.contains("permission")));
        }
    }

    fn token() -> IntrospectedToken {
        IntrospectedToken {
            application_id: application_id(1),
            scopes: alloc::vec![Scope::Openid],
            issued_at: at(900),
            expires_at: at(1200),
            token_id: Some(String::from("t")),
            kind: IntrospectedKind::AccessToken,
        }
    }

    #[test]
    fn c58_others_learn_nothing_by_introspection() {
        use ApplicationKind::{Service, Web};
        let facts = session_facts();
        let ask =
            |caller, token: &IntrospectedToken, facts, now| introspection_claims(caller, Some(token), facts, at(now));
        let inactive = Claims::from_iter([(String::from("active"), json!(false))]);
        let (own, other, service) = ((application_id(1), Web), (application_id(2), Web), (application_id(2), Service));
        assert_eq!(ask(own, &token(), Some(&facts), 1000)["active"], json!(true));
        assert_eq!(ask(service, &token(), Some(&facts), 1000)["active"], json!(true));
        assert_eq!(ask(other, &token(), Some(&facts), 1000), inactive);
        assert_eq!(ask(own, &token(), Some(&facts), 1200), inactive);
        assert_eq!(ask(own, &token(), None, 1000), inactive);
        assert_eq!(introspection_claims(own, None, Some(&facts), at(1000)), inactive);
        let refresh = IntrospectedToken { kind: IntrospectedKind::RefreshToken, token_id: None, ..token() };
        assert_eq!(ask(service, &refresh, Some(&facts), 1000), inactive);
        assert!(!ask(own, &refresh, Some(&facts), 1000).contains_key("token_type"));
    }

    proptest! {
        /// However long the provider's texts are, the token stays small enough for a header.
        #[test]
        fn an_access_token_is_bounded(
            acr in "\\PC{0,120}", amr in proptest::collection::vec("\\PC{0,30}", 0..20), subject in "[\\x00-\\x1f\\PC]{0,255}", issuer in "[a-z]{0,184}", permissions in 0..200_usize,
        ) {
            let mut facts = session_facts();
            facts.issuer = Issuer::new(&format!("https://{issuer}.example")).unwrap();
            facts.acr = AuthenticationContext::new(&acr);
            facts.amr = amr.iter().filter_map(|method| AuthenticationMethod::new(method)).collect();
            facts.actor = Some(IdentityKey { issuer: Issuer::new(&format!("https://{issuer}.example")).unwrap(), subject: Subject::new(&subject).unwrap() });
            facts.role_version = u32::MAX;
            let ids: Vec<PermissionId> = (0..permissions).filter_map(|at| PermissionId::new(&format!("invoices:approve-{at}"))).collect();
            facts.permissions = Some(GrantedPermissions { version: u32::MAX, platform: ids.clone(), organization: ids });
            let scopes = Scope::ALL;
            let claims = access_token_claims(&facts, &scopes, at(253_402_300_799), "0123456789abcdef0123456789abcdef");
            prop_assert!(bytes(&claims) <= MAX_ACCESS_TOKEN_BYTES, "{}", bytes(&claims));
            prop_assert!(claims.contains_key("act"));
            prop_assert_eq!(&claims["permissions_version"], &json!(u32::MAX));
            let carried = claims.get("permissions").map(|list| list.as_array().unwrap().len());
            prop_assert!(carried.is_none_or(|carried| carried == permissions));
        }
    }
}
