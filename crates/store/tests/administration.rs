//! Tests of administrators' commands in both databases.

use crate::support::{ACME, DOMAIN, Database, NOW, OWNER, base, domain_rule, now, with};
use cora_core::actor::Actor;
use cora_core::administration::{
    AdministrationAction as Action, AdministrationChange, AdministrationCommand, AdministrationReason as Reason,
    ConsequenceCode, WaitlistStatus,
};
use cora_core::email::CanonicalEmail;
use cora_core::id::{AuditId, DomainId, InvitationId, OrganizationId, UserId};
use cora_core::provisioning::facts::{InvitationStatus, OrganizationStatus, RoleSource, UserStatus, VerificationState};
use cora_core::role::OrganizationRole;
use cora_core::secret::PresentedToken;
use cora_core::text::{ChangeReason, DisplayName};
use cora_store::{
    AdministrationContext, AuditFilter, CommandOptions, MAILBOX_TOKEN_SECONDS, MailboxTokenError, OrganizationView,
    Page, ProfileChange, StoreError,
};
use serde_json::{Value, json};
use uuid::Uuid;

const BEN: &str = "00000000-0000-7000-8000-000000000002";
const EVE: &str = "00000000-0000-7000-8000-000000000003";
const INVITATION: &str = "00000000-0000-7000-8000-0000000000f1";

fn owner() -> UserId {
    UserId::parse(OWNER).unwrap()
}

fn context(actor: &str, number: u128) -> AdministrationContext {
    AdministrationContext {
        now: now(),
        audit_id: AuditId::from_uuid(Uuid::from_u128(number)),
        actor: Actor::User { user_id: UserId::parse(actor).unwrap() },
        reason: ChangeReason::new("as was agreed"),
        request_id: Some("r".repeat(200)),
        out_of_reach: Vec::new(),
        acting: None,
    }
}

struct Administration {
    database: Database,
    number: std::cell::Cell<u128>,
}

impl Administration {
    /// Creates Acme with its owner, Ben who is a member, and Eve who is not.
    async fn new() -> Self {
        let mut seed = with(base(), json!({ "domainRules": [domain_rule()] }));
        let user = |id: &str, name: &str, memberships: Value| json!({ "id": id, "email": format!("{name}@acme.example"), "emailVerified": true, "memberships": memberships });
        let member = json!([{ "organizationId": ACME, "role": "org_user" }]);
        for user in [user(BEN, "ben", member), user(EVE, "eve", json!([]))] {
            seed["users"].as_array_mut().unwrap().push(user);
        }
        let database = Database::seeded(seed).await;
        Self { database, number: std::cell::Cell::new(1) }
    }

    async fn run(&self, actor: &str, command: Value) -> AdministrationChange {
        let command: AdministrationCommand = serde_json::from_value(command).unwrap();
        self.number.set(self.number.get() + 1);
        self.database.store.administer(&command, &context(actor, self.number.get())).await.unwrap()
    }

    async fn done(&self, command: Value) {
        let change = self.run(OWNER, command.clone()).await;
        assert_eq!(change.reason, Reason::Done, "{command}");
    }

    async fn refused(&self, actor: &str, command: Value, reason: Reason) {
        let before = self.database.dump().await;
        assert_eq!(self.run(actor, command.clone()).await.reason, reason, "{command}");
        assert_eq!(self.database.dump().await, before, "{command}");
    }

    async fn value(&self, sql: &str) -> String {
        self.database.texts(sql).await.join(",")
    }
}

fn invite(id: &str, email: &str) -> Value {
    json!({ "command": "create_invitation", "organizationId": ACME, "invitationId": id, "email": email, "role": "org_admin" })
}

fn acme() -> OrganizationId {
    OrganizationId::parse(ACME).unwrap()
}

