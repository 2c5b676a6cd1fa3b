// A snippet of pkg/README.md, literally, with what it leaves out.
import { decide, CoraError } from "@cora/auth";
import type { DecideInput } from "@cora/auth";

export function admit(input: DecideInput) {
  try {
    const decision = decide(input); // not being let in is a decision, no error
    return decision.outcome.kind;
  } catch (error) {
    if (error instanceof CoraError) for (const issue of error.issues) console.error(issue.path, issue.message, issue.help);
    throw error;
  }
}
