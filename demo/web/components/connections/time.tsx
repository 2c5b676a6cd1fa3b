/** Shows a time from Cora (RFC 3339) in the local format; nothing if it is not a time. */
export function Time({ at }: { readonly at: unknown }) {
  if (typeof at !== "string" || Number.isNaN(Date.parse(at))) return null;
  return (
    <time className="soft" dateTime={at}>
      {new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}
