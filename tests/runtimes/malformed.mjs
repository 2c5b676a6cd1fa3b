// Malformed calls, by kind: each kind is a function of a number, so that a run can be repeated
// exactly.

/** A small random number generator (mulberry32); `Math.random` is not repeatable. */
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const WRONG = [
  null,
  undefined,
  true,
  1,
  -1,
  1.5,
  NaN,
  Infinity,
  "",
  "x",
  [],
  [[]],
  {},
  { a: 1 },
  new Date(0),
  /x/,
  () => 1,
  Symbol("x"),
];
const copy = (value) => JSON.parse(JSON.stringify(value));
const keys = (value) => (typeof value === "object" && value !== null ? Object.keys(value) : []);

/** Replaces a random member at a random depth of a copy of `value` with `put`. */
function replaced(value, next, put) {
  const root = { value: copy(value) };
  let at = root;
  let key = "value";
  while (keys(at[key]).length > 0 && next(4) > 0) {
    at = at[key];
    key = keys(at)[next(keys(at).length)];
  }
  at[key] = put;
  return root.value;
}

/** Returns a depth around the maximum, and sometimes far beyond. */
const depth = (n) => (n % 50 === 0 ? 9000 : 100) + (n % 60);

function nested(levels, object) {
  let value = object ? {} : [];
  for (let level = 0; level < levels; level++) value = object ? { a: value } : [value];
  return value;
}

/** Values that are not inputs, by kind. `valid` is an input that would be accepted. */
export const VALUES = {
  wrong_type: (n, valid) => replaced(valid, random(n), WRONG[n % WRONG.length]),
  unknown_field: (n, valid) => {
    const next = random(n);
    const name = `field${next(1000)}`;
    return next(2) === 0 ? { ...copy(valid), [name]: next(9) } : replaced(valid, next, { [name]: { [name]: [name] } });
  },
  cycle: (n, valid) => {
    const value = copy(valid);
    const inner = replaced(valid, random(n), 1);
    value.cycle = [inner, value];
    return value;
  },
  big_int: (n, valid) => replaced(valid, random(n), BigInt(n)),
  throwing_getter: (n, valid) => {
    const thrown = [new Error("confidential"), "a string that is thrown", undefined, { ok: false, issues: [] }][n % 4];
    const trap = {
      get anything() {
        throw thrown;
      },
    };
    return { ...copy(valid), trap };
  },
  throwing_proxy: (n, valid) => {
    const refuse = () => {
      throw new Error("confidential");
    };
    const { proxy, revoke } = Proxy.revocable(copy(valid), { ownKeys: refuse, get: refuse });
    if (n % 2 === 0) revoke();
    return proxy;
  },
  deep: (n) => nested(depth(n), n % 2 === 0),
  huge_string: (n, valid) => replaced(valid, random(n), "x".repeat(n % 100 === 0 ? 1_100_000 : 3000 + (n % 977))),
  lone_surrogate: (n, valid) => replaced(valid, random(n), `a${String.fromCharCode(0xd800 + (n % 2048))}b`),
};

/** Texts that are not documents, by kind. */
export const TEXTS = {
  truncated: (n, valid) => {
    const text = JSON.stringify(valid);
    return text.slice(0, random(n)(text.length));
  },
  not_a_string: (n) => (WRONG[n % WRONG.length] === "" ? 7 : WRONG[n % WRONG.length]),
  wrong_type: (n, valid) => JSON.stringify(VALUES.wrong_type(n, valid)) ?? "undefined",
  unknown_field: (n, valid) => JSON.stringify(VALUES.unknown_field(n, valid)),
  duplicate_field: (n, valid) => JSON.stringify(valid).replace("{", `{"now":${n},`),
  deep: (n) => "[".repeat(depth(n)),
  huge: (n) => (n % 100 === 0 ? "ü".repeat(1_100_000) : "x".repeat(3000 + (n % 977))),
  lone_surrogate: (n, valid) => JSON.stringify(valid).replace("acme", `ac\ud83d${n}me`),
  noise: (n) => {
    const next = random(n);
    return Array.from({ length: next(60) }, () => String.fromCharCode(next(n % 2 === 0 ? 128 : 65536))).join("");
  },
};
