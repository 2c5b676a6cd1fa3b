// Made from crates/server/openapi.json: npm run check:client -- --update

/** The commands that take `dryRun` in their query, by method and path. */
export const DRY_RUNS: ReadonlySet<string> = new Set<string>([
]);
