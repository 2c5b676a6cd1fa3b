// One application, built by each of the two bundlers without configuring them.
export default { distDir: process.env.DIST_DIR ?? ".next" };
