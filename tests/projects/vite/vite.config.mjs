export default {
  build: { target: "es2022" },
  // What finds its module beside itself is not moved elsewhere in development.
  optimizeDeps: { exclude: ["@cora/auth"] },
};
