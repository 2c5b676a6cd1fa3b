/** Opens the session of a request, and renews it: once for each session and process. */

import { cookiesOf } from "./cookies.js";
import type { CookieProfile, Cookies, SessionCookie } from "./cookies.js";
import { IssuerError, claimsInCookie } from "./issuer.js";
import type { AccessClaims, GrantedPermissions, Issuer, Tokens } from "./issuer.js";
import type { Settings } from "./options.js";
import type { RevocationStore } from "./revocation.js";
import type { SignedOutCode, UnavailableCode } from "./session.js";

/**
 * The time before the end of an access token from which it is renewed, in seconds: a page asks 50
 * seconds before the end of a token of 300 (§10.5 of the specification), and gets a new one.
 */
const RENEW_AHEAD_SECONDS = 60;
/** The greatest number of sessions that are remembered. */
const MAX_KNOWN = 10_000;
/** The greatest number of tokens whose verification is remembered. */
const MAX_VERIFIED = 1000;
/** The waiting times after failed renewals, in seconds: from the first to the longest. */
const [FIRST_RETRY, LONGEST_RETRY] = [1, 30];
/** The duration of a failure after which a renewal is tried again at once, in milliseconds. */
const BRIEF_MS = 1000;

/** The session of a request, before the core is asked about it. */
export type OpenedSession =
  | { readonly status: "unauthenticated"; readonly code: SignedOutCode; readonly cookie: CookieChange }
  | {
      readonly status: "authenticated";
      readonly claims: AccessClaims;
      readonly content: SessionCookie;
      /** Set if the session was renewed for this request. */
      readonly isPresent: boolean;
      readonly cookie: CookieChange;
    }
  | { readonly status: "error"; readonly code: UnavailableCode; readonly cookie: CookieChange };

/**
 * The change of the session's cookie: its new value, `null` to remove it, `undefined` to leave it.
 */
export type CookieChange = string | null | undefined;

/** A session as it was last seen in this process. */
interface Known {
  readonly content: SessionCookie;
  readonly claims: AccessClaims;
  /** The encrypted cookie. */
  readonly value: string;
}

/** The content of a cookie, and the claims of its token. */
interface Read {
  readonly content: SessionCookie | undefined;
  readonly stated: AccessClaims | undefined;
}

/** A renewal that gave nothing, and the time of the next one. */
interface Failure {
  readonly failed: Exclude<UnavailableCode, "revocation_unavailable">;
  readonly count: number;
  readonly until: number;
}

/** The result of a renewal. */
type Renewed = Known | "ended" | Pick<Failure, "failed">;

/** A map that forgets its oldest entries. */
class Bounded<Value> extends Map<string, Value> {
  constructor(readonly most: number) {
    super();
  }
  override set(key: string, value: Value): this {
    this.delete(key);
    super.set(key, value);
    const [oldest] = this.keys();
    if (this.size > this.most && oldest !== undefined) this.delete(oldest);
    return this;
  }
}

/** The sessions of one application. */
export class Sessions {
  readonly #issuer: Issuer;
  readonly #cookies: Cookies;
  readonly #settings: Settings;
  readonly #now: () => number;
  readonly #revoked: RevocationStore | undefined;
  /** The newest state of each session, so that an older cookie never replaces a newer one. */
  readonly #known = new Bounded<Known>(MAX_KNOWN);
  readonly #renewing = new Map<string, Promise<Renewed>>();
  readonly #failures = new Bounded<Failure>(MAX_KNOWN);
  /** The sessions that have ended here, so that a late cookie does not bring one back. */
  readonly #ended = new Bounded<true>(MAX_KNOWN);
  /** The cookies that were decrypted, by their values. */
  readonly #decrypted = new Bounded<Read>(MAX_VERIFIED);
  readonly #verified = new Bounded<AccessClaims>(MAX_VERIFIED);
  /** The permissions that tokens had no room for. */
  readonly #permissions = new Bounded<GrantedPermissions>(MAX_VERIFIED);

  constructor(
    settings: Settings,
    {
      cookies,
      issuer,
      now,
      revoked,
    }: {
      readonly cookies: Cookies;
      readonly issuer: Issuer;
      readonly now: () => number;
      readonly revoked: RevocationStore | undefined;
    },
  ) {
    this.#settings = settings;
    this.#issuer = issuer;
    this.#cookies = cookies;
    this.#now = now;
    this.#revoked = revoked;
  }

