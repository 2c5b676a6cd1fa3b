/**
 * The core's rules about a session, carried by the server's answer: a page that asks no more than
 * this needs no WebAssembly.
 */

import type {
  OrganizationId,
  OrganizationRole,
  Permission,
  PlatformRole,
  SessionState,
  UnifiedSession,
} from "../index.js";
import type { SessionRules } from "./state.js";

/** The core's answers about one session. */
export interface Answers {
  readonly platform: {
    /** The capabilities of Cora, and the permissions of the application. */
    readonly capabilities: readonly Permission[];
    /** The roles of which the session has at least that one. */
    readonly roles: readonly PlatformRole[];
  };
  /** The same for each organization of the session. */
  readonly organizations: {
    readonly [id: OrganizationId]: {
      readonly capabilities: readonly Permission[];
      readonly roles: readonly OrganizationRole[];
    };
  };
  /** The time until the session is to be asked for again, in seconds; `null` if never. */
  readonly refreshIn: number | null;
  /** The time until the session must no longer be shown, in seconds; `null` if it has no end. */
  readonly endsIn: number | null;
}

const isList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
const isPart = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "capabilities" in value &&
  "roles" in value &&
  isList(value.capabilities) &&
  isList(value.roles);
const isSeconds = (value: unknown): boolean => value === null || Number.isFinite(value);

/** Returns `true` if the value is the answers of a server. */
export function isAnswers(value: unknown): value is Answers {
  if (typeof value !== "object" || value === null) return false;
  const { endsIn, organizations, platform, refreshIn } = value as Record<string, unknown>;
  return (
    isPart(platform) &&
    typeof organizations === "object" &&
    organizations !== null &&
    Object.values(organizations).every(isPart) &&
    isSeconds(refreshIn) &&
    isSeconds(endsIn)
  );
}

const absent: UnifiedSession = { status: "unauthenticated" };

/** Returns the rules about the sessions whose answers were {@link SessionRules.carry carried}. */
export function carriedRules(): SessionRules {
  /** The answers, by the session that they are about. */
  const known = new WeakMap<object, Answers>();

  function answersOf(unified: UnifiedSession): Answers | undefined {
    if (typeof unified?.status !== "string") throw new TypeError("this is not a session");
    if (unified.status !== "authenticated") return undefined;
    const answers = known.get(unified.session);
    if (answers === undefined) throw new TypeError("the server's answer about the session is missing");
    return answers;
  }

  return {
    ready: async () => {},
    carry(session, answers) {
      if (session.status === "authenticated" && typeof session.session === "object" && isAnswers(answers))
        known.set(session.session, answers);
    },
    can(unified, capability, organizationId) {
      const answers = answersOf(unified);
      if (organizationId === undefined) return answers?.platform.capabilities.includes(capability) ?? false;
      return answers?.organizations[organizationId]?.capabilities.includes(capability) ?? false;
    },
    has(unified, { capability, organizationId, organizationRole, platformRole }) {
      const answers = answersOf(unified);
      if (answers === undefined || unified.status !== "authenticated") return false;
      const named = organizationId ?? undefined;
      const current = named ?? unified.session.currentOrganizationId;
      const found = [
        ...(capability ? [this.can(unified, capability, named)] : []),
        ...(platformRole ? [answers.platform.roles.includes(platformRole)] : []),
        ...(organizationRole
          ? [current !== null && (answers.organizations[current]?.roles.includes(organizationRole) ?? false)]
          : []),
        ...(named === undefined ? [] : [answers.organizations[named] !== undefined]),
      ];
      return found.length > 0 && found.every(Boolean);
    },
    reduce({ event, now, state }): SessionState {
      const seenAt = Math.max(now, state?.seenAt ?? 0);
      if (event.event === "answered") {
        const answers = answersOf(event.session);
        const at = (seconds: number | null | undefined) =>
          seconds === null || seconds === undefined ? null : seenAt + seconds;
        const endsAt = at(answers?.endsIn);
        if (endsAt !== null && endsAt <= seenAt)
          return { session: absent, refreshAt: null, endsAt: null, isStale: false, seenAt };
        return { session: event.session, refreshAt: at(answers?.refreshIn), endsAt, isStale: false, seenAt };
      }
      if (state === null || state === undefined || (state.endsAt !== null && state.endsAt <= seenAt))
        return { session: absent, refreshAt: null, endsAt: null, isStale: false, seenAt };
      return { ...state, seenAt };
    },
  };
}
