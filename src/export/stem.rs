//! Names for `documents/<stem>.json`: one for each input, distinct, stable, and never outside the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};

/// File systems allow 255 bytes; this leaves room for a mark, the ending and the temporary name.
const LONGEST: usize = 180;

/// Names that Windows keeps for devices, with any ending (Microsoft, *Naming Files, Paths, and Namespaces*); those with a digit
/// have 1 to 9.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A stem for each path. Inputs whose file names differ in nothing but their folder, ending or case get a mark made
/// from their path, all of them, so that a name does not depend on the order of the inputs. Should two be alike even then,
/// since one is named as if it were marked, or paths are written alike, the later one gets a number.
pub fn stems(paths: &[String]) -> Vec<String> {
    let plain: Vec<String> = paths.iter().map(|path| plain_stem(path)).collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for stem in &plain {
        *uses.entry(stem.to_lowercase()).or_default() += 1;
    }
    let stem = |(plain, path): (String, &String)| match uses.get(&plain.to_lowercase()) {
        Some(2..) => format!("{plain}~{}", mark(path)),
        _ => plain,
    };
    let mut taken = BTreeSet::new();
    let distinct = |stem: String| {
        let numbered = (2..).map(|number: usize| format!("{stem}~{number}"));
        std::iter::once(stem.clone())
            .chain(numbered)
            .find(|stem| taken.insert(stem.to_lowercase()))
            .unwrap_or(stem)
    };
    plain.into_iter().zip(paths).map(stem).map(distinct).collect()
}

/// The file name without its ending, without what a file system may refuse or hide.
fn plain_stem(path: &str) -> String {
    let stem = Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
    let refused = |ch: char| ch.is_control() || r#"\/:*?"<>|"#.contains(ch);
    let mut clean: String = stem.chars().map(|ch| if refused(ch) { '_' } else { ch }).collect();
    if clean.is_empty() || clean.starts_with('.') || is_device(&clean) {
        clean.insert(0, '_');
    }
    if clean.len() > LONGEST {
        clean.truncate(clean.floor_char_boundary(LONGEST));
        clean.push('~');
        clean.push_str(&mark(path));
    }
    clean
}

/// `CON`, `com1.budget`.
fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |device: &&str| {
        name.strip_prefix(*device).is_some_and(|rest| rest.len() == 1 && ("1"..="9").contains(&rest))
    };
    DEVICES.contains(&name.as_str()) || NUMBERED_DEVICES.iter().any(numbered)
}

/// Eight hex digits of the path.
fn mark(path: &str) -> String {
    Sha256::digest(path).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&str], expect: &[&str]) {
        let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
        assert_eq!(stems(&paths), expect);
    }

    #[test]
    fn a_stem_is_the_file_name() {
        check(&["in/2026年预算.v2.pdf", "b.txt"], &["2026年预算.v2", "b"]);
    }

    #[test]
    fn equal_names_get_marks() {
        check(&["a/x.pdf", "b/X.pdf", "c.pdf"], &["x~7f660213", "X~9c0b89e0", "c"]);
    }

    #[test]
    fn names_that_look_marked_are_kept_apart() {
        check(&["a/x.pdf", "b/X.pdf", "c/x~7f660213.pdf"], &["x~7f660213", "X~9c0b89e0", "x~7f660213~2"]);
        check(&["x.pdf", "x.pdf"], &["x~a410012a", "x~a410012a~2"]);
    }

    #[test]
    fn no_stem_leaves_the_folder() {
        check(&["a/..", "...pdf", ".pdf", "a:b\n.txt", "/etc/../x/c"], &["_", "_..", "_.pdf", "a_b_", "c"]);
        let long = format!("{}.pdf", "预".repeat(200));
        check(
            &["CON.pdf", "com1.2026.pdf", "com0.pdf", "console.pdf"],
            &["_CON", "_com1.2026", "com0", "console"],
        );
        assert!(stems(&[long]).iter().all(|stem| stem.len() <= LONGEST + 9 && stem.starts_with("预预")));
    }
}
