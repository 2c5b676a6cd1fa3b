//! The faults that rows of an existing database of the legacy CORA toolkit may have, and their
//! consequences.

use serde::Serialize;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdoptionFaultKind {
    /// The code, in `snake_case`. The list of codes is closed, and a code is never reused for
    /// another meaning.
    pub code: &'static str,
    /// A description of the fault.
    pub message: &'static str,
    /// The consequence for the row, and the action that the operator can take.
    pub help: &'static str,
}

/// A row with a fault. It holds nobody's address or name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptionFault {
    /// The code of an [`AdoptionFaultKind`].
    pub code: String,
    /// The table of the row.
    pub table: String,
    /// The primary key of the row, or the `user_id` for `profiles`. Empty for a fault of the whole
    /// table.
    pub row: String,
}

const fn kind(code: &'static str, message: &'static str, help: &'static str) -> AdoptionFaultKind {
    AdoptionFaultKind { code, message, help }
}

/// Every kind of fault, by code.
pub const ADOPTION_FAULTS: [AdoptionFaultKind; 43] = [
    kind(
        "audit_record_not_adopted",
        "the audit record has an unknown action, or no provider that is adopted",
        "The record stays only in the kept table.",
    ),
    kind(
        "audit_settings_left_out",
        "the audit record holds the settings before or after the change, which may include secrets",
        "The record is adopted without them. They stay only in the kept table.",
    ),
    kind(
        "connection_incomplete",
        "the settings of this identity provider do not name its issuer",
        "The connection becomes a draft, and its users' identities are not adopted. Provide the settings with `--settings`, now or later with `--identities`.",
    ),
    kind(
        "connection_kind_unknown",
        "Cora knows no such kind of identity provider",
        "The row stays only in the kept table, and so do the identities of its users.",
    ),
    kind(
        "connection_not_tested",
        "this identity provider was active, but its settings were never tested",
        "The connection becomes a draft: nobody can log in until `cora connection activate`.",
    ),
    kind(
        "connection_refused",
        "the settings of this identity provider are not an object, or contain values that must not be stored",
        "The connection is adopted without settings. Provide them with `--settings`.",
    ),
    kind(
        "connection_secret_left_out",
        "the settings of this identity provider contain a secret",
        "The secret is not adopted: set a reference to it with `--set`. Revoke the secret, because it stays readable in the kept table.",
    ),
    kind(
        "current_organization_not_member",
        "the person is not a member of their current organization",
        "The person has no current organization until they choose one.",
    ),
    kind(
        "domain_claimed_twice",
        "the domain is claimed by several organizations",
        "All claims become pending; the first organization to prove the domain owns it.",
    ),
    kind(
        "domain_duplicate",
        "the organization claims the domain more than once",
        "One claim is adopted, preferably one that admits people.",
    ),
    kind("domain_invalid", "the domain is not a domain name", "The row stays only in the kept table."),
    kind(
        "domain_makes_owners",
        "everybody with an address in this domain would become an owner of the organization",
        "They become ordinary members.",
    ),
    kind("domain_public", "anyone can get an address in this domain", "The claim becomes pending and admits nobody."),
    kind(
        "domain_unverified",
        "the organization never proved that it owns this domain",
        "The claim becomes pending and admits nobody until it is proved. To trust all claims, use `--trust-domains`.",
    ),
    kind(
        "email_duplicate",
        "several profiles have this address",
        "All are adopted, but none is found by the address while several have it.",
    ),
    kind(
        "email_invalid",
        "the address is not an email address",
        "A profile is adopted without an address; an invitation stays only in the kept table.",
    ),
    kind(
        "email_unverified",
        "CORA did not verify that the address belongs to the person",
        "The address counts as unverified. To trust all addresses, use `--trust-emails`.",
    ),
    kind(
        "identity_claimed_twice",
        "several people have the same subject of the same issuer",
        "None of these identities is adopted; each person has to link their login again.",
    ),
    kind(
        "identity_duplicate",
        "the person has the same subject of the same issuer more than once",
        "One of these identities is adopted.",
    ),
    kind(
        "identity_other_provider",
        "the subject belongs to another configured provider than the row names",
        "The identity is adopted for that provider.",
    ),
    kind(
        "identity_provider_unknown",
        "this provider has no adopted connection with a known issuer",
        "The row stays only in the kept table. Provide the provider's settings with `--settings`.",
    ),
    kind("identity_subject_invalid", "the subject is empty or too long", "The row stays only in the kept table."),
    kind(
        "identity_subject_unstable",
        "the subject is an email address, which can later belong to another person",
        "The row stays only in the kept table. Say which subject it is today with `--subjects`, now or later with `--identities`; otherwise the person has to link their login again.",
    ),
    kind(
        "identity_without_profile",
        "the identity does not belong to a profile",
        "The row stays only in the kept table; the person signs in as a new user.",
    ),
    kind("invitation_above_inviter", "the inviter may not grant this role", "The invitation is revoked."),
    kind(
        "invitation_duplicate",
        "the address has a newer pending invitation to the same organization",
        "The older invitation is revoked.",
    ),
    kind("invitation_status_unknown", "the invitation has no status", "The invitation is revoked."),
    kind(
        "invitation_without_expiry",
        "the invitation never expires",
        "The invitation expires 30 days after the adoption.",
    ),
    kind("invitation_without_inviter", "the invitation has no inviter", "The invitation is revoked."),
    kind("organization_name_blank", "the organization has no name", "The organization is named after its slug."),
    kind(
        "organization_slug_changed",
        "the slug has characters other than lowercase letters, digits and inner hyphens, or is too long",
        "The organization gets another slug; links with the old slug stop working.",
    ),
    kind(
        "organization_without_owner",
        "the organization has no member who is its owner",
        "The user in CORA's `owner_id` becomes the owner if they are a member; otherwise, the organization has no owner.",
    ),
    kind(
        "password_login_possible",
        "the person's row in `auth.users` has a password, with which they can sign in to Supabase and bypass Cora",
        "The password is kept; clear it with `--clear-passwords`.",
    ),
    kind(
        "person_without_profile",
        "the row names a person who has no profile: the owner of an organization, an inviter, or the author of a change",
        "The row is adopted without the person's identifier.",
    ),
    kind("platform_without_owner", "no profile owns the platform", "`cora init` prints a token for the first owner."),
    kind(
        "policy_replaced",
        "the policy says what browsers may read or write in a table that is now Cora's",
        "Cora's own policies replace it, and show at most what it showed. It stays on the kept table.",
    ),
    kind(
        "profile_requires_invitation",
        "CORA denied this person, and gave them a profile all the same",
        "The profile is not adopted, so that the next login decides about the person again. A member, an owner or an administrator is adopted as suspended.",
    ),
    kind(
        "profile_without_auth_user",
        "the profile has no row in `auth.users`",
        "The profile gets a row without a password.",
    ),
    kind(
        "publication_changed",
        "the publication publishes a table that is now Cora's, or every table of a schema",
        "A table that it names is published from the schema `cora` from now on: subscribers have to name it. One that publishes a schema publishes CORA's tables no longer, and one of all tables publishes Cora's too.",
    ),
    kind(
        "role_unknown",
        "the role does not exist in CORA",
        "A user or member gets the lowest role; an invitation is revoked.",
    ),
    kind(
        "role_written_otherwise",
        "the role differs from one of CORA's in capitals or spaces, so CORA's functions did not take it for that role",
        "The row is adopted as one with an unknown role. Correct the role in CORA's table before the adoption, or give it in Cora afterwards.",
    ),
    kind(
        "text_too_long",
        "a text is longer than Cora allows",
        "A name is shortened; a phone number or the URL of a picture is left out.",
    ),
    kind(
        "time_out_of_range",
        "a time is infinite, or not between 1970 and 9999",
        "An earlier time becomes the first of 1970, and a later one that of the adoption. An expiry that is never stands for no expiry.",
    ),
];
