// Writes the corpus of signed tokens, tests/corpus/verify:
//
//   node tests/tokens/generate.mjs [--check]
//
// An existing case that still follows from this script is left as it is: signatures of ECDSA and
// RSASSA-PSS differ each time they are made. `--check` writes nothing, and fails if the corpus does
// not match. The name of a case is its path; cases.json has the reasons.
import { constants, createHmac, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../corpus/verify/", import.meta.url));
const { warning: _, ...JWKS } = JSON.parse(readFileSync(new URL("keys.json", import.meta.url), "utf8"));
const REASONS = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));
const NOW = 1767225600;
const HASH = { 256: "sha256", 384: "sha384", 512: "sha512" };

const privateOf = (name) => createPrivateKey({ key: JWKS[name], format: "jwk" });
const publicOf = (name) => createPublicKey(privateOf(name));
const jwk = (name, kid, more = {}) => ({
  ...publicOf(name).export({ format: "jwk" }),
  ...(kid === undefined ? {} : { kid }),
  use: "sig",
  ...more,
});
const pem = (name) => publicOf(name).export({ type: "spki", format: "pem" });
const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Returns the parameters for making and checking a signature of an algorithm. */
function parameters(alg, key) {
  if (alg.startsWith("PS"))
    return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return alg.startsWith("ES") ? { key, dsaEncoding: "ieee-p1363" } : { key };
}
const hashOf = (alg) => (alg === "EdDSA" ? null : HASH[alg.slice(2)]);