  /** Opens the session of a request. `renew` forces a renewal. Never rejects because of Cora. */
  async open(request: Request, origin: string, { renew = false } = {}): Promise<OpenedSession> {
    const opened = await this.#open(request, origin, renew);
    if (opened.status !== "authenticated") return opened;
    return { ...opened, claims: await this.#complete(opened.claims, opened.content.accessToken) };
  }

  /**
   * Fills in the permissions of claims whose token had no room for them. They are the same for one
   * user, organization, role version and version of the definitions, so they are asked for once.
   */
  async #complete(claims: AccessClaims, token: string): Promise<AccessClaims> {
    const { organization, permissions, roleVersion, sub } = claims;
    if (permissions === null || permissions.lists !== null) return claims;
    const key = [sub, organization?.id ?? "", roleVersion, permissions.version].join(" ");
    const known = this.#permissions.get(key);
    if (known !== undefined) return { ...claims, permissions: known };
    try {
      const found = await this.#issuer.permissions(token, claims);
      if (found === null) return claims;
      // With other versions they are newer than the token, and not what the key stands for.
      if (found.version === permissions.version) this.#permissions.set(key, found);
      return { ...claims, permissions: found };
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error;
      // They stay unknown: nothing is permitted by them.
      return claims;
    }
  }

  async #open(request: Request, origin: string, renew: boolean): Promise<OpenedSession> {
    const name = this.#cookies.name("session", origin);
    const [found] = cookiesOf(request, `${name}=`);
    if (found === undefined) return { status: "unauthenticated", code: "session_missing", cookie: undefined };
    const over = (code: SignedOutCode): OpenedSession => ({ status: "unauthenticated", code, cookie: null });

