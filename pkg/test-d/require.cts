// The types for `require` are those of a CommonJS module.
import cora = require("@cora/auth");

export const kind: cora.OutcomeKind = cora.decide({} as cora.DecideInput).outcome.kind;
export const error = new cora.CoraError("wrong_type", "expected a string");
