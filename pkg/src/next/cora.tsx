/** `createCora` for Next.js: `@cora/auth/server` with the request of the page being rendered. */

import { Suspense } from "react";
import type { ReactElement, ReactNode } from "react";

import { AccessError } from "../server/access.js";
import { createCora as createWebCora } from "../server/cora.js";
import type { Cora, ProtectRequirement, SessionHeader } from "../server/cora.js";
import type { CoraOptions } from "../server/options.js";
import type { SignInParameters } from "../server/sign-in-state.js";
import type { SignInState } from "../react/sign-in-state.js";
import type { CoraSession, SessionAnswer, SignedInSession } from "../server/session.js";
import { ClientProvider } from "./client-provider.js";

/** The header in which `proxy` hands the page's path down. */
const PATH_HEADER = "x-cora-path";

/**
 * The paths that `proxy` is for: everything but Next's own files, and paths that end in a file's
 * name (images, `robots.txt`), and `/.well-known`. Next reads `config` from the text of `proxy.ts`,
 * so it has to be written there.
 */
export const config = { matcher: ["/((?!_next/|\\.well-known/|.*\\.[^/]+$).*)"] };

const PASSES = /^\/(?:_next\/|\.well-known\/|.*\.[^/]+$)/;

/** The functions of Next.js that are used. */
export interface NextHost {
  headers(): Promise<Headers>;
  cookies(): Promise<{ set(name: string, value: string, options: object): unknown }>;
  navigation(): Promise<{
    redirect(url: string): never;
    notFound(): never;
    forbidden?(): never;
  }>;
  /** `NextResponse.next`. */
  next(init: { readonly request: { readonly headers: Headers } }): Response;
}

/** The properties of `<CoraProvider>`. */
export interface NextCoraProviderProps {
  readonly children: ReactNode;
  /**
   * Shown until it is known who is signed in, where Next.js prerenders the page; nothing when
   * absent.
   */
  readonly fallback?: ReactNode;
}

/** A handler of a route that only signed-in users reach. */
export type ProtectedRoute<Context> = (
  request: Request,
  user: SignedInSession,
  context: Context,
) => Response | Promise<Response>;

/**
 * The application's side of Cora, for Next.js. Create one, in `proxy.ts` or a module of its own.
 */
export interface NextCora {
  /** Returns who makes the request: of the page, action or route, or the one that is given. */
  auth(request?: Request): Promise<CoraSession>;
  /**
   * Returns the signed-in user if the requirements are met. Otherwise it leads to the sign-in, or
   * shows the page for what is forbidden (`forbidden.tsx` with `authInterrupts`, else
   * `not-found.tsx`). For pages and actions.
   */
  protect(requirement?: ProtectRequirement): Promise<SignedInSession>;
  /**
   * Returns a handler for a `route.ts`, which answers 401 and 403 itself.
   *
   * @example
   * ```ts
   * export const GET = protectRoute({ role: "org_admin" }, (request, user) => Response.json(user.userId));
   * ```
   */
  protectRoute<Context>(
    requirement: ProtectRequirement,
    handler: ProtectedRoute<Context>,
  ): (request: Request, context: Context) => Promise<Response>;
  /**
   * The function for `proxy.ts`: answers the paths below `/api/auth`, renews the session, and leads
   * from protected pages to the sign-in.
   *
   * SECURITY: it spares people pages full of refusals and protects nothing.
   */
  proxy(request: Request): Promise<Response | undefined>;
  /** The paths that `proxy` is for; see {@link config}. */
  readonly config: typeof config;
  /** The handlers for `app/api/auth/[...cora]/route.ts`, for applications without a `proxy.ts`. */
  readonly handler: {
    GET(request: Request): Promise<Response>;
    POST(request: Request): Promise<Response>;
    PUT(request: Request): Promise<Response>;
  };
  /** Ends the session in a server action, and leads on to Cora's own sign-out. */
  signOut(): Promise<never>;
  /**
   * Provides `useUnifiedAuth()` below it, with the state from the server. It brings the
   * `<Suspense>` that `cacheComponents` asks for.
   */
  CoraProvider(props: NextCoraProviderProps): ReactElement;
  /** Returns the state for the first paint. */
  initial(): Promise<SessionAnswer | null>;
  /**
   * Returns the state for `<SignInPage>` of `@cora/auth/react/pages`, from the page's
   * `await searchParams`.
   */
  signInState(parameters?: SignInParameters): Promise<SignInState>;
}

/** Returns the options of `cookies().set` for a `set-cookie` header. */
function parsedCookie(header: string): readonly [name: string, value: string, options: object] {
  const [pair = "", ...attributes] = header.split("; ");
  const of = (name: string) => attributes.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  const at = pair.indexOf("=");
  const options = {
    path: of("Path") ?? "/",
    maxAge: Number(of("Max-Age") ?? 0),
    httpOnly: true,
    sameSite: "lax",
    secure: attributes.includes("Secure"),
  };
  return [pair.slice(0, at), pair.slice(at + 1), options];
}

/** Returns `true` for an error by which Next.js steers: `redirect`, `notFound`, dynamic usage. */
const isNexts = (error: unknown): boolean => typeof error === "object" && error !== null && "digest" in error;

