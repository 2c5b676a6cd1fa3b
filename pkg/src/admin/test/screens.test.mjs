import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { canPreview } from "../../../dist/admin/data/previews.js";
import { impactOf } from "../../../dist/admin/data/impact.js";
import { loginsOf, readSamples } from "../../../dist/admin/data/samples.js";
import { canonical, differences, settled, threeWay } from "../../../dist/admin/data/three-way.js";
import { joinPath, memoryLocation, routerLocation, splitPath } from "../../../dist/admin/location.js";
import { organizationEntries, platformEntries } from "../../../dist/admin/console/navigation.js";
import { stacked, timesOf } from "../../../dist/admin/parts/chart.js";
import { relativeTime, sentence, shortened, templateParts } from "../../../dist/admin/parts/text.js";
import { adminPath } from "../../../dist/admin/paths.js";
import { draftOf, settingsOf } from "../../../dist/admin/screens/applications/fields.js";
import { ofConnection } from "../../../dist/admin/screens/connections/groups.js";
import { dayOf, hasSecret, secondOf, stateOfEnd } from "../../../dist/admin/screens/connections/secret-end.js";
import { isDraft, nextStep, outcomeOf, settingsIn } from "../../../dist/admin/screens/connections/state.js";
import { issuesAt, withSetting } from "../../../dist/admin/screens/connections/settings-form.js";
import { correctionOf } from "../../../dist/admin/screens/domain-observed.js";
import { zoneLine } from "../../../dist/admin/screens/domain-record.js";
import { moved } from "../../../dist/admin/screens/policy/form.js";
import { neededFor, pageOf } from "../../../dist/admin/parts/remedies.js";
import { ADMIN_TEXTS, withTexts } from "../../../dist/admin/texts/index.js";

const openapi = JSON.parse(readFileSync(new URL("../../../../crates/server/openapi.json", import.meta.url), "utf8"));

test("what only one side changed is merged, and the rest is asked", () => {
  const merge = threeWay({ a: 1, b: 1, c: 1, d: 1 }, { a: 2, b: 1, c: 3, d: 5 }, { a: 1, b: 2, c: 4, d: 5 });
  assert.deepEqual(merge.conflicts, [{ field: "c", before: 1, theirs: 3, mine: 4 }]);
  assert.deepEqual(settled(merge, new Set()), { a: 2, b: 2, c: 4, d: 5 });
  assert.deepEqual(settled(merge, new Set(["c"])), { a: 2, b: 2, c: 3, d: 5 });
});

test("a setting that one side removed and the other changed is asked", () => {
  const merge = threeWay({ a: 1 }, {}, { a: 2 });
  assert.equal(merge.conflicts.length, 1);
  assert.deepEqual(settled(merge, new Set(["a"])), {});
  assert.deepEqual(settled(merge, new Set()), { a: 2 });
});

test("the order of members makes no difference", () => {
  assert.equal(canonical({ a: [1, { c: 1, b: 2 }], d: undefined }), canonical({ a: [1, { b: 2, c: 1 }] }));
  assert.deepEqual(
    differences({ a: 1, b: 2 }, { b: 3, c: 4 }).map(({ field, kind }) => [field, kind]),
    [
      ["a", "removed"],
      ["b", "changed"],
      ["c", "added"],
    ],
  );
});

test("a path keeps its query without the empty values", () => {
  const { path, query } = splitPath("/console/users?q=ana&status=");
  assert.equal(path, "/console/users");
  assert.equal(joinPath(path, query), "/console/users?q=ana");
  assert.equal(joinPath("/x", new URLSearchParams()), "/x");
});

test("an e-mail address in a query stands in no path", (context) => {
  const query = new URLSearchParams({ q: "olga@acme.example", status: "active", text: "~0" });
  // A server keeps no address of anybody.
  assert.equal(joinPath("/users", query), "/users?status=active");
  context.after(() => delete globalThis.document);
  globalThis.document = {};
  const path = joinPath("/users", query);
  assert.doesNotMatch(path, /olga|@|%40/);
  assert.equal(joinPath("/users", query), path);
  assert.deepEqual([...splitPath(path).query], [...query]);
  // After a reload nothing is known of a reference.
  assert.equal(splitPath("/users?q=~99").query.get("q"), "");
  assert.equal(splitPath("/users?q=~x").query.get("q"), "");
});

