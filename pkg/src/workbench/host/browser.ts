// For browsers: the module is fetched, and a long simulation has a worker.
export { core } from "./fetched.js";

// Bundlers know this form: they make a script of the worker and of what it imports.
export const startWorker: (() => Worker) | undefined =
  typeof Worker === "undefined"
    ? undefined
    : () => new Worker(new URL("../worker.js", import.meta.url), { type: "module", name: "cora-simulation" });
