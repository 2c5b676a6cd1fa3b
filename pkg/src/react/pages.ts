"use client";

/**
 * `@cora/auth/react/pages`: what people see who are not signed in, may not come in, or cannot be told who they are; ready-made and without styles.
 *
 * @example
 * ```tsx
 * <SignInPage state={state}><Dashboard /></SignInPage>
 * ```
 */

export { SignInPage } from "./sign-in-page.js";
export type { SignInPageProps, SignInState } from "./sign-in-page.js";
export { SIGN_IN_TEXTS } from "./sign-in-texts.js";
export type { SignInTexts } from "./sign-in-texts.js";