test("a location in memory tells of each change, and one of a router pushes", () => {
  const location = memoryLocation("/a");
  let heard = 0;
  const stop = location.subscribe(() => {
    heard += 1;
  });
  location.go("/b?c=d");
  stop();
  location.go("/e");
  assert.deepEqual([location.current(), heard], ["/e", 1]);
  const went = [];
  const router = { push: (to) => went.push(["push", to]), replace: (to) => went.push(["replace", to]) };
  const inRouter = routerLocation(router, "/x?y=z");
  inRouter.go("/p");
  inRouter.go("/r", { replace: true });
  assert.deepEqual(
    [inRouter.current(), went],
    [
      "/x?y=z",
      [
        ["push", "/p"],
        ["replace", "/r"],
      ],
    ],
  );
});

test("identifiers in paths are encoded", () => {
  assert.equal(adminPath({ page: "user", id: "a/b?c" }), "/users/a%2Fb%3Fc");
  assert.equal(adminPath({ page: "organization", id: "1", tab: "domains" }), "/orgs/1/domains");
});

test("nobody is shown a page without the right to it", () => {
  assert.deepEqual(
    platformEntries(() => false, ADMIN_TEXTS),
    [],
  );
  const operator = platformEntries((capability) => capability.startsWith("idp:"), ADMIN_TEXTS);
  assert.deepEqual(
    operator.map(({ to }) => to.page),
    ["connections", "system"],
  );
  const member = organizationEntries("o", (capability, id) => capability === "members:read" && id === "o", ADMIN_TEXTS);
  assert.deepEqual(
    member.map(({ to }) => to.tab),
    ["members"],
  );
});

