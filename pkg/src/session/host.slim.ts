// The core of the slim build, which is given the module, and WebCrypto.
import { Core } from "../core.js";
import { loader } from "../load/host.js";
import type { SessionCore } from "./exports.js";

export const core: SessionCore = new Core(loader);
export { signatures } from "./crypto/web.js";
