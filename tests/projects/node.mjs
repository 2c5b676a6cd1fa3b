// Runs in each server-side runtime: a decision, a session and the refusal of bad input, without
// awaiting an initialization.
import { CoraError, decide, parseEmail } from "@cora/auth";
import { can, verify } from "@cora/auth/session";
import { situation, testId, testSession } from "@cora/auth/testing";

const { outcome } = decide(situation("invited"));
const session = testSession({ organizations: [{ name: "Acme", role: "org_admin" }] });
let refused = "nothing";
try {
  parseEmail("x");
} catch (error) {
  refused = error instanceof CoraError ? error.code : String(error);
}
const token = await verify("a.b.c", { connections: [] }).catch((error) => error.code);
console.log(
  outcome.kind,
  can({ status: "authenticated", session }, "members:manage", testId("organization Acme")),
  refused,
  token,
);
