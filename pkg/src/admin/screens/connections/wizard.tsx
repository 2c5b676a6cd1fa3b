"use client";

import { useState } from "react";

import { useCommand } from "../../data/command.js";
import type { KindOfProvider, Suggestion } from "../../data/pending.js";
import { useResource } from "../../data/resources.js";
import { TextAreaField, TextField } from "../../parts/field.js";
import { Table } from "../../parts/list.js";
import { Badge, Failure, Notice, Skeleton } from "../../parts/notice.js";
import { Part, Screen } from "../../parts/screen.js";
import { Copy } from "../../parts/values.js";
import { useAdmin, useAddress } from "../../provider.js";
import { UseButtons } from "./activation.js";
import { CheckPart } from "./check.js";
import { IssueList, SettingsEditor } from "./settings-editor.js";
import { SettingsForm } from "./settings-form.js";
import type { Settings } from "./settings-form.js";
import type { ConnectionRow } from "./state.js";
import { TestLogin } from "./test-login.js";

const STEPS = ["provider", "atProvider", "settings", "check", "test", "activate"] as const;
type Step = (typeof STEPS)[number];

/** Properties of {@link ConnectionWizard}. */
export interface ConnectionWizardProps {
  /** The kind to begin with; the person picks one if absent. */
  readonly kind?: string;
  /** Called with the connection's identifier when the person leaves the last step. */
  readonly onDone?: (id: string) => void;
}

