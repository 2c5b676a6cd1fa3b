//! Exports for hosts that verify tokens: token verification, key lookup, and the session checks
//! that `page.rs` lacks.

use std::cell::RefCell;

use cora_core::time::UnixSeconds;
use cora_core::token::{TokenError, TokenErrorCode};
use cora_wire::{PendingToken, TokenVerifier, decode, encode, operation};
use slab::Slab;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::ffi_buffer::{Failure, create, run};

thread_local! {
    static VERIFIERS: RefCell<Slab<TokenVerifier>> = const { RefCell::new(Slab::new()) };
    static PENDING: RefCell<Slab<PendingToken>> = const { RefCell::new(Slab::new()) };
}

/// Reads a `VerifierConfiguration` document. Returns the number of the verifier.
#[wasm_bindgen(js_name = verifierNew, skip_typescript)]
pub fn verifier_new(bytes: usize) -> i32 {
    create(bytes, &|text| {
        let verifier = TokenVerifier::new(decode(text)?);
        Ok(VERIFIERS.with_borrow_mut(|verifiers| verifiers.insert(verifier)))
    })
}

/// Frees a verifier.
#[wasm_bindgen(js_name = verifierFree, skip_typescript)]
pub fn verifier_free(number: usize) {
    VERIFIERS.with_borrow_mut(|verifiers| verifiers.try_remove(number));
}

/// Parses a token (the text is the token, not a document) and checks its header. The result is an
/// object with `prepared`, a `PreparedToken` document, and `token`, the number by which
/// [`token_accept`] reads it; the failure is a token error.
///
/// The caller ends the token by [`token_accept`] or [`token_drop`].
#[wasm_bindgen(js_name = tokenPrepare, skip_typescript)]
pub fn token_prepare(number: usize, bytes: usize) -> i32 {
    run(bytes, &|text| {
        // A text that is not UTF-8 is not a token.
        let token = str::from_utf8(text).map_err(|_| TokenError::from(TokenErrorCode::TokenMalformed))?;
        VERIFIERS.with_borrow(|verifiers| {
            let verifier = verifiers.get(number).ok_or(Failure::NONE)?;
            let (prepared, pending) = verifier.prepare(token)?;
            let token = PENDING.with_borrow_mut(|tokens| tokens.insert(pending));
            Ok(["{\"token\":", &token.to_string(), ",\"prepared\":", &encode(&prepared), "}"].concat())
        })
    })
}

/// Reads the claims of a token at the time `now`, in seconds since the epoch, and frees the token.
/// The result is an `AcceptedToken` document; the failure is a token error.
///
/// SECURITY: the caller must have verified the signature.
#[wasm_bindgen(js_name = tokenAccept, skip_typescript)]
pub fn token_accept(token: usize, now: u32) -> i32 {
    run(0, &|_| {
        let pending = PENDING.with_borrow_mut(|tokens| tokens.try_remove(token)).ok_or(Failure::NONE)?;
        Ok(encode(&pending.accept(UnixSeconds::new(now.into()).unwrap_or(UnixSeconds::MAX))?))
    })
}

/// Frees a token whose claims are not to be read.
#[wasm_bindgen(js_name = tokenDrop, skip_typescript)]
pub fn token_drop(token: usize) {
    PENDING.with_borrow_mut(|tokens| tokens.try_remove(token));
}

/// Looks up the key for a `LookUpKeyInput` document. The result is a `KeyLookup` document, which
/// states what the host has to do.
#[wasm_bindgen(js_name = lookUpKey, skip_typescript)]
pub fn look_up_key(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::look_up_key(text)?))
}

/// Checks the header and claims in an `AcceptTokenInput` document, of a token whose signature the
/// caller has verified. The result is an `AcceptedToken` document.
///
/// The failure is the report of the input's faults, or a token error.
#[wasm_bindgen(js_name = acceptToken, skip_typescript)]
pub fn accept_token(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::accept_token(text)?))
}

/// Checks what a session may do now, for an `AuthorizeInput` document. The result is an
/// `Authorization` document.
#[wasm_bindgen(skip_typescript)]
pub fn authorize(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::authorize(text)?))
}

/// Resolves the redirect of a `RedirectInput` document. The result is a `RedirectTarget` document
/// or a `RedirectError` document.
#[wasm_bindgen(js_name = safeRedirect, skip_typescript)]
pub fn safe_redirect(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::safe_redirect(text)?))
}

/// Finds who may see the path of a `RouteInput` document. The result is a `RouteMatch` document.
#[wasm_bindgen(js_name = matchRoute, skip_typescript)]
pub fn match_route(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::match_route(text)?))
}
