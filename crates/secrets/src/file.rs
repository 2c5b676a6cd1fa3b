//! Reads secrets from files, as Docker, Kubernetes and systemd provide them.

use std::path::Path;

use tokio::io::AsyncReadExt;
use zeroize::Zeroizing;

use crate::MAX_SECRET_BYTES;
use crate::error::SecretError;
use cora_core::secret::Secret;

/// Reads a secret from a regular file in a folder. Links are followed as long as they stay in the
/// folder. One line ending at the end of the file is left out.
///
/// SECURITY: the file must be directly in the folder, not below it. Kubernetes and EKS put the
/// machine's own credentials into subfolders of `/run/secrets`
/// (`kubernetes.io/serviceaccount/token`), and those must not reach any provider.
///
/// # Errors
///
/// Returns `secret_reference_not_allowed` if the path is in another folder or leads out of this
/// one, `secret_not_found` if there is no such regular file, and `secret_unreadable` if it is
/// longer than [`MAX_SECRET_BYTES`] or not UTF-8.
pub(crate) async fn read(folder: &Path, path: &Path) -> Result<Secret, SecretError> {
    let below = path.strip_prefix(folder).map_err(|_| SecretError::ReferenceNotAllowed)?;
    if below.components().count() > 1 {
        return Err(SecretError::ReferenceNotAllowed);
    }
    let folder = tokio::fs::canonicalize(folder).await.map_err(|_| SecretError::NotFound)?;
    let real = tokio::fs::canonicalize(path).await.map_err(|_| SecretError::NotFound)?;
    if !real.starts_with(&folder) {
        return Err(SecretError::ReferenceNotAllowed);
    }
    let file = tokio::fs::File::open(&real).await.map_err(|_| SecretError::NotFound)?;
    if !file.metadata().await.is_ok_and(|metadata| metadata.is_file()) {
        return Err(SecretError::NotFound);
    }
    // One byte more than allowed, to tell a longer file from one that just fits.
    let limit = MAX_SECRET_BYTES + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(limit));
    let read = file.take(limit as u64).read_to_end(&mut bytes).await;
    if read.is_err() || bytes.len() > MAX_SECRET_BYTES {
        return Err(SecretError::Unreadable);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| SecretError::Unreadable)?;
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    Ok(Secret::new(text))
}
