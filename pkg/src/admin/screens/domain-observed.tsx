"use client";

import type { Schema } from "../../client/index.js";
import { Notice } from "../parts/notice.js";
import { Facts } from "../parts/screen.js";
import { shortened } from "../parts/text.js";
import { Copy } from "../parts/values.js";
import { useAdmin } from "../provider.js";

/** The texts that a lookup of the record of a domain saw, and what is wrong with them. */
export type ObservedRecord = Schema<"ObservedRecord">;

type TxtRecord = Schema<"TxtRecord">;

/** The most texts that are shown, and the length to which each is cut. */
const MOST_TEXTS = 6;
const MOST_LENGTH = 90;

/**
 * Returns what to enter in the DNS panel in the place of what is there: the name or the value of
 * the record; `null` if there is nothing to correct.
 */
export function correctionOf(
  finding: ObservedRecord["finding"],
  { name, value }: TxtRecord,
): { readonly field: "name" | "value"; readonly text: string } | null {
  switch (finding) {
    case "quoted":
    case "prefix_missing":
    case "other_rule":
    case "other_text":
      return { field: "value", text: value };
    case "at_domain":
      return { field: "name", text: name };
    case "name_doubled":
      // The panel adds the domain by itself.
      return { field: "name", text: name.slice(0, name.indexOf(".")) };
    case "found":
    case "nothing":
      return null;
  }
}

/** Shows what a lookup saw in the place of the record, and what to do about it. */
export function Observed({ record, seen }: { readonly seen: ObservedRecord; readonly record: TxtRecord }) {
  const { domains } = useAdmin().texts.people;
  const { finding, name, texts } = seen;
  const { help, title } = domains.findings[finding];
  const correction = correctionOf(finding, record);
  const shown = texts.slice(0, MOST_TEXTS);
  const code = (text: string) => <code dir="ltr">{text}</code>;
  return (
    <Notice tone={finding === "nothing" ? "info" : "warn"} role="status" title={title}>
      <p>{help}</p>
      <Facts
        facts={[
          ...(correction === null
            ? []
            : ([
                [
                  domains[correction.field === "name" ? "enterName" : "enterValue"],
                  <span key="correction" className="cora-record">
                    {code(correction.text)} <Copy value={correction.text} what={domains[correction.field]} />
                  </span>,
                ],
              ] as const)),
          [domains.askedName, code(name)],
          ...(texts.length === 0
            ? []
            : ([
                [
                  domains.seenTexts,
                  <ul key="texts" className="cora-plain">
                    {shown.map((text, at) => (
                      <li key={at}>
                        <code dir="ltr" title={text}>
                          {shortened(text, MOST_LENGTH)}
                        </code>
                      </li>
                    ))}
                    {texts.length > shown.length && <li>{domains.moreTexts(texts.length - shown.length)}</li>}
                  </ul>,
                ],
              ] as const)),
        ]}
      />
    </Notice>
  );
}
