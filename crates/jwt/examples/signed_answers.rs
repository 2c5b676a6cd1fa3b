//! Prints the answers to the corpus of signed tokens, one JSON object per line,
//! `{"file":…,"answer":…}`. Other hosts compare their own answers with them.

#[path = "../tests/support/signed.rs"]
mod signed;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for (file, case) in signed::read() {
        assert!(!case.why.is_empty() && case.pitfall.as_deref() != Some("") && !case.expect.is_null(), "{file}");
        println!("{}", serde_json::json!({ "file": file, "answer": signed::answer(&case.input).await }));
    }
}
