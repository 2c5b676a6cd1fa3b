"use client";

/**
 * `@cora/auth/react/pages`: ready-made pages without styles, for visitors who are not signed in,
 * are not admitted, or whose state cannot be determined.
 *
 * @example
 * ```tsx
 * <SignInPage state={state}><Dashboard /></SignInPage>
 * ```
 */

export { SignInPage } from "./sign-in-page.js";
export type { SignInPageProps } from "./sign-in-page.js";
export type { SignInChoice, SignInState } from "./sign-in-state.js";
export { SIGN_IN_TEXTS } from "./sign-in-texts.js";
export type { SignInTexts } from "./sign-in-texts.js";
