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

/** Splits a path with a query. */
export function splitPath(location: string): { readonly path: string; readonly query: URLSearchParams } {
  const at = location.indexOf("?");
  return at < 0
    ? { path: location, query: new URLSearchParams() }
    : { path: location.slice(0, at), query: new URLSearchParams(location.slice(at + 1)) };
}

/** Returns a path with a query, of which the empty values are left out. */
export function joinPath(path: string, query: URLSearchParams): string {
  const kept = new URLSearchParams([...query].filter(([, value]) => value !== ""));
  const text = kept.toString();
  return text === "" ? path : `${path}?${text}`;
}
