import { decide } from "@cora/auth";
import { can } from "@cora/auth/session";
import { situation, testSession } from "@cora/auth/testing";

export const runtime = "edge";

export const GET = () =>
  Response.json([
    decide(situation("invited") as never).outcome.kind,
    can({ status: "authenticated", session: testSession({ platformRole: "platform_admin" }) }, "idp:read"),
  ]);
