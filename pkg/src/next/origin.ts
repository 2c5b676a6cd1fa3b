/**
 * Returns `true` if a request was made by a page of this application.
 *
 * SECURITY: a browser sends `Origin` with every POST and lets no page choose it, so a request
 * without it, or with another than ours, is not from one of our pages. `Host` is the host that the
 * browser addressed; a proxy that rewrites it requires the public origin to be configured.
 */
export function isSameOrigin(request: Request, publicOrigin: string | undefined): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = request.headers.get("origin");
  if (origin === null) return false;
  if (publicOrigin !== undefined) return origin === publicOrigin;
  try {
    return new URL(origin).host === request.headers.get("host");
  } catch {
    return false;
  }
}
