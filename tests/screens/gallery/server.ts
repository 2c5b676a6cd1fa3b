import * as fixtures from "./fixtures";

/** The state in which the server of a gallery entry is. */
export interface Situation {
  readonly state: "normal" | "empty" | "loading" | "error" | "forbidden" | "offline" | "stale" | "long" | "many";
  /** Answers that replace the usual ones: by method and path, or by path alone for `GET`. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

const json = (body: unknown, status = 200, headers = {}) => Response.json(body, { status, headers });
const refusal = (status: number, code: string, error: string, rest: object = {}, headers = {}) =>
  json({ success: false, code, error, requestId: "0190c0de-1111-7111-8111-111111111111", ...rest }, status, headers);

/** Makes the `fetch` of a server that answers from the fixtures. */
export function serverOf({ answers = {}, state }: Situation): typeof fetch {
  const size = {
    rows: state === "empty" ? 0 : state === "many" ? 60 : state === "long" ? 3 : 5,
    long: state === "long",
  };
  const one = { ...size, rows: 1 };
  const page = (items: readonly unknown[]) => ({
    items,
    next: state === "many" ? "cursor" : null,
    count: { rows: state === "many" ? 1000 : items.length, more: state === "many" },
  });
  const routes: readonly (readonly [pattern: RegExp, answer: () => unknown])[] = [
    [/^\/admin\/users$/, () => page(fixtures.users(size))],
    [/^\/admin\/users\/[^/]+$/, () => fixtures.user(size)],
    [/^\/admin\/users\/[^/]+\/sessions$/, () => page(fixtures.sessions(size))],
    [/^\/admin\/identity-conflicts$/, () => page(fixtures.conflicts(size))],
    [/^\/admin\/applications$/, () => page(fixtures.applications(size))],
    [/^\/admin\/applications\/[^/]+$/, () => fixtures.applications(one)[0]],
    [/^\/admin\/applications\/[^/]+\/permissions$/, () => fixtures.permissions(size)],
    [/^\/admin\/service\/test-mail$/, () => ({ delivery: "sent" })],
    [
      /^\/admin\/service\/test-dns$/,
      () => ({ name: "_cora-domain.acme.example", records: ["cora-domain-verification=9f6c2d4e8b7a4f0c"] }),
    ],
    [/^\/console\/api\/sessions$/, () => fixtures.consoleSessions(size)],
    [/^\/orgs\/[^/]+\/application-roles$/, () => page([fixtures.permissions(size)])],
    [
      /^\/orgs\/[^/]+\/members\/[^/]+\/application-roles$/,
      () =>
        page([{ applicationId: fixtures.permissions(size).applicationId, applicationName: "Shop", role: "approver" }]),
    ],
    [/^\/admin\/orgs$/, () => page(fixtures.organizations(size))],
    [/^\/admin\/domains$/, () => page(fixtures.domains(size))],
    [/^\/admin\/requests$/, () => page(fixtures.requests(size))],
    [/^\/admin\/logins$/, () => page(fixtures.logins(size))],
    [/^\/admin\/logins\/samples$/, () => ""],
    [/^\/admin\/logins\/[^/]+$/, () => fixtures.logins(one)[0]],
    [/^\/admin\/audit$/, () => page(fixtures.audit(size))],
    [/^\/admin\/overview$/, () => fixtures.overview("healthy")],
    [/^\/admin\/service$/, () => fixtures.service],
    [
      /^\/admin\/configuration$/,
      () => ({ policyVersion: 9, configuration: { policy: fixtures.policy }, complete: true, names: {} }),
    ],
    [/^\/admin\/explain\/token$/, () => fixtures.explainedToken(true)],
    [/^\/admin\/explain$/, () => fixtures.explained({ long: size.long, many: state === "many" })],
    [
      /^\/admin\/policy$/,
      () => ({
        policy: fixtures.policy,
        version: 9,
        report: fixtures.report(false),
        expectations: fixtures.expectations(size),
      }),
    ],
    [/^\/admin\/policy\/lint$/, () => fixtures.report(true)],
    [
      /^\/admin\/policy\/versions$/,
      () =>
        page(
          [9, 8, 7].map((version) => ({
            version,
            createdAt: "2026-03-01T10:00:00Z",
            createdBy: fixtures.ME,
            createdByName: size.long ? fixtures.LONG_NAME : "Ana Ito",
            policy: { ...fixtures.policy, version, accessMode: version === 9 ? "restricted" : "waitlist" },
          })),
        ),
    ],
    [/^\/admin\/idp-kinds$/, () => fixtures.kinds],
    [/^\/admin\/idp-config$/, () => fixtures.connections(size)],
    [
      /^\/admin\/idp-config\/suggest$/,
      () => ({
        form: "address",
        kind: "okta",
        settings: {},
        discoveryUri: null,
        findings: [
          { code: "admin_host", message: "this is the address of the administration pages", help: "It was corrected." },
        ],
      }),
    ],
    [
      /^\/admin\/idp-config\/check$/,
      () => ({
        ok: false,
        log: fixtures.testRun("pending").log,
        report: { ok: false, issues: fixtures.issues.slice(0, 2) },
        derived: null,
      }),
    ],
    [
      /^\/admin\/idp-config\/discover$/,
      () => ({
        suggestion: { form: "address", kind: "okta", settings: {}, discoveryUri: null, findings: [] },
        document: null,
        log: fixtures.testRun("pending").log,
      }),
    ],
    [/^\/admin\/idp-config\/[^/]+$/, () => fixtures.connections({ ...size, rows: 1 })[0]],
    [/^\/admin\/idp-config\/[^/]+\/health$/, () => fixtures.health],
    [/^\/admin\/idp-config\/[^/]+\/versions$/, () => page([...fixtures.versions(size)].reverse())],
    [/^\/admin\/idp-config\/[^/]+\/audit$/, () => page(fixtures.connectionAudit(size))],
    [
      /^\/admin\/idp-config\/[^/]+\/tests$/,
      () => (size.rows === 0 ? [] : [fixtures.testRun("success"), fixtures.testRun("failed")]),
    ],
    [/^\/admin\/idp-config\/[^/]+\/test$/, () => fixtures.testRun("pending")],
    [/^\/admin\/idp-config\/[^/]+\/tests\/[^/]+$/, () => fixtures.testRun("pending")],
    [
      /^\/admin\/idp-config\/[^/]+\/validate$/,
      () => ({ ok: false, issues: fixtures.issues, storable: true, settings: {}, configuration: null, derived: null }),
    ],
    [
      /^\/admin\/idp-config\/[^/]+\/check$/,
      () => ({
        ok: false,
        log: fixtures.testRun("pending").log,
        report: { ok: false, issues: fixtures.issues.slice(0, 2) },
        derived: null,
      }),
    ],
    [
      /^\/admin\/idp-config\/[^/]+\/(activate|disable|rollback)$/,
      () => ({
        outcome: "activated",
        message: "the connection would be activated",
        usersWithoutWayIn: 1,
        dryRun: true,
      }),
    ],
    [/^\/orgs$/, () => page(fixtures.organizations(size))],
    [/^\/orgs\/[^/]+$/, () => ({ ...fixtures.organizations(one)[0], role: "org_owner" })],
    [/^\/orgs\/[^/]+\/members$/, () => page(fixtures.members(size))],
    [/^\/orgs\/[^/]+\/invites$/, () => page(fixtures.invitations(size))],
    [
      /^\/orgs\/[^/]+\/membership-requests$/,
      () => page(fixtures.requests(size).filter(({ kind }) => kind === "memberships")),
    ],
    [/^\/orgs\/[^/]+\/email-domains$/, () => page(fixtures.domains(size))],
    [/^\/orgs\/[^/]+\/audit$/, () => page(fixtures.audit(size))],
  ];
  return async (input) => {
    const request = input as Request;
    const { pathname } = new URL(request.url);
    if (state === "loading") return await new Promise<Response>(() => {});
    if (state === "offline") throw new TypeError("Failed to fetch");
    if (state === "error") return refusal(500, "internal_error", "the server failed");
    if (state === "forbidden") return refusal(403, "not_allowed", "the actor lacks the capability");
    const own = answers[`${request.method} ${pathname}`] ?? (request.method === "GET" ? answers[pathname] : undefined);
    if (own instanceof Response) return own.clone();
    if (typeof own === "function") return (await own(request)) as Response;
    if (own !== undefined) return json({ success: true, data: own });
    if (state === "stale" && request.method !== "GET" && !/lint|validate|check|explain/.test(pathname))
      return refusal(409, "stale_version", "the row was changed", {
        current: { version: 9, role: "org_admin", enrollmentMode: "automatic_invitation", seatLimit: 40 },
      });
    if (new URL(request.url).searchParams.get("dryRun") === "true" && !pathname.endsWith("/bulk"))
      return json({
        success: true,
        data: {
          outcome: "done",
          consequences: [
            {
              code: "access_lost",
              count: 2,
              names: ["Acme", size.long ? fixtures.LONG_NAME : "Globex"],
              message: "people lose their access",
            },
            { code: "sessions_end", count: 3, names: [], message: "sessions end" },
          ],
        },
      });
    if (pathname.endsWith("/invites/bulk")) {
      const { rows } = (await request.clone().json()) as { rows: { email: string }[] };
      const dry = request.url.includes("dryRun");
      return json({
        success: true,
        data: {
          rows: rows.map(({ email }, index) =>
            email.startsWith("member")
              ? { index, outcome: "refused", code: "already_member", message: "the person is a member already" }
              : { index, outcome: dry ? "would_invite" : "invited" },
          ),
        },
      });
    }
    const found = routes.find(([pattern]) => pattern.test(pathname));
    if (found === undefined) return refusal(404, "not_found", `no fixture for ${request.method} ${pathname}`);
    const answer = found[1]();
    return typeof answer === "string" ? new Response(answer) : json({ success: true, data: answer });
  };
}

export { refusal };
