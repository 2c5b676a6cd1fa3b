/** A time as Cora writes it (RFC 3339), as people here read it; nothing when it is none. */
export function Time({ at }: { readonly at: unknown }) {
  if (typeof at !== "string" || Number.isNaN(Date.parse(at))) return null;
  return (
    <time className="soft" dateTime={at}>
      {new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}
