//! What is wrong with an equation, and where: errors of the parser in, messages for the author out.

use nom::error::{ErrorKind, ParseError};

/// Why a text is not an equation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} {}", position(self.text.as_str(), self.at))]
pub struct EquationError {
    /// The equation.
    pub text: String,
    /// Byte at which it stops making sense.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Where in the equation, in words.
fn position(text: &str, at: usize) -> String {
    let column = text.get(..at).unwrap_or(text).chars().count() + 1;
    match text.get(at..).filter(|rest| !rest.is_empty()) {
        Some(rest) => {
            format!("at character {column}, before `{}`", rest.chars().take(24).collect::<String>())
        }
        None => format!("at the end of `{text}`"),
    }
}

/// Where parsing stopped, and what would have been right there.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    pub(super) rest: &'a str,
    pub(super) expected: &'static str,
}

impl<'a> ParseError<&'a str> for Expected<'a> {
    fn from_error_kind(rest: &'a str, _: ErrorKind) -> Self {
        Self { rest, expected: "something else" }
    }

    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }

    /// Of several alternatives the one that came furthest explains best.
    fn or(self, other: Self) -> Self {
        if self.rest.len() < other.rest.len() { self } else { other }
    }
}
