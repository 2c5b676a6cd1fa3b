/** Answers the paths below `/api/auth`. */

import * as oauth from "oauth4webapi";

import { isUuid } from "../next/uuid.js";
import { readBounded } from "../next/body.js";
import { isAddress } from "../offered-connections.js";
import { isOwn, isPrefetch } from "./access.js";
import { AGE_LEEWAY_SECONDS, COOKIE_SECONDS } from "./application.js";
import type { Application } from "./application.js";
import { CookieTooLargeError, FLOW_SECONDS, MAX_FLOWS, cookiesOf } from "./cookies.js";
import type { FlowCookie } from "./cookies.js";
import { IssuerError } from "./issuer.js";
import { originOf } from "./options.js";
import { errorPage, isSignInError, json, redirect, refusal } from "./pages.js";
import type { SignInErrorCode } from "./pages.js";
import { REVOKED_SECONDS } from "./revocation.js";
import { offeredConnections } from "./sign-in-state.js";
import { answerOf } from "./session.js";
import { organizationsIn } from "./sessions.js";

/** The parameters of a sign-in that go to Cora as they are (§14.3 of the specification). */
const HINTS = ["connection", "organization", "login_hint", "domain_hint", "acr_values", "prompt", "ui_locales"];
/** The greatest length of a hint, in characters. */
const MAX_HINT = 512;
const MAX_BODY_BYTES = 16 * 1024;

/** The content of the cookie for the logout. */
interface HintCookie {
  readonly idToken: string;
}

/** The content of the cookie of a browser whose session has ended here, and ends at Cora next. */
interface Leaving {
  readonly refreshToken: string | null;
}

type Answer = (request: Request, origin: string) => Promise<Response>;

/** Returns a hint of a request; empty without one, and for one that is too long. */
function hintOf(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name) ?? "";
  return value.length <= MAX_HINT ? value : "";
}

