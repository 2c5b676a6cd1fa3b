// Builds the gallery, in which each screen is shown in each of its states.
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { createRequire } from "node:module";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../pkg", import.meta.url));
const fromPackage = createRequire(join(PACKAGE, "package.json"));

export const BUILT = join(HERE, ".built");

/** The settings with which the gallery is built, and served while somebody works on it. */
export const SETTINGS = {
  root: join(HERE, "gallery"),
  configFile: false,
  logLevel: "error",
  mode: "development",
  define: { "process.env.NODE_ENV": '"development"' },
  resolve: {
    alias: ["react", "react-dom"].map((name) => ({
      find: new RegExp(`^${name}(?=$|/)`),
      replacement: join(PACKAGE, "node_modules", name),
    })),
  },
  build: { outDir: BUILT, emptyOutDir: true, minify: false, target: "es2022", chunkSizeWarningLimit: 10_000 },
};

export async function buildGallery() {
  const { build } = await import(fromPackage.resolve("vite"));
  await build(SETTINGS);
}
