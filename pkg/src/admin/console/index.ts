"use client";

/**
 * `@cora/auth/admin/console`: all administrators' screens with their navigation, as `cora serve`
 * answers them at `/console`.
 *
 * @example
 * ```tsx
 * <AdminProvider client={client} person={person} can={auth.can} location={historyLocation()}>
 *   <AdminConsole base="/admin" />
 * </AdminProvider>
 * ```
 */

export { AdminConsole } from "./console.js";
export type { AdminConsoleProps } from "./console.js";
