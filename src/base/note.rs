//! Notes: what a stage could not read, repaired, or wants a person to look at. Stages never fail; they leave notes.

use super::Place;

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Something is lost.
    Error,
    /// Something may be wrong.
    Warning,
    /// Something was done that a careful reader may want to know.
    Info,
}

/// One remark about one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable kebab-case name of the kind of note, such as `unreadable-glyph`.
    pub id: &'static str,
    /// How much it matters.
    pub level: Level,
    /// One sentence for a person: what, where, and what to do.
    pub message: String,
    /// Where it was seen.
    pub place: Place,
}

/// The notes of one document in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    list: Vec<Note>,
}

/// A document that is wrong everywhere must not fill a disk: further notes are counted, not kept.
const MOST_NOTES: usize = 5_000;

impl Notes {
    /// Adds a note.
    pub fn add(&mut self, id: &'static str, level: Level, place: Place, message: impl Into<String>) {
        if self.list.len() < MOST_NOTES {
            self.list.push(Note { id, level, message: message.into(), place });
        }
    }

    /// Something is lost.
    pub fn error(&mut self, id: &'static str, place: Place, message: impl Into<String>) {
        self.add(id, Level::Error, place, message);
    }

    /// Something may be wrong.
    pub fn warning(&mut self, id: &'static str, place: Place, message: impl Into<String>) {
        self.add(id, Level::Warning, place, message);
    }

    /// Something was done that a careful reader may want to know.
    pub fn info(&mut self, id: &'static str, place: Place, message: impl Into<String>) {
        self.add(id, Level::Info, place, message);
    }

    /// Takes over the notes of a part.
    pub fn append(&mut self, other: Notes) {
        let room = MOST_NOTES.saturating_sub(self.list.len());
        self.list.extend(other.list.into_iter().take(room));
    }

    /// All notes in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Note> {
        self.list.iter()
    }

    /// Whether there is any note of this level.
    pub fn any(&self, level: Level) -> bool {
        self.list.iter().any(|note| note.level == level)
    }
}
