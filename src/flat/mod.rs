//! The waist: a document as lines of tokens, whether it came as a PDF or as plain text, and the way back to the page.
//!
//! A token from a PDF knows its place, and its cell where it stands in a ruled grid; one from plain text knows neither.

mod flatten;
mod ideograph;
mod print;
mod repair;
mod token;

pub use flatten::{from_sheets, from_text};
pub use print::print;
pub use token::{CellRef, Flat, FlatLine, GridShape, HeaderText, Source, Token};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Notes, Rect};
    use crate::layout::{Cell, Grid, Line, Sheet, Word};
    use crate::pdf::Direction;

    /// A line of text at a height, 10 pt a character.
    fn line(text: &str, y: i32) -> Line {
        let mut line = Line::default();
        let mut x = 0;
        for word in text.split(' ') {
            let spans: Vec<(i32, i32)> =
                (0..).zip(word.chars()).map(|(n, _)| (x + n * 1000, x + n * 1000 + 1000)).collect();
            let end = spans.last().map_or(x, |span| span.1);
            let rect = Rect { x0: x, y0: y, x1: end, y1: y + 1000 };
            line.words.push(Word { text: word.to_owned(), spans, rect, hidden: false });
            x = end + 500;
        }
        line.rect = Rect { x0: 0, y0: y, x1: x, y1: y + 1000 };
        line
    }

    fn cell(row: u32, column: u32, (row_span, column_span): (u32, u32), lines: &[&str]) -> Cell {
        let lines = lines.iter().map(|text| line(text, 0)).collect();
        Cell { row, column, row_span, column_span, lines, ..Cell::default() }
    }

    /// A page with lines above and below a grid of two rows, and a watermark.
    fn sheet() -> Sheet {
        let rect = Rect { x0: 0, y0: 2_000, x1: 30_000, y1: 8_000 };
        let cells = vec![
            cell(0, 0, (2, 1), &["机关", "事务"]),
            cell(0, 1, (1, 1), &[]),
            cell(0, 2, (1, 1), &["１，２３４．５", "6"]),
            cell(1, 1, (1, 2), &["合 计"]),
        ];
        let grid = Grid {
            rect,
            xs: vec![0, 10_000, 20_000, 30_000],
            ys: vec![2_000, 5_000, 8_000],
            cells,
            may_continue: false,
            ruled: true,
        };
        let watermark = Line { direction: Direction::Slanted, ..line("⽔印", 500) };
        Sheet {
            page: 3,
            lines: vec![line("⼀般公共预算", 0), line("注：无", 9_000), watermark],
            grids: vec![grid],
            ..Sheet::default()
        }
    }

    #[test]
    fn a_sheet_reads_from_top_to_bottom() {
        let flat = from_sheets(vec![sheet()], &mut Notes::default());
        assert_eq!(
            print(&flat),
            "── page 3 ──\n一般公共预算\n机关事务 |  | 1,234.56\n | 合 计\n注：无\n水印\n"
        );
    }

    #[test]
    fn a_token_knows_its_line_and_cell() {
        let flat = from_sheets(vec![sheet()], &mut Notes::default());
        let told: Vec<String> = (flat.lines.iter().flat_map(|line| &line.tokens))
            .map(|token| match token.cell {
                Some(cell) => {
                    format!("{}:{}.{}/{} {}", token.line, cell.row, cell.column, token.cell_line, token.text)
                }
                None => format!("{}: {}", token.line, token.text),
            })
            .collect();
        assert_eq!(
            told,
            [
                "1: 一般公共预算",
                "2:0.0/0 机关",
                "2:0.0/1 事务",
                "2:0.2/0 1,234.5",
                "2:0.2/1 6",
                "3:1.1/0 合",
                "3:1.1/0 计",
                "4: 注：无",
                "5: 水印"
            ]
        );
        assert_eq!((flat.grids[0].first_line, flat.grids[0].cells.len()), (1, 4));
        for (number, line) in (1..).zip(&flat.lines) {
            assert!(
                line.tokens
                    .iter()
                    .all(|token| token.line == number && token.spans.len() == token.text.chars().count())
            );
        }
    }

    #[test]
    fn invisible_words_are_used_and_marked() {
        let mut scan = Sheet { page: 2, images: 1, lines: vec![line("合计 12.50", 0)], ..Sheet::default() };
        scan.lines[0].words.iter_mut().for_each(|word| word.hidden = true);
        let mut notes = Notes::default();
        let flat = from_sheets(vec![scan], &mut notes);
        assert_eq!(print(&flat), "── page 2 ──\n合计 12.50\n");
        let said: Vec<_> =
            notes.iter().map(|note| (note.id, note.place.page, note.message.as_str())).collect();
        let expect = "2 words of the page are invisible, as those of an OCR layer are; they are used, and may be misread";
        assert_eq!(said, [("hidden-text", Some(2), expect)]);
    }

    #[test]
    fn plain_text_keeps_its_lines() {
        let mut notes = Notes::default();
        let flat = from_text("\u{FEFF}收支\u{3000}总表\r\n\r\n\u{C}合\u{A0}计  １２．５\n", &mut notes);
        let lines: Vec<String> = flat.lines.iter().map(FlatLine::text).collect();
        assert_eq!(lines, ["收支 总表", "", "合 计 12.5"]);
        assert_eq!(flat.lines[2].tokens[0], Token { text: "合".into(), line: 3, ..Token::default() });
        assert_eq!((flat.source, flat.pages, notes.iter().count()), (Source::Text, 0, 2));
        assert_eq!(from_text("甲\r乙\r", &mut notes).lines.len(), 2);
        assert_eq!(from_text("", &mut notes), Flat::default());
    }

    #[test]
    fn a_scan_is_a_page_without_text() {
        let blank = Sheet { page: 1, ..Sheet::default() };
        let scan = Sheet { page: 2, images: 1, ..Sheet::default() };
        let unreadable = Sheet { page: 3, images: 1, lines: vec![line("\u{FFFD}", 0)], ..Sheet::default() };
        let picture = Sheet { page: 4, images: 1, lines: vec![line("图", 0)], ..Sheet::default() };
        let flat = from_sheets(vec![blank, scan, unreadable, picture], &mut Notes::default());
        assert_eq!(flat.pages_without_text, [2, 3]);
    }
}
