"use client";

import { useEffect, useState } from "react";

import type { Schema } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import { Failure, Notice } from "../parts/notice.js";
import { Facts } from "../parts/screen.js";
import { Copy } from "../parts/values.js";
import { useAdmin } from "../provider.js";
import { Observed } from "./domain-observed.js";
import type { ObservedRecord } from "./domain-observed.js";

type Rule = Schema<"DomainRule">;
type Checked = Rule & { readonly observed: ObservedRecord };

const SECOND_MS = 1000;
/** The pauses between looks, in seconds; after the last one a person has to ask. */
const PAUSES: readonly number[] = [...Array.from({ length: 8 }, () => 15), ...Array.from({ length: 28 }, () => 60)];

/** Returns the record as a line of a zone file. */
export const zoneLine = ({ name, type, value }: Schema<"TxtRecord">) => `${name}. 300 IN ${type} "${value}"`;

/** Properties of {@link DomainRecord}. */
export interface DomainRecordProps {
  readonly rule: Schema<"DomainRule">;
}

/** Shows the DNS record that proves a domain, and looks for it while the page is visible. */
export function DomainRecord({ rule }: DomainRecordProps) {
  const { people, shared } = useAdmin().texts;
  const { domains } = people;
  const { error, pending, run } = useCommand();
  const [looks, setLooks] = useState(0);
  const [left, setLeft] = useState(PAUSES[0] ?? 0);
  const [seen, setSeen] = useState<ObservedRecord | null>(null);
  const proven = rule.state === "verified" || seen?.finding === "found";
  const paused = looks >= PAUSES.length;
  const { name, type, value } = rule.record;

  const look = async () => {
    const path = "/orgs/{orgId}/email-domains/{domainId}/verify";
    const at = { orgId: rule.organizationId, domainId: rule.id };
    const checked = await run<Checked>({ method: "POST", path, at });
    // A refusal says nothing about the record, and stands next to what was seen before.
    if (checked !== undefined) setSeen(checked.observed);
    setLooks((now) => now + 1);
    setLeft(PAUSES[looks + 1] ?? 0);
  };
  useEffect(() => {
    if (proven || paused || pending) return;
    const timer = setTimeout(() => {
      if (document.hidden) return;
      if (left > 1) setLeft(left - 1);
      else void look();
    }, SECOND_MS);
    return () => clearTimeout(timer);
  });

  const copied = (text: string, what: string) => (
    <span className="cora-record">
      <code dir="ltr">{text}</code> <Copy value={text} what={what} />
    </span>
  );
  if (proven) return <Notice tone="good" role="status" title={domains.found} />;
  return (
    <div className="cora-form">
      <p>{domains.recordText}</p>
      <Facts
        facts={[
          [domains.type, copied(type, domains.type)],
          [domains.name, copied(name, domains.name)],
          [domains.value, copied(value, domains.value)],
          [domains.zone, copied(zoneLine(rule.record), domains.zone)],
        ]}
      />
      {error !== null && <Failure error={error} title={shared.refused} />}
      {seen === null ? (
        <Notice tone="info" title={domains.notYet}>
          <p>{domains.wrongPlace}</p>
        </Notice>
      ) : (
        <Observed seen={seen} record={rule.record} />
      )}
      <p className="cora-soft">{paused ? domains.paused : domains.lookingAgain(left)}</p>
      <div className="cora-buttons">
        <button type="button" className="cora-button cora-primary" disabled={pending} onClick={() => void look()}>
          {domains.verify}
        </button>
      </div>
    </div>
  );
}
