//! Published Chinese budget disclosures (部门预算 / 部门决算 公开) → typed, reconciled data.
//!
//! Data flows one way: `pdf → layout → flat → form/grammar → model → reconcile → export`.

pub mod base;
pub mod batch;
pub mod cli;
pub mod export;
pub mod flat;
pub mod form;
pub mod grammar;
pub mod layout;
pub mod model;
pub mod pdf;
pub mod reconcile;
