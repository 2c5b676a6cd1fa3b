"use client";

import { useId } from "react";
import type { ReactNode } from "react";

import type { Rows } from "../data/resources.js";
import { useQueryValues, useTexts } from "../provider.js";
import { SearchField, SelectField, TextField } from "./field.js";
import type { Option } from "./field.js";
import { Empty, Failure, Skeleton } from "./notice.js";
import { PersonField } from "./identifier-fields.js";

/** A column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** The name of the field that the server sorts by; the column cannot be sorted without one. */
  readonly sort?: string;
}

/** A table that becomes a list of facts where there is little room. */
export function Table<Row>({
  actions,
  caption,
  columns,
  keyOf,
  rows,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly actions?: ((row: Row) => ReactNode) | undefined;
}) {
  const { shared } = useTexts();
  const [values, change] = useQueryValues();
  const { sort = "" } = values;
  return (
    <table className="cora-table">
      <caption className="cora-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ header, id, sort: field }) => {
            const order =
              field !== undefined && sort === field ? "ascending" : sort === `-${field}` ? "descending" : "none";
            return (
              <th key={id} scope="col" aria-sort={field === undefined ? undefined : order}>
                {field === undefined ? (
                  header
                ) : (
                  <button
                    type="button"
                    className="cora-sort"
                    aria-label={shared.sortBy(header)}
                    onClick={() => change({ sort: order === "ascending" ? `-${field}` : field })}
                  >
                    {header}{" "}
                    <span aria-hidden="true">{order === "ascending" ? "▴" : order === "descending" ? "▾" : "↕"}</span>
                  </button>
                )}
              </th>
            );
          })}
          {actions !== undefined && (
            <th scope="col">
              <span className="cora-hidden">{shared.actions}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ cell, header, id }, at) =>
              at === 0 ? (
                <th key={id} scope="row" data-label={header}>
                  <div>{cell(row)}</div>
                </th>
              ) : (
                <td key={id} data-label={header}>
                  <div>{cell(row)}</div>
                </td>
              ),
            )}
            {actions !== undefined && (
              <td className="cora-row-actions" data-label={shared.actions}>
                <div>{actions(row)}</div>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A filter of a list. Its value is in the address, under its name. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly kind: "search" | "choice" | "day" | "person";
  readonly hint?: string;
  readonly options?: readonly Option[];
  /** The words for no choice; "Any" if absent. */
  readonly usual?: string;
}

/** The filters of a list. */
export function Filters({ filters }: { readonly filters: readonly Filter[] }) {
  const { shared } = useTexts();
  const [values, change] = useQueryValues();
  const used = filters.filter(({ name }) => values[name]);
  return (
    <form className="cora-filters" role="search" onSubmit={(event) => event.preventDefault()}>
      {filters.map(({ hint, kind, label, name, options = [], usual = shared.any }) => {
        const value = values[name] ?? "";
        const set = (next: string) => change({ [name]: next });
        if (kind === "choice")
          return (
            <SelectField
              key={name}
              label={label}
              value={value}
              options={[{ value: "", label: usual }, ...options]}
              change={set}
            />
          );
        if (kind === "person") return <PersonField key={name} label={label} value={value} change={set} />;
        if (kind === "day") return <TextField key={name} label={label} type="date" value={value} change={set} />;
        return <SearchField key={name} label={label} hint={hint} value={value} search={set} />;
      })}
      {used.length > 0 && (
        <button
          type="button"
          className="cora-button cora-quiet"
          onClick={() => change(Object.fromEntries(filters.map(({ name }) => [name, ""])))}
        >
          {shared.clear}
        </button>
      )}
    </form>
  );
}

/** Returns the values of the filters, and the sort, for the query of a list. */
export function useFilterValues(filters: readonly Filter[]): Readonly<Record<string, string>> {
  const [values] = useQueryValues();
  const names = [...filters.map(({ name }) => name), "sort"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      if (value === undefined || value === "") return [];
      return [[name, dayToTime(filters, name, value)]];
    }),
  );
}

/** Returns the second at which a chosen day begins, or ends for `until`. */
function dayToTime(filters: readonly Filter[], name: string, value: string): string {
  if (filters.find((filter) => filter.name === name)?.kind !== "day") return value;
  const day = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return value;
  if (name === "until") day.setUTCDate(day.getUTCDate() + 1);
  return String(day.getTime() / 1000);
}

/** The button that reads the next page of a list. */
export function More({ list }: { readonly list: Pick<Rows<unknown>, "more" | "loadingMore"> }) {
  const { shared } = useTexts();
  if (list.more === undefined) return null;
  return (
    <p>
      <button type="button" className="cora-button" disabled={list.loadingMore} onClick={list.more}>
        {list.loadingMore ? shared.loading : shared.more}
      </button>
    </p>
  );
}

/** A list with its filters and all of its states. */
export function List<Row>({
  actions,
  caption,
  columns,
  empty,
  filters = [],
  keyOf,
  list,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly list: Rows<Row>;
  readonly keyOf: (row: Row) => string;
  readonly filters?: readonly Filter[];
  readonly actions?: ((row: Row) => ReactNode) | undefined;
  /** The content when there is nothing to list at all. */
  readonly empty: ReactNode;
}) {
  const { shared } = useTexts();
  const id = useId();
  const [values] = useQueryValues();
  const filtered = filters.some(({ name }) => values[name]);
  return (
    <div className="cora-list" aria-busy={list.refreshing}>
      {filters.length > 0 && (list.rows.length > 0 || filtered || list.error !== null) && <Filters filters={filters} />}
      {list.loading && <Skeleton lines={6} />}
      {list.error !== null && <Failure error={list.error} retry={list.retry} />}
      {!list.loading &&
        list.error === null &&
        list.rows.length === 0 &&
        (filtered ? <Empty title={shared.nothingMatches} /> : empty)}
      {list.rows.length > 0 && (
        <Table caption={caption} columns={columns} rows={list.rows} keyOf={keyOf} actions={actions} />
      )}
      {list.count !== null && list.rows.length > 0 && (
        <p id={id} className="cora-soft">
          {shared.rows(list.count.rows, list.count.more)}
        </p>
      )}
      <More list={list} />
    </div>
  );
}

/** One action on a row. */
export interface RowAction {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  readonly danger?: boolean;
}

/** The actions on a row, in a menu of the browser. */
export function RowActions({ actions, name }: { readonly name: string; readonly actions: readonly RowAction[] }) {
  const { shared } = useTexts();
  if (actions.length === 0) return null;
  return (
    <details
      className="cora-menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector("summary")?.focus();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
      }}
    >
      <summary aria-label={shared.actionsFor(name)}>
        <span aria-hidden="true">⋯</span>
      </summary>
      <div className="cora-menu-items">
        {actions.map(({ danger, id, label, run }) => (
          <button
            key={id}
            type="button"
            className={danger === true ? "cora-danger-text" : undefined}
            onClick={(event) => {
              const menu = event.currentTarget.closest("details");
              if (menu !== null) {
                menu.open = false;
                menu.querySelector("summary")?.focus();
              }
              run();
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </details>
  );
}
