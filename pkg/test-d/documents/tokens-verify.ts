// A snippet of docs/tokens.md, literally, with what it leaves out.
import type { Connection } from "@cora/auth";

declare const connection: Connection;
declare const jwksUri: string, token: string;

import { TokenVerifier, verify } from "@cora/auth/session";

const verifier = new TokenVerifier({ connections: [{ connection, keys: { jwksUri } }] });   // keep it: it holds the keys
const { login, session } = await verifier.verify(token);                                    // or verify(token, options)

export { login, session, verify };
