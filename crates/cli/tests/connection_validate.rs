//! `cora connection validate` and `diff` of files, as an operator and a build use them.

mod support;

use serde_json::{Value, json};
use support::{Place, ends, json, stderr, stdout};

const OKTA: &str = "\
kind: okta
displayName: Acme sign-in
settings:
  issuer: https://acme.okta.com/oauth2/default
  clientId: 0oa1b2c3d4e5f6g7h8i9
  clientSecret: env:OKTA_CLIENT_SECRET
  audiences: [api://default]
";

/// What no output may hold.
const SECRET: &str = "Zq7hunter2Zq7";