#[tokio::test]
async fn an_organization_is_founded_renamed_closed_and_opened_again() {
    let it = Administration::new().await;
    let beta = "00000000-0000-7000-8000-0000000000a2";
    it.done(json!({ "command": "create_organization", "organizationId": beta, "name": "Acme" })).await;
    assert_eq!(it.value(&format!("SELECT slug FROM orgs WHERE id = '{beta}'")).await, "acme-2");
    it.refused(
        OWNER,
        json!({ "command": "update_organization", "organizationId": beta, "slug": "acme" }),
        Reason::SlugTaken,
    )
    .await;
    it.done(json!({ "command": "update_organization", "organizationId": beta, "slug": "beta", "name": "Beta",
                    "logoUrl": "https://beta.example/logo.png" }))
        .await;
    let row = it.database.store.organization(owner(), OrganizationId::parse(beta).unwrap()).await.unwrap().unwrap();
    assert_eq!((row.name.as_str(), row.slug.as_str(), row.seats_used), ("Beta", "beta", 1));
    assert_eq!(row.logo_url.as_deref(), Some("https://beta.example/logo.png"));

    it.done(invite(INVITATION, "new@acme.example")).await;
    it.done(json!({ "command": "close_organization", "organizationId": ACME })).await;
    assert_eq!(it.value("SELECT status FROM user_invites").await, "revoked");
    assert_eq!(it.database.count("org_email_domains").await, 0);
    // Nobody has a role in it any more. Only an administrator of organizations can reopen it.
    it.refused(OWNER, invite(INVITATION, "new@acme.example"), Reason::NotAllowed).await;
    it.done(json!({ "command": "reopen_organization", "organizationId": ACME })).await;
    it.done(json!({ "command": "set_seat_limit", "organizationId": ACME, "seatLimit": 2 })).await;
    it.refused(
        OWNER,
        json!({ "command": "set_seat_limit", "organizationId": ACME, "seatLimit": 1 }),
        Reason::SeatsInUse,
    )
    .await;
}

#[tokio::test]
async fn a_suspended_member_takes_no_seat() {
    let it = Administration::new().await;
    let of_ben = |command: &str| json!({ "command": command, "userId": BEN });
    let limit = |seats: u32| json!({ "command": "set_seat_limit", "organizationId": ACME, "seatLimit": seats });
    let seats = async || it.value(&format!("SELECT CAST(seats_used AS text) FROM orgs WHERE id = '{ACME}'")).await;
    let sound = async || it.database.store.miscounted_organizations().await.unwrap() == 0;
    assert_eq!(seats().await, "2");
    it.done(of_ben("suspend_user")).await;
    assert_eq!(seats().await, "1");
    assert!(sound().await);

    // The free seat can be given away, and then the user cannot come back.
    it.done(limit(1)).await;
    it.refused(OWNER, of_ben("restore_user"), Reason::SeatLimitReached).await;
    it.done(limit(2)).await;
    it.done(of_ben("restore_user")).await;
    assert_eq!(seats().await, "2");

    // Each way out of a suspension leaves the count right.
    let member = json!({ "command": "remove_member", "organizationId": ACME, "userId": BEN });
    it.done(of_ben("suspend_user")).await;
    it.done(member).await;
    assert_eq!(seats().await, "1");
    it.done(of_ben("restore_user")).await;
    assert_eq!(seats().await, "1");
    it.done(json!({ "command": "add_member", "organizationId": ACME, "userId": BEN, "role": "org_user" })).await;
    it.done(of_ben("suspend_user")).await;
    it.done(of_ben("deprovision_user")).await;
    assert_eq!(seats().await, "1");
    assert!(sound().await);
}

#[tokio::test]
async fn a_member_is_raised_removed_and_taken_in_again() {
    let it = Administration::new().await;
    it.database.execute(&format!("UPDATE profiles SET current_org_id = '{ACME}' WHERE user_id = '{BEN}'")).await;
    let role =
        |role: &str| json!({ "command": "change_member_role", "organizationId": ACME, "userId": BEN, "role": role });
    let remove = |user: &str| json!({ "command": "remove_member", "organizationId": ACME, "userId": user });
    let add =
        |user: &str| json!({ "command": "add_member", "organizationId": ACME, "userId": user, "role": "org_user" });
    it.done(role("org_admin")).await;
    it.refused(BEN, role("org_owner"), Reason::RoleAboveOwn).await;
    it.refused(BEN, remove(OWNER), Reason::RoleAboveOwn).await;
    it.refused(OWNER, remove(OWNER), Reason::LastOwner).await;
    it.refused(OWNER, add(EVE), Reason::InvitationNeeded).await;
    it.done(remove(BEN)).await;
    let ben = format!(
        "SELECT coalesce(CAST(current_org_id AS text), 'none') || ' ' || role_version FROM profiles WHERE user_id = '{BEN}'"
    );
    assert_eq!(it.value(&ben).await, "none 2");
    assert_eq!(it.database.store.members(acme(), &Page::default()).await.unwrap().len(), 1);
    it.done(add(BEN)).await;
    assert_eq!(it.value(&ben).await, format!("{ACME} 3"));
    let members = it.database.store.members(acme(), &Page::default()).await.unwrap();
    let members: Vec<_> = members.iter().map(|row| (row.user_id.to_string(), row.role)).collect();
    assert_eq!(members, [(OWNER.to_owned(), OrganizationRole::OrgOwner), (BEN.to_owned(), OrganizationRole::OrgUser)]);
}

