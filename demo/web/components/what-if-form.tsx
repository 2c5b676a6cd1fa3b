"use client";

import { useId } from "react";

import type { WhatIfQuestion } from "../lib/what-if";

type Field = keyof WhatIfQuestion;
type TextField = { [F in Field]: WhatIfQuestion[F] extends string ? F : never }[Field];
type SwitchField = { [F in Field]: WhatIfQuestion[F] extends boolean ? F : never }[Field];
/** The values of a field, with a description of each. */
type Choices<F extends TextField> = readonly (readonly [WhatIfQuestion[F], string])[];

interface Props {
  readonly question: WhatIfQuestion;
  readonly change: (question: WhatIfQuestion) => void;
}

function Choose<F extends TextField>({
  change,
  choices,
  label,
  name,
  question,
}: Props & {
  readonly name: F;
  readonly label: string;
  readonly choices: Choices<F>;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={question[name]}
        onChange={(event) => {
          const chosen = choices.find(([value]) => value === event.target.value);
          if (chosen) change({ ...question, [name]: chosen[0] });
        }}
      >
        {choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Write({
  change,
  label,
  name,
  question,
}: Props & { readonly name: "email" | "domainPattern"; readonly label: string }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        value={question[name]}
        onChange={(event) => change({ ...question, [name]: event.target.value })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </div>
  );
}

function Switch({ change, label, name, question }: Props & { readonly name: SwitchField; readonly label: string }) {
  const id = useId();
  return (
    <div className="switch">
      <input
        id={id}
        name={name}
        type="checkbox"
        checked={question[name]}
        onChange={(event) => change({ ...question, [name]: event.target.checked })}
      />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

/** Edits the facts of the question. */
export function WhatIfForm(props: Props) {
  const { question } = props;
  return (
    <form className="card" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>The login</legend>
        <Write {...props} name="email" label="Email address" />
        <Choose
          {...props}
          name="emailVerified"
          label="The provider says the address is"
          choices={[
            ["yes", "verified"],
            ["no", "not verified"],
            ["unsaid", "(not stated)"],
          ]}
        />
        <Choose
          {...props}
          name="account"
          label="The person’s account"
          choices={[
            ["none", "none yet"],
            ["active", "is this login’s"],
            ["suspended", "is this login’s, and suspended"],
            ["same_email", "has the same address, but not this login"],
          ]}
        />
        <Choose
          {...props}
          name="connection"
          label="The connection is"
          choices={[
            ["active", "active"],
            ["disabled", "disabled"],
          ]}
        />
      </fieldset>
      <fieldset>
        <legend>Acme</legend>
        <Choose
          {...props}
          name="invitation"
          label="Invitation to this address"
          choices={[
            ["none", "none"],
            ["pending", "pending"],
            ["expired", "expired a second ago"],
            ["revoked", "revoked"],
          ]}
        />
        {question.invitation !== "none" && (
          <Choose
            {...props}
            name="invitationRole"
            label="It gives the role"
            choices={[
              ["org_user", "org_user"],
              ["org_admin", "org_admin"],
              ["org_owner", "org_owner"],
            ]}
          />
        )}
        <Choose
          {...props}
          name="domainRule"
          label="Domain rule"
          choices={[
            ["none", "none"],
            ["manual_invitation", "manual_invitation"],
            ["automatic_invitation", "automatic_invitation"],
            ["automatic_suggestion", "automatic_suggestion"],
            ["automatic_membership", "automatic_membership"],
            ["enterprise_sso", "enterprise_sso"],
          ]}
        />
        {question.domainRule !== "none" && (
          <>
            <Write {...props} name="domainPattern" label="It matches" />
            <Choose
              {...props}
              name="domainProof"
              label="Proof of the domain"
              choices={[
                ["ownership", "owned (DNS)"],
                ["affiliation", "a mailbox there"],
                ["pending", "pending"],
              ]}
            />
          </>
        )}
        <Switch {...props} name="full" label="Acme has no free seat" />
      </fieldset>
      <fieldset>
        <legend>The platform’s policy</legend>
        <Choose
          {...props}
          name="accessMode"
          label="Without a match, the person"
          choices={[
            ["restricted", "is denied"],
            ["waitlist", "goes on the waitlist"],
            ["public", "is admitted without an organization"],
          ]}
        />
        <Choose
          {...props}
          name="accountLinking"
          label="A new login for a known address"
          choices={[
            ["never", "is denied"],
            ["confirm", "has to be confirmed"],
            ["verified_email", "is linked if verified"],
          ]}
        />
        <Switch {...props} name="requireVerifiedEmail" label="Addresses have to be verified" />
        <Switch {...props} name="ownerExists" label="The platform has an owner" />
        {!question.ownerExists && (
          <Choose
            {...props}
            name="bootstrap"
            label="Proof of the first owner"
            choices={[
              ["token", "a setup token"],
              ["first_user", "none: the first user to sign in"],
              ["closed", "disabled"],
            ]}
          />
        )}
      </fieldset>
    </form>
  );
}
