//! What stands in the cells of one column below its header: numbers, codes, years, dashes or words, counted.
//!
//! In: a raster and the column. Out: a [`Content`]. What the header says of the column is not known here.

use super::columns::Column;
use super::header;
use super::raster::Raster;
use crate::grammar::amount;

/// What stands below a header, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Content {
    pub(super) filled: usize,
    pub(super) amounts: usize,
    integers: usize,
    codes: usize,
    years: usize,
    dashes: usize,
}

impl Content {
    pub(super) fn below(raster: &Raster<'_>, from: usize, column: &Column) -> Self {
        let mut content = Content::default();
        for row in from..raster.rows {
            let begins = raster.row(row).find(|cell| cell.at.column as usize == column.from);
            let Some(cell) = begins.filter(|cell| !cell.text.is_empty()) else { continue };
            content.count(&cell.text);
        }
        content
    }

    fn count(&mut self, text: &str) {
        self.filled += 1;
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if digits && matches!(text.len(), 2 | 3 | 5 | 7) {
            self.codes += 1;
        }
        self.years += usize::from(header::is_year(text));
        if amount::number(text).is_some() {
            if digits { self.integers += 1 } else { self.amounts += 1 }
        } else if amount::is_dash(text) {
            self.dashes += 1;
        }
    }

    pub(super) fn is_numeric(&self) -> bool {
        self.filled > 0 && (self.amounts + self.integers + self.dashes) * 2 > self.filled
    }

    /// Years and words, such as 2022 and 2022比2021, are labels.
    pub(super) fn is_years(&self) -> bool {
        self.years > 0 && self.integers == self.years && self.amounts == 0
    }

    pub(super) fn is_codes(&self) -> bool {
        self.codes > 0 && self.codes * 10 >= self.filled * 7 && self.amounts == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_most_of_its_cells() {
        let check = |texts: &[&str], expect: &str| {
            let mut content = Content::default();
            texts.iter().for_each(|text| content.count(text));
            let told = [
                (content.is_numeric(), "numeric"),
                (content.is_years(), "years"),
                (content.is_codes(), "codes"),
            ];
            let told: Vec<&str> = told.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
            assert_eq!(told.join(" "), expect, "{texts:?}");
        };
        check(&[], "");
        check(&["1.00", "-", "甲"], "numeric");
        check(&["-", "-", "-", "甲", "乙"], "numeric");
        check(&["-", "甲"], "");
        check(&["2022", "2023"], "numeric years");
        check(&["2022", "2022比2021"], "years");
        check(&["2022", "15"], "numeric");
        check(&["2022", "1.00"], "numeric");
        check(&["201", "20101", "2010101"], "numeric codes");
        check(&["201", "20101", "甲"], "numeric");
        check(&["201", "20101", "1.00"], "numeric");
        check(&["甲", "乙"], "");
    }
}
