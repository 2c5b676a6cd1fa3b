import { auth } from "./auth";
import { askCora, readBounded } from "./cora-api";

/** Timeout for Cora, in milliseconds: a check queries the provider, which may be slow. */
const TIMEOUT_MS = 20_000;
/** The maximum length of a request body, in bytes. */
const MAX_QUESTION_BYTES = 128 * 1024;

const NAME = "[A-Za-z0-9_-]{1,64}";
/**
 * The allowed requests below `/admin/idp-config`. SECURITY: an allowlist, so that a path of this
 * route cannot reach any other route of Cora's.
 */
const ROUTES: readonly (readonly [method: string, path: RegExp])[] = [
  ["GET", /^$/],
  ["GET", new RegExp(`^${NAME}$`)],
  ["PUT", new RegExp(`^${NAME}$`)],
  ["GET", new RegExp(`^${NAME}/(?:versions|audit)$`)],
  ["GET", new RegExp(`^${NAME}/tests/${NAME}$`)],
  ["POST", new RegExp(`^${NAME}/(?:validate|check|test|activate|disable|rollback|default)$`)],
];

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff", vary: "cookie" };

const refuse = (status: number, code: string, error: string) =>
  Response.json({ success: false, code, error }, { status, headers: HEADERS });

/**
 * SECURITY: a browser sends `Origin` with every request that changes state, and lets no page choose
 * it. `Host` is the host that it addressed.
 */
function isOwnPage({ headers }: Request): boolean {
  const [origin, site] = [headers.get("origin"), headers.get("sec-fetch-site")];
  if (origin === null || (site !== null && site !== "same-origin")) return false;
  return URL.canParse(origin) && new URL(origin).host === headers.get("host");
}

const isJsonObject = (text: string | undefined): boolean => {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/**
 * Forwards requests between the administrators' page and Cora's `/admin/idp-config`, adding the
 * session's token on the server. It decides nothing: Cora decides whether a user may do what they
 * request.
 */
export async function passToAdminApi(request: Request, path: readonly string[]): Promise<Response> {
  const below = path.join("/");
  const { method } = request;
  if (!ROUTES.some(([allowed, pattern]) => allowed === method && pattern.test(below))) {
    return refuse(404, "not_found", "This route does not exist.");
  }
  let body: string | undefined;
  if (method !== "GET") {
    if (!isOwnPage(request))
      return refuse(403, "cross_origin", "This can only be done from a page of the application itself.");
    body = await readBounded(request.body, MAX_QUESTION_BYTES).catch(() => undefined);
    if (!isJsonObject(body))
      return refuse(400, "invalid_input", "The request is not a JSON object, or it is too long.");
  }
  const session = await auth(request);
  if (session.status === "error") return refuse(503, session.code, session.message);
  if (session.status === "unauthenticated")
    return refuse(401, session.code, "You are not signed in, or your session has ended. Please sign in.");
  const answer = await askCora({
    path: below === "" ? "admin/idp-config" : `admin/idp-config/${below}`,
    method: method as "GET" | "POST" | "PUT",
    token: session.token,
    timeoutMs: TIMEOUT_MS,
    ...(body !== undefined && { body }),
  });
  if (answer.ok) {
    const headers = answer.retryAfter === null ? HEADERS : { ...HEADERS, "retry-after": answer.retryAfter };
    return Response.json(answer.body, { status: answer.status, headers });
  }
  return answer.code === "api_timeout"
    ? refuse(504, answer.code, "The server is taking too long to respond. Please try again.")
    : refuse(502, answer.code, "The server cannot be reached or sent an invalid response. Please try again.");
}
