//! What can be wrong with a grammar file, said so that its author can mend it.

/// A grammar folder that cannot be used: which file, which line, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct FormError {
    /// The file, relative to the grammar folder.
    pub file: String,
    /// 1-based line; `None` where the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong, naming the key, and what was expected.
    pub message: String,
}

impl std::fmt::Display for FormError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl FormError {
    /// About a whole file.
    pub fn in_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, message: message.into() }
    }

    /// About the byte `at` of `text`.
    pub fn at(file: &str, text: &str, at: usize, message: impl Into<String>) -> Self {
        let before = text.get(..at).unwrap_or(text);
        Self { file: file.into(), line: Some(before.matches('\n').count() + 1), message: message.into() }
    }

    /// What the TOML reader says, with the key it was reading: its own messages leave that to a drawing.
    pub fn from_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let Some(span) = error.span() else { return Self::in_file(file, error.message()) };
        if error.message() == "duplicate key" {
            let key = text.get(span.clone()).unwrap_or_default();
            return Self::at(file, text, span.start, format!("key `{key}` is given twice, expected once"));
        }
        let message = match key_before(text, span.start) {
            Some(key) if !error.message().contains(&format!("`{key}`")) => {
                format!("key `{key}`: {}", error.message())
            }
            _ => error.message().to_string(),
        };
        Self::at(file, text, span.start, message)
    }
}

/// The key whose value begins at or holds the byte `at`: the last `word =` before it on its line.
fn key_before(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let line = before.get(before.rfind('\n').map_or(0, |n| n + 1)..)?;
    let (left, _) = line.rsplit_once('=')?;
    left.trim_end()
        .rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .next()
        .filter(|key| !key.is_empty())
}