/** Creates the handler. */
export function createHandler(app: Application): Handler {
  const { cookies, issuer, now, sessions, settings } = app;
  const root = `${settings.basePath}${settings.authPath}`;
  const maxAge = app.options.cookieMaxAge ?? COOKIE_SECONDS;
  const home = `${settings.basePath}/`;

  const again = (returnTo: string) => `${root}/sign-in?${new URLSearchParams({ return_to: returnTo })}`;

  /**
   * Returns the response for a sign-in that did not succeed. It still leads where the person
   * wanted.
   */
  function failed(code: SignInErrorCode, returnTo: string, origin: string, status = 400): Response {
    const { errorPath } = app.options;
    if (errorPath === undefined) return errorPage(status, code, again(returnTo));
    const query = new URLSearchParams({ error: code, from: returnTo });
    return redirect(`${origin}${settings.basePath}${errorPath}?${query}`);
  }

  const signInError = (error: unknown): SignInErrorCode => {
    if (error instanceof CookieTooLargeError) return error.code;
    if (!(error instanceof IssuerError)) return "sign_in_failed";
    return isSignInError(error.code)
      ? error.code
      : error.code === "keys_unavailable"
        ? "issuer_unreachable"
        : "sign_in_failed";
  };

  const flowsOf = (request: Request, origin: string) =>
    cookiesOf(request, `${cookies.name("flow", origin)}.`).sort(([a], [b]) => (a < b ? -1 : 1));

  async function signIn(request: Request, origin: string): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const returnTo = app.returnPath(searchParams.get("return_to"), origin) ?? home;
    try {
      const { authorization_endpoint } = await issuer.server();
      const state = oauth.generateRandomState();
      const nonce = oauth.generateRandomNonce();
      const verifier = oauth.generateRandomCodeVerifier();
      const redirectUri = `${origin}${root}/callback`;
      const age = Number.parseInt(searchParams.get("max_age") ?? "", 10);
      const isAged = Number.isSafeInteger(age) && age >= 0;
      const acrValues = hintOf(searchParams, "acr_values").split(" ").filter(Boolean);
      // A person who is signed in and has to prove more stays the same person.
      const isStepUp = isAged || acrValues.length > 0;
      const before = isStepUp ? await sessions.open(request, origin) : undefined;
      const flow: FlowCookie = {
        state,
        nonce,
        verifier,
        redirectUri,
        returnTo,
        startedAt: Math.floor(now()),
        maxAge: isAged ? age : null,
        acrValues,
        sub: before?.status === "authenticated" ? before.claims.sub : null,
      };
      const url = new URL(authorization_endpoint ?? "");
      const parameters = {
        client_id: settings.clientId,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: (app.options.scopes ?? ["openid", "profile", "email", "offline_access"]).join(" "),
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        ...(isAged && { max_age: String(age) }),
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      for (const name of HINTS) {
        const value = hintOf(searchParams, name);
        if (value !== "") url.searchParams.set(name, value);
      }
      const response = redirect(url.href);
      // The name begins with the time, so that the oldest flows are the first to go.
      const name = `${cookies.name("flow", origin)}.${flow.startedAt.toString(36)}${state.slice(0, 6)}`;
      const old = flowsOf(request, origin);
      for (const [gone] of old.slice(0, Math.max(0, old.length + 1 - MAX_FLOWS)))
        response.headers.append("set-cookie", cookies.header(gone, null, 0, origin));
      const value = await cookies.seal("flow", flow);
      response.headers.append("set-cookie", cookies.header(name, value, FLOW_SECONDS, origin));
      return response;
    } catch (error) {
      return failed(signInError(error), returnTo, origin, 502);
    }
  }

  /** Returns the flow that an answer belongs to, with the name of its cookie. */
  async function flowOf(request: Request, origin: string, state: string | null) {
    for (const [name, value] of flowsOf(request, origin).slice(-MAX_FLOWS - 2)) {
      const flow = await cookies.open<FlowCookie>("flow", value);
      if (flow !== undefined && flow.state === state && now() - flow.startedAt < FLOW_SECONDS) return { name, flow };
    }
    return undefined;
  }

  async function callback(request: Request, origin: string): Promise<Response> {
    const url = new URL(request.url);
    const found = await flowOf(request, origin, url.searchParams.get("state"));
    if (found === undefined) {
      // The person went back, or the answer came twice: they are signed in already.
      const session = await sessions.open(request, origin);
      return session.status === "authenticated" ? redirect(origin + home) : failed("sign_in_outdated", home, origin);
    }
    const { flow, name } = found;
    const clear = (response: Response) => {
      response.headers.append("set-cookie", cookies.header(name, null, 0, origin));
      return response;
    };
    let parameters: URLSearchParams;
    try {
      parameters = await issuer.answer(url, flow.state);
    } catch (error) {
      // SECURITY: the code comes from a closed list, and `error_description` goes nowhere.
      const code = error instanceof oauth.AuthorizationResponseError ? error.error : undefined;
      return clear(
        failed(code !== undefined && isSignInError(code) ? code : signInError(error), flow.returnTo, origin),
      );
    }
    try {
      const tokens = await issuer.redeem(parameters, flow);
      const { claims, idToken } = tokens;
      if (flow.sub !== null && claims.sub !== flow.sub)
        return clear(failed("account_selection_required", flow.returnTo, origin, 403));
      // The provider's time of authentication, judged against the beginning of the flow.
      const isFresh =
        flow.maxAge === null ||
        (claims.authTime !== null &&
          claims.authTime >= flow.startedAt - flow.maxAge - AGE_LEEWAY_SECONDS &&
          claims.authTime <= now() + AGE_LEEWAY_SECONDS);
      const isStrong = flow.acrValues.length === 0 || (claims.acr !== null && flow.acrValues.includes(claims.acr));
      if (!isFresh || !isStrong) return clear(failed("unmet_authentication_requirements", flow.returnTo, origin, 403));
      const kept = await sessions.keep(tokens, await sessions.profile(tokens), undefined);
      const response = clear(redirect(new URL(flow.returnTo, origin).href));
      const session = cookies.header(cookies.name("session", origin), kept.value, maxAge, origin);
      response.headers.append("set-cookie", session);
      if (idToken !== null)
        for (const header of await hint({ idToken }, origin)) response.headers.append("set-cookie", header);
      // A sign-out that was not followed to its end is not of this session.
      if (cookiesOf(request, `${cookies.name("leaving", origin)}=`).length > 0)
        response.headers.append("set-cookie", below("leaving", null, 0, origin));
      return response;
    } catch (error) {
      const code = signInError(error);
      return clear(failed(code, flow.returnTo, origin, code === "issuer_unreachable" ? 502 : 400));
    }
  }

  /**
   * Returns the cookie that keeps the ID token for the logout. It is sent to the handler alone. An
   * ID token that is too long is not kept; Cora then asks the person before it signs them out.
   */
  async function hint(kept: HintCookie, origin: string): Promise<string[]> {
    try {
      return [below("hint", await cookies.seal("hint", kept), maxAge, origin)];
    } catch (error) {
      if (error instanceof CookieTooLargeError) return [];
      throw error;
    }
  }

  /** Returns the ID token that the browser keeps for the logout. */
  async function keptHint(request: Request, origin: string): Promise<HintCookie | undefined> {
    const [sealed] = cookiesOf(request, `${cookies.name("hint", origin)}=`);
    return sealed && (await cookies.open<HintCookie>("hint", sealed[1]));
  }

  /** Returns the URL that ends Cora's session; the signed-out page if Cora does not answer. */
  async function logoutUrl(idToken: string | undefined, origin: string): Promise<string> {
    const back = signedOutUrl(origin);
    try {
      const { end_session_endpoint } = await issuer.server();
      if (end_session_endpoint === undefined) return back;
      const url = new URL(end_session_endpoint);
      url.searchParams.set("client_id", settings.clientId);
      url.searchParams.set("post_logout_redirect_uri", back);
      if (idToken !== undefined) url.searchParams.set("id_token_hint", idToken);
      return url.href;
    } catch {
      // The session ends here, and at Cora by itself.
      return back;
    }
  }

  const below = (name: "hint" | "leaving", value: string | null, seconds: number, origin: string) =>
    cookies.header(cookies.name(name, origin), value, seconds, origin, root);
  const signedOutUrl = (origin: string) => `${origin}${settings.basePath}${app.options.signedOutPath ?? "/"}`;

  /** Ends the session. `isElsewhere` is set for a request to another path than the handler's. */
  async function signOut(request: Request, origin: string, isElsewhere = false): Promise<Response> {
    const session = await sessions.open(request, origin);
    const kept = await keptHint(request, origin);
    const refreshToken = session.status === "authenticated" ? session.content.refreshToken : null;
    if (session.status === "authenticated") sessions.end(session.claims.sid);
    const isKnown = kept !== undefined || session.status === "authenticated";
    const wantsJson = (request.headers.get("accept") ?? "").includes("application/json");
    // SECURITY: a script gets no token, another path no hint. Both lead to the path that has it.
    const isDetour = isKnown && (wantsJson || isElsewhere);
    let location = signedOutUrl(origin);
    if (isDetour) location = `${origin}${root}/signed-out`;
    else if (isKnown) location = await leave(kept?.idToken, refreshToken, origin);
    const response = wantsJson ? json(200, { success: true, data: { location } }) : redirect(location);
    const add = (header: string) => response.headers.append("set-cookie", header);
    add(cookies.header(cookies.name("session", origin), null, 0, origin));
    if (isDetour)
      add(below("leaving", await cookies.seal("leaving", { refreshToken } satisfies Leaving), FLOW_SECONDS, origin));
    else add(below("hint", null, 0, origin));
    return response;
  }

  /** Returns the URL that ends Cora's session. With the hint, Cora does not ask the person. */
  async function leave(idToken: string | undefined, refreshToken: string | null, origin: string): Promise<string> {
    if (idToken === undefined && refreshToken !== null) await issuer.revoke(refreshToken);
    return await logoutUrl(idToken, origin);
  }

  /**
   * Leads a browser whose session has ended here on to Cora. Without that, it leads to the
   * application, so that no other site signs anybody out of Cora.
   */
  async function signedOut(request: Request, origin: string): Promise<Response> {
    const [sealed] = cookiesOf(request, `${cookies.name("leaving", origin)}=`);
    const leaving = sealed && (await cookies.open<Leaving>("leaving", sealed[1]));
    if (leaving === undefined) return redirect(signedOutUrl(origin));
    const kept = await keptHint(request, origin);
    const response = redirect(await leave(kept?.idToken, leaving.refreshToken, origin));
    for (const name of ["leaving", "hint"] as const)
      response.headers.append("set-cookie", below(name, null, 0, origin));
    return response;
  }

  /** Answers who is signed in, in the format of Cora's `profiles/me`. */
  async function session(request: Request, origin: string): Promise<Response> {
    const opened = await sessions.open(request, origin);
    const respond = (response: Response) => {
      if (opened.cookie !== undefined)
        response.headers.append(
          "set-cookie",
          cookies.header(cookies.name("session", origin), opened.cookie, maxAge, origin),
        );
      return response;
    };
    if (opened.status === "error")
      return respond(refusal(503, opened.code, "The server cannot be reached at the moment. Please try again."));
    if (opened.status === "unauthenticated") {
      const sentence =
        opened.code === "session_missing" ? "You are not signed in." : "Your session has ended. Please sign in again.";
      return respond(refusal(401, opened.code, sentence));
    }
    const { claims, content } = opened;
    const data = { ...answerOf(claims, content.profile, settings.issuer, Math.floor(now())), explanation: null };
    return respond(json(200, { success: true, data }));
  }

  async function organizations(request: Request, origin: string): Promise<Response> {
    const opened = await sessions.open(request, origin);
    if (opened.status !== "authenticated") return await session(request, origin);
    const list = organizationsIn(await issuer.api("profiles/me", opened.content.accessToken));
    const response = json(200, { success: true, data: { organizations: list } });
    if (opened.cookie !== undefined)
      response.headers.append(
        "set-cookie",
        cookies.header(cookies.name("session", origin), opened.cookie, maxAge, origin),
      );
    return response;
  }

  /** Switches the current organization, and answers as the session's path does. */
  async function switchOrganization(request: Request, origin: string): Promise<Response> {
    const text = await readBounded(request.body, MAX_BODY_BYTES).catch(() => undefined);
    const organization = memberOf(text, "currentOrganizationId");
    if (!isUuid(organization)) return refusal(400, "invalid_input", "The organization to switch to is not valid.");
    const opened = await sessions.open(request, origin);
    if (opened.status !== "authenticated" || opened.content.refreshToken === null)
      return await session(request, origin);
    const { claims, content } = opened;
    try {
      const kept = await sessions.switchOrganization(content, claims.sid, organization);
      const { profile } = kept.content;
      const data = { ...answerOf(kept.claims, profile, settings.issuer, Math.floor(now())), explanation: null };
      const response = json(200, { success: true, data });
      const header = cookies.header(cookies.name("session", origin), kept.value, maxAge, origin);
      response.headers.append("set-cookie", header);
      return response;
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error;
      if (error.code === "request_refused")
        return refusal(403, "not_a_member", "You are not a member of this organization.");
      if (error.code === "grant_refused") {
        sessions.end(claims.sid);
        return await session(request, origin);
      }
      return refusal(503, error.code, "The server cannot be reached at the moment. Please try again.");
    }
  }

  /** Answers which connection an address leads to, the same for addresses that nobody knows. */
  async function connections(request: Request): Promise<Response> {
    const text = await readBounded(request.body, MAX_BODY_BYTES).catch(() => undefined);
    const address = memberOf(text, "address");
    if (!isAddress(address)) return refusal(400, "invalid_input", "This is not an email address.");
    try {
      const { ofAddress } = await offeredConnections(app, address);
      return json(200, { success: true, data: { connectionId: ofAddress } });
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error;
      return refusal(503, "issuer_unreachable", "The server cannot be reached at the moment. Please try again.");
    }
  }

  async function backChannelLogout(request: Request): Promise<Response> {
    const { revoked } = app.options;
    if (revoked === undefined)
      return refusal(501, "revocation_store_missing", "Nothing here would honor a logout: createCora() has no store.");
    const text = await readBounded(request.body, MAX_BODY_BYTES).catch(() => undefined);
    const tokens = new URLSearchParams(text ?? "").getAll("logout_token");
    const invalid = () => refusal(400, "logout_token_invalid", "The logout token is not valid for this application.");
    const [token] = tokens;
    if (token === undefined || tokens.length > 1) return invalid();
    let sid: string;
    try {
      ({ sid } = await issuer.logoutToken(token));
    } catch (error) {
      return error instanceof IssuerError && error.code === "keys_unavailable"
        ? refusal(503, error.code, "The keys cannot be fetched at the moment.")
        : invalid();
    }
    try {
      await revoked.add(sid, REVOKED_SECONDS);
    } catch {
      return refusal(503, "revocation_unavailable", "The logout could not be recorded.");
    }
    sessions.end(sid);
    return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
  }

  /** Lets a request of the application's own pages pass. */
  const own =
    (answer: Answer): Answer =>
    async (request, origin) => {
      const origins = settings.origins.length > 0 ? settings.origins : [origin];
      return isOwn(request, origins)
        ? await answer(request, origin)
        : refusal(403, "cross_origin", "This can only be done from a page of the application itself.");
    };

  const paths: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
    "sign-in": { GET: signIn },
    callback: { GET: callback },
    "sign-out": { POST: own((request, origin) => signOut(request, origin)) },
    "signed-out": { GET: signedOut },
    session: { GET: session, PUT: own(switchOrganization) },
    organization: { GET: organizations, POST: own(switchOrganization) },
    connections: { POST: own(connections) },
    "back-channel-logout": { POST: backChannelLogout },
  };

  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    // A framework may or may not have removed the base path.
    const name = pathname.slice(pathname.indexOf(`${settings.authPath}/`) + settings.authPath.length + 1);
    const methods = Object.hasOwn(paths, name) ? paths[name] : undefined;
    if (methods === undefined) return refusal(404, "not_found", "There is nothing at this path.");
    if (request.method === "GET" && isPrefetch(request) && ["sign-in", "sign-out", "signed-out"].includes(name))
      return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
    const answer = methods[request.method];
    const allow = Object.keys(methods).join(", ");
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
    if (answer === undefined) return refusal(405, "method_not_allowed", "The path has another method.", { allow });
    return await answer(request, originOf(settings, request));
  }

  return Object.assign(handle, { signOut: (request: Request) => signOut(request, originOf(settings, request), true) });
}

/** The handler, with the sign-out for forms of one's own. */
type Handler = ((request: Request) => Promise<Response>) & {
  readonly signOut: (request: Request) => Promise<Response>;
};

/** Returns a member of the JSON object in a body; `undefined` without one. */
function memberOf(text: string | undefined, name: string): unknown {
  try {
    const body: unknown = JSON.parse(text ?? "");
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}
