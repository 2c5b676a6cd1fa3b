// Two builds of one application, by either bundler; neither is configured.
export default { distDir: process.env.DIST_DIR ?? ".next" };
