import { decide } from "@cora/auth";
import { situation } from "@cora/auth/testing";

import { auth } from "../lib/auth";

export default async function Page() {
  const who = await auth();
  return <p>{`server ${decide(situation("invited") as never).outcome.kind} ${who.status}`}</p>;
}