#[tokio::test]
async fn an_invitation_is_sent_again_accepted_and_then_over() {
    let it = Administration::new().await;
    let accept = json!({ "command": "accept_invitation", "invitationId": INVITATION, "email": "eve@acme.example" });
    it.done(invite(INVITATION, "eve@acme.example")).await;
    let again = "00000000-0000-7000-8000-0000000000f2";
    it.refused(OWNER, invite(again, "eve@acme.example"), Reason::AlreadyInvited).await;
    it.refused(OWNER, invite(again, "ben@acme.example"), Reason::AlreadyMember).await;
    let by_ben = json!({ "command": "accept_invitation", "invitationId": INVITATION, "email": "ben@acme.example" });
    it.refused(BEN, by_ben, Reason::InvitationNotFound).await;

    it.database.execute(&format!("UPDATE user_invites SET expires_at = @time({NOW})")).await;
    it.refused(EVE, accept.clone(), Reason::InvitationExpired).await;
    let open = it.database.store.invitations(acme(), now(), &Page::default()).await.unwrap();
    assert_eq!(open[0].status, InvitationStatus::Expired);
    it.done(json!({ "command": "resend_invitation", "organizationId": ACME, "invitationId": INVITATION })).await;
    let eve = CanonicalEmail::parse("eve@acme.example").unwrap();
    assert_eq!(it.database.store.invitations_to(&[eve], now()).await.unwrap().len(), 1);

    assert_eq!(it.run(EVE, accept.clone()).await.reason, Reason::Done);
    assert_eq!(it.value("SELECT status || ' ' || accepted_by FROM user_invites").await, format!("accepted {EVE}"));
    assert_eq!(it.run(EVE, accept).await.reason, Reason::Unchanged);
    it.refused(
        OWNER,
        json!({ "command": "revoke_invitation", "organizationId": ACME, "invitationId": INVITATION }),
        Reason::InvitationNotPending,
    )
    .await;
    let one = it.database.store.invitation(InvitationId::parse(INVITATION).unwrap(), now()).await.unwrap().unwrap();
    assert_eq!((one.status, one.organization_name.as_str()), (InvitationStatus::Accepted, "Acme"));
}

#[tokio::test]
async fn a_domain_is_proven_by_name_server_or_mailbox() {
    let it = Administration::new().await;
    let id = "00000000-0000-7000-8000-0000000000d9";
    let add = |verification: &str| {
        json!({ "command": "add_domain", "organizationId": ACME, "domainId": id, "pattern": "*.beta.example",
                "verification": verification, "enrollmentMode": "automatic_suggestion" })
    };
    let look = |found: bool| json!({ "command": "record_domain_proof", "organizationId": ACME, "domainId": id, "proof": "dns_record", "found": found });
    let state = || async { it.value(&format!("SELECT state FROM org_email_domains WHERE id = '{id}'")).await };
    it.done(add("ownership")).await;
    it.refused(OWNER, add("ownership"), Reason::DomainExists).await;
    it.done(look(false)).await;
    assert_eq!(state().await, "failed");
    it.done(look(true)).await;
    it.done(json!({ "command": "change_domain", "organizationId": ACME, "domainId": id,
                    "enrollmentMode": "automatic_membership" }))
        .await;
    let rows = it.database.store.domains(acme(), &Page::default()).await.unwrap();
    let row = rows.iter().find(|row| row.id.to_string() == id).unwrap();
    assert_eq!((row.domain.as_str(), row.state, row.version), ("*.beta.example", VerificationState::Verified, 3));
    assert!(row.verified_at.is_some());
    it.done(json!({ "command": "remove_domain", "organizationId": ACME, "domainId": id })).await;

    it.done(add("affiliation")).await;
    let (domain, mailbox) = (DomainId::parse(id).unwrap(), CanonicalEmail::parse("it@beta.example").unwrap());
    let token = |text: &str| PresentedToken::new(text).unwrap();
    let store = &it.database.store;
    for (sent, at, kept) in [
        ("the first token that was sent", now(), true),
        ("one that came too soon", now(), false),
        ("the second token that was sent", now().plus(60), true),
    ] {
        assert_eq!(store.ask_mailbox(&token(sent), domain, &mailbox, owner(), at).await.unwrap(), kept, "{sent}");
    }
    let prove = |text: &'static str, context: AdministrationContext| async move {
        store.prove_mailbox(&token(text), (acme(), domain), &context, CommandOptions::default()).await
    };
    let late = AdministrationContext { now: now().plus(60 + MAILBOX_TOKEN_SECONDS), ..context(OWNER, 91) };
    for (text, context) in
        [("the first token that was sent", context(OWNER, 92)), ("the second token that was sent", late)]
    {
        let refused = prove(text, context).await;
        assert!(matches!(refused, Err(MailboxTokenError::NotValid)), "{refused:?}");
    }
    let refused = prove("the second token that was sent", context(BEN, 93)).await;
    assert!(
        matches!(&refused, Err(MailboxTokenError::Refused(done)) if done.change.reason == Reason::NotAllowed),
        "{refused:?}"
    );
    assert_eq!(state().await, "pending");
    assert!(prove("the second token that was sent", context(OWNER, 94)).await.unwrap().change.ok);
    assert_eq!(state().await, "verified");
}

