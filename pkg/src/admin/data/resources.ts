"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { useAdmin } from "../provider.js";
import { CACHE } from "./cache.js";
import { ask } from "./request.js";
import type { AdminPath, PathValues, QueryValues } from "./request.js";

/** One page of a list. */
export interface Page<Row> {
  readonly items: readonly Row[];
  /** The cursor of the next page; `null` on the last one. */
  readonly next: string | null;
  readonly count?: Count | null;
}

/** The number of rows of a list, counted up to 1000. */
export interface Count {
  readonly rows: number;
  readonly more: boolean;
}

/** The options of {@link useResource} and {@link useList}. */
export interface ResourceOptions {
  readonly at?: PathValues;
  readonly query?: QueryValues;
  /** `false` to ask for nothing yet. */
  readonly enabled?: boolean;
  /** The interval at which to ask again, in milliseconds. */
  readonly every?: number | false;
}

/** One resource of the server. */
export interface Resource<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly loading: boolean;
  readonly refreshing: boolean;
  readonly retry: () => void;
}

/** Reads one resource. */
export function useResource<T>(path: AdminPath, options: ResourceOptions = {}): Resource<T> {
  const { client } = useAdmin();
  const { at = {}, query = {}, enabled = true, every = false } = options;
  const result = useQuery({
    queryKey: [CACHE, path, at, query],
    queryFn: ({ signal }) => ask<T>(client, "GET", path, { at, query, signal }),
    enabled,
    refetchInterval: every,
  });
  return {
    data: result.data,
    error: result.error,
    loading: enabled && result.isPending,
    refreshing: result.isFetching,
    retry: () => void result.refetch(),
  };
}

/** The rows of a list that were read so far. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly count: Count | null;
  readonly error: Error | null;
  readonly loading: boolean;
  readonly refreshing: boolean;
  readonly retry: () => void;
  /** Reads the next page; `undefined` if there is none. */
  readonly more: (() => void) | undefined;
  readonly loadingMore: boolean;
}

/** The number of rows on a page. */
const PAGE = 50;

/** Reads a list page by page. The order and the filters are the server's. */
export function useList<Row>(path: AdminPath, options: ResourceOptions = {}): Rows<Row> {
  const { client } = useAdmin();
  const { at = {}, query = {}, enabled = true } = options;
  const result = useInfiniteQuery({
    queryKey: [CACHE, path, at, query],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Row>>(client, "GET", path, {
        at,
        query: { limit: PAGE, ...query, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled,
  });
  return {
    rows: result.data?.pages.flatMap(({ items }) => items) ?? [],
    count: result.data?.pages[0]?.count ?? null,
    error: result.error,
    loading: enabled && result.isPending,
    refreshing: result.isFetching && !result.isFetchingNextPage,
    retry: () => void result.refetch(),
    more: result.hasNextPage ? () => void result.fetchNextPage() : undefined,
    loadingMore: result.isFetchingNextPage,
  };
}
