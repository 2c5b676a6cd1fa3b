//! Parsing of request bodies.

use cora_wire::Document;

use crate::error::ApiError;

/// Parses a body. On failure, the error lists all faults.
pub(crate) fn read<T: Document>(body: &[u8]) -> Result<T, ApiError> {
    cora_wire::decode(body).map_err(ApiError::Invalid)
}

/// Parses a body that may be empty, as the clients of the legacy CORA toolkit send it.
pub(crate) fn read_or_default<T: Document + Default>(body: &[u8]) -> Result<T, ApiError> {
    if body.is_empty() { Ok(T::default()) } else { read(body) }
}
