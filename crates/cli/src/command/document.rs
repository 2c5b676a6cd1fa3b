//! Input and output of commands: reads the file named on the command line, and reports its faults.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use cora_core::issue::{Issue, IssueCode, Report, Severity};

/// The exit code for bad input and bad usage.
pub const BAD_INPUT: u8 = 2;

/// Reads a file, or standard input for `-`, up to one byte more than an input may have.
///
/// # Errors
///
/// Fails with a report whose only issue says why the file could not be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Report> {
    match read_at_most(path, cora_wire::MAX_INPUT_BYTES) {
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// Reads a file, or standard input for `-`, up to one byte more than the limit, so that the caller
/// can tell that the input is too long.
///
/// # Errors
///
/// Fails with the error of the operating system.
pub fn read_at_most(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = limit as u64 + 1;
    if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Builds the report on a file that could not be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Report {
    cora_wire::report(vec![Issue {
        code: IssueCode::Unreadable,
        severity: Severity::Error,
        path: String::new(),
        message: format!("`{}` could not be read: {error}", path.display()),
        help: Some("Pass a readable file, or `-` for standard input.".to_owned()),
    }])
}

/// Writes the faults as JSON to standard error.
pub fn refuse(report: &Report) -> ExitCode {
    eprintln!("{}", cora_wire::encode(report));
    ExitCode::from(BAD_INPUT)
}

/// Writes an answer to standard output. A reader that closes the pipe early, such as `head`, is not
/// an error.
pub fn print(text: &str) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the answer could not be written: {error}");
            ExitCode::FAILURE
        }
    }
}
