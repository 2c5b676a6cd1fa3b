// Compares an answer with a case's expectation, like `crates/testkit/src/corpus.rs`, written a
// second time on purpose.

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Compares recursively. Each expected member has to be there with that value; lists are equal; an
 * object with numeric names names items of a list.
 */
function compare(place, expected, actual, found) {
  if (isObject(expected) && (isObject(actual) || Array.isArray(actual))) {
    for (const [name, value] of Object.entries(expected))
      compare(`${place}/${name}`, value, actual[name] ?? null, found);
  } else if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    expected.forEach((value, at) => compare(`${place}/${at}`, value, actual[at], found));
  } else if (!Object.is(expected, actual)) {
    found.push(`${place}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`);
  }
}

/** Returns the parts of an expectation that an answer does not meet; empty if it meets all. */
export function mismatches(expect, text) {
  const answer = JSON.parse(text);
  const found = [];
  if (!isObject(expect)) {
    compare("", expect, answer, found);
    return found;
  }
  const stage = (name) => answer.trace?.stages.find((verdict) => verdict.stage === name);
  const lookUp = {
    verdicts: (value) => {
      for (const [name, code] of Object.entries(value))
        compare(`verdict of ${name}`, code, stage(name)?.code ?? null, found);
    },
    evidence: (value) => {
      for (const [name, one] of Object.entries(value)) {
        const met = stage(name)?.evidence.some((item) => {
          const faults = [];
          compare("", one, item, faults);
          return faults.length === 0;
        });
        if (!met) found.push(`evidence of ${name}: none is ${JSON.stringify(one)}`);
      }
    },
    effects: (value) => compare("effects", value, answer.plan?.effects.map((item) => item.effect) ?? null, found),
    guards: (value) => compare("guards", value, answer.plan?.guards.map((item) => item.guard) ?? null, found),
    codes: (value) => compare("codes", value, answer.issues?.map(({ code }) => code) ?? null, found),
    issueCount: (value) => compare("issueCount", value, answer.issues?.length ?? null, found),
  };
  for (const [name, value] of Object.entries(expect)) {
    if (name in lookUp) lookUp[name](value);
    else compare(`/${name}`, value, answer[name] ?? null, found);
  }
  return found;
}
