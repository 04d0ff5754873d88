//! Flattened text → the typed document.

#[allow(dead_code, reason = "its users are being built")]
pub(crate) mod amount;
