//! Prints the kinds of provider whose logins use the authorization code flow, as TypeScript.
//! `cargo xtask generate` writes them to `pkg/src/next/openid-kinds.ts`.

use cora_core::connection::ConnectionKind;
use cora_core::json::Code;

fn main() {
    println!("{HEAD}");
    for kind in ConnectionKind::ALL {
        println!("  {}: {},", Code::name(&kind), kind.login().is_some());
    }
    print!("{TAIL}");
}

const HEAD: &str = r#"/**
 * The kinds of provider whose logins use the authorization code flow of OpenID Connect. Generated
 * from `crates/core/src/connection/provider` by `cargo xtask generate`.
 */

import type { ConnectionKind } from "../glue/types.js";

/** Every kind; `false` for those that run their own logins. */
const KINDS: Readonly<Record<ConnectionKind, boolean>> = {"#;

const TAIL: &str = r#"};

/** Returns `true` for a kind whose logins use that flow. */
export const isOpenIdKind = (kind: string): boolean => Object.hasOwn(KINDS, kind) && KINDS[kind as ConnectionKind];"#;
