// The core and the signatures for the host, which the package's `imports` choose. The slim build
// has `host.slim.ts` in its place.
export { core } from "#session";
export { signatures } from "#signatures";
