"use client";

import { useEffect, useState } from "react";

import { CheckField } from "../parts/field.js";
import { Dialog, Facts } from "../parts/screen.js";
import { useAddress, useAdmin } from "../provider.js";
import type { NavigationEntry } from "./navigation.js";

/** The time in which the second key of a pair has to follow, in milliseconds. */
const PAIR_MS = 1500;
const STORED = "cora-admin-shortcuts";

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest("dialog") !== null);

/** Keyboard shortcuts, which a person can switch off. */
export function Shortcuts({ entries }: { readonly entries: readonly NavigationEntry[] }) {
  const { location, texts } = useAdmin();
  const address = useAddress();
  const [help, setHelp] = useState(false);
  const [on, setOn] = useState(() => globalThis.localStorage?.getItem(STORED) !== "off");
  useEffect(() => {
    if (!on) return;
    let began = 0;
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (event.key === "?") return setHelp(true);
      if (event.key === "/") {
        const search = document.querySelector<HTMLElement>("[data-cora-search]");
        if (search === null) return;
        event.preventDefault();
        return search.focus();
      }
      if (event.key === "g") {
        began = event.timeStamp;
        return;
      }
      const entry = entries.find(({ key }) => key === event.key);
      if (entry === undefined || event.timeStamp - began > PAIR_MS || began === 0) return;
      began = 0;
      const to = address(entry.to);
      if (to !== undefined) location.go(to);
    };
    globalThis.addEventListener("keydown", press);
    return () => globalThis.removeEventListener("keydown", press);
  }, [address, entries, location, on]);
  const { console: words, shared } = texts;
  return (
    <>
      <button type="button" className="cora-button cora-quiet" onClick={() => setHelp(true)}>
        {words.keys}
      </button>
      {help && (
        <Dialog title={words.keys} close={() => setHelp(false)}>
          <CheckField
            label={words.keysOn}
            checked={on}
            change={(next) => {
              setOn(next);
              globalThis.localStorage?.setItem(STORED, next ? "on" : "off");
            }}
          />
          <Facts
            facts={[
              ["/", words.goSearch],
              ["?", words.goHelp],
              ...entries.flatMap(({ key, label }) => (key === undefined ? [] : [[`g ${key}`, label] as const])),
            ]}
          />
          <div className="cora-buttons">
            <button type="button" className="cora-button" onClick={() => setHelp(false)}>
              {shared.close}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
