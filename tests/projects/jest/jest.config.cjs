// As docs/web.md says it: the package is compiled, because this Node's `require` is not Jest's.
module.exports = {
  testEnvironment: "jsdom",
  testMatch: ["**/*.spec.js"],
  transform: { "\\.[jt]sx?$": "@swc/jest" },
  transformIgnorePatterns: ["/node_modules/(?!@cora/)"],
};
