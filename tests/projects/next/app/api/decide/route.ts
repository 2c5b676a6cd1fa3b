import { decide } from "@cora/auth";
import { situation } from "@cora/auth/testing";

export const GET = () => Response.json(decide(situation("invited") as never).outcome.kind);
