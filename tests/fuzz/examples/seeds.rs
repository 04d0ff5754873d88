//! Seeds for the fuzz targets: `seeds OUT FOLDER...` sorts what stands in the folders into OUT/pdf, OUT/content, OUT/cmap,
//! OUT/text and OUT/grammar. Large files are left out: they make every run slow.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use lopdf::{Document, Object};
use yusuan::form::Grammars;

const LARGEST_FILE: usize = 200_000;
const LARGEST_STREAM: usize = 20_000;

fn main() -> io::Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let Some(out) = arguments.next() else { return Err(io::Error::other("seeds OUT FOLDER...")) };
    for target in ["pdf", "content", "cmap", "text", "grammar"] {
        fs::create_dir_all(out.join(target))?;
    }
    for folder in arguments {
        of_folder(&folder, &out)?;
    }
    for (name, text) in Grammars::embedded_files() {
        let text: String = text.split_inclusive('\n').take(200).collect();
        fs::write(out.join("grammar").join(name.replace('/', "_")), format!("{name}\n{text}"))?;
    }
    Ok(())
}

fn of_folder(folder: &Path, out: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            of_folder(&path, out)?;
        } else if name.ends_with(".pdf") {
            of_pdf(&fs::read(&path)?, &name, out)?;
        } else if name.ends_with(".txt") || name.ends_with(".golden") {
            let text = fs::read(&path)?;
            for (part, chunk) in text.chunks(LARGEST_STREAM).enumerate() {
                fs::write(out.join("text").join(format!("{name}-{part}")), chunk)?;
            }
        }
    }
    Ok(())
}

/// The file itself, and its small content streams and CMaps.
fn of_pdf(bytes: &[u8], name: &str, out: &Path) -> io::Result<()> {
    if bytes.len() <= LARGEST_FILE {
        fs::write(out.join("pdf").join(name), bytes)?;
    }
    let Ok(document) = Document::load_mem(bytes) else { return Ok(()) };
    let (mut contents, mut cmaps) = (0, 0);
    for (id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        let Ok(data) = stream.get_plain_content_with_limit(LARGEST_STREAM) else { continue };
        let has = |word: &[u8]| data.windows(word.len()).any(|part| part == word);
        let seed = format!("{name}-{}", id.0);
        if has(b"begincodespacerange") && cmaps < 4 {
            cmaps += 1;
            fs::write(out.join("cmap").join(seed), &data)?;
        } else if has(b" Tf") && contents < 4 {
            contents += 1;
            fs::write(out.join("content").join(seed), with_known_fonts(&data))?;
        }
    }
    Ok(())
}

/// The content with all fonts named `/F3`, which the target knows.
fn with_known_fonts(content: &[u8]) -> Vec<u8> {
    let mut words: Vec<&[u8]> =
        content.split(|&byte| byte == b' ' || byte == b'\n' || byte == b'\r').collect();
    for at in 2..words.len() {
        let is_known = [b"/F1", b"/F2", b"/F3"].iter().any(|known| words[at - 2] == *known);
        if words[at].starts_with(b"Tf") && !is_known {
            words[at - 2] = b"/F3";
        }
    }
    words.join(&b'\n')
}
