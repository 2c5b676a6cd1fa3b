"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { CheckField, RadioCards, TextAreaField, TextField } from "../../parts/field.js";
import { Notice } from "../../parts/notice.js";
import { Dialog, Link } from "../../parts/screen.js";
import { Identifier } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import { linesOf } from "./fields.js";
import type { Application } from "./list.js";

type Kind = Schema<"ApplicationKind">;

const KINDS = ["web", "spa", "native", "service"] as const satisfies readonly Kind[];

/** Registers an application, and shows its client ID. */
export function RegisterDialog({ close }: { readonly close: () => void }) {
  const { applications, shared } = useAdmin().texts;
  const { error, pending, run } = useCommand();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("web");
  const [redirects, setRedirects] = useState("");
  const [origins, setOrigins] = useState("");
  const [apiAccess, setApiAccess] = useState(false);
  const [development, setDevelopment] = useState(false);
  const [made, setMade] = useState<Application | null>(null);
  const people = kind !== "service";
  const register = async () => {
    const settings = {
      kind,
      name: name.trim(),
      apiAccess,
      development,
      ...(people && { redirectUris: linesOf(redirects).map((uri) => ({ uri })), origins: linesOf(origins) }),
    };
    const path = "/admin/applications";
    const answer = await run<Application>({ method: "POST", path, body: { settings }, said: shared.saved });
    if (answer !== undefined) setMade(answer);
  };
  if (made !== null)
    return (
      <Dialog title={made.settings.name} close={close}>
        <Notice tone="good" role="status" title={shared.saved}>
          <p>
            {applications.clientId} <Identifier value={made.id} what={applications.clientId} most={36} />
          </p>
        </Notice>
        {made.settings.authentication === "secret" && <p>{applications.secretsNoneText}</p>}
        <div className="cora-buttons">
          <Link to={{ page: "application", id: made.id, tab: "secrets" }} className="cora-button cora-primary">
            {applications.tabs.secrets}
          </Link>
          <button type="button" className="cora-button" onClick={close}>
            {shared.close}
          </button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={applications.register} close={close}>
      <DialogForm
        submit={register}
        label={applications.register}
        disabled={pending || name.trim() === ""}
        error={error}
        close={close}
      >
        <TextField
          label={applications.name}
          hint={applications.nameHint}
          required
          maxLength={255}
          value={name}
          change={setName}
        />
        <RadioCards
          legend={applications.kind}
          value={kind}
          options={KINDS.map((value) => ({
            value,
            label: applications.kinds[value],
            hint: applications.kindHints[value],
          }))}
          change={(value) => setKind(value as Kind)}
        />
        {people && (
          <TextAreaField
            label={applications.redirects}
            hint={applications.redirectsHint}
            code
            rows={3}
            value={redirects}
            change={setRedirects}
          />
        )}
        {kind === "spa" && (
          <TextAreaField
            label={applications.origins}
            hint={applications.originsHint}
            code
            rows={2}
            value={origins}
            change={setOrigins}
          />
        )}
        <CheckField
          label={applications.apiAccess}
          hint={applications.apiAccessHint}
          checked={apiAccess}
          change={setApiAccess}
        />
        <CheckField
          label={applications.development}
          hint={applications.developmentHint}
          checked={development}
          change={setDevelopment}
        />
      </DialogForm>
    </Dialog>
  );
}
