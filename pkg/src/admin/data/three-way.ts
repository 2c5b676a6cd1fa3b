/** Merging two edits of the same settings. */

/** A flat or nested document of settings. */
export type Document = Readonly<Record<string, unknown>>;

/** A setting that both sides have changed, and not to the same value. */
export interface Conflict {
  readonly field: string;
  readonly before: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
}

/** The result of merging: the settings that are clear, and the conflicts. */
export interface Merge {
  readonly merged: Document;
  readonly conflicts: readonly Conflict[];
}

/** Returns a text that is equal for equal values, whatever the order of their members. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/**
 * Merges two edits that began with the same settings. A setting that one side changed is taken from
 * that side. A conflict has the value of `mine` until it is settled.
 */
export function threeWay(before: Document, theirs: Document, mine: Document): Merge {
  const merged: Record<string, unknown> = {};
  const conflicts: Conflict[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(theirs), ...Object.keys(mine)])) {
    const [was, their, own] = [before[field], theirs[field], mine[field]];
    const [mineChanged, theirsChanged] = [canonical(was) !== canonical(own), canonical(was) !== canonical(their)];
    if (mineChanged && theirsChanged && canonical(own) !== canonical(their))
      conflicts.push({ field, before: was, theirs: their, mine: own });
    const value = mineChanged ? own : their;
    if (value !== undefined) merged[field] = value;
  }
  return { merged, conflicts };
}

/** Returns the merged settings with each conflict settled. */
export function settled(merge: Merge, takeTheirs: ReadonlySet<string>): Document {
  const result: Record<string, unknown> = { ...merge.merged };
  for (const { field, mine, theirs } of merge.conflicts) {
    const value = takeTheirs.has(field) ? theirs : mine;
    if (value === undefined) delete result[field];
    else result[field] = value;
  }
  return result;
}

/** A setting that differs between two documents. */
export interface Difference {
  readonly field: string;
  readonly kind: "added" | "removed" | "changed";
  readonly before: unknown;
  readonly after: unknown;
}

/** Returns the settings that differ, by name. */
export function differences(before: Document, after: Document): readonly Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter((field) => canonical(before[field]) !== canonical(after[field]))
    .map((field) => ({
      field,
      kind: before[field] === undefined ? "added" : after[field] === undefined ? "removed" : "changed",
      before: before[field],
      after: after[field],
    }));
}
