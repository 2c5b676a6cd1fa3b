/** Returns `true` for the path of one of the administrators' screens. */
export const isAdministration = (path: string) => path === "/admin" || path.startsWith("/admin/");
