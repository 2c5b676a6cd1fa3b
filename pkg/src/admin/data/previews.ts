import { DRY_RUNS } from "../../client/dry-run.js";
import type { CommandCall } from "./command.js";

/**
 * Returns `true` if the consequences of a command can be asked for. The list is made of the
 * server's OpenAPI document: a server that does not know `dryRun` would give the command.
 */
export const canPreview = ({ method, path }: Pick<CommandCall, "method" | "path">) => DRY_RUNS.has(`${method} ${path}`);
