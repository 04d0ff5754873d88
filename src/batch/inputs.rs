//! Which files to read: those given, and those found in the folders given.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// One file to read, or one place that could not be searched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// The path as it is written to the outputs.
    pub shown: String,
    /// The path to open.
    pub path: PathBuf,
    /// Why it cannot be read, where that is known already.
    pub trouble: Option<String>,
}

/// All inputs of a run.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The files, sorted by the shown path; the same file given twice is there once.
    pub files: Vec<Input>,
    /// Folders in which nothing was found.
    pub empty_folders: Vec<PathBuf>,
}

impl Inputs {
    /// Collects the files. A folder is searched for `*.pdf` and `*.txt` in any case, to any depth; a file that is
    /// named itself is always tried, whatever its ending.
    pub fn collect(given: &[PathBuf]) -> Inputs {
        let mut inputs = Inputs::default();
        for path in given {
            if path.is_dir() {
                inputs.search(path);
            } else {
                inputs.files.push(Input::file(path.clone()));
            }
        }
        inputs.files.sort();
        let mut seen = BTreeSet::new();
        inputs.files.retain(|input| seen.insert(identity(&input.path)));
        inputs
    }

    /// The shown paths in order.
    pub fn paths(&self) -> Vec<String> {
        self.files.iter().map(|input| input.shown.clone()).collect()
    }

    fn search(&mut self, folder: &Path) {
        let before = self.files.len();
        for entry in WalkDir::new(folder).follow_links(true) {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_document(entry.path()) => {
                    self.files.push(Input::file(entry.into_path()));
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    self.files.push(Input { trouble: Some(error.to_string()), ..Input::file(path) });
                }
            }
        }
        if self.files.len() == before {
            self.empty_folders.push(folder.to_owned());
        }
    }
}

impl Input {
    fn file(path: PathBuf) -> Input {
        Input { shown: shown(&path), path, trouble: None }
    }
}

/// A path as text. Bytes that are no UTF-8 are written as `\xFF`, so that two files are never shown alike for that.
fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

fn is_document(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("pdf") || ending.eq_ignore_ascii_case("txt")
}

/// What two ways to write the same file have in common.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use super::*;

    #[test]
    fn folders_are_searched_and_files_are_taken_once() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("b/deep")).unwrap();
        fs::create_dir_all(dir.path().join("none")).unwrap();
        for name in ["z.PDF", "b/deep/a.txt", "INDEX.tsv", "notes.md"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let given = ["", "none", "b/../z.PDF", "notes.md", "missing.pdf"].map(|name| dir.path().join(name));
        let inputs = Inputs::collect(&given);
        let root = format!("{}/", dir.path().display());
        let shown: Vec<_> = inputs.paths().iter().map(|path| path.replace(&root, "")).collect();
        assert_eq!(shown, ["b/../z.PDF", "b/deep/a.txt", "missing.pdf", "notes.md"]);
        assert_eq!(inputs.empty_folders, [dir.path().join("none")]);
    }
}
