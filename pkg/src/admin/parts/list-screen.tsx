"use client";

import type { ReactNode } from "react";

import { useList } from "../data/resources.js";
import type { Rows } from "../data/resources.js";
import type { AdminPath, PathValues, QueryValues } from "../data/request.js";
import { useAdmin } from "../provider.js";
import { List, useFilterValues } from "./list.js";
import type { Column, Filter } from "./list.js";
import { Empty } from "./notice.js";
import { Screen } from "./screen.js";

/** The properties of {@link ListScreen}. */
export interface ListScreenProps<Row> {
  readonly title: string;
  readonly lead: string;
  /** The capability without which the screen shows nothing. */
  readonly needs: string;
  /** The organization in which the capability is needed; the platform if absent. */
  readonly organizationId?: string | undefined;
  readonly path: AdminPath;
  readonly at?: PathValues;
  readonly query?: QueryValues;
  readonly filters?: readonly Filter[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly rowActions?: ((row: Row) => ReactNode) | undefined;
  /** The texts when there is nothing to list. */
  readonly none: string;
  readonly noneText?: string;
  /** The first action, next to the title of a list and below the text of an empty one. */
  readonly first?: { readonly label: string; readonly run: () => void } | undefined;
  /** Content above the list. */
  readonly above?: ReactNode;
  /** The dialogs, with the rows that are shown. */
  readonly children?: (list: Rows<Row>) => ReactNode;
}

/** A screen that is one list of the server, with its first action and the actions on its rows. */
export function ListScreen<Row>(props: ListScreenProps<Row>) {
  const { above, at = {}, children, columns, filters = [], first, keyOf, lead, needs, none, noneText } = props;
  const { organizationId, path, query = {}, rowActions, title } = props;
  const { can } = useAdmin();
  const list = useList<Row>(path, {
    at,
    query: { ...query, ...useFilterValues(filters) },
    enabled: can(needs, organizationId),
  });
  const button = first !== undefined && (
    <button type="button" className="cora-button cora-primary" onClick={first.run}>
      {first.label}
    </button>
  );
  return (
    <Screen
      title={title}
      lead={lead}
      needs={needs}
      organizationId={organizationId}
      actions={list.rows.length > 0 && button ? button : undefined}
    >
      {above}
      <List
        caption={title}
        list={list}
        filters={filters}
        keyOf={keyOf}
        actions={rowActions}
        empty={
          <Empty title={none}>
            {noneText !== undefined && <p>{noneText}</p>}
            {button}
          </Empty>
        }
        columns={columns}
      />
      {children?.(list)}
    </Screen>
  );
}
