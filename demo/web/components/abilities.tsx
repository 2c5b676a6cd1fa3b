import type { Capability } from "@cora/auth";

/** Lists capabilities, and which of them the user has. */
export function Abilities({
  allowed,
  of,
}: {
  readonly of: readonly Capability[];
  readonly allowed: (one: Capability) => boolean;
}) {
  return (
    <ul className="chips">
      {of.map((capability) => {
        const yes = allowed(capability);
        return (
          <li key={capability} className={yes ? "yes" : "no"}>
            <span aria-hidden="true">{yes ? "✓" : "–"}</span> <code>{capability}</code>
            <span className="hidden">{yes ? ": yes" : ": no"}</span>
          </li>
        );
      })}
    </ul>
  );
}
