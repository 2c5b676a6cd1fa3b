//! Builds a platform and logins from bytes. Each byte is one choice, so that changing a byte
//! changes one thing.

use cora_core::identity::LoginIdentity;
use cora_core::json::Code;
use cora_core::policy::Strategy;
use cora_core::provisioning::facts::{DomainRuleFacts, InvitationFacts, MembershipFacts, OrganizationFacts, UserFacts};
use cora_testkit::generate::{ISSUER, NOW, SUBJECTS, TOKEN, numbered};
use cora_testkit::interpreter::Platform;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The SHA-256 of the token that bootstrap and link confirmations expect.
fn hash() -> Value {
    let token = cora_core::secret::PresentedToken::new(TOKEN).expect("a short token");
    json!(cora_core::secret::TokenHash::of(&token))
}

const ADDRESSES: [&str; 6] = [
    "ana@acme.example",
    "ben@acme.example",
    "ana@eu.acme.example",
    "ana+x@beta.example",
    "ana@xn--bcher-kva.example",
    "ana@gmail.com",
];
const ORGANIZATION_ROLES: [&str; 3] = ["org_user", "org_admin", "org_owner"];
const PLATFORM_ROLES: [&str; 4] = ["platform_user", "platform_user", "platform_admin", "platform_owner"];
const STATUS: [&str; 4] = ["active", "active", "suspended", "deprovisioned"];

/// The remaining choices. After the last one, every choice is the first option.
pub struct Bytes<'a>(std::slice::Iter<'a, u8>);

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a value of its type")
}

fn id(kind: u8, number: usize) -> Value {
    json!(numbered(kind, number as u8).to_string())
}

