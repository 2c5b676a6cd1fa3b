/** An adapter, a page, a profile route and rules that tests control by hand. */
import { has, reduceSession } from "../../../dist/session/index.js";

export const ACME = "0198c0de-0000-7000-8000-00000000000a";

/** A session as the API writes it. */
export const session = (changes = {}) => ({
  provider: "oidc",
  userId: "0198c0de-0000-7000-8000-000000000001",
  identity: { issuer: "https://login.acme.example", subject: "usr_ivan" },
  sessionId: null,
  email: "ivan@partner.example",
  emailEvidence: "verified",
  platformRole: "platform_user",
  organizations: [{ id: ACME, name: "Acme", slug: "acme", role: "org_user" }],
  currentOrganizationId: ACME,
  capabilities: ["org:read", "members:read"],
  issuedAt: null,
  expiresAt: null,
  roleVersion: 0,
  actor: null,
  ...changes,
});

/** The body of a response that admits a user. */
export const admitted = (changes) => ({
  success: true,
  data: {
    fullName: "Ivan Invited",
    session: { status: "authenticated", session: session(changes) },
    explanation: { outcome: "provisioned", reason: "invitation_accepted", message: null, trace: null },
  },
});

/**
 * Rules that refuse any value that is not a session, as the core does, and know one capability in
 * one organization. The core provides the rest.
 */
export const rules = (changes = {}) => ({
  ready: async () => {},
  can: (unified, capability, organizationId) => {
    if (typeof unified?.status !== "string") throw new TypeError("not a session");
    return unified.status === "authenticated" && capability === "org:read" && organizationId === ACME;
  },
  has,
  reduce: reduceSession,
  ...changes,
});

/** A page that uses `fetch`, with other tabs that the test plays. */
export function page(fetch) {
  const [returning, telling] = [new Set(), new Set()];
  const listen = (listeners) => (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const told = [];
  return {
    fetch,
    now: () => Math.floor(Date.now() / 1000),
    onReturn: listen(returning),
    onTold: listen(telling),
    tell: (event) => told.push(event),
    told,
    comeBack: () => returning.forEach((listener) => listener()),
    hear: (event) => telling.forEach((listener) => listener(event)),
    listeners: () => returning.size + telling.size,
  };
}

/** An adapter whose state the test sets. */
export function adapter(state = { status: "loading" }) {
  const listeners = new Set();
  const calls = { refresh: 0, signIn: [], signOut: 0 };
  return {
    calls,
    listeners,
    become(next) {
      state = next;
      for (const listener of [...listeners]) listener();
    },
    provider: "test",
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => state,
    refresh: async () => {
      calls.refresh += 1;
    },
    getToken: async () => null,
    signIn: async (options) => {
      calls.signIn.push(options);
    },
    async signOut() {
      calls.signOut += 1;
      this.become({ status: "signed_out" });
    },
  };
}

/**
 * A profile route that responds when the test says so; `answer` takes a status and a body, or an
 * error.
 */
export function route() {
  const requests = [];
  return {
    requests,
    fetch: (url, init) =>
      new Promise((resolve, reject) => {
        requests.push({
          url,
          init,
          answer: (status, body) => resolve(new Response(JSON.stringify(body), { status })),
          fail: reject,
        });
      }),
  };
}

/** Lets all pending work run. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));
