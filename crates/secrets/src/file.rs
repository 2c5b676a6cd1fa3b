//! Secrets in files, as Docker, Kubernetes and systemd hand them over.

use std::path::Path;

use tokio::io::AsyncReadExt;
use zeroize::Zeroizing;

use crate::MAX_SECRET_BYTES;
use crate::error::SecretError;
use cora_core::secret::Secret;

/// Reads a secret from a regular file in a folder. Links are followed as long as they stay in the folder; one line end at the
/// end is left out.
///
/// SECURITY: in the folder and not below it, for Kubernetes and EKS put the machine's own credentials into folders of
/// `/run/secrets` (`kubernetes.io/serviceaccount/token`), and those are for no provider.
///
/// # Errors
///
/// `secret_reference_not_allowed` when the path is of another folder or leads out of this one, `secret_not_found` when there is no such file,
/// `secret_unreadable` when it is longer than [`MAX_SECRET_BYTES`] or not UTF-8.
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
    // One byte more than may be, so that a longer file is told from one that just fits.
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
