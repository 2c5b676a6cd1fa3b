//! Reading the bodies of requests.

use cora_wire::Document;

use crate::error::ApiError;

/// Reads a body; all its faults at once.
pub(crate) fn read<T: Document>(body: &[u8]) -> Result<T, ApiError> {
    cora_wire::decode(body).map_err(ApiError::Invalid)
}

/// A body that may be left out, as CORA's clients do.
pub(crate) fn read_or_default<T: Document + Default>(body: &[u8]) -> Result<T, ApiError> {
    if body.is_empty() { Ok(T::default()) } else { read(body) }
}
