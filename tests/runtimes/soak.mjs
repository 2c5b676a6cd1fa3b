// Makes thousands of malformed calls of each kind to each function. Afterwards the function has to
// answer as before, and the module must not hold more memory.
import { TEXTS, VALUES } from "./malformed.mjs";

const SESSION = {
  status: "authenticated",
  session: {
    provider: "oidc",
    userId: "0198c0de-0000-7000-8000-0000000000b1",
    identity: { issuer: "https://login.acme.example", subject: "00u1" },
    sessionId: null,
    email: "ana@acme.example",
    emailEvidence: "verified",
    platformRole: "platform_admin",
    organizations: [],
    currentOrganizationId: null,
    capabilities: [],
    issuedAt: null,
    expiresAt: null,
    roleVersion: 1,
    actor: null,
  },
};

/** Returns a decision with its plan and trace, which are computed when they are read. */
const whole = (decision) => ({ ...decision });

/**
 * Returns each function, with an input that it accepts and the kinds of malformed ones it is given.
 */
export function targets(lib, decideInput) {
  const { connection, policy, ...login } = decideInput;
  const configuration = { connections: [connection], policy: policy ?? {} };
  const engine = new lib.Engine(configuration);
  const made = (configured) => {
    const other = new lib.Engine(configured);
    try {
      return other.summarize(login);
    } finally {
      other.free();
    }
  };
  return {
    "new Engine": { valid: configuration, kinds: VALUES, run: made },
    "Engine.decide": { valid: login, kinds: VALUES, run: (input) => whole(engine.decide(input)) },
    "Engine.decideJson": {
      valid: login,
      kinds: TEXTS,
      run: (text) => engine.decideJson(text === login ? JSON.stringify(text) : text),
    },
    decide: { valid: decideInput, kinds: VALUES, run: (input) => whole(lib.decide(input)) },
    explain: { valid: decideInput, kinds: VALUES, run: (input) => lib.explain(input) },
    decideJson: {
      valid: decideInput,
      kinds: TEXTS,
      run: (text) => lib.decideJson(typeof text === "object" && text === decideInput ? JSON.stringify(text) : text),
    },
    parseEmail: { valid: "ana@acme.example", kinds: TEXTS, run: (text) => lib.parseEmail(text) },
  };
}

/** Returns the functions for tokens and sessions; otherwise like {@link targets}. */
export function sessionTargets(lib, tokenInput) {
  const keys = {
    now: 1767225600,
    algorithm: "RS256",
    keyId: "k1",
    keySet: { keys: [{ kty: "RSA", kid: "k1", n: "AQAB", e: "AQAB" }] },
  };
  const [redirect, route] = [
    { target: "/reports", origin: "https://app.acme.example" },
    { pattern: "/reports/*", access: "public" },
  ];
  return {
    acceptToken: { valid: tokenInput, kinds: VALUES, run: (input) => lib.acceptToken(input) },
    lookUpKey: { valid: keys, kinds: VALUES, run: (input) => lib.lookUpKey(input) },
    can: {
      valid: SESSION,
      kinds: VALUES,
      run: (session, n) =>
        lib.can(
          session,
          n === undefined ? "idp:read" : ["idp:read", "x", 1, {}][n % 4],
          [undefined, null, 5, "x"][(n ?? 0) % 4],
        ),
    },
    has: {
      valid: SESSION,
      kinds: VALUES,
      run: (session, n) =>
        lib.has(session, n === undefined ? { capability: "idp:read" } : [{}, null, 5, { x: 1 }][n % 4]),
    },
    authorize: {
      valid: SESSION,
      kinds: VALUES,
      run: (session) => lib.authorize(session, "idp:activate", { roleVersion: 1 }),
    },
    reduceSession: {
      valid: { event: { event: "signed_out" }, now: 1 },
      kinds: VALUES,
      run: (input) => lib.reduceSession(input),
    },
    safeRedirect: { valid: redirect, kinds: VALUES, run: (input) => lib.safeRedirect(input) },
    createRouteMatcher: { valid: [route], kinds: VALUES, run: (rules) => lib.createRouteMatcher(rules)("/reports/1") },
  };
}