#[tokio::test]
async fn requests_and_the_waitlist_are_answered() {
    let it = Administration::new().await;
    it.database
        .execute(&format!(
            "INSERT INTO membership_requests (id, org_id, user_id, role, requested_at)
             VALUES ('{INVITATION}', '{ACME}', '{EVE}', 'org_user', @time({NOW}));
             INSERT INTO waitlist (email, added_at) VALUES ('ida@beta.example', @time({NOW})), ('jo@beta.example', @time({NOW}))"
        ))
        .await;
    let store = &it.database.store;
    assert_eq!(store.membership_requests(acme(), &Page::default()).await.unwrap().len(), 1);
    it.done(json!({ "command": "approve_membership_request", "organizationId": ACME, "userId": EVE })).await;
    assert_eq!(store.membership_requests(acme(), &Page::default()).await.unwrap().len(), 0);
    assert_eq!(store.members(acme(), &Page::default()).await.unwrap().len(), 3);

    it.done(json!({ "command": "approve_waitlisted", "email": "ida@beta.example" })).await;
    it.done(json!({ "command": "deny_waitlisted", "email": "jo@beta.example" })).await;
    it.refused(OWNER, json!({ "command": "approve_waitlisted", "email": "no@beta.example" }), Reason::NotWaitlisted)
        .await;
    // A denied address stays on the list, and can be approved later.
    let statuses = async || {
        let list = store.waitlist(&Page::default()).await.unwrap();
        list.iter().map(|row| (row.email.clone(), row.status)).collect::<Vec<_>>()
    };
    let (ida, jo) = (String::from("ida@beta.example"), String::from("jo@beta.example"));
    assert_eq!(statuses().await, [(ida.clone(), WaitlistStatus::Approved), (jo.clone(), WaitlistStatus::Denied)]);
    it.done(json!({ "command": "approve_waitlisted", "email": jo })).await;
    assert_eq!(statuses().await, [(ida, WaitlistStatus::Approved), (jo, WaitlistStatus::Approved)]);
}

#[tokio::test]
async fn every_policy_that_was_in_force_is_kept() {
    let it = Administration::new().await;
    let report = json!({ "errors": 0, "warnings": 0, "findings": [] });
    let save = |mode: &str, version: Option<u32>| json!({ "command": "save_policy", "policy": { "accessMode": mode }, "version": version, "report": report });
    let first = it.database.store.policy().await.unwrap().version;
    it.done(save("waitlist", Some(first))).await;
    it.done(save("public", None)).await;
    it.refused(OWNER, save("restricted", Some(first)), Reason::StaleVersion).await;
    it.refused(BEN, save("restricted", None), Reason::NotAllowed).await;
    it.done(json!({ "command": "roll_back_policy", "to": first + 1 })).await;
    let policy = it.database.store.policy().await.unwrap();
    assert_eq!((policy.version, serde_json::to_value(policy.access_mode).unwrap()), (first + 3, json!("waitlist")));
    let versions = it.database.store.policy_versions(&Page::default()).await.unwrap();
    let versions: Vec<u32> = versions.iter().map(|row| row.version).collect();
    assert_eq!(versions[..3], [first + 3, first + 2, first + 1]);
    assert!(it.database.refusal("DELETE FROM provisioning_policy_versions").await.contains("stays as it is"));
}

