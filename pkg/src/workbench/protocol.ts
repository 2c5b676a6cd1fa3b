import type { CoraErrorCode } from "../errors.js";
import type { Issue, SimulationReport } from "../glue/types.js";

/** How many logins cross to a worker, or into the module, at a time: what takes a page some milliseconds to write. */
export const PART = 250;

/** How many changes come back from a worker at a time. */
export const CHANGES = 500;

/** What a worker is told. It answers each order before it is given the next. */
export type Order =
  | { readonly kind: "start"; readonly before: string; readonly after: string; readonly traced: number }
  | { readonly kind: "logins"; readonly text: string }
  | { readonly kind: "report"; readonly from: number };

/** A piece of the report: its changes from one on, and all else. */
export type Piece = SimulationReport;

/** What a worker says: that an order is done, a piece of what it found, or why it cannot go on. */
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
