// A CommonJS module requires the package, which is ES modules, with its types.
import cora = require("@cora/auth");

export const kind: cora.OutcomeKind = cora.decide({} as cora.DecideInput).outcome.kind;
export const error = new cora.CoraError("wrong_type", "expected a string");
