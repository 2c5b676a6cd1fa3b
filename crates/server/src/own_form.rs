//! Answers that are not in the API's envelope.

/// The mark of an answer in a form of its own: OAuth's answers and errors, and pages. The envelope
/// leaves its body, its status and its caching as they are.
#[derive(Clone, Copy)]
pub(crate) struct OwnForm {
    /// The error code for the log, if the answer is a refusal.
    pub code: Option<&'static str>,
}
