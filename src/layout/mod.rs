//! Pages → lines, and grids of cells, ruled or aligned; grids joined over page edges. Geometry only: it reads no word of
//! Chinese.

mod aligned;
mod carry;
mod cell;
#[cfg(test)]
mod drawing;
mod edge;
mod join;
mod numeral;
mod outline;
mod sheet;
mod split;
mod tail;
mod text;
mod turn;

pub use edge::{Edge, Edges, edges};
pub use sheet::{Cell, Grid, Line, Sheet, Word};
pub use turn::Turn;

use crate::base::{Notes, Place, Rect};
use crate::pdf::Page;

/// Lays out one page: finds its grids, sets glyphs into cells and lines. A page that lies on its side is turned first.
pub fn lay_out(page: &Page, notes: &mut Notes) -> Sheet {
    let turn = Turn::of(page);
    if turn.is_none() {
        return lay_out_upright(page, turn, notes);
    }
    let place = Place { page: Some(page.number), ..Place::default() };
    notes.info(
        "page-turned",
        place,
        "most of the text does not run from left to right; the page is read turned",
    );
    lay_out_upright(&turn.upright(page), turn, notes)
}

fn lay_out_upright(page: &Page, turn: Turn, notes: &mut Notes) -> Sheet {
    let edges = edges(page, notes);
    let mut parts = outline::tables(&edges, &page.glyphs);
    let mut rasters = cell::grids(&parts);
    let mut lines = text::set(&page.glyphs, &mut rasters);
    let split = split::split(&mut parts, &rasters, &lines, &edges.horizontal);
    if !split.is_empty() {
        report_split(page.number, turn, &split, notes);
        rasters = cell::grids(&parts);
        lines = text::set(&page.glyphs, &mut rasters);
    }
    let mut grids: Vec<Grid> = rasters.into_iter().map(|raster| raster.grid).collect();
    let aligned = aligned::take(&mut lines, &edges.horizontal, &grids);
    if !aligned.is_empty() {
        report(page.number, turn, &aligned, notes);
        grids.extend(aligned);
        grids.sort_by_key(|grid| (grid.rect.y0, grid.rect.x0));
    }
    Sheet { page: page.number, turn, lines, grids, images: page.images.len() }
}

fn report_split(page: u32, turn: Turn, split: &[Rect], notes: &mut Notes) {
    for rect in split {
        let place = Place { page: Some(page), rect: Some(turn.displayed(rect)), ..Place::default() };
        let found = "rows were parted between lines of amounts; no ruling parts them";
        notes.info("rows-split", place, found);
    }
}

fn report(page: u32, turn: Turn, aligned: &[Grid], notes: &mut Notes) {
    for grid in aligned {
        let place = Place { page: Some(page), rect: Some(turn.displayed(&grid.rect)), ..Place::default() };
        let columns = grid.xs.len().saturating_sub(1);
        notes.info(
            "table-without-rulings",
            place,
            format!("{columns} columns were found between aligned amounts; no ruling parts them"),
        );
    }
}

/// Marks the grids that may continue over a page's edge. `sheets` are all pages of a document in order.
pub fn join(sheets: &mut [Sheet]) {
    join::join(sheets);
}

#[cfg(test)]
mod tests {
    use super::drawing::{glyph, page, show};
    use super::*;
    use crate::pdf::{Direction, Glyph, Ruling};
    use proptest::prelude::*;

    fn shown(page: &Page) -> String {
        show(&lay_out(page, &mut Notes::default()))
    }

    fn check(art: &str, expect: &str) {
        assert_eq!(shown(&page(art.trim_start_matches('\n'))), expect.trim_start_matches('\n'));
    }

    const MERGED: &str = "
收支总表        单位：元
+--------+-----------+
|        |   支出    |
|  项目  +-----+-----+
|        |基本 |项目 |
+--------+-----+-----+
|  合计  |     |1.50 |
+--------+-----+-----+
- 1 -";