/** Returns a token to be signed, which is created only if the case is new. */
function signed(header, claims, { key, alg = header.alg } = {}) {
  const text = `${encode(header)}.${encode(claims)}`;
  return {
    make: () =>
      `${text}.${sign(hashOf(alg), Buffer.from(text), parameters(alg, privateOf(key))).toString("base64url")}`,
    fits(token) {
      const [head, body, signature] = token.split(".");
      return (
        `${head}.${body}` === text &&
        verify(hashOf(alg), Buffer.from(text), parameters(alg, publicOf(key)), Buffer.from(signature, "base64url"))
      );
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
const connection = (kind, issuer, more = {}) => ({
  id: `0198c0de-0000-7000-8000-0000000001${String((ids += 1) % 100).padStart(2, "0")}`,
  kind,
  issuer,
  status: "active",
  ...more,
});
const OIDC = {
  ...connection("oidc", ISSUER, { audiences: ["https://api.acme.example"], algorithms: ALL }),
  id: "0198c0de-0000-7000-8000-0000000000c1",
};
const at = (connected, uri = KEYS) => ({ connection: connected, keys: { jwksUri: uri } });
const SET = {
  keys: [
    jwk("rsa", "rsa"),
    jwk("rsaOther", "rsa-2", { alg: "RS256" }),
    jwk("rsaSmall", "small"),
    jwk("p256", "p256"),
    jwk("p384", "p384"),
    jwk("p521", "p521"),
    jwk("ed25519", "ed25519"),
    jwk("rsa", "enc", { use: "enc" }),
    jwk("p256Other", "sign-only", { use: undefined, key_ops: ["sign"] }),
    { ...jwk("p256Other", "published"), d: JWKS.p256Other.d },
    jwk("p256", "twice"),
    jwk("p256Other", "twice"),
    { kty: "oct", kid: "oct", k: Buffer.from("a shared secret of thirty-two b.").toString("base64url") },
  ],
};
const KEY = {
  RS: ["rsa", "rsa"],
  PS: ["rsa", "rsa"],
  ES256: ["p256", "p256"],
  ES384: ["p384", "p384"],
  EdDSA: ["ed25519", "ed25519"],
};
const keyFor = (alg) => KEY[alg] ?? KEY[alg.slice(0, 2)];

const CLAIMS = {
  iss: ISSUER,
  sub: "u1",
  aud: "https://api.acme.example",
  client_id: "web",
  scope: "openid",
  iat: NOW - 10,
  exp: NOW + 300,
  email: "ana@acme.example",
  email_verified: true,
};
const header = (alg = "ES256", more = {}) => ({ alg, typ: "at+jwt", kid: keyFor(alg)[1], ...more });
const good = (claims = {}, head = {}, alg = "ES256") =>
  signed(header(alg, head), { ...CLAIMS, ...claims }, { key: keyFor(alg)[0] });
const without = (object, ...names) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

const cases = [];
const add = (name, token, expect, { now = NOW, connections = [at(OIDC)], documents = { [KEYS]: SET } } = {}) =>
  cases.push({ name, token, expect, now, connections, documents });
const refuse = (name, token, code, claim = null, more) => add(name, token, { code, claim }, more);
const accept = (name, token, expect = { login: { subject: "u1" } }, more) => add(name, token, expect, more);

// Algorithms.
for (const alg of ALL) accept(`algorithms/${alg.toLowerCase()}_signature_is_accepted`, good({}, {}, alg));
for (const alg of ALL) {
  const spoiled = changed(good({}, {}, alg), (token) => {
    const [head, body, signature] = token.split(".");
    const bytes = Buffer.from(signature, "base64url");
    bytes[bytes.length >> 1] ^= 1;
    return `${head}.${body}.${bytes.toString("base64url")}`;
  });
  refuse(`algorithms/changed_${alg.toLowerCase()}_signature_is_refused`, spoiled, "signature_invalid");
}
refuse(
  "algorithms/none_is_no_algorithm",
  fixed(`${encode({ alg: "none", typ: "at+jwt" })}.${encode(CLAIMS)}.AA`),
  "algorithm_not_allowed",
  "alg",
);
refuse(
  "algorithms/none_without_signature_is_no_token",
  fixed(`${encode({ alg: "none", typ: "at+jwt" })}.${encode(CLAIMS)}.`),
  "token_malformed",
);
refuse(
  "algorithms/lower_case_algorithm_is_another",
  fixed(`${encode(header("RS256", { alg: "rs256" }))}.${encode(CLAIMS)}.AA`),
  "algorithm_not_allowed",
  "alg",
);
const mac = (secret, kid) => {
  const text = `${encode({ alg: "HS256", typ: "at+jwt", kid })}.${encode(CLAIMS)}`;
  return fixed(`${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`);
};
refuse("algorithms/mac_with_public_pem_is_refused", mac(pem("rsa"), "rsa"), "algorithm_not_allowed", "alg");
refuse(
  "algorithms/mac_with_public_jwk_is_refused",
  mac(JSON.stringify(jwk("rsa", "rsa")), "rsa"),
  "algorithm_not_allowed",
  "alg",
);
refuse(
  "algorithms/mac_with_published_secret_is_refused",
  mac("a shared secret of thirty-two b.", "oct"),
  "algorithm_not_allowed",
  "alg",
);
refuse("algorithms/unpinned_algorithm_is_refused", good({}, {}, "RS512"), "algorithm_not_allowed", "alg", {
  connections: [at({ ...OIDC, algorithms: ["RS256"] })],
});
refuse(
  "algorithms/key_for_one_algorithm_does_not_serve_another",
  signed(header("PS256", { kid: "rsa-2" }), CLAIMS, { key: "rsaOther" }),
  "key_mismatch",
);
refuse(
  "algorithms/key_of_another_type_is_not_used",
  signed(header("RS256", { kid: "p256" }), CLAIMS, { key: "rsa" }),
  "key_mismatch",
);
refuse(
  "algorithms/pss_signature_is_no_pkcs1_signature",
  signed(header("RS256"), CLAIMS, { key: "rsa", alg: "PS256" }),
  "signature_invalid",
);
refuse(
  "algorithms/der_signature_is_no_jose_signature",
  (() => {
    const base = good();
    return {
      make: () => {
        const text = base.make().split(".").slice(0, 2).join(".");
        return `${text}.${sign("sha256", Buffer.from(text), privateOf("p256")).toString("base64url")}`;
      },
      fits: (token) => token.startsWith(`${encode(header())}.${encode(CLAIMS)}.`),
    };
  })(),
  "signature_invalid",
);
refuse(
  "algorithms/unsupported_curve_is_refused",
  signed(header("ES256", { alg: "ES512", kid: "p521" }), CLAIMS, { key: "p521", alg: "ES512" }),
  "algorithm_not_allowed",
  "alg",
);
refuse(
  "keys/small_rsa_key_is_not_used",
  signed(header("RS256", { kid: "small" }), CLAIMS, { key: "rsaSmall" }),
  "key_mismatch",
);
refuse(
  "keys/encryption_key_is_not_used",
  signed(header("RS256", { kid: "enc" }), CLAIMS, { key: "rsa" }),
  "key_mismatch",
);
refuse(
  "keys/key_without_verify_operation_is_not_used",
  signed(header("ES256", { kid: "sign-only" }), CLAIMS, { key: "p256Other" }),
  "key_mismatch",
);
refuse(
  "keys/published_private_key_is_not_used",
  signed(header("ES256", { kid: "published" }), CLAIMS, { key: "p256Other" }),
  "key_mismatch",
);
refuse(
  "keys/two_keys_of_one_name_are_refused",
  signed(header("ES256", { kid: "twice" }), CLAIMS, { key: "p256" }),
  "key_mismatch",
);

// Keys.
refuse("keys/unknown_key_is_refused", signed(header("ES256", { kid: "new" }), CLAIMS, { key: "p256" }), "key_unknown");
accept("keys/fitting_keys_are_tried_without_name", signed(without(header("RS256"), "kid"), CLAIMS, { key: "rsa" }));
accept("keys/only_key_is_used_without_name", signed(without(header(), "kid"), CLAIMS, { key: "p256" }), undefined, {
  documents: { [KEYS]: { keys: [jwk("p256")] } },
});
refuse(
  "keys/non_text_key_name_is_refused",
  signed(header("ES256", { kid: 1 }), CLAIMS, { key: "p256" }),
  "claim_invalid",
  "kid",
);
refuse("keys/missing_keys_believe_nothing", good(), "keys_unavailable", null, { documents: {} });
refuse("keys/invalid_set_counts_as_missing", good(), "keys_unavailable", null, {
  documents: { [KEYS]: { keys: "none" } },
});
const HEADER_KEYS = {
  jwk: jwk("p256Other", "mine"),
  jku: "https://evil.example/keys",
  x5u: "https://evil.example/cert",
  x5c: ["AAAA"],
};
refuse(
  "keys/key_in_header_is_not_used",
  signed(header("ES256", HEADER_KEYS), CLAIMS, { key: "p256Other" }),
  "signature_invalid",
);
accept("keys/key_in_header_is_ignored", good({}, HEADER_KEYS));
refuse("header/critical_header_is_refused", good({}, { crit: ["exp"], exp: NOW }), "critical_header", "crit");
refuse("header/empty_critical_header_is_refused", good({}, { crit: [] }), "critical_header", "crit");
const EVIL = "https://login.evil.example";
const both = {
  connections: [
    at(OIDC),
    at(connection("oidc", EVIL, { audiences: ["https://api.acme.example"], algorithms: ALL }), `${EVIL}/keys`),
  ],
  documents: { [KEYS]: SET, [`${EVIL}/keys`]: { keys: [jwk("p256Other", "p256")] } },
};
refuse(
  "keys/another_issuers_key_of_same_name_is_not_used",
  signed(header(), CLAIMS, { key: "p256Other" }),
  "signature_invalid",
  null,
  both,
);
accept(
  "keys/each_issuer_has_its_own_key_of_a_name",
  signed(header(), { ...CLAIMS, iss: EVIL }, { key: "p256Other" }),
  { login: { issuer: EVIL } },
  both,
);
const discovery = `${ISSUER}/.well-known/openid-configuration`;
accept("keys/keys_are_found_by_discovery", good(), undefined, {
  connections: [{ connection: OIDC }],
  documents: { [discovery]: { issuer: ISSUER, jwks_uri: KEYS }, [KEYS]: SET },
});
refuse("keys/discovery_of_another_issuer_is_not_used", good(), "keys_unavailable", null, {
  connections: [{ connection: OIDC }],
  documents: { [discovery]: { issuer: EVIL, jwks_uri: KEYS }, [KEYS]: SET },
});
for (const [alg, name] of [
  ["RS256", "rsa"],
  ["ES256", "p256"],
  ["EdDSA", "ed25519"],
]) {
  accept(
    `keys/${alg.toLowerCase()}_pem_is_used_for_any_name`,
    signed(header(alg, { kid: "whatever" }), CLAIMS, { key: name }),
    undefined,
    { connections: [{ connection: OIDC, keys: { publicKeyPem: pem(name) } }], documents: {} },
  );
}
refuse("keys/pem_of_another_type_is_not_used", good(), "key_mismatch", null, {
  connections: [{ connection: { ...OIDC, algorithms: ["ES256", "RS256"] }, keys: { publicKeyPem: pem("rsa") } }],
  documents: {},
});
// Material: every host reads the same keys out of a set.
const material = (...keys) => ({ documents: { [KEYS]: { keys } } });
const padded = (text) => Buffer.concat([Buffer.alloc(1), Buffer.from(text, "base64url")]).toString("base64url");
const zeros = (name, member) => jwk(name, name, { [member]: padded(publicOf(name).export({ format: "jwk" })[member]) });
const by = (key, more = {}, alg = "RS256") => signed(header(alg, { kid: key, ...more }), CLAIMS, { key });
accept("keys/modulus_with_leading_zero_byte_is_used", by("rsa"), undefined, material(zeros("rsa", "n")));
accept("keys/exponent_with_leading_zero_byte_is_used", by("rsa"), undefined, material(zeros("rsa", "e")));
for (const bits of [2041, 2047]) {
  const key = `rsa${bits}`;
  refuse(`keys/rsa_key_of_${bits}_bits_is_not_used`, by(key), "key_mismatch", null, material(jwk(key, key)));
}
refuse(
  "keys/leading_zero_byte_makes_no_key_longer",
  by("rsa2047"),
  "key_mismatch",
  null,
  material(zeros("rsa2047", "n")),
);
for (const [alg, key] of [
  ["ES256", "p256"],
  ["ES384", "p384"],
]) {
  const { x } = publicOf(key).export({ format: "jwk" });
  const off = jwk(key, key, { y: x });
  refuse(`keys/point_off_${key}_is_not_used`, by(key, {}, alg), "key_mismatch", null, material(off));
}

// Thumbprints of certificates, in tokens without a key ID.
const certified = (name, more) => jwk(name, name, { alg: "RS256", ...more });
const unnamed = (key, thumbprints) => signed({ ...without(header("RS256"), "kid"), ...thumbprints }, CLAIMS, { key });
const BY_SHA_1 = material(certified("rsa", { x5t: "AAA" }), certified("rsaOther", { x5t: "BBB" }));
const BY_SHA_256 = material(certified("rsa", { "x5t#S256": "S1" }), certified("rsaOther", { "x5t#S256": "S2" }));
accept("keys/thumbprint_tells_key", unnamed("rsaOther", { x5t: "BBB" }), undefined, BY_SHA_1);
refuse("keys/thumbprint_of_another_key_is_wrong", unnamed("rsa", { x5t: "BBB" }), "signature_invalid", null, BY_SHA_1);
refuse("keys/unknown_thumbprint_is_refused", unnamed("rsa", { x5t: "CCC" }), "key_unknown", null, BY_SHA_1);
accept("keys/thumbprint_of_another_kind_is_absent", unnamed("rsaOther", { x5t: "BBB" }), undefined, BY_SHA_256);
accept(
  "keys/sha_256_thumbprint_names_the_key",
  unnamed("rsaOther", { x5t: "q", "x5t#S256": "S2" }),
  undefined,
  BY_SHA_256,
);
refuse(
  "keys/sha_256_thumbprint_of_another_key_is_wrong",
  unnamed("rsa", { x5t: "q", "x5t#S256": "S2" }),
  "signature_invalid",
  null,
  BY_SHA_256,
);

// Form.
const form = (name, text) => refuse(name, fixed(text), "token_malformed");
form("form/empty_text_is_no_token", "");
form("form/two_parts_are_no_token", `${encode(header())}.${encode(CLAIMS)}`);
form("form/four_parts_are_no_token", `${encode(header())}.${encode(CLAIMS)}.AA.AA`);
form("form/padding_is_not_base64url", `${encode(header())}.${encode(CLAIMS)}.AA==`);
form("form/plus_sign_is_not_base64url", `${encode(header())}.${encode(CLAIMS)}.A+`);
form("form/leftover_bits_are_not_base64url", `${encode(header())}.${encode(CLAIMS)}.AB`);
form("form/leading_white_space_is_refused", ` ${encode(header())}.${encode(CLAIMS)}.AA`);
form("form/header_must_be_an_object", `${encode("[]")}.${encode(CLAIMS)}.AA`);
form("form/claims_must_be_an_object", `${encode(header())}.${encode("7")}.AA`);
form("form/duplicate_header_member_is_refused", `${encode('{"alg":"ES256","alg":"none"}')}.${encode(CLAIMS)}.AA`);
form("form/duplicate_claim_is_refused", `${encode(header())}.${encode('{"sub":"a","sub":"b"}')}.AA`);
form(
  "form/deeply_nested_json_is_refused",
  `${encode(`{"a":${"[".repeat(200)}${"]".repeat(200)}}`)}.${encode(CLAIMS)}.AA`,
);
form("form/number_out_of_range_is_refused", `${encode(header())}.${encode('{"exp":1e400}')}.AA`);
form("form/oversized_token_is_refused", `${encode({ ...header(), x: "x".repeat(20_000) })}.${encode(CLAIMS)}.AA`);
refuse("form/empty_objects_name_no_issuer", fixed(`${encode({})}.${encode({})}.AA`), "claim_missing", "iss");

// Order: header, signature, claims.
const spoil = (base) =>
  changed(base, (token) => `${token.slice(0, token.lastIndexOf(".") + 1)}${"A".repeat(86)}`, undefined);
refuse("order/signature_is_checked_before_claims", spoil(good({ exp: 1, aud: "other" })), "signature_invalid");
refuse(
  "order/header_is_checked_before_signature",
  fixed(`${encode(header("ES256", { alg: "ES512" }))}.${encode(CLAIMS)}.${"A".repeat(86)}`),
  "algorithm_not_allowed",
  "alg",
);
refuse(
  "order/changed_claims_do_not_fit_signature",
  changed(good(), (token) => {
    const [head, , signature] = token.split(".");
    return `${head}.${encode({ ...CLAIMS, sub: "admin" })}.${signature}`;
  }),
  "signature_invalid",
);
refuse(
  "order/longer_signature_is_refused",
  changed(
    good(),
    (token) => `${token}AAAA`,
    (token) => token.slice(0, -4),
  ),
  "signature_invalid",
);
refuse(
  "order/shorter_signature_is_refused",
  changed(good(), (token) => {
    const [head, body, signature] = token.split(".");
    return `${head}.${body}.${Buffer.from(signature, "base64url").subarray(0, 63).toString("base64url")}`;
  }),
  "signature_invalid",
);

// Claims.
const claim = (name, claims, code, which, more) => refuse(name, good(claims), code, which, more);
claim("claims/expiry_as_text_is_refused", { exp: String(NOW + 300) }, "claim_invalid", "exp");
claim("claims/fractional_expiry_is_refused", { exp: NOW + 0.5 }, "claim_invalid", "exp");
claim("claims/negative_expiry_is_refused", { exp: -1 }, "claim_invalid", "exp");
claim("claims/expiry_beyond_calendar_is_refused", { exp: 1e18 }, "claim_invalid", "exp");
claim("claims/not_before_as_text_is_refused", { nbf: "99999999999" }, "claim_invalid", "nbf");
claim("claims/issue_time_as_list_is_refused", { iat: [NOW] }, "claim_invalid", "iat");
claim("claims/numeric_subject_is_refused", { sub: 1 }, "claim_invalid", "sub");
claim("claims/audience_list_with_number_is_refused", { aud: ["https://api.acme.example", 1] }, "claim_invalid", "aud");
for (const name of ["exp", "iat", "sub"])
  refuse(
    `claims/missing_${name}_is_refused`,
    signed(header(), without(CLAIMS, name), { key: "p256" }),
    "claim_missing",
    name,
  );
refuse(
  "claims/missing_issuer_is_refused",
  signed(header(), without(CLAIMS, "iss"), { key: "p256" }),
  "claim_missing",
  "iss",
);
claim("claims/issuer_with_same_prefix_is_another", { iss: `${ISSUER}.evil.example` }, "connection_not_active", "iss");
claim("claims/issuer_with_trailing_slash_is_another", { iss: `${ISSUER}/` }, "connection_not_active", "iss");
claim("claims/another_audience_is_refused", { aud: "https://other.example" }, "audience_mismatch", "aud");
claim("claims/untrusted_party_is_refused", { client_id: "other" }, "authorized_party_mismatch", "client_id", {
  connections: [at({ ...OIDC, authorizedParties: ["web"] })],
});
refuse(
  "claims/id_token_is_no_access_token",
  signed(header("ES256", { typ: "JWT" }), { ...without(CLAIMS, "scope", "client_id"), nonce: "n" }, { key: "p256" }),
  "token_kind_mismatch",
  "nonce",
);
refuse(
  "claims/logout_token_is_no_access_token",
  good({ events: { "http://schemas.openid.net/event/backchannel-logout": {} } }, { typ: "logout+jwt" }),
  "token_kind_mismatch",
  "typ",
);
refuse("claims/disabled_connection_believes_nothing", good(), "connection_not_active", "iss", {
  connections: [at({ ...OIDC, status: "disabled" })],
});
for (const [name, seconds, claims, code, which] of [
  ["times/token_counts_until_last_second_of_leeway", 329, {}],
  ["times/token_ends_with_leeway", 330, {}, "token_expired", "exp"],
  ["times/token_begins_with_leeway", 0, { nbf: NOW + 30 }],
  ["times/token_does_not_begin_before_leeway", 0, { nbf: NOW + 31 }, "token_not_yet_valid", "nbf"],
  ["times/issue_time_within_leeway_is_accepted", 0, { iat: NOW + 30 }],
  ["times/issue_time_beyond_leeway_is_refused", 0, { iat: NOW + 31 }, "token_issued_in_future", "iat"],
]) {
  if (code) claim(name, claims, code, which, { now: NOW + seconds });
  else accept(name, good(claims), undefined, { now: NOW + seconds });
}

// Kinds of providers, signed as they sign.
const provider = (name, kind, issuer, more, claims, expect, typ = "JWT") => {
  const one = { ...connection(kind, issuer, more), id: "0198c0de-0000-7000-8000-0000000000c2" };
  const uri = `${issuer.replace(/\/$/, "")}/keys`;
  add(
    name,
    signed({ alg: "RS256", typ, kid: "rsa" }, { iss: issuer, iat: NOW - 10, exp: NOW + 50, ...claims }, { key: "rsa" }),
    expect,
    { connections: [at(one, uri)], documents: { [uri]: { keys: [jwk("rsa", "rsa", { alg: "RS256" })] } } },
  );
};
const CLERK = [
  "clerk",
  "https://clerk.acme.example",
  { tokenUse: "session_token", authorizedParties: ["https://app.acme.example"] },
];
const clerk = {
  sub: "user_2a",
  sid: "sess_1",
  azp: "https://app.acme.example",
  nbf: NOW - 20,
  v: 2,
  sts: "active",
  fva: [1, -1],
};
const O = { o: { id: "org_1", slg: "acme", rol: "admin", per: "manage,read", fpm: "3,2" }, fea: "o:dashboard,o:teams" };
provider(
  "providers/clerk_v2_organization_is_read",
  ...CLERK,
  { ...clerk, ...O },
  {
    session: {
      organization: {
        role: "org:admin",
        permissions: ["org:dashboard:manage", "org:dashboard:read", "org:teams:read"],
      },
    },
  },
);
provider(
  "providers/clerk_v1_organization_is_read",
  ...CLERK,
  {
    ...without(clerk, "v", "sts", "fva"),
    org_id: "org_1",
    org_role: "org:admin",
    org_slug: "acme",
    org_permissions: ["org:teams:read"],
  },
  { session: { organization: { id: "org_1", permissions: ["org:teams:read"] } } },
);
provider("providers/clerk_token_without_origin_is_refused", ...CLERK, without(clerk, "azp"), {
  code: "authorized_party_mismatch",
  claim: "azp",
});
provider(
  "providers/clerk_token_of_another_origin_is_refused",
  ...CLERK,
  { ...clerk, azp: "https://evil.example" },
  { code: "authorized_party_mismatch", claim: "azp" },
);
provider(
  "providers/clerk_session_with_open_task_is_refused",
  ...CLERK,
  { ...clerk, sts: "pending" },
  { code: "session_pending", claim: "sts" },
);
provider(
  "providers/clerk_actor_is_kept",
  ...CLERK,
  { ...clerk, act: { sub: "user_admin", iss: "https://dashboard.clerk.com", sid: "sess_9" } },
  { login: { actor: { subject: "user_admin", issuer: "https://dashboard.clerk.com" } } },
);
provider(
  "providers/clerk_mask_that_is_no_number_is_refused",
  ...CLERK,
  { ...clerk, ...O, o: { ...O.o, fpm: "x,1" } },
  { code: "claim_invalid", claim: "o" },
);
const OKTA = "https://acme.okta.com/oauth2/default";
provider(
  "providers/okta_access_token_names_user_by_uid",
  "okta",
  OKTA,
  { audiences: ["api://default"], authorizedParties: ["0oa1a2b3c4d5e6f7g8h9"] },
  {
    sub: "ana@acme.example",
    uid: "00u1",
    cid: "0oa1a2b3c4d5e6f7g8h9",
    aud: "api://default",
    scp: ["openid"],
    ver: 1,
    jti: "AT.1",
  },
  { login: { subject: "00u1" } },
);
provider(
  "providers/okta_org_id_token_has_groups",
  "okta",
  "https://acme.okta.com",
  { audiences: ["0oa1a2b3c4d5e6f7g8h9"], tokenUse: "id_token" },
  { sub: "00u1", aud: "0oa1a2b3c4d5e6f7g8h9", ver: 1, jti: "ID.1", groups: ["Everyone"] },
  { login: { groups: ["Everyone"] } },
);
provider(
  "providers/okta_client_credentials_are_a_machine",
  "okta",
  OKTA,
  { audiences: ["api://default"] },
  { sub: "0oa1", cid: "0oa1", aud: "api://default", scp: ["jobs"], ver: 1 },
  { login: { subjectKind: "machine" } },
);
const TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
provider(
  "providers/entra_id_token_names_object_and_tenant",
  "entra_id",
  `https://login.microsoftonline.com/${TENANT}/v2.0`,
  { audiences: ["client"], tokenUse: "id_token" },
  { sub: "pairwise", oid: "oid-1", tid: TENANT, aud: "client", ver: "2.0" },
  { login: { subject: "oid-1", idpOrganization: TENANT } },
);
provider(
  "providers/google_token_of_pinned_domain_is_accepted",
  "google",
  "https://accounts.google.com",
  { audiences: ["client"], tokenUse: "id_token", providerOrganization: "acme.example" },
  { sub: "1", aud: "client", azp: "client", hd: "acme.example" },
  { login: { idpOrganization: "acme.example" } },
);
provider(
  "providers/google_token_without_domain_is_refused",
  "google",
  "https://accounts.google.com",
  { audiences: ["client"], tokenUse: "id_token", providerOrganization: "acme.example" },
  { sub: "1", aud: "client", azp: "client" },
  { code: "organization_mismatch", claim: "hd" },
);
provider(
  "providers/auth0_access_token_has_permissions",
  "auth0",
  "https://acme.eu.auth0.com/",
  { audiences: ["https://api.acme.example"] },
  {
    sub: "auth0|1",
    aud: ["https://api.acme.example", "https://acme.eu.auth0.com/userinfo"],
    azp: "web",
    scope: "openid",
    permissions: ["read:reports"],
  },
  { session: { permissions: ["read:reports"] } },
  "at+jwt",
);
const COGNITO = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI";
provider(
  "providers/cognito_access_token_has_groups",
  "cognito",
  COGNITO,
  { authorizedParties: ["client"] },
  { sub: "1", token_use: "access", client_id: "client", scope: "openid", "cognito:groups": ["admins"] },
  { login: { groups: ["admins"] } },
);
provider(
  "providers/cognito_id_token_is_no_access_token",
  "cognito",
  COGNITO,
  { authorizedParties: ["client"] },
  { sub: "1", token_use: "id", aud: "client" },
  { code: "token_kind_mismatch", claim: "token_use" },
);
provider(
  "providers/keycloak_access_token_has_roles",
  "keycloak",
  "https://sso.acme.example/realms/acme",
  { audiences: ["account"] },
  { sub: "f1", aud: "account", typ: "Bearer", azp: "web", realm_access: { roles: ["admin"] }, scope: "openid" },
  { session: { roles: ["admin"] } },
);
provider(
  "providers/keycloak_refresh_token_is_refused",
  "keycloak",
  "https://sso.acme.example/realms/acme",
  { audiences: ["account"] },
  { sub: "f1", aud: "account", typ: "Refresh", azp: "web" },
  { code: "token_kind_mismatch", claim: "typ" },
);

// Published examples. Their claims have no subject, which is checked after the signature:
// `claim_missing` shows that the signature is valid.
const EXAMPLE = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const published = (name, algorithms, key, text, code, which) => {
  const one = {
    ...connection("oidc", "joe", { audiences: ["https://api.acme.example"], algorithms }),
    id: "0198c0de-0000-7000-8000-0000000000c3",
  };
  refuse(name, fixed(text), code, which, {
    now: 1300819000,
    connections: [at(one)],
    documents: { [KEYS]: { keys: [key] } },
  });
};
const A2 = {
  kty: "RSA",
  e: "AQAB",
  n: "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
};
const A2_SIGNATURE =
  "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const A3 = {
  kty: "EC",
  crv: "P-256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
};
const A3_SIGNATURE = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
published(
  "rfc-examples/rfc_7515_a_2_rs256_signature_is_right",
  ["RS256"],
  A2,
  `eyJhbGciOiJSUzI1NiJ9.${EXAMPLE}.${A2_SIGNATURE}`,
  "claim_missing",
  "sub",
);
published(
  "rfc-examples/rfc_7515_a_2_changed_signature_is_refused",
  ["RS256"],
  A2,
  `eyJhbGciOiJSUzI1NiJ9.${EXAMPLE}.d${A2_SIGNATURE.slice(1)}`,
  "signature_invalid",
  null,
);
published(
  "rfc-examples/rfc_7515_a_3_es256_signature_is_right",
  ["ES256"],
  A3,
  `eyJhbGciOiJFUzI1NiJ9.${EXAMPLE}.${A3_SIGNATURE}`,
  "claim_missing",
  "sub",
);
published(
  "rfc-examples/rfc_7515_a_3_changed_signature_is_refused",
  ["ES256"],
  A3,
  `eyJhbGciOiJFUzI1NiJ9.${EXAMPLE}.E${A3_SIGNATURE.slice(1)}`,
  "signature_invalid",
  null,
);
published(
  "rfc-examples/rfc_7515_a_1_shared_secret_is_refused",
  ["RS256"],
  A2,
  `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${EXAMPLE}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
  "algorithm_not_allowed",
  "alg",
);
published(
  "rfc-examples/rfc_7519_6_1_unsigned_token_is_refused",
  ["RS256"],
  A2,
  `eyJhbGciOiJub25lIn0.${EXAMPLE}.`,
  "token_malformed",
  null,
);

const check = process.argv.includes("--check");
const there = new Set(
  readdirSync(FOLDER, { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".json")),
);
let different = 0;
for (const { name, token, expect, now, connections, documents } of cases) {
  const reason = REASONS[name];
  if (reason === undefined) throw new Error(`tests/tokens/cases.json has no reason for ${name}`);
  delete REASONS[name];
  const file = `${name}.json`;
  const before = there.delete(file) ? readFileSync(FOLDER + file, "utf8") : undefined;
  const known = before === undefined ? undefined : JSON.parse(before).input.token;
  const text = known !== undefined && token.fits(known) ? known : token.make();
  const one = { why: reason.why, pitfall: reason.pitfall, input: { now, token: text, connections, documents }, expect };
  const after = `${JSON.stringify(one, null, 2)}\n`;
  if (after === before) continue;
  different += 1;
  if (check) console.error(`tests/corpus/verify/${file} does not follow from the script`);
  else {
    mkdirSync(dirname(FOLDER + file), { recursive: true });
    writeFileSync(FOLDER + file, after);
  }
}
for (const name of Object.keys(REASONS))
  throw new Error(`tests/tokens/cases.json has a reason for ${name}, which is no case`);
for (const file of there) {
  different += 1;
  if (check) console.error(`tests/corpus/verify/${file} is of no case`);
  else rmSync(FOLDER + file);
}
console.log(`${cases.length} signed tokens, ${different} ${check ? "wrong" : "written"}`);
if (check && different > 0) process.exitCode = 1;