#[tokio::test]
async fn a_user_who_is_ended_keeps_nothing_to_come_back_by() {
    let it = Administration::new().await;
    it.done(json!({ "command": "set_platform_role", "userId": BEN, "role": "platform_admin" })).await;
    it.done(invite(INVITATION, "ben2@acme.example")).await;
    it.database
        .execute(&format!(
            "UPDATE user_invites SET invited_by = '{BEN}';
             INSERT INTO waitlist (email, added_at) VALUES ('ben@acme.example', @time({NOW}))"
        ))
        .await;
    it.done(json!({ "command": "deprovision_user", "userId": BEN })).await;
    let ben = format!("SELECT status || ' ' || global_role FROM profiles WHERE user_id = '{BEN}'");
    assert_eq!(it.value(&ben).await, "deprovisioned platform_user");
    assert_eq!(it.value("SELECT status FROM user_invites").await, "revoked");
    assert_eq!(it.database.count("waitlist").await, 0);
    assert_eq!(it.database.store.members(acme(), &Page::default()).await.unwrap().len(), 1);
    it.refused(OWNER, json!({ "command": "suspend_user", "userId": BEN }), Reason::UserNotActive).await;
    it.done(json!({ "command": "restore_user", "userId": BEN })).await;
    it.done(json!({ "command": "suspend_user", "userId": BEN })).await;
    let email = CanonicalEmail::parse("ben@acme.example").unwrap();
    let users = it.database.store.users_with_email(&email).await.unwrap();
    assert_eq!((users.len(), users[0].status, users[0].organizations), (1, UserStatus::Suspended, 0));
    it.refused(OWNER, json!({ "command": "deprovision_user", "userId": OWNER }), Reason::OwnAccount).await;
}

#[tokio::test]
async fn what_was_done_is_on_record_once_and_for_good() {
    let it = Administration::new().await;
    it.done(invite(INVITATION, "eve@acme.example")).await;
    it.done(json!({ "command": "suspend_user", "userId": EVE })).await;
    let store = &it.database.store;
    let all = store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap();
    // The rest is the seed's.
    let by_people: Vec<Action> = all.iter().filter(|row| row.actor_kind == "user").map(|row| row.action).collect();
    assert_eq!(by_people, [Action::UserSuspended, Action::InvitationCreated]);
    let record = &all[1];
    assert_eq!((record.organization_id, record.reason.as_deref()), (Some(acme()), Some("as was agreed")));
    assert_eq!(record.request_id.as_deref().map(str::len), Some(128));
    assert_eq!(
        (record.changes[0].field.as_str(), record.changes[0].after.as_deref()),
        ("email", Some("e***@acme.example"))
    );
    let of_acme = store.administration_audit(Some(acme()), &AuditFilter::default(), &Page::default()).await.unwrap();
    assert_eq!(of_acme[0].number, record.number);
    assert!(of_acme.iter().all(|row| row.organization_id == Some(acme())));
    let mut page = Page { after: None, limit: Some(1) };
    page.after = store.administration_audit(None, &AuditFilter::default(), &page).await.unwrap().next;
    assert_eq!(
        store.administration_audit(None, &AuditFilter::default(), &page).await.unwrap()[0].number,
        record.number
    );
    for statement in ["UPDATE administration_audit_log SET reason = 'x'", "DELETE FROM administration_audit_log"] {
        assert!(it.database.refusal(statement).await.contains("append-only"));
    }
}

