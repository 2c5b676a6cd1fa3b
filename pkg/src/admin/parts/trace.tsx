"use client";

import type { ReactNode } from "react";

import type { Schema } from "../../client/index.js";
import type { KnownNames } from "../data/names.js";
import { useTexts } from "../provider.js";
import { Link } from "./screen.js";
import { readable } from "./text.js";
import { Ltr } from "./values.js";

type Stage = Schema<"StageVerdict">;
type Evidence = Schema<"Evidence">;

const MARKS: Readonly<Record<Schema<"Verdict">, string>> = {
  matched: "✓",
  denied: "✗",
  not_matched: "–",
  passed: "·",
  not_evaluated: "·",
};

function Organization({ id, names }: { readonly id: string; readonly names: KnownNames }) {
  return (
    <Link to={{ page: "organization", id }}>
      {names[id] === undefined ? <code dir="ltr">{id}</code> : <bdi>{names[id]}</bdi>}
    </Link>
  );
}

/** A piece of a stage's evidence in words, linked to the object that it names. */
export function EvidenceLine({
  evidence,
  names,
}: {
  readonly evidence: Evidence;
  readonly names: KnownNames;
}): ReactNode {
  const { evidence: texts } = useTexts().why;
  switch (evidence.kind) {
    case "email":
      return (
        <>
          {texts.email} {evidence.address === null ? texts.noAddress : <Ltr>{evidence.address}</Ltr>}:{" "}
          {readable(evidence.evidence)}
        </>
      );
    case "connection":
      return (
        <>
          {texts.connection}{" "}
          <Link to={{ page: "connection", id: evidence.id }}>
            {names[evidence.id] ?? <code dir="ltr">{evidence.id}</code>}
          </Link>
          : {readable(evidence.status)}
        </>
      );
    case "user":
      return (
        <>
          {texts.user}{" "}
          <Link to={{ page: "user", id: evidence.id }}>
            {names[evidence.id] ?? <code dir="ltr">{evidence.id}</code>}
          </Link>
          : {readable(evidence.status)}
        </>
      );
    case "email_holder":
      return (
        <>
          {texts.holder}{" "}
          <Link to={{ page: "user", id: evidence.id }}>
            {names[evidence.id] ?? <code dir="ltr">{evidence.id}</code>}
          </Link>
          : {readable(evidence.code)}
        </>
      );
    case "invitation":
      return (
        <>
          {texts.invitation} <Organization id={evidence.organizationId} names={names} />: {readable(evidence.code)}
        </>
      );
    case "domain_rule":
      return (
        <>
          {texts.rule} <Ltr>{evidence.pattern}</Ltr> · <Organization id={evidence.organizationId} names={names} />:{" "}
          {readable(evidence.code)}
        </>
      );
    case "claim_unread":
      return (
        <>
          {texts.unread} {readable(evidence.claim)}
        </>
      );
    case "actor":
      return (
        <>
          {texts.actor} <Ltr>{evidence.subject}</Ltr> · <Ltr>{evidence.issuer}</Ltr>
        </>
      );
    case "authentication":
      return (
        <>
          {texts.proof}{" "}
          {evidence.organizationId === null ? (
            texts.platform
          ) : (
            <Organization id={evidence.organizationId} names={names} />
          )}
          : {evidence.lacks.length === 0 ? texts.otherConnection : <Ltr>{evidence.lacks.join(", ")}</Ltr>}
        </>
      );
    case "role_capped":
      return (
        <>
          {texts.capped} <Organization id={evidence.organizationId} names={names} />: {readable(evidence.from)} →{" "}
          {readable(evidence.to)}
        </>
      );
    case "group":
      return (
        <>
          {texts.group} <Organization id={evidence.organizationId} names={names} />: {readable(evidence.code)}
        </>
      );
  }
}

function StageItem({
  decides,
  names,
  stage,
}: {
  readonly stage: Stage;
  readonly decides: boolean;
  readonly names: KnownNames;
}) {
  const { why, words } = useTexts();
  const { code, evidence, stage: name, verdict } = stage;
  return (
    <li className={`cora-stage cora-stage-${verdict}`} data-stage={name} data-verdict={verdict}>
      <span className="cora-mark" aria-hidden="true">
        {MARKS[verdict]}
      </span>
      <div>
        <p>
          <strong>{words.stage[name]}</strong> <span className="cora-soft">{words.verdict[verdict]}</span>{" "}
          {code !== "ok" && code !== verdict && <code>{code}</code>}{" "}
          {decides && <span className="cora-badge cora-info">{why.decides}</span>}
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
  );
}

/** Properties of {@link TraceTree}. */
export interface TraceTreeProps {
  readonly trace: Schema<"Trace">;
  readonly names?: KnownNames;
}

/** The stages of a decision in order. Those that were not asked are folded. */
export function TraceTree({ names = {}, trace }: TraceTreeProps) {
  const { why } = useTexts();
  const asked = trace.stages.filter(({ verdict }) => verdict !== "not_evaluated");
  const others = trace.stages.filter(({ verdict }) => verdict === "not_evaluated");
  const list = (stages: readonly Stage[]) => (
    <ol className="cora-trace">
      {stages.map((stage) => (
        <StageItem key={stage.stage} stage={stage} decides={stage.stage === trace.decidedBy} names={names} />
      ))}
    </ol>
  );
  return (
    <div>
      {list(asked)}
      {others.length > 0 && (
        <details className="cora-fold">
          <summary>{why.notAsked(others.length)}</summary>
          {list(others)}
        </details>
      )}
    </div>
  );
}
