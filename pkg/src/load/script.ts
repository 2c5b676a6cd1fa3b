// For `require` outside Node: like the browser's loader, but a script cannot know where the module lies.
import { compile, loadFailed, notInitialised } from "./loader.js";
import type { Loader } from "./loader.js";

export const loader: Loader = {
  now: () => notInitialised(),
  async load(source) {
    if (source === undefined) throw loadFailed("its place is not known to a CommonJS build, and no source was given");
    return await compile(source);
  },
};
