import type { Step } from "../../lib/test-run";
import { readable, sentence } from "../../lib/words";

/** Lists the steps of a run, with their results. */
export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  if (steps.length === 0) return null;
  return (
    <ol className="steps" data-testid="steps">
      {steps.map(({ code, help, message, ok, step }, at) => (
        // A step has no other identity than its position.
        <li key={at} className={ok ? "good" : "bad"} data-code={code ?? undefined}>
          <span aria-hidden="true">{ok ? "✓" : "✗"}</span>
          <span className="hidden">{ok ? "Done: " : "Failed: "}</span>
          <div>
            <strong>{readable(step)}</strong> {sentence(message)}
            {code !== null && (
              <>
                {" "}
                <code>{code}</code>
              </>
            )}
            {help !== null && <p className="soft">{help}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
