// Writes the corpus of signed tokens, tests/corpus/verify:
//
//   node tests/tokens/generate.mjs [--check]
//
// An existing case that still follows from this script is left as it is: signatures of ECDSA and
// RSASSA-PSS differ each time they are made. `--check` writes nothing, and fails if the corpus does
// not match.
import { constants, createHmac, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../corpus/verify/", import.meta.url));
const { warning: _, ...JWKS } = JSON.parse(readFileSync(new URL("keys.json", import.meta.url), "utf8"));
const NOW = 1767225600;
const HASH = { 256: "sha256", 384: "sha384", 512: "sha512" };

const privateOf = (name) => createPrivateKey({ key: JWKS[name], format: "jwk" });
const publicOf = (name) => createPublicKey(privateOf(name));
const jwk = (name, kid, more = {}) => ({ ...publicOf(name).export({ format: "jwk" }), ...(kid === undefined ? {} : { kid }), use: "sig", ...more });
const pem = (name) => publicOf(name).export({ type: "spki", format: "pem" });
const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Returns the parameters for making and checking a signature of an algorithm. */
function parameters(alg, key) {
  if (alg.startsWith("PS")) return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return alg.startsWith("ES") ? { key, dsaEncoding: "ieee-p1363" } : { key };
}
const hashOf = (alg) => (alg === "EdDSA" ? null : HASH[alg.slice(2)]);

/** Returns a token to be signed, which is created only if the case is new. */
function signed(header, claims, { key, alg = header.alg } = {}) {
  const text = `${encode(header)}.${encode(claims)}`;
  return {
    make: () => `${text}.${sign(hashOf(alg), Buffer.from(text), parameters(alg, privateOf(key))).toString("base64url")}`,
    fits(token) {
      const [head, body, signature] = token.split(".");
      return `${head}.${body}` === text && verify(hashOf(alg), Buffer.from(text), parameters(alg, publicOf(key)), Buffer.from(signature, "base64url"));
    },
  };
}
/** Returns a token with a fixed text. */
const fixed = (text) => ({ make: () => text, fits: (token) => token === text });
/** Returns a token made from another by a change that can be undone. */
const changed = (base, change, undo) => ({
  make: () => change(base.make()),
  fits: (token) => undo === undefined || base.fits(undo(token)),
});

const ISSUER = "https://login.acme.example";
const KEYS = `${ISSUER}/keys`;
const ALL = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];
let ids = 0;
const connection = (kind, issuer, more = {}) => ({ id: `0198c0de-0000-7000-8000-0000000001${String((ids += 1) % 100).padStart(2, "0")}`, kind, issuer, status: "active", ...more });
const OIDC = { ...connection("oidc", ISSUER, { audiences: ["https://api.acme.example"], algorithms: ALL }), id: "0198c0de-0000-7000-8000-0000000000c1" };
const at = (connected, uri = KEYS) => ({ connection: connected, keys: { jwksUri: uri } });
const SET = {
  keys: [
    jwk("rsa", "rsa"), jwk("rsaOther", "rsa-2", { alg: "RS256" }), jwk("rsaSmall", "small"), jwk("p256", "p256"), jwk("p384", "p384"),
    jwk("p521", "p521"), jwk("ed25519", "ed25519"), jwk("rsa", "enc", { use: "enc" }), jwk("p256Other", "sign-only", { use: undefined, key_ops: ["sign"] }),
    { ...jwk("p256Other", "published"), d: JWKS.p256Other.d }, jwk("p256", "twice"), jwk("p256Other", "twice"),
    { kty: "oct", kid: "oct", k: Buffer.from("a shared secret of thirty-two b.").toString("base64url") },
  ],
};
const KEY = { RS: ["rsa", "rsa"], PS: ["rsa", "rsa"], ES256: ["p256", "p256"], ES384: ["p384", "p384"], EdDSA: ["ed25519", "ed25519"] };
const keyFor = (alg) => KEY[alg] ?? KEY[alg.slice(0, 2)];

