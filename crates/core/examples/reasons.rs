//! Prints the reason codes as Markdown. `cargo xtask generate` writes them to `docs/reasons.md`.

use cora_core::provisioning::code::{ReasonCode, UserMessage};

fn main() {
    println!(
        "# Why a login ends as it does\n\n\
         Generated from `crates/core/src/provisioning/code.rs` by `cargo xtask generate`.\n\n\
         Every stage of a decision's `trace` has one of these codes, and the code of the stage that\n\
         decided is the decision's `reason` ([§6.9](specification.md#6.9)). The message is what the\n\
         explanation of a decision says. The codes are for administrators: the person is told one of a\n\
         smaller list ([§6.10](specification.md#6.10)).\n"
    );
    println!("| code | meaning | message | what to do |\n| --- | --- | --- | --- |");
    for code in ReasonCode::ALL {
        let (remedy, meaning) = (code.remedy().unwrap_or_default(), code.documentation());
        println!("| `{}` | {meaning} | {} | {remedy} |", code.as_str(), code.message());
    }
    println!("\n## Several objections\n\n{SEVERAL}\n");
    for precedence in (1..=u8::MAX).rev() {
        let codes: Vec<&str> =
            ReasonCode::ALL.iter().filter(|code| code.precedence() == precedence).map(|code| code.as_str()).collect();
        if !codes.is_empty() {
            println!("{}", wrapped(&format!("- {precedence}: `{}`", codes.join("`, `"))));
        }
    }
    let verify: Vec<&str> = ReasonCode::ALL
        .iter()
        .filter(|code| code.denial() == UserMessage::VerifyEmail)
        .map(|code| code.as_str())
        .collect();
    println!("\n## A person who is told to verify their address\n\n{VERIFY}`{}`.", verify.join("`, `"));
}

/// Breaks an item of a list at 100 columns.
fn wrapped(item: &str) -> String {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in item.split(' ') {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if longer.len() > 100 {
            lines.push(std::mem::replace(&mut line, format!("  {word}")));
        } else {
            line = longer;
        }
    }
    lines.push(line);
    lines.join("\n")
}

const SEVERAL: &str = "\
Where every invitation to a person is objected to, every rule for their domain, or everything that\n\
the strategies looked at, the objection with the greatest precedence is the reason: that of the one\n\
that came furthest. All other codes have the precedence 0: they say that there was nothing to object\n\
to.";

const VERIFY: &str = "\
A denied person is told so if a code that is mailed to their address can prove it, with every reason\n\
of the stage `access`, and in any stage with the one below. A code cannot prove an address in a\n\
domain that another organization owns.\n\n";
