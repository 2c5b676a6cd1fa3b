import type { Evidence, Trace as TraceOfDecision } from "@cora/auth";

import { VERDICT_MARKS, readable, stageName } from "../lib/words";

/** The known names of organizations, by identifier. */
export type Names = Readonly<Record<string, string>>;

const Organization = ({ id, names }: { readonly id: string; readonly names: Names }) =>
  names[id] === undefined ? <code>{id}</code> : <strong>{names[id]}</strong>;

/** Describes a piece of a stage's evidence in words. */
export function EvidenceLine({ evidence, names }: { readonly evidence: Evidence; readonly names: Names }) {
  switch (evidence.kind) {
    case "email":
      return (
        <>
          email <code>{evidence.address ?? "no readable address"}</code>: {readable(evidence.evidence)}
        </>
      );
    case "connection":
      return (
        <>
          connection <code>{evidence.id}</code>: {readable(evidence.status)}
        </>
      );
    case "user":
      return (
        <>
          user <code>{evidence.id}</code>: {readable(evidence.status)}
        </>
      );
    case "invitation":
      return (
        <>
          invitation <code>{evidence.id}</code> to organization{" "}
          <Organization id={evidence.organizationId} names={names} />: {readable(evidence.code)}
        </>
      );
    case "domain_rule":
      return (
        <>
          rule for <code>{evidence.pattern}</code> of organization{" "}
          <Organization id={evidence.organizationId} names={names} />: {readable(evidence.code)}
        </>
      );
    case "role_capped":
      return (
        <>
          role in organization <Organization id={evidence.organizationId} names={names} /> reduced from{" "}
          {readable(evidence.from)} to {readable(evidence.to)}
        </>
      );
  }
}

/** Shows the stages of a decision in order, each with its verdict, code and evidence. */
export function Trace({ names, trace }: { readonly names: Names; readonly trace: TraceOfDecision }) {
  return (
    <ol className="trace">
      {trace.stages.map(({ code, evidence, stage, verdict }) => (
        <li key={stage} className={verdict} data-stage={stage} data-verdict={verdict} data-code={code}>
          <span className="mark" aria-hidden="true">
            {VERDICT_MARKS[verdict]}
          </span>
          <div>
            <p className="stage">
              <strong>{stageName(stage)}</strong> <span className="verdict">{readable(verdict)}</span>{" "}
              {code !== "ok" && code !== verdict && <code>{code}</code>}
              {stage === trace.decidedBy && <span className="decides">decides</span>}
            </p>
            {evidence.length > 0 && (
              <ul>
                {evidence.map((item) => (
                  <li key={JSON.stringify(item)}>
                    <EvidenceLine evidence={item} names={names} />
                  </li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