/** Adds a connection step by step. Each step can be reached when the facts that it needs exist. */
export function ConnectionWizard({ kind: given, onDone }: ConnectionWizardProps) {
  const { location, texts } = useAdmin();
  const { connections } = texts;
  const { wizard } = connections;
  const address = useAddress();
  const kinds = useResource<readonly KindOfProvider[]>("/admin/idp-kinds");
  const [step, setStep] = useState<Step>(given === undefined ? "provider" : "atProvider");
  const [kindName, setKindName] = useState(given ?? "");
  const [name, setName] = useState("");
  const [settings, setSettings] = useState<Settings>({});
  const [created, setCreated] = useState<string | null>(null);
  const kind = kinds.data?.find((one) => one.kind === kindName);
  const row = useResource<ConnectionRow>("/admin/idp-config/{providerType}", {
    at: { providerType: created ?? "" },
    enabled: created !== null,
  }).data;
  const reachable: Readonly<Record<Step, boolean>> = {
    provider: created === null,
    atProvider: kind !== undefined,
    settings: kind !== undefined,
    check: row !== undefined,
    test: row !== undefined,
    activate: row?.isConfigured === true,
  };
  const at = STEPS.indexOf(step);
  const next = STEPS[at + 1];
  const pick = (picked: KindOfProvider, found?: Suggestion) => {
    setKindName(picked.kind);
    setName((now) => now || (found?.displayName ?? picked.displayName));
    if (found !== undefined) setSettings(found.config);
    setStep("atProvider");
  };
  const leave = () => {
    if (created === null) return;
    onDone?.(created);
    const to = address({ page: "connection", id: created });
    if (onDone === undefined && to !== undefined) location.go(to);
  };
  return (
    <Screen title={wizard.title} lead={wizard.later} needs="idp:write">
      <div className="cora-wizard">
        <nav aria-label={wizard.rail}>
          <ol className="cora-rail">
            {STEPS.map((one) => (
              <li key={one}>
                <button
                  type="button"
                  aria-current={one === step ? "step" : undefined}
                  disabled={!reachable[one]}
                  onClick={() => setStep(one)}
                >
                  {wizard[one]}
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <div>
          <p className="cora-soft" role="status">
            {wizard.stepOf(at + 1, STEPS.length)}
          </p>
          {kinds.loading && <Skeleton lines={6} />}
          {kinds.error && <Failure error={kinds.error} retry={kinds.retry} />}
          {step === "provider" && kinds.data !== undefined && <ProviderStep kinds={kinds.data} pick={pick} />}
          {step === "atProvider" && kind !== undefined && <AtProviderStep kind={kind} />}
          {step === "settings" && kind !== undefined && row === undefined && (
            <DraftForm
              kind={kind}
              name={name}
              setName={setName}
              settings={settings}
              setSettings={setSettings}
              done={(id) => {
                setCreated(id);
                setStep("check");
              }}
            />
          )}
          {step === "settings" && row !== undefined && <SettingsEditor row={row} />}
          {step === "check" && row !== undefined && <CheckPart row={row} />}
          {step === "test" && row !== undefined && <TestLogin row={row} />}
          {step === "activate" && row !== undefined && (
            <Part title={wizard.activate}>
              <p>{connections.activateText(row.latestNumber)}</p>
              <UseButtons row={row} />
            </Part>
          )}
          <div className="cora-buttons">
            {next !== undefined && step !== "provider" && (step !== "settings" || row !== undefined) && (
              <button type="button" className="cora-button" disabled={!reachable[next]} onClick={() => setStep(next)}>
                {wizard.next}
              </button>
            )}
            {step === "activate" && (
              <button type="button" className="cora-button" onClick={leave}>
                {texts.shared.close}
              </button>
            )}
          </div>
        </div>
      </div>
    </Screen>
  );
}

function ProviderStep({
  kinds,
  pick,
}: {
  readonly kinds: readonly KindOfProvider[];
  readonly pick: (kind: KindOfProvider, found?: Suggestion) => void;
}) {
  const { connections, shared } = useAdmin().texts;
  const { wizard } = connections;
  const { error, pending, run } = useCommand();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Suggestion | null>(null);
  const kind = kinds.find((one) => one.kind === found?.kind);
  const read = async (path: "/admin/idp-config/suggest" | "/admin/idp-config/discover") => {
    const answer = await run<Suggestion>({ method: "POST", path, body: { text: text.trim() }, reads: true });
    if (answer !== undefined) setFound(answer);
  };
  return (
    <>
      <Part title={wizard.pick}>
        <ul className="cora-grid cora-tiles">
          {kinds.map((one) => (
            <li key={one.kind}>
              <button type="button" className="cora-tile" onClick={() => pick(one)}>
                {one.displayName}
              </button>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={wizard.paste}>
        <form
          className="cora-form"
          onSubmit={(event) => {
            event.preventDefault();
            void read("/admin/idp-config/suggest");
          }}
        >
          <TextAreaField label={wizard.paste} hint={wizard.pasteHint} code value={text} change={setText} />
          <div className="cora-buttons">
            <button type="submit" className="cora-button" disabled={pending || text.trim() === ""}>
              {wizard.pasteRead}
            </button>
            <button
              type="button"
              className="cora-button cora-quiet"
              disabled={pending || text.trim() === ""}
              onClick={() => void read("/admin/idp-config/discover")}
            >
              {wizard.pasteDiscover}
            </button>
          </div>
        </form>
        {error !== null && <Failure error={error} title={shared.refused} />}
        {found !== null && (
          <>
            <Notice
              tone={kind === undefined ? "warn" : "good"}
              role="status"
              title={kind === undefined ? wizard.pasteUnknown : wizard.pasteKind(kind.displayName)}
            >
              {kind !== undefined && (
                <p>
                  <button type="button" className="cora-button" onClick={() => pick(kind, found)}>
                    {wizard.next}
                  </button>
                </p>
              )}
            </Notice>
            <IssueList issues={found.issues} />
          </>
        )}
      </Part>
    </>
  );
}

function AtProviderStep({ kind }: { readonly kind: KindOfProvider }) {
  const { connections, shared } = useAdmin().texts;
  const { wizard } = connections;
  return (
    <>
      <Part title={wizard.redirect}>
        {kind.redirectUris.length === 0 && <Notice tone="warn" title={wizard.redirectNone} />}
        <ul className="cora-plain">
          {kind.redirectUris.map((uri) => (
            <li key={uri}>
              <code dir="ltr">{uri}</code> <Copy value={uri} what={uri} />
            </li>
          ))}
        </ul>
      </Part>
      {kind.claims !== undefined && kind.claims.length > 0 && (
        <Part title={wizard.claimsNeeded}>
          <Table
            caption={wizard.claimsNeeded}
            rows={kind.claims}
            keyOf={({ claim }) => claim}
            columns={[
              { id: "claim", header: connections.claim, cell: ({ claim }) => <code dir="ltr">{claim}</code> },
              { id: "use", header: wizard.claimUse, cell: ({ use }) => use },
              {
                id: "required",
                header: wizard.claimRequired,
                cell: ({ required }) =>
                  required ? <Badge tone="info">{shared.yes}</Badge> : <span className="cora-soft">{shared.no}</span>,
              },
            ]}
          />
        </Part>
      )}
    </>
  );
}

function DraftForm({
  done,
  kind,
  name,
  setName,
  setSettings,
  settings,
}: {
  readonly kind: KindOfProvider;
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly settings: Settings;
  readonly setSettings: (settings: Settings) => void;
  readonly done: (id: string) => void;
}) {
  const { connections, shared } = useAdmin().texts;
  const { error, pending, run } = useCommand();
  const create = async () => {
    const body = { providerType: kind.kind, displayName: name.trim(), config: settings };
    const answer = await run<ConnectionRow>({ method: "POST", path: "/admin/idp-config", body, said: shared.saved });
    if (answer !== undefined) done(answer.id);
  };
  return (
    <form
      className="cora-form"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <TextField label={connections.name} hint={connections.nameHint} value={name} change={setName} required />
      <SettingsForm fields={kind.fields} settings={settings} issues={[]} change={setSettings} />
      {error !== null && <Failure error={error} title={shared.refused} />}
      <div className="cora-buttons cora-sticky">
        <button type="submit" className="cora-button cora-primary" disabled={pending || name.trim() === ""}>
          {connections.wizard.create}
        </button>
      </div>
    </form>
  );
}
