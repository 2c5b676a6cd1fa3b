import type { CommandCall } from "./command.js";

/**
 * The commands that the server can work out without giving them (`dryRun`). A test compares the
 * list with the OpenAPI document: a server that does not know the parameter would give the command.
 */
export const PREVIEWS: ReadonlySet<string> = new Set<string>([]);

/** Returns `true` if the consequences of a command can be asked for. */
export const canPreview = ({ method, path }: CommandCall) => PREVIEWS.has(`${method} ${path}`);