    let { content, stated } = await this.#read(found[1]);
    // The cookie stays: in a change of secrets another instance may be able to read it.
    if (content === undefined || stated === undefined)
      return { status: "unauthenticated", code: "session_invalid", cookie: undefined };
    const { sid } = stated;
    if (this.#ended.has(sid)) return over("session_ended");
    let cookie: CookieChange;
    const known = this.#known.get(sid);
    if (known !== undefined && known.content.generation > content.generation)
      [content, cookie] = [known.content, known.value];
    try {
      if (await this.#revoked?.has(sid)) return over("session_ended");
    } catch {
      // SECURITY: a store that does not answer may hold the session.
      return { status: "error", code: "revocation_unavailable", cookie: undefined };
    }

    const live = await this.#verify(content.accessToken);
    const isDue = renew || typeof live === "string" || live.exp - this.#now() <= RENEW_AHEAD_SECONDS;
    if (!isDue && typeof live !== "string")
      return { status: "authenticated", claims: live, content, isPresent: false, cookie };
    if (live === "keys_unavailable") return { status: "error", code: live, cookie };

    const renewed = content.refreshToken === null ? "ended" : await this.#renew(sid, content, renew);
    if (renewed !== "ended" && "value" in renewed)
      return {
        status: "authenticated",
        claims: renewed.claims,
        content: renewed.content,
        isPresent: true,
        cookie: renewed.value,
      };
    // A token that still lasts is used until its end, unless Cora has ended the session.
    const lasts = typeof live !== "string" && live.exp > this.#now();
    if (renewed === "ended") {
      if (content.refreshToken === null && lasts && !renew)
        return { status: "authenticated", claims: live, content, isPresent: false, cookie };
      return over("session_ended");
    }
    if (lasts && !renew) return { status: "authenticated", claims: live, content, isPresent: false, cookie };
    return { status: "error", code: renewed.failed, cookie };
  }

  /** Decrypts a cookie, each only once. */
  async #read(value: string): Promise<Read> {
    const known = this.#decrypted.get(value);
    if (known !== undefined) return known;
    const content = await this.#cookies.openSession(value).catch(() => undefined);
    const read: Read = { content, stated: content && claimsInCookie(content.accessToken, this.#settings.clientId) };
    if (read.stated !== undefined) this.#decrypted.set(value, read);
    return read;
  }

  /** Returns the claims of a token that is valid now, or the reason that it cannot be used. */
  async #verify(token: string): Promise<AccessClaims | "token_invalid" | "keys_unavailable"> {
    const known = this.#verified.get(token);
    if (known !== undefined) return known.exp > this.#now() ? known : "token_invalid";
    try {
      const claims = await this.#issuer.accessToken(token);
      this.#verified.set(token, claims);
      return claims.exp > this.#now() ? claims : "token_invalid";
    } catch (error) {
      return error instanceof IssuerError && error.code === "keys_unavailable" ? error.code : "token_invalid";
    }
  }

  /** Renews a session. Requests at the same time share one renewal. */
  async #renew(sid: string, content: SessionCookie, isForced: boolean): Promise<Renewed> {
    const running = this.#renewing.get(sid);
    if (running !== undefined) return await running;
    const failure = this.#failures.get(sid);
    if (failure !== undefined && this.#now() < failure.until && !isForced) return failure;
    const renewal = this.#ask(sid, content).finally(() => this.#renewing.delete(sid));
    this.#renewing.set(sid, renewal);
    return await renewal;
  }

  /** Renews a session, a second time if the first has failed at once: a connection may be stale. */
  async #renewal(content: SessionCookie): Promise<Tokens> {
    const began = Date.now();
    try {
      return await this.#issuer.renew(content.refreshToken ?? "");
    } catch (error) {
      const isBrief = Date.now() - began < BRIEF_MS;
      if (!(error instanceof IssuerError) || error.code !== "issuer_unreachable" || !isBrief) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 200));
      return await this.#issuer.renew(content.refreshToken ?? "");
    }
  }

  async #ask(sid: string, content: SessionCookie): Promise<Renewed> {
    try {
      const tokens = await this.#renewal(content);
      this.#failures.delete(sid);
      if (this.#ended.has(sid)) return "ended";
      return await this.keep(tokens, content.profile, content);
    } catch (error) {
      if (!(error instanceof IssuerError)) throw error;
      if (error.code === "grant_refused") {
        this.end(sid);
        return "ended";
      }
      const count = (this.#failures.get(sid)?.count ?? 0) + 1;
      const wait = Math.min(FIRST_RETRY * 2 ** (count - 1), LONGEST_RETRY);
      this.#failures.set(sid, { failed: error.code, count, until: this.#now() + wait * (0.5 + Math.random() / 2) });
      return { failed: error.code };
    }
  }

  /**
   * Changes the current organization of a session.
   *
   * @throws {IssuerError} `request_refused` if the user is not a member.
   */
  async switchOrganization(content: SessionCookie, sid: string, organization: string): Promise<Known> {
    // A renewal that began before has the organization of before.
    await this.#renewing.get(sid)?.catch(() => {});
    const tokens = await this.#issuer.renew(content.refreshToken ?? "", organization);
    const profile = await this.profile(tokens, content.profile);
    return await this.keep(tokens, profile, this.#known.get(sid)?.content ?? content);
  }

  /** Remembers tokens as the newest of their session, and encrypts its cookie. */
  async keep(tokens: Tokens, profile: CookieProfile, before: SessionCookie | undefined): Promise<Known> {
    const { accessToken, claims } = tokens;
    const content: SessionCookie = {
      generation: Math.max(Math.floor(Date.now()), (before?.generation ?? 0) + 1),
      accessToken,
      refreshToken: tokens.refreshToken ?? before?.refreshToken ?? null,
      profile,
    };
    const known: Known = { content, claims, value: await this.#cookies.sealSession(content) };
    this.#verified.set(accessToken, claims);
    this.#known.set(claims.sid, known);
    return known;
  }

  /** Ends a session in this process: no cookie of it counts any more. */
  end(sid: string): void {
    this.#ended.set(sid, true);
    this.#known.delete(sid);
  }

  /**
   * Returns the person's names for the cookie, with those of the current organization, which Cora's
   * API tells. An application whose tokens do not reach it has identifiers in their place.
   */
  async profile({ accessToken, claims, idClaims }: Tokens, before?: CookieProfile): Promise<CookieProfile> {
    const data = claims.organization === null ? null : await this.#issuer.api("profiles/me", accessToken);
    const organizations = organizationsIn(data);
    const current = organizations.find(({ id }) => id === claims.organization?.id);
    const { email, email_verified, name } = idClaims ?? {};
    return {
      fullName: cut(name, 200) ?? before?.fullName ?? null,
      email: cut(email, 254) ?? before?.email ?? null,
      emailEvidence:
        typeof email === "string"
          ? email_verified === true
            ? "verified"
            : "unverified"
          : (before?.emailEvidence ?? "absent"),
      organization: current === undefined ? null : { id: current.id, name: current.name, slug: current.slug },
    };
  }
}

const cut = (value: unknown, most: number): string | undefined =>
  typeof value === "string" && value !== "" ? value.slice(0, most) : undefined;

/** Returns the organizations in the data of `profiles/me`. */
export function organizationsIn(
  data: unknown,
): readonly { readonly id: string; readonly name: string; readonly slug: string; readonly role: string }[] {
  const { session } = (data ?? {}) as {
    readonly session?: { readonly session?: { readonly organizations?: unknown } };
  };
  const list = session?.session?.organizations;
  if (!Array.isArray(list)) return [];
  return list.filter((one) =>
    ["id", "name", "slug", "role"].every(
      (member) => typeof (one as Record<string, unknown> | null)?.[member] === "string",
    ),
  );
}