/** Creates the application's side of Cora over Next's functions. */
export function createCoraOver(host: NextHost, options: CoraOptions = {}): NextCora {
  const web: Cora = createWebCora(options);
  /** The requests of pages and actions, by their headers. */
  const requests = new WeakMap<Headers, Request>();

  /**
   * Waits for the request of a route. WHY: with cache components, Next.js runs a route once while
   * it builds, and has to see that it needs a request.
   */
  const requested = async () => void (await host.headers());

  /** Returns the request that is being handled. Errors of Next.js pass: it steers by them. */
  async function current(): Promise<Request> {
    const headers = await host.headers();
    const before = requests.get(headers);
    if (before !== undefined) return before;
    const path = headers.get(PATH_HEADER) ?? "/";
    const base = `http://${headers.get("host") ?? "localhost"}`;
    const url = URL.canParse(path, base) && path.startsWith("/") ? new URL(path, base) : new URL(base);
    const request = new Request(url, { headers: new Headers(headers) });
    requests.set(headers, request);
    return request;
  }

  /** Writes cookies where Next.js lets them be written: in actions and routes, and not in pages. */
  async function write(changes: readonly SessionHeader[]): Promise<void> {
    if (changes.length === 0) return;
    const jar = await host.cookies();
    for (const [name, value] of changes) {
      if (name !== "set-cookie") continue;
      try {
        jar.set(...parsedCookie(value));
      } catch (error) {
        if (isNexts(error)) throw error;
        // A page cannot write. Nothing is lost: the next response that can writes the newest.
      }
    }
  }

  async function auth(given?: Request): Promise<CoraSession> {
    if (given !== undefined) await requested();
    const request = given ?? (await current());
    const { headers, session } = await web.open(request);
    await write(headers);
    return session;
  }

  async function protect(requirement?: ProtectRequirement): Promise<SignedInSession> {
    const request = await current();
    let refusal: AccessError;
    try {
      const user = await web.protect(request, requirement);
      await write(web.changes(request));
      return user;
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      refusal = error;
    }
    await write(web.changes(request));
    const { forbidden, notFound, redirect } = await host.navigation();
    if (refusal.signInUrl !== null) {
      const { pathname, search } = new URL(refusal.signInUrl);
      // Next.js adds the base path itself.
      return redirect(pathname.slice(web.settings().basePath.length) + search);
    }
    if (refusal.code !== "permission_denied") throw refusal;
    try {
      forbidden?.();
    } catch (error) {
      if (isNexts(error)) throw error;
      // `authInterrupts` is off.
    }
    return notFound();
  }

  async function State({ children }: { readonly children: ReactNode }) {
    const initial = await state();
    const { authPath, basePath } = web.settings();
    return (
      <ClientProvider initial={initial} url={`${basePath}${authPath}`}>
        {children}
      </ClientProvider>
    );
  }

  async function state(): Promise<SessionAnswer | null> {
    return await web.initial(await current());
  }

  const handle = async (request: Request) => {
    await requested();
    return await web.handler(request);
  };

  return {
    auth,
    protect,
    config,
    initial: state,
    signInState: async (parameters) => await web.signInState(await current(), parameters),
    handler: { GET: handle, POST: handle, PUT: handle },
    protectRoute: (requirement, handler) => async (request, context) => {
      await requested();
      try {
        const user = await web.protect(request, requirement);
        return web.commit(request, await handler(request, user, context));
      } catch (error) {
        if (!(error instanceof AccessError)) throw error;
        return web.commit(request, error.response);
      }
    },
    async proxy(request) {
      const { pathname, search } = new URL(request.url);
      const { basePath } = web.settings();
      const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
      if (PASSES.test(path) && !web.isHandled(pathname)) return undefined;
      // An action is answered as one: by what it calls, and not by a redirect of its page.
      const answer = request.headers.has("next-action") ? undefined : await web.proxy(request);
      if (answer !== undefined) return answer;
      if (request.method === "OPTIONS") return undefined;
      const { cookie, headers } = await web.open(request);
      const onward = new Headers(request.headers);
      const here = pathname.startsWith(`${basePath}/`) ? pathname : `${basePath}${pathname}`;
      onward.set(PATH_HEADER, here + withoutRsc(search));
      if (cookie !== undefined) onward.set("cookie", cookie);
      const response = host.next({ request: { headers: onward } });
      for (const [name, value] of headers) {
        if (name === "set-cookie") response.headers.append(name, value);
        else response.headers.set(name, value);
      }
      return response;
    },
    async signOut() {
      const response = await web.signOut(await current());
      await write(response.headers.getSetCookie().map((value) => ["set-cookie", value] as const));
      const { redirect } = await host.navigation();
      return redirect(response.headers.get("location") ?? "/");
    },
    CoraProvider: ({ children, fallback = null }) => (
      <Suspense fallback={fallback}>
        <State>{children}</State>
      </Suspense>
    ),
  };
}

/** Returns the query of a page without the parameter that Next's router adds to its requests. */
function withoutRsc(search: string): string {
  const query = new URLSearchParams(search);
  if (!query.has("_rsc")) return search;
  query.delete("_rsc");
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
