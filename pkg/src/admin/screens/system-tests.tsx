"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import { TextField } from "../parts/field.js";
import { Failure, Notice } from "../parts/notice.js";
import type { Tone } from "../parts/notice.js";
import { Part } from "../parts/screen.js";
import { useAdmin } from "../provider.js";

const TONES: Readonly<Record<Schema<"Delivery">, Tone>> = {
  queued: "info",
  sent: "good",
  failed: "bad",
  not_configured: "warn",
};

/** Sends the person a mail, to see that the mail server works. */
export function TestMail() {
  const { records, shared } = useAdmin().texts;
  const { system } = records;
  const { error, pending, run } = useCommand();
  const [delivery, setDelivery] = useState<Schema<"Delivery"> | null>(null);
  const send = async () => {
    setDelivery(null);
    const path = "/admin/service/test-mail";
    const answer = await run<{ readonly delivery: Schema<"Delivery"> }>({ method: "POST", path, reads: true });
    setDelivery(answer?.delivery ?? null);
  };
  return (
    <Part title={system.testMail}>
      <p>{system.testMailText}</p>
      {delivery !== null && <Notice tone={TONES[delivery]} role="status" title={system.testMailResults[delivery]} />}
      {error !== null && <Failure error={error} title={shared.refused} />}
      <p>
        <button type="button" className="cora-button" disabled={pending} onClick={() => void send()}>
          {pending ? system.testMailSending : system.testMailSend}
        </button>
      </p>
    </Part>
  );
}

/** Looks up the records that prove a domain, to see what the service sees. */
export function TestDns() {
  const { records, shared } = useAdmin().texts;
  const { system } = records;
  const { error, forget, pending, run } = useCommand();
  const [domain, setDomain] = useState("");
  const [found, setFound] = useState<{ readonly name: string; readonly records: readonly string[] } | null>(null);
  const look = async () => {
    setFound(null);
    const answer = await run<{ readonly name: string; readonly records: readonly string[] }>({
      method: "POST",
      path: "/admin/service/test-dns",
      body: { domain: domain.trim() },
      reads: true,
    });
    setFound(answer ?? null);
  };
  return (
    <Part title={system.testDns}>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <TextField
          label={system.testDnsDomain}
          hint={system.testDnsText}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          required
          value={domain}
          change={(next) => {
            setDomain(next);
            setFound(null);
            forget();
          }}
        />
        {found !== null && (
          <Notice
            tone={found.records.length > 0 ? "good" : "info"}
            role="status"
            title={system.testDnsFound(found.records.length, found.name)}
          >
            {found.records.length > 0 && (
              <ul>
                {found.records.map((record) => (
                  <li key={record}>
                    <code dir="ltr">{record}</code>
                  </li>
                ))}
              </ul>
            )}
          </Notice>
        )}
        {error !== null && <Failure error={error} title={shared.refused} />}
        <div className="cora-buttons">
          <button type="submit" className="cora-button" disabled={pending || domain.trim() === ""}>
            {system.testDnsLook}
          </button>
        </div>
      </form>
    </Part>
  );
}
