//! The npm package has a table of its own about logins at each kind of provider. It has to say the
//! same as the core.

use cora_core::connection::ConnectionKind;
use cora_core::json::Code;

const TABLE: &str = include_str!("../../../../pkg/src/next/openid-kinds.ts");

#[test]
fn the_package_knows_every_kind_as_the_core_does() {
    let row = |kind: ConnectionKind| {
        let login = kind.login().map(|login| match login.audience_parameter {
            Some(name) => format!("{{ audienceParameter: \"{name}\" }}"),
            None => String::from("{ audienceParameter: null }"),
        });
        format!("  {}: {},\n", kind.name(), login.as_deref().unwrap_or("null"))
    };
    let rows: String = ConnectionKind::ALL.into_iter().map(row).collect();
    let (_, found) = TABLE.split_once("OpenIdKind | null>> = {\n").expect("the table");
    let (found, _) = found.split_once("};\n").expect("the end of the table");
    assert_eq!(found, rows);
}
