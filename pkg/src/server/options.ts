/** The options of `createCora`, and the settings that follow from them and the environment. */

import type { RouteRule, WasmSource } from "../session/index.js";
import type { RevocationStore } from "./revocation.js";

/** The options of `createCora`. Each one that is absent is read from the environment variable. */
export interface CoraOptions {
  /** The issuer: the public URL of the Cora service, without a slash at its end. `CORA_URL`. */
  readonly url?: string;
  /** The identifier of this application at Cora. `CORA_CLIENT_ID`. */
  readonly clientId?: string;
  /** The application's secret at Cora. `CORA_CLIENT_SECRET`. */
  readonly clientSecret?: string;
  /**
   * The secret that cookies are encrypted with, at least 32 characters. Of several, the first
   * encrypts, and all decrypt: put the new one first, and remove the old one after the longest
   * session. `CORA_COOKIE_SECRET`, separated by commas.
   */
  readonly cookieSecret?: string | readonly string[];
  /**
   * The public origins of the application, such as `https://app.acme.example`. The one that a
   * browser addressed is used, else the first. Optional on a loopback host, where the request's own
   * counts. `CORA_ORIGINS`, separated by commas.
   *
   * SECURITY: the host comes from this list and never from `X-Forwarded-Host`.
   */
  readonly origins?: string | readonly string[];
  /** The path below which the whole application is, such as `/app`; none when absent. */
  readonly basePath?: string;
  /** The path of the handler below `basePath`; `/api/auth` when absent. */
  readonly authPath?: string;
  /** The scopes to ask for; `openid profile email offline_access` when absent. */
  readonly scopes?: readonly string[];
  /**
   * The page that a sign-in which did not succeed leads to, with `?error=` and `?from=`; a small
   * page of the handler's own when absent.
   */
  readonly errorPath?: string;
  /**
   * The sign-in page of the application's own, to which `protect` and `proxy` lead with `?from=`;
   * see `signInState()`. When absent, they lead to Cora. The page is public.
   */
  readonly signInPath?: string;
  /**
   * The path to return to after signing out; `/` when absent. Its URL is registered with the
   * application as a post-logout redirect URI.
   */
  readonly signedOutPath?: string;
  /**
   * The access rules of pages for `proxy`; the first match applies. All pages are public when
   * absent.
   */
  readonly routes?: readonly RouteRule[];
  /**
   * The sessions that were ended elsewhere, for applications that register a back-channel logout.
   */
  readonly revoked?: RevocationStore;
  /**
   * The time for which a browser keeps the cookie after a renewal, in seconds; 2 592 000 when
   * absent. The session itself ends when Cora ends it.
   */
  readonly cookieMaxAge?: number;
  /** The timeout of a request to Cora, in milliseconds; 5 000 when absent. */
  readonly timeoutMs?: number;
  /** The function to call Cora with; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
  /** Returns the time in seconds since the epoch; the machine's clock when absent. */
  readonly now?: () => number;
  /** The environment; `process.env` when absent. Workers pass theirs. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The source of the session module, for hosts where it is not loaded automatically. */
  readonly wasm?: WasmSource;
}

/** The settings of one application, complete and checked. */
export interface Settings {
  /** The issuer, exactly as its tokens name it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The secrets of cookies, the one that encrypts first; never empty. */
  readonly cookieSecrets: readonly string[];
  /** The application's origins; empty if the request's own loopback origin counts. */
  readonly origins: readonly string[];
  readonly basePath: string;
  readonly authPath: string;
}

/** A fault of one option. */
export interface ConfigurationIssue {
  /** The name of the option, such as `clientId`. */
  readonly option: keyof CoraOptions;
  /** The name of its environment variable, such as `CORA_CLIENT_ID`; `null` if it has none. */
  readonly variable: string | null;
  readonly code: "missing" | "invalid_url" | "insecure_url" | "too_short" | "invalid_path";
  /** The fault, without the value. */
  readonly message: string;
}

/** The error for options that cannot work. It names all faults at once. */
export class CoraConfigurationError extends Error {
  override readonly name = "CoraConfigurationError";
  readonly code = "configuration_invalid";
  readonly help = "Set the environment variables, or pass the options to createCora().";

