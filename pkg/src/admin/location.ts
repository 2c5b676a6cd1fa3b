/** The addresses that the screens read and change, independent of the application's router. */

/** The part of an application's router that the screens use. */
export interface AdminLocation {
  /** Returns the current path with its query, such as `/console/users?q=ana`. */
  readonly current: () => string;
  /** Calls `listener` after each change, and returns a function that stops it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Goes to a path with its query; `replace` leaves no entry in the history. */
  readonly go: (to: string, options?: { readonly replace?: boolean }) => void;
}

function observed() {
  const listeners = new Set<() => void>();
  return {
    notify: () => {
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Creates a location that lives in memory: for tests, and for screens that leave the URL alone. */
export function memoryLocation(start = "/"): AdminLocation {
  const { notify, subscribe } = observed();
  let path = start;
  return {
    current: () => path,
    subscribe,
    go: (to) => {
      path = to;
      notify();
    },
  };
}

/** Creates a location in the browser's address bar and history. */
export function historyLocation(): AdminLocation {
  const { notify, subscribe } = observed();
  return {
    current: () => globalThis.location.pathname + globalThis.location.search,
    subscribe: (listener) => {
      const stop = subscribe(listener);
      globalThis.addEventListener("popstate", listener);
      return () => {
        stop();
        globalThis.removeEventListener("popstate", listener);
      };
    },
    go: (to, options) => {
      if (options?.replace === true) globalThis.history.replaceState(null, "", to);
      else globalThis.history.pushState(null, "", to);
      notify();
    },
  };
}

/** The functions of `useRouter()` in Next.js that {@link routerLocation} calls. */
export interface RouterLike {
  push(path: string): void;
  replace(path: string): void;
}

/**
 * Creates a location from a router that renders again after each change, such as the one of
 * Next.js. Create it in each render: it states the path of that render.
 *
 * @example
 * ```tsx
 * const [router, path, query] = [useRouter(), usePathname(), useSearchParams()];
 * const location = routerLocation(router, `${path}?${query}`);
 * ```
 */
export function routerLocation(router: RouterLike, current: string): AdminLocation {
  return {
    current: () => current,
    subscribe: () => () => {},
    go: (to, options) => (options?.replace === true ? router.replace(to) : router.push(to)),
  };
}

/**
 * Values that do not stand in addresses: those with an at sign, because an e-mail address in the
 * address bar is in the history, in what people copy, and in logs on the way. A reference stands
 * for each until the page is loaded again; then the value is empty.
 */
const hidden: string[] = [];
const MARK = "~";

function referenceTo(value: string): string {
  if (!value.includes("@") && !value.startsWith(MARK)) return value;
  // A server answers many people, so it keeps nothing of one.
  if (typeof globalThis.document === "undefined") return "";
  const known = hidden.indexOf(value);
  return MARK + (known < 0 ? hidden.push(value) - 1 : known);
}

const valueOf = (text: string) => (text.startsWith(MARK) ? (hidden[Number(text.slice(MARK.length))] ?? "") : text);

/** Splits a path with a query, and follows the references that {@link joinPath} made. */
export function splitPath(location: string): { readonly path: string; readonly query: URLSearchParams } {
  const at = location.indexOf("?");
  if (at < 0) return { path: location, query: new URLSearchParams() };
  const query = [...new URLSearchParams(location.slice(at + 1))].map(([name, value]) => [name, valueOf(value)]);
  return { path: location.slice(0, at), query: new URLSearchParams(query) };
}

/**
 * Returns a path with a query, of which the empty values are left out. For a value with an at sign
 * there is a reference in it, which {@link splitPath} follows.
 */
export function joinPath(path: string, query: URLSearchParams): string {
  const kept = [...query].map(([name, value]) => [name, referenceTo(value)]).filter(([, value]) => value !== "");
  const text = new URLSearchParams(kept).toString();
  return text === "" ? path : `${path}?${text}`;
}
