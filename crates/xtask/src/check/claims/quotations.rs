//! Checks the quotations of the specification in the evaluator that is written from it.

use super::repository::Repository;
use super::{Fault, SPECIFICATION};

/// The folder of the second evaluator. Text in double quotes in its comments quotes the
/// specification.
const REFERENCE: &str = "crates/testkit/tests/reference/";

pub fn check(repository: &Repository, faults: &mut Vec<Fault>) {
    let Some(specification) = repository.file(SPECIFICATION) else { return };
    let specification = words(&specification.text);
    for file in repository.files.iter().filter(|file| file.path.starts_with(REFERENCE)) {
        let mut comment = String::new();
        let mut begins = 0;
        // The added empty line ends a comment at the end of the file.
        for (line, text) in file.lines().chain([(0, "")]) {
            if let Some(text) = text.trim_start().strip_prefix("//") {
                if comment.is_empty() {
                    begins = line;
                }
                comment = format!("{comment} {}", text.trim_start_matches(['/', '!']));
                continue;
            }
            for quotation in comment.split('"').skip(1).step_by(2).map(words) {
                if !specification.contains(quotation.trim_end_matches('.')) {
                    let message = format!("\"{quotation}\" is not in {SPECIFICATION}; quote the current text");
                    faults.push(Fault { file: file.path.clone(), line: begins, message });
                }
            }
            comment.clear();
        }
    }
}

/// Returns the text with one space between words.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