    #[test]
    fn a_raised_figure_stands_on_its_line() {
        let mut page = Page { number: 1, width: 10_000, height: 5_000, ..Page::default() };
        page.glyphs.extend([
            glyph('上', 0, 0, 1200),
            glyph('万', 0, 1800, 1200),
            glyph('m', 1200, 1800, 600),
        ]);
        // 36 hundredths of the size above the baseline, as a word processor raises it.
        page.glyphs.push(Glyph { baseline: 2_368, size: 800, ..glyph('3', 1_800, 1_600, 400) });
        page.glyphs.extend([glyph('/', 2200, 1800, 600), glyph('d', 2800, 1800, 600)]);
        assert_eq!(shown(&page), "上\n万m3/d\n");
    }

    #[test]
    fn punctuation_at_the_end_of_a_line_may_hang_over_the_ruling() {
        let mut page = page("+------+------+\n|完成率| 优秀 |\n+------+------+");
        page.glyphs.push(glyph('。', 4_000, 1_200, 1_200));
        assert_eq!(shown(&page), "grid 1×2\n0.0: 完成率。\n0.1: 优秀\n");
    }

    #[test]
    fn cells_span_rows_and_columns() {
        check(
            MERGED,
            "
收支总表 单位：元
1
grid 3×3
0.0 2×1: 项目
0.1 1×2: 支出
1.1: 基本
1.2: 项目
2.0: 合计
2.1: 
2.2: 1.50
",
        );
    }

    #[test]
    fn missing_outer_borders_are_added_where_text_stands() {
        let open = "
----+-----+------
甲  |1.00 | 2.00
----+-----+------
乙  |3.00 | 4.00
----+-----+------";
        check(open, "grid 2×3\n0.0: 甲\n0.1: 1.00\n0.2: 2.00\n1.0: 乙\n1.1: 3.00\n1.2: 4.00\n");
        let overhang = "
+---+-----+--
|甲 |1.00 |
+---+-----+--
|乙 |3.00 |
+---+-----+--
|   |     |";
        check(overhang, "grid 2×2\n0.0: 甲\n0.1: 1.00\n1.0: 乙\n1.1: 3.00\n");
    }

    #[test]
    fn a_frame_is_no_table() {
        let frame = "
+-----------------+
|  标题           |
| +----+----+     |
| |甲  |1.00|     |
| +----+----+     |
+-----------------+";
        check(frame, "标题\ngrid 1×2\n0.0: 甲\n0.1: 1.00\n");
    }

    #[test]
    fn a_region_with_a_missing_piece_of_ruling_keeps_its_text_in_cells() {
        let hole = "
+----+----+
|甲   1.00|
|    +----+
|乙  |2.00|
+----+----+";
        check(hole, "grid 2×2\n0.0 1×2: 甲 1.00\n1.0: 乙\n1.1: 2.00\n");
    }

    #[test]
    fn touching_amounts_part_at_the_ruling() {
        let mut page = page("+----+----+\n\n+----+----+");
        for x in [300, 3300, 6300] {
            page.rulings.push(Ruling { rect: Rect::spanning(x, 600, x + 48, 3000) });
        }
        let text = "12.3445.67".chars().zip(0..);
        page.glyphs.extend(text.map(|(ch, n)| glyph(ch, 330 + 590 * n, 1200, 590)));
        assert_eq!(shown(&page), "grid 1×2\n0.0: 12.34\n0.1: 45.67\n");
    }

    #[test]
    fn words_break_at_gaps_and_drawn_spaces() {
        let mut page = Page { number: 1, ..Page::default() };
        // Letter-spaced by 0.1 of the size; then a gap of 0.4; then a drawn space; then one that lies under a glyph.
        let places = [
            ('1', 0),
            ('2', 720),
            ('8', 1800),
            ('9', 2400),
            (' ', 3000),
            ('万', 3300),
            (' ', 4450),
            ('元', 4500),
        ];
        page.glyphs.extend(places.map(|(ch, x)| glyph(ch, x, 0, if ch.is_ascii() { 600 } else { 1200 })));
        assert_eq!(shown(&page), "12 89 万元\n");
    }