const CONFIGURATION = {
  kind: "okta",
  issuer: "https://acme.okta.com/oauth2/default",
  clientId: "0oa1b2c3d4e5f6g7h8i9",
  clientSecret: "env:OKTA_CLIENT_SECRET",
  jwksUri: null,
  scopes: ["openid", "email"],
  audiences: ["api://default"],
  authorizedParties: [],
  algorithms: ["RS256"],
  tokenUse: "access_token",
  trustEmail: false,
  allowOutsideDomains: false,
};
const SETTINGS = { issuer: CONFIGURATION.issuer, clientId: CONFIGURATION.clientId, audiences: CONFIGURATION.audiences };
const DISCOVERY = {
  configuration: CONFIGURATION,
  document: {
    issuer: CONFIGURATION.issuer,
    authorization_endpoint: `${CONFIGURATION.issuer}/v1/authorize`,
    token_endpoint: `${CONFIGURATION.issuer}/v1/token`,
    jwks_uri: `${CONFIGURATION.issuer}/v1/keys`,
    response_types_supported: ["code"],
    id_token_signing_alg_values_supported: ["RS256"],
  },
  jwks: { keys: [{ kty: "RSA", kid: "one", use: "sig", alg: "RS256", n: "AQAB", e: "AQAB" }] },
};
const CHANGE = {
  now: 1767225600,
  actor: { kind: "user", userId: "0198c0de-0000-7000-8000-0000000000b1" },
  command: { command: "save", settings: SETTINGS, expectedVersion: 1 },
  facts: {
    connection: {
      id: "0198c0de-0000-7000-8000-0000000000c1",
      kind: "okta",
      displayName: "Acme",
      version: 1,
      status: "draft",
      latestNumber: 1,
      configurations: [{ number: 1, settings: { issuer: "https://acme.okta.com" }, stage: "draft" }],
    },
    administrators: [{ userId: "0198c0de-0000-7000-8000-0000000000b1", issuers: [CONFIGURATION.issuer] }],
  },
};

/**
 * Returns the functions of the workbench, which in browsers is another module; otherwise like
 * {@link targets}.
 */
export function workbenchTargets(bench) {
  return {
    validateConnection: {
      valid: { kind: "okta", settings: SETTINGS },
      kinds: VALUES,
      run: (input) => bench.validateConnection(input),
    },
    checkDiscovery: { valid: DISCOVERY, kinds: VALUES, run: (input) => bench.checkDiscovery(input) },
    changeConnection: { valid: CHANGE, kinds: VALUES, run: (input) => bench.changeConnection(input) },
    changeConnectionJson: {
      valid: CHANGE,
      kinds: TEXTS,
      run: (text) => bench.changeConnectionJson(text === CHANGE ? JSON.stringify(text) : text),
    },
  };
}

/**
 * Makes `count` malformed calls of each kind to each function. A call may return an answer, if the
 * changed part is open or the change had no effect, or throw a `CoraError`. Anything else is a
 * fault.
 *
 * @param CoraError the class of the errors that may be thrown.
 * @param all the functions, as {@link targets} returns them.
 * @param held returns the module's holdings: `{ bytes }` of memory and `{ slots }` of its table of
 * JavaScript values.
 * @returns the faults, as text.
 */
export function soak(CoraError, all, { count, held, progress }) {
  const faults = [];
  const before = Object.fromEntries(
    Object.entries(all).map(([name, { valid, run }]) => [name, JSON.stringify(run(valid))]),
  );
  const codes = new Map();
  let warm;
  for (const [name, { valid, kinds, run }] of Object.entries(all)) {
    for (const [kind, make] of Object.entries(kinds)) {
      let thrown = 0;
      // The first calls of a kind are the warm-up: the memory grows to the need of the largest
      // input, and stays there.
      for (let n = 0; n < count; n++) {
        try {
          run(make(n, valid), n);
        } catch (error) {
          thrown += 1;
          if (!(error instanceof CoraError) || error.code === "wasm_trapped")
            faults.push(`${name} ${kind} ${n}: ${error}`);
          else codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
          if (/confidential/.test(`${error.message}${JSON.stringify(error.issues)}`))
            faults.push(`${name} ${kind} ${n}: quotes a thrown message`);
        }
        if (n === Math.min(200, count - 1)) warm = held();
        if (faults.length > 20) return faults;
      }
      const { bytes, slots } = held();
      if (bytes > warm.bytes)
        faults.push(`${name} ${kind}: the memory grew by ${bytes - warm.bytes} bytes after the warm-up`);
      if (slots > warm.slots)
        faults.push(`${name} ${kind}: the table grew by ${slots - warm.slots} slots after the warm-up`);
      progress(`${name} ${kind}: ${count} calls, ${thrown} refused, ${bytes} bytes, ${slots} slots`);
    }
    const after = JSON.stringify(run(valid));
    if (after !== before[name]) faults.push(`${name}: the valid call answers ${after} after malformed ones`);
  }
  progress(`codes: ${[...codes].map(([code, times]) => `${code} ${times}`).join(", ")}`);
  return faults;
}
