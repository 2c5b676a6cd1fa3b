// A quick start as a program: its commands and files, in the order in which it has them.
import { readFileSync } from "node:fs";

/** The title of commands that run until they are stopped. */
const RUNNING = "stays running";

/**
 * Reads the steps of a quick start: `{ command }`, `{ running }` or `{ file, content }`. A block
 * without a title is commands if its language is `sh`, and otherwise only shown.
 */
export function stepsOf(path) {
  const fence = /^```(\w+)(?: title="([^"]*)")?\n([\s\S]*?)^```$/gm;
  const steps = [];
  for (const [, language, title, content] of readFileSync(path, "utf8").matchAll(fence)) {
    if (language === "sh") steps.push(title === RUNNING ? { running: content } : { command: content });
    else if (title !== undefined) steps.push({ file: title, content });
  }
  if (steps.length === 0) throw new Error(`${path} has no steps`);
  return steps;
}
