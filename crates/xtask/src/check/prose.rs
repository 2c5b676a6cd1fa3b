//! `cargo xtask check prose`: checks how comments and documents are written (`docs/style.md`).
//!
//! - A doc comment begins with a verb or a noun, not with a question word: at most 3 in 100 may.
//! - A line of prose has at most 100 columns.
//! - Some words have a plainer one.

use anyhow::{Result, bail};

use super::claims::Fault;
use super::claims::repository::{File, Repository};
use crate::process::note;

/// The most doc comments that may begin with a question word, in percent.
const MOST_QUESTIONS: f64 = 3.0;

/// The most columns of a line of prose.
const COLUMNS: usize = 100;

const QUESTIONS: [&str; 10] = ["What", "Who", "Whom", "Whose", "Whether", "Where", "When", "How", "Which", "Why"];

/// Words to avoid, each with what to write instead.
const WORDS: [(&str, &str); 11] = [
    ("anew", "again"),
    ("beside", "next to, in addition to, compared with"),
    ("has become of", "happened to"),
    ("becomes of", "happens to"),
    ("looked over", "checked"),
    ("looks over", "checks"),
    ("of ours", "our"),
    ("of theirs", "their"),
    ("who commands", "the actor"),
    ("whoever", "anyone who"),
    ("whomever", "anyone whom"),
];

/// Files that are not checked: their prose is generated, or is about these words.
const NOT_READ: [&str; 8] = [
    "crates/idna-adapter/src/tables.rs",
    "crates/server/openapi.json",
    "crates/store/migrations/",
    "crates/xtask/src/check/prose.rs",
    "docs/style.md",
    "pkg/src/client/schema.ts",
    "tests/bench/RESULTS.md",
    "tests/corpus/INDEX.md",
];

/// Checks all tracked files and prints every fault.
pub fn run() -> Result<()> {
    let repository = Repository::tracked()?;
    let Prose { mut faults, questions, docs } = Prose::of(&repository.files);
    let percent = questions.len() as f64 * 100.0 / docs.max(1) as f64;
    if percent > MOST_QUESTIONS {
        faults.extend(questions);
    }
    for fault in &faults {
        note(&format!("    {fault}"));
    }
    note(&format!("    {docs} doc comments, {percent:.1} % begin with a question word"));
    if !faults.is_empty() {
        bail!("{} places to rewrite, see docs/style.md", faults.len());
    }
    Ok(())
}

/// The findings in files.
struct Prose {
    faults: Vec<Fault>,
    /// Doc comments that begin with a question word.
    questions: Vec<Fault>,
    /// The number of doc comments.
    docs: usize,
}

impl Prose {
    fn of(files: &[File]) -> Self {
        let mut prose = Self { faults: Vec::new(), questions: Vec::new(), docs: 0 };
        for file in files.iter().filter(|file| !NOT_READ.iter().any(|path| file.path.starts_with(path))) {
            if file.path.ends_with(".md") {
                prose.read_document(file);
            } else if !file.path.ends_with(".json") {
                prose.read_source(file);
            }
        }
        prose
    }

    /// Checks a Markdown document, except its code blocks, and the width of its tables and of lines
    /// with links.
    fn read_document(&mut self, file: &File) {
        let mut is_code = false;
        for (number, line) in file.lines() {
            is_code ^= line.trim_start().starts_with("```");
            if !is_code {
                self.read_words(file, number, line);
                if !line.trim_start().starts_with('|') {
                    self.read_width(file, number, line);
                }
            }
        }
    }

    /// Checks the comments of a source file that have lines of their own.
    fn read_source(&mut self, file: &File) {
        let (mut was_doc, mut is_code) = (false, false);
        for (number, line) in file.lines() {
            let text = line.trim_start();
            let doc = ["///", "//!", "/**"].iter().find_map(|mark| text.strip_prefix(mark));
            if let Some(first) = doc.filter(|_| !was_doc) {
                self.docs += 1;
                let word = first.split_whitespace().next().unwrap_or_default();
                if QUESTIONS.contains(&word) {
                    self.questions.push(fault(
                        file,
                        number,
                        format!("begins with `{word}`: begin with a verb or a noun"),
                    ));
                }
                is_code = false;
            }
            was_doc = doc.is_some();
            if text.starts_with("//") || text.starts_with("/*") || text.starts_with("* ") {
                is_code ^= text.contains("```");
                if !is_code {
                    self.read_words(file, number, text);
                    self.read_width(file, number, line);
                }
            }
        }
    }

    fn read_words(&mut self, file: &File, number: usize, line: &str) {
        let lower = line.to_lowercase();
        for (word, instead) in WORDS.iter().filter(|(word, _)| has_word(&lower, word)) {
            self.faults.push(fault(file, number, format!("`{word}`: write {instead}")));
        }
    }

    fn read_width(&mut self, file: &File, number: usize, line: &str) {
        let columns = line.chars().count();
        if columns > COLUMNS && !line.contains("://") && !line.contains("](") {
            self.faults.push(fault(file, number, format!("{columns} columns: at most {COLUMNS}")));
        }
    }
}

fn fault(file: &File, line: usize, message: String) -> Fault {
    Fault { file: file.path.clone(), line, message }
}

/// Returns `true` if a text contains these words, and not only as parts of longer ones.
fn has_word(text: &str, word: &str) -> bool {
    let is_end = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word)
        .any(|(at, _)| is_end(text[..at].chars().next_back()) && is_end(text[at + word.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(path: &str, text: &str) -> Prose {
        Prose::of(&Repository::of(&[(path, text)]).files)
    }

    fn messages(faults: &[Fault]) -> Vec<&str> {
        faults.iter().map(|fault| fault.message.as_str()).collect()
    }

    #[test]
    fn the_first_line_of_a_doc_comment_is_read() {
        let found = prose("a.rs", "/// Whether it is.\n/// What else.\nfn a() {}\n\n/// Returns it.\nfn b() {}\n");
        assert_eq!((found.docs, found.questions.len()), (2, 1));
        assert_eq!(found.questions[0].line, 1);
    }

    #[test]
    fn words_are_found_in_comments_and_documents_but_not_in_code() {
        assert_eq!(messages(&prose("a.rs", "// Whoever it is\nlet beside = 1;\n").faults).len(), 1);
        assert_eq!(messages(&prose("a.md", "Besides, alongside.\n```\nbeside\n```\nbeside\n").faults).len(), 1);
    }

    #[test]
    fn long_lines_are_found_but_in_tables_and_of_links() {
        let long = "word ".repeat(21);
        assert_eq!(prose("a.md", &long).faults.len(), 1);
        assert_eq!(prose("a.md", &format!("| {long}")).faults.len(), 0);
        assert_eq!(prose("a.md", &format!("{long} https://acme.example")).faults.len(), 0);
        assert_eq!(prose("a.ts", &format!("  // {long}")).faults.len(), 1);
    }
}
