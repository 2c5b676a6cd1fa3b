// The host part for browsers: the module is fetched, and a long simulation has a worker.
export { core } from "./fetched.js";

// Bundlers recognize this form: they make a script of the worker and its imports.
export const startWorker: (() => Worker) | undefined =
  typeof Worker === "undefined"
    ? undefined
    : () => new Worker(new URL("../worker.js", import.meta.url), { type: "module", name: "cora-simulation" });
