import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";

import "../../../pkg/admin.css";
import { createCoraClient } from "../../../pkg/src/client/index";
import { AdminProvider, ADMIN_TEXTS, memoryLocation } from "../../../pkg/src/admin/index";
import { AdminConsole } from "../../../pkg/src/admin/console/index";
import { ConsoleDoor } from "../../../pkg/src/admin/console/door";
import { ENTRIES } from "./entries";
import type { Entry } from "./entries";
import { ACME, ME, NOW } from "./fixtures";
import { pseudo } from "./pseudo";
import { serverOf } from "./server";

const BASE = "/console";
const root = createRoot(document.querySelector("#root")!);
const PSEUDO = pseudo(ADMIN_TEXTS);
const ORGANIZATIONS = [
  { id: ACME, name: "Acme" },
  { id: "other", name: "Globex" },
];
const person = { userId: ME, name: "Ana Ito" };
const everything = () => true;
/** The capabilities of an auditor: all that read, on the platform alone. */
const reads = (capability: string, organization?: string | null) =>
  organization === undefined && capability.endsWith(":read");
/** The buttons for somebody who only reads: each changes what is shown, or asks for an answer. */
const PRESSED = /^(Clear filters|Show more|Find|Ask|Check|Validate|As )/;
const now = () => NOW;
const forever = () => new Promise<void>(() => {});
let shown = 0;

function Picture({ entry, rtl }: { readonly entry: Entry; readonly rtl: boolean }) {
  const client = createCoraClient({ baseUrl: location.origin, fetch: serverOf(entry) });
  const door = entry.door;
  return (
    <AdminProvider
      client={client}
      person={person}
      can={entry.reads ? reads : everything}
      now={now}
      locale={rtl ? "ar" : "en-US"}
      dir={rtl ? "rtl" : "ltr"}
      onReauthenticate={forever}
      location={memoryLocation(BASE + entry.path)}
      {...(rtl && { texts: PSEUDO })}
    >
      {door === undefined ? (
        <AdminConsole
          ownSessions
          base={BASE}
          organizations={entry.reads ? [] : ORGANIZATIONS}
          account={<span>Ana Ito</span>}
        />
      ) : (
        <ConsoleDoor
          session={{
            state: "signed_out",
            needsSetup: door === "setup",
            signIn:
              door === "setup" || door === "signed_out"
                ? { kind: "redirect" }
                : { kind: door, missing: "--public-url" },
            ...(door === "signed_out" && { reason: "console_session_over" }),
          }}
          refresh={() => {}}
          leave={() => {}}
        />
      )}
    </AdminProvider>
  );
}

const frame = () => new Promise((done) => requestAnimationFrame(() => done(undefined)));

/** How long a picture may take on a busy machine, in milliseconds. */
const PATIENCE = 15_000;

/**
 * Waits until nothing is loading any more, or, where a picture shows what is loading, until the
 * script of its screen has come.
 */
async function settled(entry: Entry) {
  const until = performance.now() + PATIENCE;
  const busy = () =>
    entry.state === "loading"
      ? document.querySelector("h1") === null
      : document.querySelector(".cora-skeleton, [aria-busy=true], .cora-admin:empty") !== null;
  do {
    await frame();
    await new Promise((done) => setTimeout(done));
  } while (busy() && performance.now() < until);
  await frame();
}

const labelled = (text: string) =>
  [...document.querySelectorAll<HTMLLabelElement>("label")].find((label) => label.textContent?.trim() === text)
    ?.control;

async function type(entry: Entry) {
  for (const [label, text] of Object.entries(entry.type ?? {})) {
    const until = performance.now() + PATIENCE;
    while (!labelled(label) && performance.now() < until) await frame();
    const field = labelled(label) as HTMLInputElement | HTMLTextAreaElement | null | undefined;
    if (!field) throw new Error(`${entry.id}: no field ${label}`);
    const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function choose(entry: Entry) {
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (input === null) throw new Error(`${entry.id}: no field for a file`);
  const bytes = Uint8Array.from(entry.file ?? "", (character) => character.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], "people.csv", { type: "text/csv" }));
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Finds what to press: in the open dialog if there is one. */
async function pressed(entry: Entry, text: string): Promise<HTMLElement> {
  const until = performance.now() + PATIENCE;
  do {
    const place = document.querySelector("dialog[open]") ?? document.querySelector("main") ?? document.body;
    for (const one of [place, document.body]) {
      const found = [...one.querySelectorAll<HTMLElement>("button, summary, a")]
        .filter((element) => element.checkVisibility())
        .find((element) => element.textContent?.trim() === text || element.textContent?.trim().startsWith(`${text} `));
      if (found) return found;
    }
    await frame();
  } while (performance.now() < until);
  throw new Error(`${entry.id}: nothing to press with the text ${text}`);
}

/** Throws if there is a button of a command that the person may not give. */
function checkCommands({ id }: Entry) {
  const commands = [...document.querySelectorAll<HTMLElement>("main :is(button, input[type=checkbox], .cora-primary)")]
    .filter((one) => one.closest("nav, form.cora-filters, fieldset:disabled") === null)
    .filter((one) => !one.matches(".cora-icon-button, .cora-sort"))
    .map((one) => one.textContent?.trim() || (one.getAttribute("aria-label") ?? one.tagName))
    .filter((text) => !PRESSED.test(text));
  if (commands.length > 0) throw new Error(`${id} has buttons for somebody who only reads: ${commands.join(", ")}`);
}

/** Shows a picture; resolves when it is complete. */
async function show(id: string, rtl = false) {
  const entry = ENTRIES.find((one) => one.id === id);
  if (entry === undefined) throw new Error(`no picture ${id}`);
  shown += 1;
  flushSync(() =>
    root.render(
      <StrictMode key={shown}>
        <Picture entry={entry} rtl={rtl} />
      </StrictMode>,
    ),
  );
  scrollTo(0, 0);
  await settled(entry);
  if (rtl) return;
  const press = entry.press ?? [];
  const typeFirst = !press.includes("@type") && !press.some((text) => text.startsWith("Invite"));
  if (typeFirst) await type(entry);
  for (const text of press) {
    if (text === "@type") await type(entry);
    else if (text === "@file") choose(entry);
    else (await pressed(entry, text)).click();
    await settled(entry);
  }
  if (!typeFirst && !press.includes("@type")) await type(entry);
  await settled(entry);
  if (entry.shows !== undefined) {
    const until = performance.now() + PATIENCE;
    while (!document.body.textContent?.includes(entry.shows)) {
      if (performance.now() > until) throw new Error(`${id} does not show “${entry.shows}”`);
      await frame();
    }
  }
  if (entry.reads) checkCommands(entry);
}

Object.assign(globalThis, {
  gallery: { show, entries: ENTRIES.map(({ id, narrow = false, rtl = false }) => ({ id, narrow, rtl })) },
});

const asked = new URLSearchParams(location.search);
const first = asked.get("show");
if (first === null) {
  root.render(
    <ul>
      {ENTRIES.map(({ id }) => (
        <li key={id}>
          <a href={`?show=${id}`}>{id}</a> <a href={`?show=${id}&rtl`}>rtl</a>
        </li>
      ))}
    </ul>,
  );
} else void show(first, asked.has("rtl"));
