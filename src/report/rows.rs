//! A CSV table of a results folder, row by row, by the names of its columns.
//!
//! A folder without the table has no rows: which formats were written is the choice of whoever wrote them.

use std::path::Path;

use super::ReportError;

/// One row: the value of a column by its name; empty and missing are both `None`.
pub(super) struct Row<'r> {
    columns: &'r csv::StringRecord,
    values: &'r csv::StringRecord,
}

impl Row<'_> {
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|each| each == column)?;
        self.values.get(at).filter(|value| !value.is_empty())
    }

    /// A count; one that is missing or no number is `None`.
    pub(super) fn count(&self, column: &str) -> Option<u64> {
        self.get(column)?.parse().ok()
    }
}

/// Hands over each row of the table `name` of the folder. Nothing is kept: tables may be larger than memory.
pub(super) fn each(dir: &Path, name: &str, mut take: impl FnMut(&Row<'_>)) -> Result<(), ReportError> {
    let path = dir.join(format!("{name}.csv"));
    if !path.exists() {
        return Ok(());
    }
    let unreadable = |error: csv::Error| ReportError::Unreadable { path: path.clone(), source: error.into() };
    let mut reader = csv::Reader::from_path(&path).map_err(unreadable)?;
    let columns = reader.headers().map_err(unreadable)?.clone();
    let mut values = csv::StringRecord::new();
    while reader.read_record(&mut values).map_err(unreadable)? {
        take(&Row { columns: &columns, values: &values });
    }
    Ok(())
}
