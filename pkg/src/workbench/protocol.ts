import type { CoraErrorCode } from "../errors.js";
import type { Issue, SimulationReport } from "../glue/types.js";

/**
 * The number of logins that cross to a worker, or into the module, at a time: a page serializes
 * them in some milliseconds.
 */
export const PART = 250;

/** The number of changes that a worker returns at a time. */
export const CHANGES = 500;

/** A message to a worker. The worker answers each order before it is sent the next. */
export type Order =
  | { readonly kind: "start"; readonly before: string; readonly after: string; readonly traced: number }
  | { readonly kind: "logins"; readonly text: string }
  | { readonly kind: "report"; readonly from: number };

/** A piece of the report: its changes from a given index on, and everything else. */
export type Piece = SimulationReport;

/**
 * A message from a worker: an order is done, with a piece of the report if one was requested, or
 * the reason that it cannot go on.
 */
export type Word =
  | { readonly kind: "done"; readonly piece: Piece | null }
  | {
      readonly kind: "failed";
      readonly code: CoraErrorCode;
      readonly message: string;
      readonly path: string;
      readonly help: string | null;
      readonly issues: readonly Issue[];
    };
