import { ROUTES } from "./routes.js";

/** The routes by method and number of parts, each as the parts of its path. */
const BY_SHAPE = new Map<string, (readonly string[])[]>();
for (const route of ROUTES) {
  const [method = "", path = ""] = route.split(" ");
  const parts = path.slice(1).split("/");
  const shape = `${method} ${parts.length}`;
  BY_SHAPE.set(shape, [...(BY_SHAPE.get(shape) ?? []), parts]);
}

/** Returns a part of a path as one part of a URL, or `undefined` if it would be another. */
function encoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return text === "" || text === "." || text === ".." || /[/\\]/.test(text) ? undefined : encodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Returns the path of Cora that a request is for, or `undefined` if the screens do not use it.
 *
 * SECURITY: an allow-list, so that no path reaches another route of Cora's.
 */
export function pathOf(method: string, pathname: string, mount: string): string | undefined {
  const prefix = `${mount.replace(/\/+$/, "")}/`;
  if (!pathname.startsWith(prefix)) return undefined;
  const parts = pathname.slice(prefix.length).split("/").map(encoded);
  const known = BY_SHAPE.get(`${method} ${parts.length}`) ?? [];
  const matches = known.some((route) =>
    route.every((part, at) => (part.startsWith("{") ? parts[at] !== undefined : part === parts[at])),
  );
  return matches ? `/${parts.join("/")}` : undefined;
}