impl<'a> Bytes<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % bound)
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 1
    }

    fn one<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    /// Chooses a time within two seconds of now.
    fn near(&mut self) -> u64 {
        NOW.seconds() + 2 - self.below(5) as u64
    }

    fn connection(&mut self) -> Value {
        let bound = self.below(5);
        json!({ "id": id(0xc, 1), "kind": self.one(&["oidc", "entra_id", "clerk"]), "issuer": ISSUER, "version": 3,
            "status": self.one(&["active", "active", "active", "disabled"]),
            "organizationId": (bound < 2).then(|| id(0xa, bound)),
            "trustEmail": self.yes(), "allowOutsideDomains": self.yes() })
    }

    fn policy(&mut self) -> Value {
        let mut strategies: Vec<&str> = Strategy::ALL.iter().map(Code::name).collect();
        strategies.rotate_left(self.below(Strategy::ALL.len()));
        strategies.retain(|_| !self.yes());
        let bootstrap = match self.below(4) {
            0 => json!({ "mode": "token" }),
            1 => json!({ "mode": "allow_list", "emails": [self.one(&ADDRESSES), self.one(&ADDRESSES)] }),
            2 => json!({ "mode": "first_user" }),
            _ => json!({ "mode": "closed" }),
        };
        json!({
            "version": 7,
            "strategies": strategies,
            "accessMode": self.one(&["restricted", "public", "waitlist"]),
            "requireVerifiedEmail": !self.yes(),
            "accountLinking": self.one(&["confirm", "verified_email", "never"]),
            "multipleInvitations": self.one(&["accept_all", "newest"]),
            "reconcileOnLogin": !self.yes(),
            "groupRoles": [{ "organizationId": id(0xa, self.below(2)), "group": "staff", "role": self.one(&ORGANIZATION_ROLES) }],
            "defaultRoles": [{ "organizationId": id(0xa, self.below(2)), "role": self.one(&ORGANIZATION_ROLES) }],
            "invitationLifetimeSeconds": self.below(3),
            "bootstrap": bootstrap,
            "subaddressing": self.one(&["allow", "refuse"]),
            "disposable": self.one(&["allow", "refuse"]),
            "enforceSeats": !self.yes(),
            "personalOrganization": self.yes(),
        })
    }

    fn user(&mut self, number: usize) -> UserFacts {
        // Sometimes the user whose id is derived from the first subject.
        let derived = self.below(6) == 1;
        let key = json!({ "issuer": ISSUER, "subject": SUBJECTS[0] });
        let id = if derived { json!(read::<cora_core::identity::IdentityKey>(key).user_id()) } else { id(0xb, number) };
        let email = (self.below(5) != 1).then(|| self.one(&ADDRESSES));
        let current = self.below(3);
        read(json!({ "id": id, "status": self.one(&STATUS), "email": email, "emailVerified": !self.yes(),
            "platformRole": self.one(&PLATFORM_ROLES), "currentOrganizationId": (current < 2).then(|| self::id(0xa, current)) }))
    }

    /// Builds a platform of at most four users, two organizations, and three of everything else.
    pub fn platform(&mut self) -> Platform {
        let (connection, policy) = (self.connection(), self.policy());
        let mut platform = Platform::new(read(connection), read(policy));
        for number in 0..self.below(5) {
            let user = self.user(number);
            platform.users.insert(user.id, user);
        }
        let users: Vec<_> = platform.users.keys().copied().collect();
        for number in 0..2 {
            let limit = self.below(6);
            let organization: OrganizationFacts = read(json!({ "id": id(0xa, number), "name": "Acme",
                "slug": format!("organization-{number}"), "status": self.one(&["active", "active", "active", "inactive"]),
                "seatLimit": (limit < 4).then_some(limit) }));
            platform.organizations.insert(organization.id, organization);
        }
        for number in 0..self.below(6) {
            let Some(user) = users.get(self.below(4)) else { continue };
            let removed = self.below(3) == 1;
            let membership: MembershipFacts = read(
                json!({ "id": id(0xf, number), "organizationId": id(0xa, self.below(2)),
                "userId": user, "role": self.one(&ORGANIZATION_ROLES), "source": self.one(&["manual", "domain", "invitation"]),
                "status": if removed { "removed" } else { "active" }, "removedAt": removed.then(|| self.near()) }),
            );
            platform.memberships.insert((membership.organization_id, membership.user_id), membership);
        }
        for number in 0..self.below(4) {
            let connection = self.below(6);
            let invitation: InvitationFacts = read(
                json!({ "id": id(0xe, number), "organizationId": id(0xa, self.below(2)),
                "status": self.one(&["pending", "pending", "pending", "revoked", "accepted", "expired"]),
                "email": self.one(&ADDRESSES), "role": self.one(&ORGANIZATION_ROLES), "platformRole": self.one(&PLATFORM_ROLES),
                "createdAt": self.near(), "expiresAt": self.near(),
                "inviter": users.get(self.below(4)).map(|user| json!({ "userId": user, "status": "active" })),
                "connectionId": (connection == 1 || connection == 2).then(|| id(0xc, connection)),
                "acceptance": self.one(&["on_login", "on_login", "explicit"]) }),
            );
            platform.invitations.insert(invitation.id, invitation);
        }
        for number in 0..self.below(4) {
            let rule: DomainRuleFacts = read(json!({ "id": id(0xd, number), "organizationId": id(0xa, self.below(2)),
                "pattern": self.one(&["acme.example", "*.acme.example", "eu.acme.example", "beta.example", "gmail.com"]),
                "verification": self.one(&["ownership", "affiliation"]),
                "state": self.one(&["verified", "verified", "verified", "pending"]),
                "enrollmentMode": self.one(&["automatic_membership", "automatic_invitation", "automatic_suggestion",
                    "enterprise_sso", "manual_invitation"]),
                "role": self.one(&ORGANIZATION_ROLES), "connectionId": id(0xc, 1 + self.below(2)) }));
            platform.domain_rules.insert(rule.id, rule);
        }
        for subject in SUBJECTS {
            let key = json!({ "issuer": ISSUER, "subject": subject });
            if let Some(user) = users.get(self.below(8)) {
                let identity = json!({ "userId": user, "identity": key, "email": self.one(&ADDRESSES),
                    "emailVerified": self.yes() });
                platform.identities.insert(read(key.clone()), read(identity));
            }
            if let Some(user) = users.get(self.below(8)) {
                platform.link_confirmations.push(read(json!({ "tokenHash": hash(), "identity": key, "userId": user,
                    "email": self.one(&ADDRESSES), "expiresAt": self.near(), "used": self.below(4) == 1 })));
            }
            if let Some(user) = users.get(self.below(8)) {
                platform.requests.insert((read(id(0xa, self.below(2))), *user));
            }
        }
        if self.yes() {
            platform
                .bootstrap_tokens
                .push(read(json!({ "tokenHash": hash(), "expiresAt": self.near(), "used": self.yes() })));
        }
        if self.yes() {
            platform.waitlist.insert(read(json!(self.one(&ADDRESSES))));
        }
        platform
    }

    /// Builds a login through the connection.
    pub fn login(&mut self) -> LoginIdentity {
        let token = |choice: usize| [None, Some(TOKEN), Some("wrong")][choice];
        let email = self.below(8);
        let names = [None, Some("Ana"), Some("李小龍")];
        let claims = [json!(true), json!(true), json!("true"), json!(false), Value::Null];
        read(json!({ "connectionId": id(0xc, 1), "issuer": ISSUER, "subject": self.one(&SUBJECTS),
            "email": ADDRESSES.get(email).map(|address| if self.yes() { address.to_uppercase() } else { (*address).to_owned() }),
            "emailVerified": claims[self.below(claims.len())],
            "name": names[self.below(names.len())],
            "groups": if self.yes() { vec!["staff"] } else { vec![] },
            "bootstrapToken": token(self.below(3)), "linkProof": token(self.below(3)) }))
    }
}