    #[test]
    fn turned_and_slanted_text_stands_in_lines_of_its_own() {
        let mut page = page("第一行\n第二行");
        for (ch, n) in "水印".chars().zip(0..) {
            page.glyphs.push(Glyph {
                direction: Direction::Slanted,
                ..glyph(ch, 600 + 900 * n, 900 - 900 * n, 1200)
            });
        }
        for (ch, n) in "上行".chars().zip(0..) {
            let turned = Glyph {
                direction: Direction::Up,
                baseline: 9_000,
                ..glyph(ch, 8_000, 3_600 - 1200 * n, 1200)
            };
            page.glyphs.push(turned);
        }
        assert_eq!(shown(&page), "第一行\n第二行\n上行\n水印\n");
    }

    #[test]
    fn lines_printed_over_each_other_stay_apart() {
        let mut page = page("其他科学技");
        page.glyphs.extend([glyph('支', 1_200, 150, 1200), glyph('出', 2_400, 150, 1200)]);
        assert_eq!(shown(&page), "其他科学技\n支出\n");
    }

    #[test]
    fn text_that_runs_down_reads_from_its_top() {
        let mut page = page("+----+----+\n|    |    |\n| 年 |1.00|\n| 度 |    |\n+----+----+");
        let turned = Glyph { direction: Direction::Down, baseline: 1_300, ..glyph('7', 1_300, 1_000, 900) };
        page.glyphs.push(turned);
        assert_eq!(shown(&page), "grid 1×2\n0.0: 7 / 年 / 度\n0.1: 1.00\n");
    }

    #[test]
    fn strokes_of_letters_are_no_grid() {
        let mut page = page("+----+----+\n|田  |1.00|\n+----+----+");
        for at in [0, 350, 700] {
            page.rulings.push(Ruling { rect: Rect::spanning(850, 1_400 + at, 1_550, 1_400 + at) });
            page.rulings.push(Ruling { rect: Rect::spanning(850 + at, 1_400, 850 + at, 2_100) });
        }
        assert_eq!(shown(&page), "grid 1×2\n0.0: 田\n0.1: 1.00\n");
    }

    #[test]
    fn cells_that_run_on_over_both_edges_of_the_page_belong_to_the_table() {
        let straddling = "
|  甲  |  乙  |-----+
|      |      |1.00 |
|      |      +-----+
|      |      |2.00 |
|      |      +-----+
|      |      |3.00 |
|      |      |-----+";
        let mut page = page(straddling.trim_start_matches('\n'));
        for y in [600, 7800] {
            page.rulings.push(Ruling { rect: Rect::spanning(8700, y, 12300, y) });
        }
        assert_eq!(shown(&page), "grid 3×3\n0.0 3×1: 甲\n0.1 3×1: 乙\n0.2: 1.00\n1.2: 2.00\n2.2: 3.00\n");
    }

    #[test]
    fn a_grid_with_the_same_columns_may_continue() {
        let first = page("+----+----+----+\n|甲  |1.00|2.00|\n+----+----+----+\n- 1 -");
        let same = Page { number: 2, ..first.clone() };
        let other = Page { number: 3, ..page("+----+-------+-+\n|甲  |1.00   |2|\n+----+-------+-+") };
        let mut sheets = [first, same, other].map(|page| lay_out(&page, &mut Notes::default()));
        join(&mut sheets);
        assert_eq!(sheets.map(|sheet| sheet.grids[0].may_continue), [false, true, false]);
    }

    #[test]
    fn a_table_open_at_its_sides_has_a_blank_first_column_on_the_next_page() {
        let first =
            page("----+----+------\n目标|甲  |1.00\n    +----+------\n    |乙  |2.00\n----+----+------");
        let second =
            page("----+----+------\n    |丙  |3.00\n    +----+------\n    |丁  |4.00\n----+----+------");
        let pages = [first, Page { number: 2, ..second }];
        let mut sheets = pages.map(|page| lay_out(&page, &mut Notes::default()));
        join(&mut sheets);
        assert_eq!(
            show(&sheets[1]),
            "grid 2×3, may continue\n0.0 2×1: \n0.1: 丙\n0.2: 3.00\n1.1: 丁\n1.2: 4.00\n"
        );
    }

