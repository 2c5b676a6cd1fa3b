/** The API that the access token of every login is for. */
export const AUDIENCE = "https://api.acme.example";
