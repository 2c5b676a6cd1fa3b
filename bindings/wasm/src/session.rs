//! Tokens, the keys that they are signed with, and what hosts that have verified one ask beside what pages do.

use std::cell::RefCell;

use cora_core::time::UnixSeconds;
use cora_core::token::{TokenError, TokenErrorCode};
use cora_wire::{TokenVerifier, decode, encode, operation};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::desk::{Failure, make, work};
use crate::shelf::Shelf;

thread_local! {
    static VERIFIERS: RefCell<Shelf<TokenVerifier>> = const { RefCell::new(Shelf::new()) };
}

/// Reads a `VerifierConfiguration` document. Answers with the number of the verifier.
#[wasm_bindgen(js_name = verifierNew, skip_typescript)]
pub fn verifier_new(bytes: usize) -> i32 {
    make(bytes, &|text| {
        let verifier = TokenVerifier::new(decode(text)?);
        Ok(VERIFIERS.with_borrow_mut(|verifiers| verifiers.put(verifier)))
    })
}

/// Gives a verifier's memory back.
#[wasm_bindgen(js_name = verifierFree, skip_typescript)]
pub fn verifier_free(number: u32) {
    VERIFIERS.with_borrow_mut(|verifiers| verifiers.take(number));
}

/// Reads a token, not a document, at that time in seconds: a `ReadToken` document, or the token error.
///
/// SECURITY: the caller verifies the signature before anything but `prepared` has any effect.
#[wasm_bindgen(js_name = tokenRead, skip_typescript)]
pub fn token_read(number: u32, bytes: usize, now: u32) -> i32 {
    work(bytes, &|text| {
        // What is no UTF-8 is no token.
        let malformed = |_| TokenError::from(TokenErrorCode::TokenMalformed);
        let (token, now) =
            (str::from_utf8(text).map_err(malformed)?, UnixSeconds::new(now.into()).unwrap_or(UnixSeconds::MAX));
        VERIFIERS.with_borrow(|verifiers| {
            let verifier = verifiers.get(number).ok_or(Failure::NONE)?;
            Ok(encode(&verifier.read(token, now)?))
        })
    })
}

/// Says what to do for a `LookUpKeyInput` document: a `KeyLookup` document.
#[wasm_bindgen(js_name = lookUpKey, skip_typescript)]
pub fn look_up_key(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::look_up_key(text)?))
}

/// Checks header and claims of a token whose signature the caller has verified, an `AcceptTokenInput` document, and answers
/// with an `AcceptedToken` document.
///
/// The failure is the report of the input's faults, or the token error.
#[wasm_bindgen(js_name = acceptToken, skip_typescript)]
pub fn accept_token(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::accept_token(text)?))
}

/// Whether a session may do something now, as an `AuthorizeInput` document asks: an `Authorization` document.
#[wasm_bindgen(skip_typescript)]
pub fn authorize(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::authorize(text)?))
}

/// Where to go for a `RedirectInput` document: a `RedirectTarget` document, or a `RedirectError` document.
#[wasm_bindgen(js_name = safeRedirect, skip_typescript)]
pub fn safe_redirect(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::safe_redirect(text)?))
}

/// Who may see the path of a `RouteInput` document: a `RouteMatch` document.
#[wasm_bindgen(js_name = matchRoute, skip_typescript)]
pub fn match_route(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::match_route(text)?))
}