const CLAIMS = { iss: ISSUER, sub: "u1", aud: "https://api.acme.example", client_id: "web", scope: "openid", iat: NOW - 10, exp: NOW + 300, email: "ana@acme.example", email_verified: true };
const header = (alg = "ES256", more = {}) => ({ alg, typ: "at+jwt", kid: keyFor(alg)[1], ...more });
const good = (claims = {}, head = {}, alg = "ES256") => signed(header(alg, head), { ...CLAIMS, ...claims }, { key: keyFor(alg)[0] });
const without = (object, ...names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

const cases = [];
const add = (name, token, expect, { now = NOW, connections = [at(OIDC)], documents = { [KEYS]: SET } } = {}) => cases.push({ name, token, expect, now, connections, documents });
const refuse = (name, token, code, claim = null, more) => add(name, token, { code, claim }, more);
const accept = (name, token, expect = { login: { subject: "u1" } }, more) => add(name, token, expect, more);

// Algorithms.
for (const alg of ALL) accept(`a_token_signed_by_${alg.toLowerCase()}_is_accepted`, good({}, {}, alg));
for (const alg of ALL) {
  const spoiled = changed(good({}, {}, alg), (token) => {
    const [head, body, signature] = token.split(".");
    const bytes = Buffer.from(signature, "base64url");
    bytes[bytes.length >> 1] ^= 1;
    return `${head}.${body}.${bytes.toString("base64url")}`;
  });
  refuse(`a_signature_by_${alg.toLowerCase()}_with_one_bit_changed_is_wrong`, spoiled, "signature_invalid");
}
refuse("c14_none_is_no_algorithm", fixed(`${encode({ alg: "none", typ: "at+jwt" })}.${encode(CLAIMS)}.AA`), "algorithm_not_allowed", "alg");
refuse("c14_none_without_a_signature_is_no_token", fixed(`${encode({ alg: "none", typ: "at+jwt" })}.${encode(CLAIMS)}.`), "token_malformed");
refuse("c14_an_algorithm_in_small_letters_is_another", fixed(`${encode(header("RS256", { alg: "rs256" }))}.${encode(CLAIMS)}.AA`), "algorithm_not_allowed", "alg");
const mac = (secret, kid) => {
  const text = `${encode({ alg: "HS256", typ: "at+jwt", kid })}.${encode(CLAIMS)}`;
  return fixed(`${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`);
};
refuse("c14_a_mac_by_the_public_key_as_pem_is_refused", mac(pem("rsa"), "rsa"), "algorithm_not_allowed", "alg");
refuse("c14_a_mac_by_the_public_key_as_json_is_refused", mac(JSON.stringify(jwk("rsa", "rsa")), "rsa"), "algorithm_not_allowed", "alg");
refuse("c14_a_mac_by_a_shared_secret_of_the_set_is_refused", mac("a shared secret of thirty-two b.", "oct"), "algorithm_not_allowed", "alg");
refuse("c14_an_algorithm_that_is_not_pinned_is_refused", good({}, {}, "RS512"), "algorithm_not_allowed", "alg", { connections: [at({ ...OIDC, algorithms: ["RS256"] })] });
refuse("c14_a_key_for_one_algorithm_is_not_used_for_another", signed(header("PS256", { kid: "rsa-2" }), CLAIMS, { key: "rsaOther" }), "key_mismatch");
refuse("c14_a_key_of_another_type_is_not_used", signed(header("RS256", { kid: "p256" }), CLAIMS, { key: "rsa" }), "key_mismatch");
refuse("c14_a_pss_signature_is_no_pkcs1_signature", signed(header("RS256"), CLAIMS, { key: "rsa", alg: "PS256" }), "signature_invalid");
refuse("c14_a_der_signature_is_no_jose_signature", (() => {
  const base = good();
  return { make: () => { const text = base.make().split(".").slice(0, 2).join("."); return `${text}.${sign("sha256", Buffer.from(text), privateOf("p256")).toString("base64url")}`; }, fits: (token) => token.startsWith(`${encode(header())}.${encode(CLAIMS)}.`) };
})(), "signature_invalid");
refuse("c14_a_curve_that_is_not_in_use_is_refused", signed(header("ES256", { alg: "ES512", kid: "p521" }), CLAIMS, { key: "p521", alg: "ES512" }), "algorithm_not_allowed", "alg");
refuse("a_small_rsa_key_is_not_used", signed(header("RS256", { kid: "small" }), CLAIMS, { key: "rsaSmall" }), "key_mismatch");
refuse("a_key_for_encryption_is_not_used", signed(header("RS256", { kid: "enc" }), CLAIMS, { key: "rsa" }), "key_mismatch");
refuse("a_key_without_the_operation_is_not_used", signed(header("ES256", { kid: "sign-only" }), CLAIMS, { key: "p256Other" }), "key_mismatch");
refuse("a_key_that_is_published_whole_is_not_used", signed(header("ES256", { kid: "published" }), CLAIMS, { key: "p256Other" }), "key_mismatch");
refuse("two_keys_of_one_name_are_none", signed(header("ES256", { kid: "twice" }), CLAIMS, { key: "p256" }), "key_mismatch");

// Keys.
refuse("c20_a_key_that_is_not_known_is_refused", signed(header("ES256", { kid: "new" }), CLAIMS, { key: "p256" }), "key_unknown");
refuse("c20_the_first_key_is_no_fallback", signed(without(header("RS256"), "kid"), CLAIMS, { key: "rsa" }), "key_unknown");
accept("without_a_name_the_only_key_is_used", signed(without(header(), "kid"), CLAIMS, { key: "p256" }), undefined, { documents: { [KEYS]: { keys: [jwk("p256")] } } });
refuse("a_name_of_a_key_that_is_no_text_is_refused", signed(header("ES256", { kid: 1 }), CLAIMS, { key: "p256" }), "claim_invalid", "kid");
refuse("without_keys_nothing_is_believed", good(), "keys_unavailable", null, { documents: {} });
refuse("a_set_that_is_none_is_no_set", good(), "keys_unavailable", null, { documents: { [KEYS]: { keys: "none" } } });
const HEADER_KEYS = { jwk: jwk("p256Other", "mine"), jku: "https://evil.example/keys", x5u: "https://evil.example/cert", x5c: ["AAAA"] };
refuse("c14_a_key_in_the_header_is_not_used", signed(header("ES256", HEADER_KEYS), CLAIMS, { key: "p256Other" }), "signature_invalid");
accept("c14_a_key_in_the_header_is_ignored", good({}, HEADER_KEYS));
refuse("c14_a_critical_header_is_refused", good({}, { crit: ["exp"], exp: NOW }), "critical_header", "crit");
refuse("c14_an_empty_critical_header_is_refused", good({}, { crit: [] }), "critical_header", "crit");
const EVIL = "https://login.evil.example";
const both = { connections: [at(OIDC), at(connection("oidc", EVIL, { audiences: ["https://api.acme.example"], algorithms: ALL }), `${EVIL}/keys`)], documents: { [KEYS]: SET, [`${EVIL}/keys`]: { keys: [jwk("p256Other", "p256")] } } };
refuse("c18_another_issuers_key_of_the_same_name_is_not_used", signed(header(), CLAIMS, { key: "p256Other" }), "signature_invalid", null, both);
accept("c18_each_issuer_has_its_own_key_of_a_name", signed(header(), { ...CLAIMS, iss: EVIL }, { key: "p256Other" }), { login: { issuer: EVIL } }, both);
const discovery = `${ISSUER}/.well-known/openid-configuration`;
accept("keys_are_found_by_the_discovery_document", good(), undefined, { connections: [{ connection: OIDC }], documents: { [discovery]: { issuer: ISSUER, jwks_uri: KEYS }, [KEYS]: SET } });
refuse("a_discovery_document_of_another_issuer_is_not_used", good(), "keys_unavailable", null, { connections: [{ connection: OIDC }], documents: { [discovery]: { issuer: EVIL, jwks_uri: KEYS }, [KEYS]: SET } });
for (const [alg, name] of [["RS256", "rsa"], ["ES256", "p256"], ["EdDSA", "ed25519"]]) {
  accept(`a_key_as_pem_is_used_for_${alg.toLowerCase()}_and_any_name`, signed(header(alg, { kid: "whatever" }), CLAIMS, { key: name }), undefined, { connections: [{ connection: OIDC, keys: { publicKeyPem: pem(name) } }], documents: {} });
}
refuse("a_key_as_pem_of_another_type_is_not_used", good(), "key_mismatch", null, { connections: [{ connection: { ...OIDC, algorithms: ["ES256", "RS256"] }, keys: { publicKeyPem: pem("rsa") } }], documents: {} });

// Form.
const form = (name, text) => refuse(name, fixed(text), "token_malformed");
form("no_text_is_no_token", "");
form("two_parts_are_no_token", `${encode(header())}.${encode(CLAIMS)}`);
form("four_parts_are_no_token", `${encode(header())}.${encode(CLAIMS)}.AA.AA`);
form("padding_is_no_base64url", `${encode(header())}.${encode(CLAIMS)}.AA==`);
form("a_plus_is_no_base64url", `${encode(header())}.${encode(CLAIMS)}.A+`);
form("bits_that_are_left_over_are_no_base64url", `${encode(header())}.${encode(CLAIMS)}.AB`);
form("white_space_around_a_token_is_no_part_of_it", ` ${encode(header())}.${encode(CLAIMS)}.AA`);
form("a_header_that_is_no_object_is_none", `${encode("[]")}.${encode(CLAIMS)}.AA`);
form("claims_that_are_no_object_are_none", `${encode(header())}.${encode("7")}.AA`);
form("a_member_that_stands_twice_in_the_header_is_refused", `${encode('{"alg":"ES256","alg":"none"}')}.${encode(CLAIMS)}.AA`);
form("a_member_that_stands_twice_in_the_claims_is_refused", `${encode(header())}.${encode('{"sub":"a","sub":"b"}')}.AA`);
form("json_that_is_nested_too_deep_is_refused", `${encode(`{"a":${"[".repeat(200)}${"]".repeat(200)}}`)}.${encode(CLAIMS)}.AA`);
form("a_number_that_is_none_is_refused", `${encode(header())}.${encode('{"exp":1e400}')}.AA`);
form("a_huge_token_is_refused", `${encode({ ...header(), x: "x".repeat(20_000) })}.${encode(CLAIMS)}.AA`);
refuse("an_empty_object_names_no_issuer", fixed(`${encode({})}.${encode({})}.AA`), "claim_missing", "iss");

// Order: header, signature, claims.
const spoil = (base) => changed(base, (token) => `${token.slice(0, token.lastIndexOf(".") + 1)}${"A".repeat(86)}`, undefined);
refuse("the_signature_is_checked_before_the_claims", spoil(good({ exp: 1, aud: "other" })), "signature_invalid");
refuse("the_header_is_checked_before_the_signature", fixed(`${encode(header("ES256", { alg: "ES512" }))}.${encode(CLAIMS)}.${"A".repeat(86)}`), "algorithm_not_allowed", "alg");
refuse("changed_claims_do_not_fit_the_signature", changed(good(), (token) => { const [head, , signature] = token.split("."); return `${head}.${encode({ ...CLAIMS, sub: "admin" })}.${signature}`; }), "signature_invalid");
refuse("a_longer_signature_is_wrong", changed(good(), (token) => `${token}AAAA`, (token) => token.slice(0, -4)), "signature_invalid");
refuse("a_shorter_signature_is_wrong", changed(good(), (token) => {
  const [head, body, signature] = token.split(".");
  return `${head}.${body}.${Buffer.from(signature, "base64url").subarray(0, 63).toString("base64url")}`;
}), "signature_invalid");

// Claims.
const claim = (name, claims, code, which, more) => refuse(name, good(claims), code, which, more);
claim("c15_an_expiry_in_a_text_is_refused", { exp: String(NOW + 300) }, "claim_invalid", "exp");
claim("c15_a_fractional_expiry_is_refused", { exp: NOW + 0.5 }, "claim_invalid", "exp");
claim("c15_a_negative_expiry_is_refused", { exp: -1 }, "claim_invalid", "exp");
claim("c15_an_expiry_beyond_all_dates_is_refused", { exp: 1e18 }, "claim_invalid", "exp");
claim("c15_a_not_before_in_a_text_is_refused", { nbf: "99999999999" }, "claim_invalid", "nbf");
claim("c15_an_issue_time_in_a_list_is_refused", { iat: [NOW] }, "claim_invalid", "iat");
claim("c15_a_subject_that_is_a_number_is_refused", { sub: 1 }, "claim_invalid", "sub");
claim("c15_an_audience_with_a_number_is_refused", { aud: ["https://api.acme.example", 1] }, "claim_invalid", "aud");
for (const name of ["exp", "iat", "sub"]) refuse(`c15_a_token_without_${name}_is_refused`, signed(header(), without(CLAIMS, name), { key: "p256" }), "claim_missing", name);
refuse("c15_a_token_without_an_issuer_is_refused", signed(header(), without(CLAIMS, "iss"), { key: "p256" }), "claim_missing", "iss");
claim("c16_an_issuer_that_begins_alike_is_another", { iss: `${ISSUER}.evil.example` }, "connection_not_active", "iss");
claim("c16_an_issuer_with_a_slash_is_another", { iss: `${ISSUER}/` }, "connection_not_active", "iss");
claim("c17_another_audience_is_refused", { aud: "https://other.example" }, "audience_mismatch", "aud");
claim("c17_a_party_that_is_not_trusted_is_refused", { client_id: "other" }, "authorized_party_mismatch", "client_id", { connections: [at({ ...OIDC, authorizedParties: ["web"] })] });
refuse("c17_an_id_token_is_no_access_token", signed(header("ES256", { typ: "JWT" }), { ...without(CLAIMS, "scope", "client_id"), nonce: "n" }, { key: "p256" }), "token_kind_mismatch", "typ");
refuse("c17_a_logout_token_is_no_access_token", good({ events: { "http://schemas.openid.net/event/backchannel-logout": {} } }, { typ: "logout+jwt" }), "token_kind_mismatch", "typ");
refuse("c22_a_disabled_connection_mints_no_trust", good(), "connection_not_active", "iss", { connections: [at({ ...OIDC, status: "disabled" })] });
for (const [name, seconds, claims, code, which] of [
  ["c19_it_counts_to_the_last_second_of_the_leeway", 329, {}],
  ["c19_it_ends_with_the_leeway", 330, {}, "token_expired", "exp"],
  ["c19_it_begins_with_the_leeway", 0, { nbf: NOW + 30 }],
  ["c19_it_does_not_begin_a_second_before", 0, { nbf: NOW + 31 }, "token_not_yet_valid", "nbf"],
  ["c19_it_may_be_issued_within_the_leeway", 0, { iat: NOW + 30 }],
  ["c19_it_is_not_issued_after_it", 0, { iat: NOW + 31 }, "token_issued_in_future", "iat"],
]) {
  if (code) claim(name, claims, code, which, { now: NOW + seconds });
  else accept(name, good(claims), undefined, { now: NOW + seconds });
}

// Kinds of providers, signed as they sign.
const provider = (name, kind, issuer, more, claims, expect, typ = "JWT") => {
  const one = { ...connection(kind, issuer, more), id: "0198c0de-0000-7000-8000-0000000000c2" };
  const uri = `${issuer.replace(/\/$/, "")}/keys`;
  add(name, signed({ alg: "RS256", typ, kid: "rsa" }, { iss: issuer, iat: NOW - 10, exp: NOW + 50, ...claims }, { key: "rsa" }), expect, { connections: [at(one, uri)], documents: { [uri]: { keys: [jwk("rsa", "rsa", { alg: "RS256" })] } } });
};
const CLERK = ["clerk", "https://clerk.acme.example", { tokenUse: "session_token", authorizedParties: ["https://app.acme.example"] }];
const clerk = { sub: "user_2a", sid: "sess_1", azp: "https://app.acme.example", nbf: NOW - 20, v: 2, sts: "active", fva: [1, -1] };
const O = { o: { id: "org_1", slg: "acme", rol: "admin", per: "manage,read", fpm: "3,2" }, fea: "o:dashboard,o:teams" };
provider("clerk_v2_with_an_organization", ...CLERK, { ...clerk, ...O }, { session: { organization: { role: "org:admin", permissions: ["org:dashboard:manage", "org:dashboard:read", "org:teams:read"] } } });
provider("clerk_v1_with_an_organization", ...CLERK, { ...without(clerk, "v", "sts", "fva"), org_id: "org_1", org_role: "org:admin", org_slug: "acme", org_permissions: ["org:teams:read"] }, { session: { organization: { id: "org_1", permissions: ["org:teams:read"] } } });
provider("clerk_without_an_origin", ...CLERK, without(clerk, "azp"), { code: "authorized_party_mismatch", claim: "azp" });
provider("clerk_of_another_origin", ...CLERK, { ...clerk, azp: "https://evil.example" }, { code: "authorized_party_mismatch", claim: "azp" });
provider("clerk_with_a_task_outstanding", ...CLERK, { ...clerk, sts: "pending" }, { code: "session_pending", claim: "sts" });
provider("clerk_with_an_actor", ...CLERK, { ...clerk, act: { sub: "user_admin", iss: "https://dashboard.clerk.com", sid: "sess_9" } }, { login: { actor: { subject: "user_admin", issuer: "https://dashboard.clerk.com" } } });
provider("clerk_with_a_mask_that_is_no_number", ...CLERK, { ...clerk, ...O, o: { ...O.o, fpm: "x,1" } }, { code: "claim_invalid", claim: "o" });
const OKTA = "https://acme.okta.com/oauth2/default";
provider("okta_access_token", "okta", OKTA, { audiences: ["api://default"], authorizedParties: ["0oa1a2b3c4d5e6f7g8h9"] }, { sub: "ana@acme.example", uid: "00u1", cid: "0oa1a2b3c4d5e6f7g8h9", aud: "api://default", scp: ["openid"], ver: 1, jti: "AT.1" }, { login: { subject: "00u1" } });
provider("okta_id_token_of_the_org_server", "okta", "https://acme.okta.com", { audiences: ["0oa1a2b3c4d5e6f7g8h9"], tokenUse: "id_token" }, { sub: "00u1", aud: "0oa1a2b3c4d5e6f7g8h9", ver: 1, jti: "ID.1", groups: ["Everyone"] }, { login: { groups: ["Everyone"] } });
provider("okta_client_credentials", "okta", OKTA, { audiences: ["api://default"] }, { sub: "0oa1", cid: "0oa1", aud: "api://default", scp: ["jobs"], ver: 1 }, { login: { subjectKind: "machine" } });
const TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
provider("entra_id_token", "entra_id", `https://login.microsoftonline.com/${TENANT}/v2.0`, { audiences: ["client"], tokenUse: "id_token" }, { sub: "pairwise", oid: "oid-1", tid: TENANT, aud: "client", ver: "2.0" }, { login: { subject: "oid-1", idpOrganization: TENANT } });
provider("google_id_token_of_the_pinned_domain", "google", "https://accounts.google.com", { audiences: ["client"], tokenUse: "id_token", providerOrganization: "acme.example" }, { sub: "1", aud: "client", azp: "client", hd: "acme.example" }, { login: { idpOrganization: "acme.example" } });
provider("google_id_token_of_no_domain", "google", "https://accounts.google.com", { audiences: ["client"], tokenUse: "id_token", providerOrganization: "acme.example" }, { sub: "1", aud: "client", azp: "client" }, { code: "organization_mismatch", claim: "hd" });
provider("auth0_access_token", "auth0", "https://acme.eu.auth0.com/", { audiences: ["https://api.acme.example"] }, { sub: "auth0|1", aud: ["https://api.acme.example", "https://acme.eu.auth0.com/userinfo"], azp: "web", scope: "openid", permissions: ["read:reports"] }, { session: { permissions: ["read:reports"] } }, "at+jwt");
const COGNITO = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI";
provider("cognito_access_token", "cognito", COGNITO, { authorizedParties: ["client"] }, { sub: "1", token_use: "access", client_id: "client", scope: "openid", "cognito:groups": ["admins"] }, { login: { groups: ["admins"] } });
provider("cognito_id_token_in_place_of_an_access_token", "cognito", COGNITO, { authorizedParties: ["client"] }, { sub: "1", token_use: "id", aud: "client" }, { code: "token_kind_mismatch", claim: "typ" });
provider("keycloak_access_token", "keycloak", "https://sso.acme.example/realms/acme", { audiences: ["account"] }, { sub: "f1", aud: "account", typ: "Bearer", azp: "web", realm_access: { roles: ["admin"] }, scope: "openid" }, { session: { roles: ["admin"] } });
provider("keycloak_refresh_token", "keycloak", "https://sso.acme.example/realms/acme", { audiences: ["account"] }, { sub: "f1", aud: "account", typ: "Refresh", azp: "web" }, { code: "token_kind_mismatch", claim: "typ" });

// Published examples. Their claims have no subject, which is checked after the signature:
// `claim_missing` shows that the signature is valid.
const EXAMPLE = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const published = (name, algorithms, key, text, code, which) => {
  const one = { ...connection("oidc", "joe", { audiences: ["https://api.acme.example"], algorithms }), id: "0198c0de-0000-7000-8000-0000000000c3" };
  refuse(name, fixed(text), code, which, { now: 1300819000, connections: [at(one)], documents: { [KEYS]: { keys: [key] } } });
};
const A2 = {
  kty: "RSA", e: "AQAB",
  n: "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
};
const A2_SIGNATURE = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const A3 = { kty: "EC", crv: "P-256", x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" };
const A3_SIGNATURE = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
published("rfc_7515_a_2_has_a_right_signature_by_rs256", ["RS256"], A2, `eyJhbGciOiJSUzI1NiJ9.${EXAMPLE}.${A2_SIGNATURE}`, "claim_missing", "sub");
published("rfc_7515_a_2_with_a_bit_changed_has_not", ["RS256"], A2, `eyJhbGciOiJSUzI1NiJ9.${EXAMPLE}.d${A2_SIGNATURE.slice(1)}`, "signature_invalid", null);
published("rfc_7515_a_3_has_a_right_signature_by_es256", ["ES256"], A3, `eyJhbGciOiJFUzI1NiJ9.${EXAMPLE}.${A3_SIGNATURE}`, "claim_missing", "sub");
published("rfc_7515_a_3_with_a_bit_changed_has_not", ["ES256"], A3, `eyJhbGciOiJFUzI1NiJ9.${EXAMPLE}.E${A3_SIGNATURE.slice(1)}`, "signature_invalid", null);
published("rfc_7515_a_1_is_signed_by_a_shared_secret", ["RS256"], A2, `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${EXAMPLE}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`, "algorithm_not_allowed", "alg");
published("rfc_7519_6_1_is_not_signed", ["RS256"], A2, `eyJhbGciOiJub25lIn0.${EXAMPLE}.`, "token_malformed", null);

const check = process.argv.includes("--check");
mkdirSync(FOLDER, { recursive: true });
const there = new Set(readdirSync(FOLDER));
let different = 0;
cases.forEach(({ name, token, expect, now, connections, documents }, index) => {
  const file = `${String(index + 1).padStart(3, "0")}_${name}.json`;
  const before = there.delete(file) ? readFileSync(FOLDER + file, "utf8") : undefined;
  const known = before === undefined ? undefined : JSON.parse(before).input.token;
  const text = known !== undefined && token.fits(known) ? known : token.make();
  const one = { name, why: name.replaceAll("_", " "), input: { now, token: text, connections, documents }, expect };
  const after = `${JSON.stringify(one, null, 2)}\n`;
  if (after === before) return;
  different += 1;
  if (check) console.error(`tests/corpus/verify/${file} does not follow from the script`);
  else writeFileSync(FOLDER + file, after);
});
for (const file of there) {
  different += 1;
  if (check) console.error(`tests/corpus/verify/${file} is of no case`);
  else rmSync(FOLDER + file);
}
console.log(`${cases.length} signed tokens, ${different} ${check ? "wrong" : "written"}`);
if (check && different > 0) process.exitCode = 1;
