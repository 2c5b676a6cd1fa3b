//! Rotation of refresh tokens (§14.7).

use cora_wire_derive::{codes, record, union};

use crate::text::ClientFingerprint;
use crate::time::UnixSeconds;

/// The window in which the parent is answered again, in seconds from its first use.
pub const WINDOW_SECONDS: u64 = 30;
/// The most answers to one parent within its window.
pub const MAX_REPEATS: u32 = 10;
/// The generations between two late answers.
pub const LATE_GENERATIONS: u32 = 20;
/// The most generations running in which two networks or agents present the same token.
pub const MAX_SHARED_GENERATIONS: u32 = 3;

/// The state of the refresh token of an application session.
#[record]
#[derive(Default)]
pub struct RotationState {
    /// The generation of the head; 0 for the first token.
    pub generation: u32,
    /// The first use of the parent, by which the head came to be; absent before the first rotation.
    #[serde(default)]
    pub rotated_at: Option<UnixSeconds>,
    /// The number of times that the parent was answered again.
    pub repeats: u32,
    /// The generation of the head at the last late answer; absent if there was none.
    #[serde(default)]
    pub last_late: Option<u32>,
    /// The network and agent that first used the parent; absent before the first rotation, or if
    /// the host does not know it.
    #[serde(default)]
    pub fingerprint: Option<ClientFingerprint>,
    /// The number of generations running, up to the head's, whose parent was presented again from
    /// another network or agent.
    pub shared_generations: u32,
    /// `true` if the head's own parent was so presented.
    pub is_shared: bool,
}

/// The refresh token that was presented.
#[union(kind)]
pub enum PresentedGeneration {
    /// A token of this session that the issuer made. The hash of a head or parent was compared.
    Genuine {
        /// Its generation.
        generation: u32,
    },
    /// Anything else.
    Unknown {},
}

/// A presented refresh token, and the state that it meets.
#[record]
pub struct RotationInput {
    /// The time of the request.
    pub now: UnixSeconds,
    /// The state of the session's token.
    pub state: RotationState,
    /// The token that was presented.
    pub presented: PresentedGeneration,
    /// The network and agent that presents it; absent if the host does not know it.
    #[serde(default)]
    pub fingerprint: Option<ClientFingerprint>,
    /// `true` if the application is public; only its tokens rotate.
    pub is_public: bool,
}

/// The verdict about a presented refresh token.
#[codes]
pub enum RotationVerdict {
    /// The token of a confidential application, which stays.
    Current,
    /// The head, which becomes the parent.
    Rotated,
    /// The parent again: the head is the answer again.
    Repeated,
    /// An older token within the window: `invalid_grant`, and nothing ends.
    TooOld,
    /// Anything else: ends this application's session, and is recorded.
    Reused,
    /// Not a token of this session: `invalid_grant`, and nothing ends.
    Unknown,
}

/// A verdict, and the state to write.
#[record]
pub struct Rotation {
    /// The verdict.
    pub verdict: RotationVerdict,
    /// The state afterwards. The token of its generation is the answer, if there is one.
    pub state: RotationState,
}
