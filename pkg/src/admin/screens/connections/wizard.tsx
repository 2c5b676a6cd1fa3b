"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { useResource } from "../../data/resources.js";
import { TextAreaField, TextField } from "../../parts/field.js";
import { Failure, Notice, Skeleton } from "../../parts/notice.js";
import { Part, Screen } from "../../parts/screen.js";
import { sentence } from "../../parts/text.js";
import { Copy } from "../../parts/values.js";
import { useAdmin, useAddress } from "../../provider.js";
import { UseButtons } from "./activation.js";
import { CheckPart, CheckResult } from "./check.js";
import { SettingsEditor } from "./settings-editor.js";
import { SettingsForm } from "./settings-form.js";
import type { Settings } from "./settings-form.js";
import type { ConnectionRow } from "./state.js";
import { TestLogin, TestRunStepper } from "./test-login.js";

type Discovered = Schema<"ConnectionDiscovered">;
type KindOfProvider = Schema<"ConnectionFields">;
type KindsOfProvider = Schema<"ConnectionKinds">;
type Suggestion = Schema<"ConnectionSuggestion">;

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
  const kinds = useResource<KindsOfProvider>("/admin/idp-kinds");
  const [step, setStep] = useState<Step>(given === undefined ? "provider" : "atProvider");
  const [kindName, setKindName] = useState(given ?? "");
  const [name, setName] = useState("");
  const [settings, setSettings] = useState<Settings>({});
  const [created, setCreated] = useState<string | null>(null);
  const kind = kinds.data?.kinds.find((one) => one.kind === kindName);
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
    setName((now) => now || picked.displayName);
    if (found !== undefined) setSettings(found.settings);
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
          {step === "provider" && kinds.data !== undefined && <ProviderStep kinds={kinds.data.kinds} pick={pick} />}
          {step === "atProvider" && kinds.data !== undefined && <AtProviderStep kinds={kinds.data} id={created} />}
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
          {step === "check" && row !== undefined && (
            <>
              {kinds.data !== undefined && <AtProviderStep kinds={kinds.data} id={row.id} />}
              <CheckPart row={row} />
            </>
          )}
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
  const [log, setLog] = useState<Discovered["log"]>([]);
  const kind = kinds.find((one) => one.kind === found?.kind);
  const body = { text: text.trim() };
  const suggest = async () => {
    const path = "/admin/idp-config/suggest";
    const suggestion = await run<Suggestion>({ method: "POST", path, body, reads: true });
    if (suggestion !== undefined) setFound(suggestion);
  };
  const discover = async () => {
    const path = "/admin/idp-config/discover";
    const discovered = await run<Discovered>({ method: "POST", path, body, reads: true });
    if (discovered === undefined) return;
    setFound(discovered.suggestion);
    setLog(discovered.log);
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
            void suggest();
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
              onClick={() => void discover()}
            >
              {wizard.pasteDiscover}
            </button>
          </div>
        </form>
        {error !== null && <Failure error={error} title={shared.refused} />}
        {log.length > 0 && <TestRunStepper log={log} />}
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
            {found.findings.length > 0 && (
              <Notice tone="warn" title={connections.findings}>
                <ul>
                  {onlyOnce(found.findings).map(({ code, help, message }) => (
                    <li key={`${code} ${message}`}>
                      {sentence(message)} {help !== null && sentence(help)} <code className="cora-soft">{code}</code>
                    </li>
                  ))}
                </ul>
              </Notice>
            )}
          </>
        )}
      </Part>
    </>
  );
}

/** Returns the findings without repetitions: an address and its document may give the same one. */
const onlyOnce = (findings: Suggestion["findings"]) => [
  ...new Map(findings.map((finding) => [`${finding.code} ${finding.message}`, finding])).values(),
];

/** The addresses to register at the provider. Some have the identifier, once there is one. */
function AtProviderStep({ id, kinds }: { readonly kinds: KindsOfProvider; readonly id: string | null }) {
  const { wizard } = useAdmin().texts.connections;
  const redirectUris = kinds.redirectUris.map(({ purpose, uri }) => ({
    purpose,
    uri: id === null ? uri : uri.replace("{connectionId}", id),
  }));
  return (
    <>
      <Part title={wizard.redirect}>
        {redirectUris.length === 0 && <Notice tone="warn" title={wizard.redirectNone} />}
        <ul className="cora-plain">
          {redirectUris.map(({ purpose, uri }) => (
            <li key={uri}>
              <code dir="ltr">{uri}</code> <Copy value={uri} what={uri} />
              <span className="cora-soft cora-block">
                {wizard.purposes[purpose] ?? purpose}
                {uri.includes("{connectionId}") && ` ${wizard.identifierLater}`}
              </span>
            </li>
          ))}
        </ul>
      </Part>
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
  const [checked, setChecked] = useState<Schema<"ConnectionChecked"> | null>(null);
  const { error, pending, run } = useCommand();
  const create = async () => {
    const body = { providerType: kind.kind, displayName: name.trim(), config: settings };
    const answer = await run<ConnectionRow>({ method: "POST", path: "/admin/idp-config", body, said: shared.saved });
    if (answer !== undefined) done(answer.id);
  };
  const check = async () => {
    setChecked(null);
    const body = { kind: kind.kind, config: settings };
    const path = "/admin/idp-config/check";
    const answer = await run<Schema<"ConnectionChecked">>({ method: "POST", path, body, reads: true });
    if (answer !== undefined) setChecked(answer);
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
      {checked !== null && <CheckResult checked={checked} />}
      {error !== null && <Failure error={error} title={shared.refused} />}
      <div className="cora-buttons cora-sticky">
        <button type="submit" className="cora-button cora-primary" disabled={pending || name.trim() === ""}>
          {connections.wizard.create}
        </button>
        <button type="button" className="cora-button" disabled={pending} onClick={() => void check()}>
          {pending ? connections.checking : connections.wizard.checkFirst}
        </button>
      </div>
    </form>
  );
}
