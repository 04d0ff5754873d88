//! `extract grammars`: the embedded grammar files → a folder that a person may change. It knows nothing of what they say.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, bail};

use crate::form::Grammars;

/// Writes every file. A folder that holds anything is refused: it may be somebody's work.
pub(crate) fn write(to: &Path) -> anyhow::Result<()> {
    let shown = to.display();
    match fs::read_dir(to).map(|mut entries| entries.next().is_some()) {
        Ok(true) => bail!("{shown} is not empty; give a new folder"),
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{shown} cannot be read"));
        }
        Ok(false) | Err(_) => {}
    }
    for (name, text) in Grammars::embedded_files() {
        let path = to.join(name);
        let written =
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, &*text));
        written.with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
