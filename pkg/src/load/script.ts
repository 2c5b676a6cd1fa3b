// The loader for `require` outside Node, which cannot know the module's location, and for the slim
// build, which is given it.
import { compile } from "./compile.js";
import { loadFailed, notInitialised } from "./loader.js";
import type { Loader } from "./loader.js";

export const loader: Loader = {
  now: () => notInitialised(),
  async load(source) {
    if (source === undefined) throw loadFailed("this build does not know the module's URL, and no source was given");
    return await compile(source);
  },
};
