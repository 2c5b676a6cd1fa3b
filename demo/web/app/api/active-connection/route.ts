import { findActiveConnection } from "../../../lib/active-connection";
import { failureSentence } from "../../../lib/sign-in-problem";

const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** Which connection a login has to begin by, as pages ask before they leave for the provider. */
export async function GET(): Promise<Response> {
  const found = await findActiveConnection();
  if (found.status === "problem") {
    return Response.json({ success: false, code: found.code, error: failureSentence(found.code) }, { status: 503, headers });
  }
  const { displayName, id } = found.connection;
  return Response.json({ success: true, data: { connection: { id, displayName } } }, { headers });
}
