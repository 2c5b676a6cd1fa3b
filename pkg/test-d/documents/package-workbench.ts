// A snippet of pkg/README.md, literally, with what it leaves out.
import type { Configuration, EngineLogin } from "@cora/auth";

declare const configuration: Configuration, before: Configuration, after: Configuration;
declare const logins: EngineLogin[];
declare const onProgress: () => void;
declare const signal: AbortSignal;

import { lint, simulateInWorker } from '@cora/auth/workbench'

lint(configuration).findings                                      // code, severity, path, message, fix
const report = await simulateInWorker(before, after, logins, { onProgress, signal })
report.changes                                                    // every login whose outcome, organization or role changes
