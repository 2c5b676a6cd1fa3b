//! Prints the kinds of provider whose logins use the authorization code flow, as TypeScript.
//! `cargo xtask generate` writes them to `pkg/src/next/openid-kinds.ts`.

use cora_core::connection::ConnectionKind;
use cora_core::json::Code;

fn main() {
    println!("{HEAD}");
    for kind in ConnectionKind::ALL {
        let properties = kind.login().map_or_else(
            || String::from("null"),
            |login| {
                let [audience, organization] = [login.audience_parameter, login.organization_parameter]
                    .map(|parameter| parameter.map_or_else(|| String::from("null"), |name| format!("\"{name}\"")));
                format!("{{ audienceParameter: {audience}, organizationParameter: {organization} }}")
            },
        );
        println!("  {}: {properties},", Code::name(&kind));
    }
    print!("{TAIL}");
}

const HEAD: &str = r#"/**
 * The kinds of provider whose logins use the authorization code flow of OpenID Connect. Generated
 * from `crates/core/src/connection/provider` by `cargo xtask generate`.
 */

import type { ConnectionKind } from "../glue/types.js";

/** The properties of a kind of provider that a login depends on. */
export interface OpenIdKind {
  /**
   * The parameter by which the provider is told the audience of an access token; `null` if it takes
   * the audience from its own settings, or from scopes. `resource` is RFC 8707's.
   */
  readonly audienceParameter: "audience" | "resource" | null;
  /**
   * The parameter by which the provider is told the organization to log in to; `null` if it has
   * none, or takes it from a scope.
   */
  readonly organizationParameter: "hd" | "organization" | null;
}

/** Every kind; `null` for those that run their own logins. */
const KINDS: Readonly<Record<ConnectionKind, OpenIdKind | null>> = {"#;

const TAIL: &str = r#"};

/** Returns the properties of a kind, or `null` if its logins do not use that flow. */
export function openIdKind(kind: string): OpenIdKind | null {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as ConnectionKind] : null;
}"#;