  /** Creates the error. `issues` is never empty. */
  constructor(readonly issues: readonly ConfigurationIssue[]) {
    super(`Cora is not configured: ${issues.map(({ message }) => message).join("; ")}`);
  }
}

/**
 * The least length of a secret for cookies, in characters (our decision: 256 bits in base64url are
 * 43).
 */
const LEAST_SECRET = 32;

const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127\.0\.0\.1|\[::1\])$/;

/** Returns `true` if a host name is this machine's. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/** Returns `true` for a URL on https, or on http of this machine. */
export function isSecure(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

const listOf = (value: string | readonly string[] | undefined): string[] =>
  (typeof value === "string" ? value.split(",") : [...(value ?? [])]).map((one) => one.trim()).filter(Boolean);

const environment = (): Readonly<Record<string, string | undefined>> =>
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {};

const PATH = /^(?:\/[A-Za-z0-9._~-]+)*$/;

/**
 * Returns the settings.
 *
 * @throws {CoraConfigurationError} All faults at once.
 */
export function settingsOf(options: CoraOptions): Settings {
  const env = options.env ?? environment();
  const issues: ConfigurationIssue[] = [];
  const fault = (
    option: keyof CoraOptions,
    variable: string | null,
    code: ConfigurationIssue["code"],
    message: string,
  ) => issues.push({ option, variable, code, message });

  function text(option: "url" | "clientId" | "clientSecret", variable: string): string {
    const value = (options[option] ?? env[variable] ?? "").trim();
    if (value === "") fault(option, variable, "missing", `${variable} is missing`);
    return value;
  }

  function checkedUrl(value: string, option: "url" | "origins", variable: string): URL | undefined {
    if (!URL.canParse(value)) return void fault(option, variable, "invalid_url", `${variable} is not an absolute URL`);
    const url = new URL(value);
    if (isSecure(url)) return url;
    return void fault(option, variable, "insecure_url", `${variable} is neither https nor a loopback host`);
  }

  const issuer = text("url", "CORA_URL").replace(/\/+$/, "");
  const clientId = text("clientId", "CORA_CLIENT_ID");
  const clientSecret = text("clientSecret", "CORA_CLIENT_SECRET");
  const cookieSecrets = listOf(options.cookieSecret ?? env.CORA_COOKIE_SECRET);
  if (cookieSecrets.length === 0)
    fault("cookieSecret", "CORA_COOKIE_SECRET", "missing", "CORA_COOKIE_SECRET is missing");
  else if (cookieSecrets.some((secret) => secret.length < LEAST_SECRET))
    fault(
      "cookieSecret",
      "CORA_COOKIE_SECRET",
      "too_short",
      `CORA_COOKIE_SECRET has fewer than ${LEAST_SECRET} characters`,
    );
  if (issuer !== "") checkedUrl(issuer, "url", "CORA_URL");
  const origins = listOf(options.origins ?? env.CORA_ORIGINS).flatMap(
    (value) => checkedUrl(value, "origins", "CORA_ORIGINS")?.origin ?? [],
  );
  const { authPath = "/api/auth", basePath = "" } = options;
  if (!PATH.test(basePath)) fault("basePath", null, "invalid_path", "basePath is not a path such as `/app`");
  if (!PATH.test(authPath) || authPath === "")
    fault("authPath", null, "invalid_path", "authPath is not a path such as `/api/auth`");
  if (issues.length > 0) throw new CoraConfigurationError(issues);
  return { issuer, clientId, clientSecret, cookieSecrets, origins, basePath, authPath };
}

/**
 * Returns the application's origin for a request: of the configured ones the one that the browser
 * addressed, else the first; without configuration the request's own, on this machine only.
 *
 * @throws {CoraConfigurationError} If no origin is configured and the host is not this machine's.
 */
export function originOf({ origins }: Settings, request: Request): string {
  const url = new URL(request.url);
  const host = request.headers.get("host") ?? url.host;
  const [first] = origins;
  if (first !== undefined) return origins.find((origin) => new URL(origin).host === host) ?? first;
  const own = `${url.protocol}//${host}`;
  if (URL.canParse(own) && isLoopback(new URL(own).hostname)) return new URL(own).origin;
  throw new CoraConfigurationError([
    {
      option: "origins",
      variable: "CORA_ORIGINS",
      code: "missing",
      message: "CORA_ORIGINS is missing, and only a loopback host works without it",
    },
  ]);
}