#[tokio::test]
async fn a_profile_change_is_recorded_once_by_its_field_names() {
    let it = Administration::new().await;
    let change = ProfileChange {
        full_name: DisplayName::new("Ben Franklin"),
        current_organization: Some((acme(), OrganizationRole::OrgUser)),
        ..ProfileChange::default()
    };
    for number in [901, 902] {
        let changed = it
            .database
            .store
            .change_profile(UserId::parse(BEN).unwrap(), &change, &context(BEN, number))
            .await
            .unwrap();
        assert_eq!(changed.profile.full_name.as_deref(), Some("Ben Franklin"));
    }
    let all = it.database.store.administration_audit(None, &AuditFilter::default(), &Page::default()).await.unwrap();
    let by_people: Vec<_> = all.iter().filter(|row| row.actor_kind == "user").collect();
    let [record] = by_people.as_slice() else { panic!("{all:?}") };
    assert_eq!((record.action, record.user_id), (Action::ProfileUpdated, record.actor_id));
    let changes: Vec<(&str, Option<&str>)> =
        record.changes.iter().map(|change| (change.field.as_str(), change.after.as_deref())).collect();
    assert_eq!(changes[0], ("full_name", Some("***")));
    assert!(changes[1..].iter().all(|change| *change == ("current_org_id", Some(ACME))), "{changes:?}");
}

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let it = Administration::new().await;
    let (mut seen, mut page) = (Vec::new(), Page { limit: Some(2), after: None });
    loop {
        let rows = it.database.store.users(&page).await.unwrap();
        page.after.clone_from(&rows.next);
        seen.extend(rows.iter().map(|row| row.user_id.to_string()));
        if page.after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [OWNER, BEN, EVE]);
    let page = Page { limit: Some(10_000), after: None };
    assert_eq!(it.database.store.organizations(owner(), &page).await.unwrap().len(), 1);
    assert_eq!(it.database.store.provisioning_audit(&AuditFilter::default(), &page).await.unwrap().len(), 0);
    let page = Page { limit: None, after: Some("'; DROP TABLE profiles".to_owned()) };
    assert!(matches!(it.database.store.users(&page).await, Err(StoreError::List(_))));
}

#[tokio::test]
async fn a_role_changed_by_hand_is_kept_until_it_is_given_back() {
    let it = Administration::new().await;
    let role =
        |role: &str| json!({ "command": "change_member_role", "organizationId": ACME, "userId": BEN, "role": role });
    let release = json!({ "command": "follow_provider", "organizationId": ACME, "userId": BEN });
    let source = async || {
        let members = it.database.store.members(acme(), &Page::default()).await.unwrap();
        members.into_iter().find(|row| row.user_id.to_string() == BEN).unwrap().role_source
    };
    assert_eq!(source().await, None);
    it.done(role("org_admin")).await;
    assert_eq!(source().await, Some(RoleSource::Manual));
    it.done(release.clone()).await;
    // It is above the role by which Ben is a member otherwise.
    assert_eq!(source().await, Some(RoleSource::Group));
    it.done(role("org_user")).await;
    it.done(release).await;
    assert_eq!(source().await, None);
    // A removal by hand is no end by a group.
    it.database.execute(&format!("UPDATE org_members SET role_source = 'group' WHERE user_id = '{BEN}'")).await;
    it.done(json!({ "command": "remove_member", "organizationId": ACME, "userId": BEN })).await;
    assert_eq!(it.database.count("org_members WHERE status = 'removed' AND role_source IS NULL").await, 1);
}

