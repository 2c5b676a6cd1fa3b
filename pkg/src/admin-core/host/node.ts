// The host part for Node: the module that everything runs on has the administrators' operations.
import { core as shared } from "../../instance.js";
import type { AdminCore } from "../exports.js";

export const core = shared as AdminCore;
