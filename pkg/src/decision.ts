import type { Decision, DecisionSummary } from "./glue/types.js";

const DEFERRED = ["plan", "trace"] as const;

/**
 * A decision of which plan and trace are worked out when one of them is read for the first time; most readers want neither. They are
 * members like the others: enumerable, own, last as in the core's own JSON, and plain values from then on.
 *
 * @param summary JSON of a `DecisionSummary`.
 * @param whole gives the JSON of the whole decision: the decision is a pure function of the same text.
 */
export function decisionOf(summary: string, whole: () => string): Decision {
  const decision = JSON.parse(summary) as DecisionSummary;
  const settle = (values: Pick<Decision, (typeof DEFERRED)[number]>) => {
    for (const name of DEFERRED) {
      Object.defineProperty(decision, name, { value: values[name], writable: true, enumerable: true, configurable: true });
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
