// The loader for the host, which the package's `imports` choose. The slim build has
// `host.slim.ts` in its place.
export { loader } from "#load";
