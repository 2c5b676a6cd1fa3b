"use client";

import type { Finding } from "@cora/auth/workbench";

import type { Place } from "../lib/json-places";

/** A finding about a configuration, with its location. */
export interface Remark extends Omit<Finding, "code" | "fix"> {
  readonly code: string;
  readonly fix: string | null;
  readonly place: Place | undefined;
  readonly line: number | undefined;
}

/** Lists the lint findings, or the reasons that the configuration cannot be read. */
export function Findings({
  id,
  remarks,
  show,
  unreadable,
}: {
  readonly id: string;
  readonly remarks: readonly Remark[] | undefined;
  readonly unreadable: boolean;
  readonly show: (place: Place) => void;
}) {
  const count = (severity: string) => remarks?.filter((remark) => remark.severity === severity).length ?? 0;
  const [errors, warnings] = [count("error"), count("warning")];
  const told = [
    errors > 0 && `${errors} ${errors === 1 ? "error" : "errors"}`,
    warnings > 0 && `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
  ];
  return (
    <div id={id}>
      <p className="tally" role="status" data-testid="tally">
        {remarks === undefined
          ? "Checking…"
          : remarks.length === 0
            ? "No problems found."
            : `${told.filter(Boolean).join(", ")}${unreadable ? ": the configuration is not valid yet" : ""}`}
      </p>
      {remarks !== undefined && remarks.length > 0 && (
        <ul className="findings">
          {remarks.map((remark) => (
            <li key={`${remark.path} ${remark.code}`} className={remark.severity} data-code={remark.code}>
              <p>
                <strong>{remark.severity === "error" ? "Error" : "Warning"}</strong> <code>{remark.code}</code>{" "}
                {remark.place !== undefined && (
                  <button type="button" className="link" onClick={() => remark.place && show(remark.place)}>
                    line {remark.line}
                    <span className="hidden"> of the configuration, {remark.path || "the whole"}</span>
                  </button>
                )}
              </p>
              <p>
                {remark.message}
                {remark.path && <span className="soft"> ({remark.path})</span>}
              </p>
              {remark.fix !== null && <p className="soft">{remark.fix}</p>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
