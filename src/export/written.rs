//! `documents/<stem>.json` → what it says of the checks, for a person who asks about one.
//!
//! Only what is asked for is read; numbers stay the text that was written. Version 1 is understood, and nothing else.

use serde::Deserialize;
use serde_json::Number;

use super::json::VERSION;

/// What a written document says of its checks.
#[derive(Debug, Deserialize)]
pub(crate) struct Written {
    version: u32,
    /// The input as it was given.
    pub(crate) path: String,
    /// All evaluated checks.
    pub(crate) checks: Vec<WrittenCheck>,
}

/// One check as written.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenCheck {
    pub(crate) id: String,
    pub(crate) no: u32,
    pub(crate) severity: String,
    pub(crate) verdict: String,
    pub(crate) left: Option<String>,
    pub(crate) right: Option<String>,
    pub(crate) difference: Option<String>,
    pub(crate) slack: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) relation: String,
    pub(crate) left_of: String,
    pub(crate) right_of: String,
    pub(crate) message: String,
    pub(crate) cause: Option<WrittenCause>,
    pub(crate) operands: Vec<WrittenOperand>,
}

/// The cause of a mismatch as written.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenCause {
    pub(crate) kind: String,
    pub(crate) root_check_no: u32,
    pub(crate) follow_ups: Vec<u32>,
    pub(crate) suspect: Option<WrittenSuspect>,
}

/// The figure that is suspected.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenSuspect {
    pub(crate) of: String,
    pub(crate) printed: String,
    pub(crate) proposed: String,
    pub(crate) unit: Option<String>,
    pub(crate) place: WrittenPlace,
}

/// A figure of a check.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenOperand {
    pub(crate) side: String,
    pub(crate) sign: String,
    pub(crate) label: String,
    pub(crate) printed: String,
    pub(crate) value: String,
    pub(crate) unit: Option<String>,
    pub(crate) place: WrittenPlace,
}

/// Where something stands.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenPlace {
    pub(crate) page: Option<u32>,
    pub(crate) line: Option<u32>,
    /// Left, top, right, bottom in points.
    #[serde(rename = "box")]
    pub(crate) corners: Option<[Number; 4]>,
}

/// Why a file cannot be asked about its checks.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotWritten {
    /// No document of this program.
    #[error("it is none of the files that extract writes under documents/")]
    Foreign(#[from] serde_json::Error),
    /// A document of another version.
    #[error("it is written in version {0}; this program reads version {VERSION}")]
    Version(u32),
}

impl Written {
    /// Reads a document back.
    pub(crate) fn read(json: &[u8]) -> Result<Self, NotWritten> {
        let written: Self = serde_json::from_slice(json)?;
        if written.version == VERSION { Ok(written) } else { Err(NotWritten::Version(written.version)) }
    }
}