test("an auditor sees every page of the platform, and none of an organization", () => {
  const permissions = readFileSync(new URL("../../../../docs/permissions.md", import.meta.url), "utf8");
  const [, platform] = permissions.split(/^## /m);
  const rows = platform.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const column = rows.find((row) => row.includes("`platform_auditor`")).indexOf("`platform_auditor`");
  const held = new Set(rows.filter((row) => row[column] === "yes").map((row) => row[1].replaceAll("`", "")));
  assert.ok(held.has("users:read") && held.has("organizations:read"));
  assert.ok([...held].every((capability) => capability.endsWith(":read")));
  const auditor = (capability, organization) => organization === undefined && held.has(capability);
  assert.deepEqual(
    platformEntries(auditor, ADMIN_TEXTS),
    platformEntries(() => true, ADMIN_TEXTS),
  );
  assert.deepEqual(organizationEntries("o", auditor, ADMIN_TEXTS), []);
});

test("a change of a remedy needs a capability that no auditor has", () => {
  const kinds = Object.keys(ADMIN_TEXTS.why.changes);
  const needed = kinds.flatMap((kind) => {
    const change = { kind, organizationId: "o", userId: "u", connectionId: "c" };
    assert.equal(neededFor(change) === null, pageOf(change) === null, kind);
    return neededFor(change) ?? [];
  });
  assert.ok(needed.includes("users:manage") && needed.includes("domains:manage"));
  assert.ok(needed.every((capability) => !capability.endsWith(":read")));
});

test("every page of the platform has a key of its own", () => {
  const entries = platformEntries(() => true, ADMIN_TEXTS);
  const keys = entries.map(({ key }) => key);
  assert.equal(new Set(keys).size, entries.length, keys.join(" "));
  assert.ok(!keys.includes("g"), "the key g begins a pair");
});

test("rows of the policy count for their connection, or for every one", () => {
  const rows = [{ connectionId: null }, { connectionId: "a" }, { connectionId: "b" }];
  assert.deepEqual(ofConnection(rows, "a"), [{ connectionId: null }, { connectionId: "a" }]);
});

test("settings of an application survive their fields, and addresses that end by themselves stay", () => {
  const settings = {
    name: "Shop",
    redirectUris: [
      { uri: "https://preview.acme.example", expiresAt: 9 },
      { uri: "https://app.acme.example", expiresAt: null },
    ],
    postLogoutRedirectUris: [],
    origins: ["https://app.acme.example"],
    session: { idle: 300, absolute: 2_592_000 },
  };
  const draft = draftOf(settings);
  assert.equal(draft.redirects, "https://app.acme.example");
  assert.deepEqual(settingsOf(draft).session, settings.session);
  const edited = settingsOf({ ...draft, redirects: " https://a.example \n\n", idleDays: "7" });
  assert.deepEqual(edited.redirectUris, [
    { uri: "https://a.example", expiresAt: null },
    { uri: "https://preview.acme.example", expiresAt: 9 },
  ]);
  assert.equal(edited.session.idle, 604_800);
});

test("texts of an application replace the English ones of the same names", () => {
  const texts = withTexts({ shared: { save: "Speichern" }, connections: { tabs: { audit: "Protokoll" } } });
  assert.equal(texts.shared.save, "Speichern");
  assert.equal(texts.shared.cancel, ADMIN_TEXTS.shared.cancel);
  assert.equal(texts.connections.tabs.audit, "Protokoll");
  assert.equal(texts.connections.tabs.test, ADMIN_TEXTS.connections.tabs.test);
});

test("every action of the audit log has a sentence with an actor", () => {
  const { actions } = ADMIN_TEXTS.records.audit;
  for (const action of openapi.components.schemas.AdministrationAction.oneOf ??
    openapi.components.schemas.AdministrationAction.enum) {
    const name = typeof action === "string" ? action : (action.const ?? action.enum[0]);
    assert.match(actions[name] ?? "", /\{actor\}/, name);
  }
  assert.deepEqual(templateParts("{actor} invited {target}"), [
    { text: "actor", name: true },
    { text: " invited ", name: false },
    { text: "target", name: true },
  ]);
});

test("a command is previewed if the server can work it out without giving it, and only then", () => {
  for (const [path, methods] of Object.entries(openapi.paths))
    for (const [method, { parameters = [] }] of Object.entries(methods)) {
      const known = parameters.some(({ in: place, name }) => place === "query" && name === "dryRun");
      assert.equal(canPreview({ method: method.toUpperCase(), path }), known, `${method} ${path}`);
    }
  assert.equal(canPreview({ method: "POST", path: "/nowhere" }), false);
});

test("a connection has one step that comes next", () => {
  const row = { status: "active", activeNumber: 4, latestNumber: 4 };
  assert.equal(nextStep(row), "nothing");
  assert.equal(nextStep({ ...row, latestNumber: 5 }), "testNewer");
  assert.equal(nextStep({ ...row, status: "draft" }), "complete");
  assert.equal(nextStep({ ...row, status: "validated" }), "test");
  assert.equal(nextStep({ ...row, status: "tested" }), "activate");
});

test("a connection that was in use or tested is no draft", () => {
  for (const status of ["draft", "validated"]) {
    assert.ok(isDraft({ status, activeNumber: null }), status);
    assert.ok(!isDraft({ status, activeNumber: 1 }), status);
  }
  for (const status of ["tested", "active", "disabled"]) assert.ok(!isDraft({ status, activeNumber: null }), status);
});

test("a secret ends when a day begins in UTC", () => {
  assert.equal(secondOf("2026-12-31"), 1_798_675_200);
  assert.equal(dayOf(1_798_675_200), "2026-12-31");
  assert.deepEqual(["", "2026-13-01", "31.12.2026", "2026-12-31T10:00"].map(secondOf), [null, null, null, null]);
  assert.equal(dayOf(null), "");
  const day = 86_400;
  assert.deepEqual(
    [null, 0, 1000, 1001, 1000 + 90 * day, 1001 + 90 * day].map((end) => stateOfEnd(end, 1000)),
    ["unknown", "over", "over", "soon", "soon", "later"],
  );
});

test("settings have a secret if a setting of that shape has a value", () => {
  const fields = [
    { name: "clientId", shape: "text" },
    { name: "clientSecret", shape: "secret" },
  ];
  assert.ok(hasSecret(fields, { clientId: "a", clientSecret: "env:OKTA_CLIENT_SECRET" }));
  assert.ok(!hasSecret(fields, { clientId: "a" }));
  assert.ok(!hasSecret([], { clientSecret: "env:OKTA_CLIENT_SECRET" }));
});

test("settings are read, or why not", () => {
  assert.deepEqual(settingsIn('{"a":1}'), { settings: { a: 1 } });
  assert.deepEqual(settingsIn("[]"), { fault: "not_object" });
  assert.match(settingsIn("{").fault, /JSON/);
  assert.deepEqual(withSetting({ a: 1 }, "a", ""), {});
  assert.deepEqual(withSetting({ a: 1 }, "b", ["x"]), { a: 1, b: ["x"] });
  const issues = [{ path: "/audiences/0" }, { path: "/audience" }, { path: "" }];
  assert.deepEqual(issuesAt(issues, "audiences"), [{ path: "/audiences/0" }]);
});

test("a test login without documents has no result to show", () => {
  assert.deepEqual(outcomeOf({ claims: null, decision: null, log: null }), {
    claims: [],
    others: [],
    decision: null,
    log: [],
  });
});

test("times are relative, in the person's language", () => {
  assert.equal(relativeTime(0, 3 * 3_600_000, "en"), "3 hours ago");
  assert.equal(relativeTime(86_400_000, 0, "en"), "tomorrow");
  assert.equal(relativeTime(0, 20_000, "en"), "now");
});

test("messages become sentences, and identifiers keep both ends", () => {
  assert.equal(sentence("the issuer is missing"), "The issuer is missing.");
  assert.equal(sentence(""), "");
  assert.equal(shortened("0190aaaa-1111-7111-8111-0000deadbeef"), "0190aaaa-1…0deadbeef");
});

test("a strategy moves by one place and not out of the list", () => {
  assert.deepEqual(moved(["a", "b", "c"], 1, -1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"]);
});

test("the bars of a day add up to its part of the height", () => {
  const bars = stacked({ day: "d", admitted: 5, waiting: 2, denied: 2, refused: 1 }, 10);
  assert.equal(
    bars.reduce((sum, { height }) => sum + height, 0),
    120,
  );
  assert.equal(stacked({ day: "d", admitted: 0, waiting: 0, denied: 0, refused: 0 }, 0)[0].height, 0);
});

test("the effect of a policy counts who is kept out first", () => {
  const change = (before, after) => ({
    index: 0,
    before: { outcome: { kind: before }, reason: "x" },
    after: { outcome: { kind: after }, reason: "y" },
  });
  const impact = impactOf({
    logins: 9,
    changed: 3,
    outcomes: [],
    changes: [change("returning", "denied"), change("returning", "denied"), change("denied", "provisioned")],
  });
  assert.deepEqual([impact.lost, impact.gained, impact.groups[0].count], [2, 1, 2]);
});

test("samples are read line by line, however they are cut", async () => {
  const text = '{"a":"\u00fc"}\n\n{"a":"\u{1f600}"}\n{"a":3}';
  const bytes = new TextEncoder().encode(text);
  const lines = { stream: () => ReadableStream.from(Array.from(bytes, (byte) => Uint8Array.of(byte))) };
  const read = [];
  for await (const login of loginsOf({ lines })) read.push(login.a);
  assert.deepEqual(read, ["\u00fc", "\u{1f600}", 3]);
  const answer = (body) => ({ GET: async () => ({ data: new Blob([body]), response: new Response() }) });
  const counts = await Promise.all(
    ["", "{}", "{}\n{}\n", "{}\n{}"].map(async (body) => (await readSamples(answer(body), {}, undefined)).count),
  );
  assert.deepEqual(counts, [0, 1, 2, 2]);
});

test("a remedy leads to the page on which it is done", () => {
  assert.deepEqual(pageOf({ kind: "create_invitation", organizationId: "o" }), {
    page: "organization",
    id: "o",
    tab: "invitations",
  });
  assert.deepEqual(pageOf({ kind: "change_access_mode", accessMode: "waitlist" }), { page: "policy" });
  assert.equal(pageOf({ kind: "verify_email" }), null);
});

test("every time of the overview has its logins, also those without any", () => {
  const counts = [
    { begin: 100, outcome: "returning", logins: 3 },
    { begin: 100, outcome: "denied", logins: 2 },
    { begin: 130, outcome: "token_refused", logins: 1 },
  ];
  assert.deepEqual(timesOf({ counts, from: 100, step: 10 }, 135), [
    { begin: 100, admitted: 3, waiting: 0, denied: 2, refused: 0 },
    { begin: 110, admitted: 0, waiting: 0, denied: 0, refused: 0 },
    { begin: 120, admitted: 0, waiting: 0, denied: 0, refused: 0 },
    { begin: 130, admitted: 0, waiting: 0, denied: 0, refused: 1 },
  ]);
});

test("a record is a line of a zone file", () => {
  assert.equal(
    zoneLine({ type: "TXT", name: "_cora-domain.acme.example", value: "v" }),
    '_cora-domain.acme.example. 300 IN TXT "v"',
  );
});

test("every finding about a domain's record has a sentence and what to enter", () => {
  const record = { type: "TXT", name: "_cora-domain.acme.example", value: "cora-domain-verification=9f6c" };
  const findings = openapi.components.schemas.RecordFinding.oneOf.map((one) => one.const);
  const corrections = Object.fromEntries(
    findings.map((finding) => {
      const { help, title } = ADMIN_TEXTS.people.domains.findings[finding];
      assert.match(title, /\w+\.$/, finding);
      assert.match(help, /\w+\.$/, finding);
      return [finding, correctionOf(finding, record)];
    }),
  );
  assert.deepEqual(corrections, {
    found: null,
    nothing: null,
    quoted: { field: "value", text: record.value },
    prefix_missing: { field: "value", text: record.value },
    other_rule: { field: "value", text: record.value },
    other_text: { field: "value", text: record.value },
    at_domain: { field: "name", text: record.name },
    name_doubled: { field: "name", text: "_cora-domain" },
  });
});
