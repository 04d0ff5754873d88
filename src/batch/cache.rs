//! What was made of an input is kept from run to run: a key of its content → values, in a folder beside the results.
//!
//! A key covers everything the values depend on, so nothing ever has to be thrown away because it is out of date: the
//! bytes of the input, whether its name says PDF, the password and the limits; and, in the name of the folder, the program
//! itself, its grammars and whether names and numbers of persons are masked. Folders of other programs and grammars are
//! removed, and so is what was kept unmasked when a run masks. Paths are no part of it.
//!
//! A file is complete or not there ([`Draft`]); one that is damaged or was put there by somebody else counts as not there.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Options;
use crate::export::Draft;
use crate::form::Grammars;

/// The folder below the results.
const FOLDER: &str = ".cache";

/// Fast; the text shrinks to about a fifteenth all the same.
const LEVEL: i32 = 1;

/// No more than this is unpacked from one file: what an input may take, many times over.
const LARGEST: u64 = 1 << 30;

/// Names of generations: digits of a hash.
const GENERATION_DIGITS: usize = 16;

/// What was kept by earlier runs, and is kept for later ones.
#[derive(Debug)]
pub struct Cache {
    /// The folder of this program with these grammars.
    dir: PathBuf,
    /// The options as text.
    options: String,
}

/// A name for everything that a value depends on: a SHA-256, lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Key(String);

/// A value in its file, with the key it was stored under.
#[derive(Serialize, Deserialize)]
struct Stored<T> {
    key: Key,
    value: T,
}

impl Cache {
    /// The cache of a results folder, for inputs read with these grammars and options. Values of other generations are
    /// removed; nobody else may be writing to the folder meanwhile.
    pub fn open(out: &Path, grammars: &Grammars, options: &Options) -> io::Result<Cache> {
        let redacted = if options.redact { "redacted" } else { "" };
        let of = [env!("YUSUAN_BUILD"), &grammars.fingerprint, redacted];
        let generation = hash(&of).chars().take(GENERATION_DIGITS).collect::<String>();
        let root = out.join(FOLDER);
        fs::create_dir_all(&root)?;
        for entry in fs::read_dir(&root)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_generation =
                name.len() == GENERATION_DIGITS && name.chars().all(|digit| digit.is_ascii_hexdigit());
            if is_generation && name != generation {
                fs::remove_dir_all(entry.path())?;
            }
        }
        // The time limit is left out: what it cut is not kept.
        Ok(Cache { dir: root.join(generation), options: format!("{:?}", options.pdf) })
    }

    /// The key of an input.
    pub(super) fn key(&self, document_id: &str, name: &str) -> Key {
        let named_pdf = if crate::is_named_pdf(name) { "pdf" } else { "" };
        Key(hash(&[document_id, named_pdf, &self.options]))
    }

    /// The value stored under a key.
    pub(super) fn load<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        let stored: Stored<T> = unpack(File::open(self.path(key)).ok()?)?;
        (stored.key == *key).then_some(stored.value)
    }

    /// Stores a value under a key.
    pub(super) fn store<T: Serialize>(&self, key: &Key, value: &T) -> io::Result<()> {
        let path = self.path(key);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        pack(&Stored { key: key.clone(), value }, Draft::create(path)?)?.finish()
    }

    fn path(&self, Key(key): &Key) -> PathBuf {
        self.dir.join(key.get(..2).unwrap_or_default()).join(key)
    }
}

/// Writes a value, packed.
pub(super) fn pack<W: Write>(value: &impl Serialize, out: W) -> io::Result<W> {
    let bytes = postcard::to_allocvec(value).map_err(io::Error::other)?;
    let mut packer = zstd::Encoder::new(out, LEVEL)?;
    packer.include_checksum(true)?;
    packer.write_all(&bytes)?;
    packer.finish()
}

/// Reads a value that was packed; `None` for anything else.
pub(super) fn unpack<T: DeserializeOwned>(packed: impl Read) -> Option<T> {
    let mut bytes = Vec::new();
    zstd::Decoder::new(packed).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    postcard::from_bytes(&bytes).ok()
}

impl Key {
    /// The key of what depends on several inputs, and on these words.
    pub(super) fn of_several(keys: &[&Key], words: &[&str]) -> Key {
        let parts: Vec<&str> = keys.iter().map(|key| key.0.as_str()).chain(words.iter().copied()).collect();
        Key(hash(&parts))
    }
}

/// The hash of several texts, each told apart from the next by its length.
fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use super::*;

    fn cache(out: &Path, options: &Options) -> Cache {
        Cache::open(out, Grammars::shipped(), options).unwrap()
    }

    #[test]
    fn a_value_is_there_again_under_its_key_alone() {
        let dir = tempfile::tempdir().unwrap();
        let cache = cache(dir.path(), &Options::default());
        let (one, other) = (cache.key("a", "a.pdf"), cache.key("b", "a.pdf"));
        cache.store(&one, &"收入".to_owned()).unwrap();
        assert_eq!(cache.load::<String>(&one), Some("收入".to_owned()));
        assert_eq!(cache.load::<String>(&other), None);
        fs::create_dir_all(cache.path(&other).parent().unwrap()).unwrap();
        fs::copy(cache.path(&one), cache.path(&other)).unwrap();
        assert_eq!(cache.load::<String>(&other), None, "a file under another name");
    }

    #[test]
    fn a_damaged_value_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let cache = cache(dir.path(), &Options::default());
        let key = cache.key("a", "a.pdf");
        cache.store(&key, &"支出".repeat(1000)).unwrap();
        let whole = fs::read(cache.path(&key)).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            fs::write(cache.path(&key), damaged).unwrap();
            let read = cache.load::<String>(&key);
            assert!(read.is_none() || read == Some("支出".repeat(1000)), "byte {at}");
            fs::write(cache.path(&key), &whole[..at]).unwrap();
            assert_eq!(cache.load::<String>(&key), None, "cut at {at}");
        }
    }

    #[test]
    fn a_key_covers_what_matters() {
        let dir = tempfile::tempdir().unwrap();
        let plain = cache(dir.path(), &Options::default());
        let mut options = Options::default();
        options.pdf.limits.pages = 1;
        let limited = cache(dir.path(), &options);
        assert_eq!(plain.key("a", "x.pdf"), plain.key("a", "deep/y.PDF"), "not the path");
        assert_ne!(plain.key("a", "x.pdf"), plain.key("a", "x.txt"), "a PDF is known by its name, too");
        assert_ne!(plain.key("a", "x.pdf"), limited.key("a", "x.pdf"));
        options = Options { time_limit: Some(std::time::Duration::from_secs(1)), ..Options::default() };
        assert_eq!(plain.key("a", "x.pdf"), cache(dir.path(), &options).key("a", "x.pdf"));
    }

    #[test]
    fn values_of_other_grammars_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        let mut files = Grammars::embedded_files();
        let first = cache(dir.path(), &Options::default());
        first.store(&first.key("a", "a.pdf"), &1).unwrap();
        fs::write(dir.path().join(".cache/of somebody"), "x").unwrap();
        files.entry("words.toml".to_owned()).and_modify(|text| text.to_mut().push_str("\n# changed\n"));
        let second = Cache::open(dir.path(), &Grammars::read(&files).unwrap(), &Options::default()).unwrap();
        assert_ne!(first.dir, second.dir);
        assert!(!first.dir.exists() && dir.path().join(".cache/of somebody").exists());
    }
}
