/** The part of the query cache that the screens own. */
export const CACHE = "cora-admin";
