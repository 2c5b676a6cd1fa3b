// Thousands of malformed calls of each kind to each function; then it has to answer as before and hold no more memory.
import { TEXTS, VALUES } from "./malformed.mjs";

const SESSION = {
  status: "authenticated",
  session: {
    provider: "oidc", userId: "0198c0de-0000-7000-8000-0000000000b1", identity: { issuer: "https://login.acme.example", subject: "00u1" },
    sessionId: null, email: "ana@acme.example", emailEvidence: "verified", platformRole: "platform_admin", organizations: [],
    currentOrganizationId: null, capabilities: [], issuedAt: null, expiresAt: null, roleVersion: 1, actor: null,
  },
};

/** A decision with its plan and trace, which are worked out when they are read. */
const whole = (decision) => ({ ...decision });

/** Each function, with an input that it accepts and the malformed ones it is given. */
function targets(lib, decideInput, tokenInput) {
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
    "Engine.decideJson": { valid: login, kinds: TEXTS, run: (text) => engine.decideJson(text === login ? JSON.stringify(text) : text) },
    decide: { valid: decideInput, kinds: VALUES, run: (input) => whole(lib.decide(input)) },
    explain: { valid: decideInput, kinds: VALUES, run: (input) => lib.explain(input) },
    acceptToken: { valid: tokenInput, kinds: VALUES, run: (input) => lib.acceptToken(input) },
    can: { valid: SESSION, kinds: VALUES, run: (session, n) => lib.can(session, n === undefined ? "idp:read" : ["idp:read", "x", 1, {}][n % 4], [undefined, null, 5, "x"][(n ?? 0) % 4]) },
    decideJson: { valid: decideInput, kinds: TEXTS, run: (text) => lib.decideJson(typeof text === "object" && text === decideInput ? JSON.stringify(text) : text) },
    parseEmail: { valid: "ana@acme.example", kinds: TEXTS, run: (text) => lib.parseEmail(text) },
  };
}

/**
 * Makes `count` malformed calls of each kind to each function. A call may answer, where the changed part is open or the change
 * undid itself; or throw a `CoraError`. Anything else is a fault.
 *
 * @param held what the module holds: `{ bytes }` of memory and `{ slots }` of its table of JavaScript values.
 * @returns the faults, as text.
 */
export function soak(lib, { decideInput, tokenInput, count, held, progress }) {
  const faults = [];
  const all = targets(lib, decideInput, tokenInput);
  const before = Object.fromEntries(Object.entries(all).map(([name, { valid, run }]) => [name, JSON.stringify(run(valid))]));
  const codes = new Map();
  let warm;
  for (const [name, { valid, kinds, run }] of Object.entries(all)) {
    for (const [kind, make] of Object.entries(kinds)) {
      let thrown = 0;
      // The first calls of a kind are the warm-up: the memory grows to what the largest input needs, and stays there.
      for (let n = 0; n < count; n++) {
        try {
          run(make(n, valid), n);
        } catch (error) {
          thrown += 1;
          if (!(error instanceof lib.CoraError) || error.code === "wasm_trapped") faults.push(`${name} ${kind} ${n}: ${error}`);
          else codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
          if (/secret/.test(`${error.message}${JSON.stringify(error.issues)}`)) faults.push(`${name} ${kind} ${n}: quotes a thrown message`);
        }
        if (n === Math.min(200, count - 1)) warm = held();
        if (faults.length > 20) return faults;
      }
      const { bytes, slots } = held();
      if (bytes > warm.bytes) faults.push(`${name} ${kind}: the memory grew by ${bytes - warm.bytes} bytes after the warm-up`);
      if (slots > warm.slots) faults.push(`${name} ${kind}: the table grew by ${slots - warm.slots} slots after the warm-up`);
      progress(`${name} ${kind}: ${count} calls, ${thrown} refused, ${bytes} bytes, ${slots} slots`);
    }
    const after = JSON.stringify(run(valid));
    if (after !== before[name]) faults.push(`${name}: the valid call answers ${after} after malformed ones`);
  }
  progress(`codes: ${[...codes].map(([code, times]) => `${code} ${times}`).join(", ")}`);
  return faults;
}
