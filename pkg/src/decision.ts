import type { Decision, DecisionSummary } from "./glue/types.js";

const DEFERRED = ["plan", "trace"] as const;

/**
 * Returns a decision whose `plan` and `trace` are computed when one of them is first read, because
 * most readers want neither. They behave like the other members: enumerable, own, last as in the
 * core's own JSON, and plain values from then on.
 *
 * @param summary JSON of a `DecisionSummary`.
 * @param whole returns the JSON of the full decision. The decision is a pure function of the same
 * text.
 */
export function lazyDecision(summary: string, whole: () => string): Decision {
  const decision = JSON.parse(summary) as DecisionSummary;
  const settle = (values: Pick<Decision, (typeof DEFERRED)[number]>) => {
    for (const name of DEFERRED) {
      Object.defineProperty(decision, name, {
        value: values[name],
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
  };
  for (const name of DEFERRED) {
    Object.defineProperty(decision, name, {
      get() {
        settle(JSON.parse(whole()) as Decision);
        return (decision as Decision)[name];
      },
      enumerable: true,
      configurable: true,
    });
  }
  return decision as Decision;
}