#[tokio::test]
async fn an_administrator_whose_membership_is_out_of_reach_commands_nothing_there() {
    let it = Administration::new().await;
    let command: AdministrationCommand = serde_json::from_value(
        json!({ "command": "change_member_role", "organizationId": ACME, "userId": BEN, "role": "org_admin" }),
    )
    .unwrap();
    let far = AdministrationContext { out_of_reach: vec![acme()], ..context(OWNER, 301) };
    assert_eq!(it.database.store.administer(&command, &far).await.unwrap().reason, Reason::NotAllowed);
    let near = context(OWNER, 302);
    assert_eq!(it.database.store.administer(&command, &near).await.unwrap().reason, Reason::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_who_demote_each_other_leave_one() {
    let it = Administration::new().await;
    it.done(json!({ "command": "change_member_role", "organizationId": ACME, "userId": BEN, "role": "org_owner" }))
        .await;
    let demote = |actor: &'static str, user: &'static str, number: u128| {
        let store = it.database.store.clone();
        tokio::spawn(async move {
            let command =
                json!({ "command": "change_member_role", "organizationId": ACME, "userId": user, "role": "org_user" });
            let command: AdministrationCommand = serde_json::from_value(command).unwrap();
            store.administer(&command, &context(actor, number)).await.unwrap().reason
        })
    };
    let (one, other) = (demote(OWNER, BEN, 101), demote(BEN, OWNER, 102));
    let reasons = [one.await.unwrap(), other.await.unwrap()];
    assert_eq!(reasons.iter().filter(|reason| **reason == Reason::Done).count(), 1, "{reasons:?}");
    assert_eq!(it.value("SELECT CAST(owner_count AS text) FROM orgs").await, "1");
}

#[tokio::test]
async fn another_organizations_domain_is_left_alone() {
    let it = Administration::new().await;
    let beta = "00000000-0000-7000-8000-0000000000a2";
    it.done(json!({ "command": "create_organization", "organizationId": beta, "name": "Beta" })).await;
    it.refused(
        OWNER,
        json!({ "command": "remove_domain", "organizationId": beta, "domainId": DOMAIN }),
        Reason::DomainNotFound,
    )
    .await;
}

/// Returns the versions of Acme, of Ben's membership and of Ben.
async fn versions(it: &Administration) -> [u32; 3] {
    let store = &it.database.store;
    let ben = UserId::parse(BEN).unwrap();
    let members = store.members(acme(), &Page::default()).await.unwrap();
    [
        store.organization(owner(), acme()).await.unwrap().unwrap().version,
        members.iter().find(|row| row.user_id == ben).unwrap().version,
        store.user(ben).await.unwrap().unwrap().version,
    ]
}

#[tokio::test]
async fn a_version_rises_with_each_change_that_is_seen_and_with_no_other() {
    let it = Administration::new().await;
    let first = versions(&it).await;
    // Seats are counted with the members, and a role version is no part of the row.
    it.done(json!({ "command": "remove_member", "organizationId": ACME, "userId": BEN })).await;
    it.done(json!({ "command": "add_member", "organizationId": ACME, "userId": BEN, "role": "org_user" })).await;
    let [organization, member, user] = versions(&it).await;
    assert_eq!((organization, user), (first[0], first[2]));
    assert_eq!(member, first[1] + 2);

    it.done(json!({ "command": "change_member_role", "organizationId": ACME, "userId": BEN, "role": "org_admin" }))
        .await;
    it.done(json!({ "command": "update_organization", "organizationId": ACME, "name": "Acme 2" })).await;
    it.done(json!({ "command": "set_seat_limit", "organizationId": ACME, "seatLimit": 9 })).await;
    it.done(json!({ "command": "suspend_user", "userId": BEN })).await;
    assert_eq!(versions(&it).await, [organization + 2, member + 1, user + 1]);
    // A statement that writes the same value again raises nothing.
    it.database.execute("UPDATE orgs SET name = name").await;
    assert_eq!(versions(&it).await, [organization + 2, member + 1, user + 1]);
}

#[tokio::test]
async fn a_dry_run_returns_the_row_that_the_command_would_leave_and_nothing_stays() {
    let it = Administration::new().await;
    let store = &it.database.store;
    let command: AdministrationCommand =
        serde_json::from_value(json!({ "command": "close_organization", "organizationId": ACME })).unwrap();
    let dry = CommandOptions { dry_run: true, ..CommandOptions::default() };
    let before = it.database.dump().await;
    let shown = store.run_command(&command, &context(OWNER, 70), dry).await.unwrap();
    assert_eq!(before, it.database.dump().await);
    let row: OrganizationView = shown.row().unwrap().unwrap();
    assert_eq!((shown.change.reason, row.status), (Reason::Done, OrganizationStatus::Inactive));
    let codes: Vec<_> = shown.consequences.iter().map(|one| (one.code, one.count)).collect();
    assert_eq!(codes, [(ConsequenceCode::AccessLost, Some(2)), (ConsequenceCode::DomainsReleased, Some(1))]);
    // An actor without permission learns nothing.
    let refused = store.run_command(&command, &context(BEN, 71), dry).await.unwrap();
    assert_eq!((refused.change.reason, refused.consequences.len()), (Reason::NotAllowed, 0));
    assert_eq!(refused.row::<Value>().unwrap(), None);

    let stale = CommandOptions { version: Some(row.version), dry_run: false, queue_mail: false };
    let refused = store.run_command(&command, &context(OWNER, 72), stale).await.unwrap();
    let now: OrganizationView = refused.row().unwrap().unwrap();
    assert_eq!((refused.change.reason, now.status), (Reason::StaleVersion, OrganizationStatus::Active));
    let current = CommandOptions { version: Some(now.version), dry_run: false, queue_mail: false };
    let done = store.run_command(&command, &context(OWNER, 73), current).await.unwrap();
    assert_eq!((done.change.reason, done.row::<OrganizationView>().unwrap()), (Reason::Done, Some(row)));
}
