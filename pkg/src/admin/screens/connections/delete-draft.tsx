"use client";

import { useState } from "react";

import { CommandDialog } from "../../parts/command-dialog.js";
import { Part } from "../../parts/screen.js";
import { useAddress, useAdmin } from "../../provider.js";
import { isDraft } from "./state.js";
import type { ConnectionRow } from "./state.js";

/** Deletes a connection that was never in use and never tried, and goes to the list. */
export function DeletePart({ row }: { readonly row: ConnectionRow }) {
  const { can, location, texts } = useAdmin();
  const { connections } = texts;
  const list = useAddress()({ page: "connections" });
  const [asked, setAsked] = useState(false);
  if (!can("idp:write") || !isDraft(row)) return null;
  return (
    <Part title={connections.deleteDraft}>
      <p>{connections.deleteText}</p>
      <p>
        <button type="button" className="cora-button cora-danger" onClick={() => setAsked(true)}>
          {connections.deleteConfirm(row.displayName)}
        </button>
      </p>
      {asked && (
        <CommandDialog
          title={connections.deleteTitle(row.displayName)}
          confirm={connections.deleteConfirm(row.displayName)}
          danger
          withoutReason
          close={() => setAsked(false)}
          call={() => ({
            method: "DELETE",
            path: "/admin/idp-config/{providerType}",
            at: { providerType: row.id },
            version: row.version,
            said: connections.deleted,
            ...(list !== undefined && { leave: () => location.go(list, { replace: true }) }),
          })}
        >
          <p>{connections.deleteText}</p>
        </CommandDialog>
      )}
    </Part>
  );
}
