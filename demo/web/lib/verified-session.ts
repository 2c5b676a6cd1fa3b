import { TokenVerifier } from "@cora/auth/session";
import type { AcceptedToken } from "@cora/auth/session";

import { findActiveConnection } from "./active-connection";
import type { ActiveConnection } from "./active-connection";
import { environment } from "./environment";
import { sessionOf } from "./session";

/** The verifier of the connection that was last in use: it holds its keys. */
let kept: { readonly verification: string; readonly verifier: TokenVerifier } | undefined;

const isOnThisMachine = (url: string) => ["127.0.0.1", "[::1]", "localhost"].includes(new URL(url).hostname);

function verifierOf({ verification }: ActiveConnection): TokenVerifier {
  const text = JSON.stringify(verification);
  if (kept?.verification !== text) {
    // What runs on one machine has its provider there too, without TLS.
    const verifier = new TokenVerifier({ connections: [verification], allowLoopback: isOnThisMachine(environment().appOrigin) });
    kept?.verifier.free();
    kept = { verification: text, verifier };
  }
  return kept.verifier;
}

/**
 * What the token of a request's session says, if it is one of the connection in use and may be believed now; else `null`. What is not clear is
 * no reason to believe anybody.
 */
export async function verifiedSessionOf(request: Request): Promise<AcceptedToken | null> {
  const [session, found] = await Promise.all([sessionOf(request), findActiveConnection()]);
  if (session === null || found.status !== "found") return null;
  try {
    return await verifierOf(found.connection).verify(session.coraToken);
  } catch {
    return null;
  }
}
