import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/** The time that a child has to end by itself, in milliseconds. */
const GRACE_MS = 5000;
/** The time that a child has to become ready, in milliseconds. */
const READY_MS = 60_000;

/** Returns the last lines of a log, for troubleshooting. */
const lastWords = (file) => readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");

/** The line that a child prints when it is ready. */
const LISTENING = /^listening on (\w+:\/\/\S+)$/m;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Creates a group of child processes that live and end together. */
export function createFamily() {
  /** The children, in the order of their start. */
  const children = [];
  let ending;
  let dead;
  let reportDeath;
  /** Resolves with a sentence when a long-running child ends unexpectedly. */
  const death = new Promise((resolve) => {
    reportDeath = (sentence) => {
      dead ??= sentence;
      resolve(sentence);
    };
  });

  /**
   * Signals a child and all its descendants: each child leads its own process group. This also
   * keeps a Ctrl-C in the terminal from reaching them before this process, so that they end in
   * order.
   */
  function signal(child, name) {
    if (child.process.pid === undefined) return;
    try {
      process.kill(-child.process.pid, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }

  /** Starts a process. Passes its output to `hear`, and its ending to `end`. */
  function adopt(name, command, args, options, hear, end) {
    if (ending) throw new Error("everything is being ended");
    const spawned = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const child = { name, process: spawned, gone: false };
    children.push(child);
    for (const stream of ["stdout", "stderr"]) {
      spawned[stream].setEncoding("utf8");
      spawned[stream].on("data", (text) => hear(text, stream));
    }
    child.ended = new Promise((resolve) => {
      const finish = (how, code) => {
        if (child.gone) return;
        child.gone = true;
        end(how, code);
        resolve();
      };
      spawned.on("error", (error) => finish(`could not be started: ${error.message}`, null));
      spawned.on("close", (code, by) => finish(by ? `was ended by ${by}` : `ended with exit code ${code}`, code));
    });
    return child;
  }

  /** Starts a long-running child, with its output in a log file. */
  function start({ args, command, env, log, name }) {
    const output = openSync(log, "w", 0o600);
    const hear = (text, stream) => {
      writeSync(output, text);
      if (stream === "stdout") child.said = `${child.said}${text}`.slice(-10_000);
    };
    const end = (how) => {
      closeSync(output);
      if (!ending) reportDeath(`${name} ${how}. Its last words (${log}):\n${lastWords(log)}`);
    };
    const child = adopt(name, command, args, { env }, hear, end);
    child.said = "";
    return child;
  }

  /**
   * Waits until `ready()` returns a value other than `undefined`. Rejects if a child dies first, or
   * after a minute.
   */
  async function becomes(name, ready) {
    const until = Date.now() + READY_MS;
    for (;;) {
      const found = await ready();
      if (ending) throw new Error("everything is being ended");
      if (dead !== undefined) throw new Error(dead);
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(`${name} did not become ready`);
      await wait(50);
    }
  }

  return {
    death,
    start,

    /**
     * Runs a command to its end. Resolves with its exit code (`null` if it was killed) and its
     * output.
     */
    async run(command, args, env = process.env) {
      const result = { code: null, stdout: "", stderr: "" };
      const hear = (text, stream) => {
        result[stream] += text;
      };
      const end = (how, code) => {
        result.code = code;
        if (code === null) result.stderr += how;
      };
      await adopt(command, command, args, { env }, hear, end).ended;
      return result;
    },

    /** Waits for a child to print its address and returns it. */
    listening: (child) => becomes(child.name, () => LISTENING.exec(child.said)?.[1]),

    /** Waits for an address to respond. */
    answering: (child, url) =>
      becomes(child.name, () =>
        fetch(url, { redirect: "manual", signal: AbortSignal.timeout(READY_MS) }).then(
          (response) => (response.status < 500 ? true : undefined),
          () => undefined,
        ),
      ),

    /** Kills one child, which its family will notice. */
    kill: (child) => signal(child, "SIGKILL"),

    /**
     * Ends all children, the last started first, and waits until they have exited. May be called
     * more than once.
     */
    stop: () =>
      (ending ??= (async () => {
        for (const child of [...children].reverse()) {
          if (child.gone) continue;
          signal(child, "SIGTERM");
          await Promise.race([child.ended, wait(GRACE_MS)]);
          // Processes that the child has started and left behind are killed too.
          signal(child, "SIGKILL");
          await child.ended;
        }
      })()),
  };
}