    #[test]
    fn the_last_row_of_a_table_without_rulings_stands_alone_below_its_header() {
        let first = page(
            "收入      金额   支出      金额\n一、拨款  5.00   一、教育  1.00\n二、基金  2.00   二、科学  3.00\n三、其他  1.00   三、外交  4.00",
        );
        let second = page("收入      金额   支出      金额\n总计      8.00   总计      8.00\n\n\n\n3");
        let pages = [first, Page { number: 2, ..second }];
        let mut sheets = pages.map(|page| lay_out(&page, &mut Notes::default()));
        join(&mut sheets);
        assert_eq!(
            show(&sheets[1]),
            "3\naligned 2×4, may continue\n0.0: 收入\n0.1: 金额\n0.2: 支出\n0.3: 金额\n1.0: 总计\n1.1: 8.00\n1.2: 总计\n1.3: 8.00\n"
        );
    }

    /// A coordinate anywhere, the ends of the range and the page's own among them.
    fn anywhere() -> impl Strategy<Value = i32> {
        prop_oneof![any::<i32>(), Just(i32::MIN), Just(i32::MAX), (0..20i32).prop_map(|n| n * 1000)]
    }

    proptest! {
        #[test]
        fn no_page_is_too_strange(
            rulings in prop::collection::vec((anywhere(), anywhere(), anywhere(), anywhere()), 0..60),
            glyphs in prop::collection::vec((any::<char>(), anywhere(), anywhere(), anywhere(), 0..5usize), 0..60),
        ) {
            let directions = [Direction::Right, Direction::Down, Direction::Left, Direction::Up, Direction::Slanted];
            let page = Page {
                number: 1,
                rulings: rulings.into_iter().map(|(a, b, c, d)| Ruling { rect: Rect::spanning(a, b, c, d) }).collect(),
                glyphs: (glyphs.into_iter())
                    .map(|(ch, x, y, size, way)| Glyph {
                        ch,
                        rect: Rect::spanning(x, y, x.saturating_add(size), y.saturating_add(size)),
                        baseline: y,
                        size,
                        direction: directions[way],
                        hidden: false,
                    })
                    .collect(),
                ..Page::default()
            };
            let next = Page { number: 2, ..page.clone() };
            let mut notes = Notes::default();
            join(&mut [lay_out(&page, &mut notes), lay_out(&next, &mut notes)]);
        }

        #[test]
        fn order_of_drawing_does_not_matter(seed in Just(page(MERGED).glyphs).prop_shuffle()) {
            let drawn = page(MERGED);
            let shuffled = Page { glyphs: seed, ..drawn.clone() };
            let notes = &mut Notes::default();
            prop_assert_eq!(lay_out(&shuffled, notes), lay_out(&drawn, notes));
        }

        #[test]
        fn every_glyph_is_set_once_and_inside_its_cell(
            rulings in prop::collection::vec((0..60i32, 0..60i32, 1..40i32, any::<bool>()), 0..40),
            places in prop::collection::vec((0..60i32, 0..60i32, 0..5usize), 0..60),
        ) {
            let mut page = Page { number: 1, width: 60_000, height: 60_000, ..Page::default() };
            page.rulings.extend(rulings.into_iter().map(|(x, y, long, across)| {
                let (x, y, long) = (x * 1000, y * 1000, long * 1000);
                Ruling { rect: Rect::spanning(x, y, if across { x + long } else { x }, if across { y } else { y + long }) }
            }));
            for &(x, y, text) in &places {
                let text = ["字", "1.50", "12.50", "201", "—"][text].chars();
                page.glyphs.extend(text.zip(0..).map(|(ch, n)| glyph(ch, x * 1000 + n * 600, y * 1000, 600)));
            }
            let sheet = lay_out(&page, &mut Notes::default());
            let count = |lines: &[Line]| lines.iter().flat_map(|line| &line.words).map(|word| word.spans.len()).sum::<usize>();
            let cells: Vec<&Cell> = sheet.grids.iter().flat_map(|grid| &grid.cells).collect();
            let in_cells: usize = cells.iter().map(|cell| count(&cell.lines)).sum();
            prop_assert_eq!(in_cells + count(&sheet.lines), page.glyphs.len());
            for cell in cells {
                for line in &cell.lines {
                    let (middle, y) = ((line.rect.x0 + line.rect.x1) / 2, line.rect.middle_y());
                    prop_assert!(cell.rect.contains(middle, y), "{:?} in {:?}", line.rect, cell.rect);
                }
            }
        }
    }
}
