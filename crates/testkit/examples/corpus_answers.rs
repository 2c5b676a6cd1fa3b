//! Prints the native answers to the conformance corpus, one JSON object per line.

fn main() {
    print!("{}", cora_testkit::corpus::answers());
}
