export default {
  build: { target: "es2022" },
  // The package finds its module next to its scripts, so Vite must not move them in development.
  optimizeDeps: { exclude: ["@cora/auth"] },
};
