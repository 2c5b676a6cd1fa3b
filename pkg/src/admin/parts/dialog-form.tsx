"use client";

import type { ReactNode } from "react";

import { useAdmin } from "../provider.js";
import { Failure } from "./notice.js";

/** The form of a dialog that makes something: its fields, the last refusal, and two buttons. */
export function DialogForm({
  children,
  close,
  disabled,
  error,
  label,
  submit,
}: {
  readonly children: ReactNode;
  readonly close: () => void;
  /** `true` while the form cannot be sent. */
  readonly disabled: boolean;
  /** The refusal of the last try. */
  readonly error: Error | null;
  /** The text of the button that sends it. */
  readonly label: string;
  readonly submit: () => Promise<void>;
}) {
  const { shared } = useAdmin().texts;
  return (
    <form
      className="cora-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children}
      {error !== null && <Failure error={error} title={shared.refused} />}
      <div className="cora-buttons">
        <button type="submit" className="cora-button cora-primary" disabled={disabled}>
          {label}
        </button>
        <button type="button" className="cora-button" onClick={close}>
          {shared.cancel}
        </button>
      </div>
    </form>
  );
}
