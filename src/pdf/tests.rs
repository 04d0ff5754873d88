//! Whole pages: small PDFs built in memory → every glyph, ruling and image that must come out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use super::{Direction, Glyph, Limits, OpenOptions, Page, Pdf, Ruling, open};
use crate::base::{Notes, Rect};

/// A PDF of one page of 200 × 100 pt. `page` and `resources` are further entries; `objects` are numbered from 10.
pub(super) fn pdf_bytes(page: &str, resources: &str, content: &str, objects: &[&str]) -> Vec<u8> {
    let mut numbered = vec![
        (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>".to_owned()),
        (3, format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>{page}>>")),
        (4, stream("", content)),
    ];
    numbered.extend((10..).zip(objects.iter().map(|object| (*object).to_owned())));
    let mut bytes = String::from("%PDF-1.7\n");
    for (number, object) in numbered {
        bytes += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    // Without a cross-reference table the objects are found by scanning.
    bytes += "trailer<</Root 1 0 R/Size 30>>\nstartxref\n0\n%%EOF";
    bytes.into_bytes()
}

pub(super) fn stream(entries: &str, data: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{data}\nendstream", data.len())
}

pub(super) fn open_bytes(bytes: &[u8]) -> Pdf {
    open(bytes, &OpenOptions::default()).expect("a readable PDF")
}

fn glyph_line(glyph: &Glyph) -> String {
    let Rect { x0, y0, x1, y1 } = glyph.rect;
    let direction = match glyph.direction {
        Direction::Right => "",
        Direction::Down => " down",
        Direction::Left => " left",
        Direction::Up => " up",
        Direction::Slanted => " slanted",
    };
    let hidden = if glyph.hidden { " hidden" } else { "" };
    let ch = if glyph.ch == ' ' { '␣' } else { glyph.ch };
    format!("{ch} {x0} {y0} {x1} {y1} on {} size {}{direction}{hidden}\n", glyph.baseline, glyph.size)
}

fn ruling_line(ruling: &Ruling) -> String {
    let Rect { x0, y0, x1, y1 } = ruling.rect;
    format!("{} {x0} {y0} {x1} {y1}\n", if ruling.is_horizontal() { "---" } else { "|||" })
}

fn dump(page: &Page, notes: &Notes) -> String {
    let mut lines = String::new();
    page.glyphs.iter().for_each(|glyph| lines += &glyph_line(glyph));
    page.rulings.iter().for_each(|ruling| lines += &ruling_line(ruling));
    for Rect { x0, y0, x1, y1 } in &page.images {
        lines += &format!("image {x0} {y0} {x1} {y1}\n");
    }
    notes.iter().for_each(|note| lines += &format!("{}: {}\n", note.id, note.message));
    lines
}

#[track_caller]
pub(super) fn check_file(bytes: &[u8], expect: &str) {
    let mut notes = Notes::default();
    let page = open_bytes(bytes).page(1, &mut notes);
    let expect: String = expect.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(dump(&page, &notes), expect);
}

/// Content on a plain page with Courier as /F.
#[track_caller]
fn check(content: &str, expect: &str) {
    check_file(&pdf_bytes("", COURIER, content, &[]), expect);
}

pub(super) const COURIER: &str = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>";

/// A composite font as /F: `font` holds the entries of the Type 0 dictionary, `descendant` those of the CID font.
#[track_caller]
fn check_composite(font: &str, descendant: &str, content: &str, objects: &[&str], expect: &str) {
    let resources = format!(
        "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/SimSun{font}\
         /DescendantFonts[<</Type/Font/Subtype/CIDFontType2{descendant}>>]>>>>"
    );
    check_file(&pdf_bytes("", &resources, content, objects), expect);
}

#[test]
fn text_stands_on_its_baseline_and_advances() {
    check(
        "BT /F 10 Tf 20 50 Td (A1) Tj ET",
        "A 2000 4120 2600 5120 on 5000 size 1000
         1 2600 4120 3200 5120 on 5000 size 1000",
    );
}

#[test]
fn spacing_stretch_rise_and_adjustments_move_the_pen() {
    check(
        "BT /F 10 Tf 2 Tc 3 Tw 50 Tz 1 Ts 20 50 Td [(A B) -1000 (C)] TJ ET",
        "A 2000 4020 2300 5020 on 4900 size 1000
         ␣ 2400 4020 2700 5020 on 4900 size 1000
         B 2950 4020 3250 5020 on 4900 size 1000
         C 3850 4020 4150 5020 on 4900 size 1000",
    );
}

#[test]
fn lines_follow_the_leading() {
    check(
        "BT /F 10 Tf 12 TL 20 80 Td (A) Tj T* (B) Tj (C) ' 0 1 (D) \" 5 -15 TD (E) Tj T* (F) Tj ET",
        "A 2000 1120 2600 2120 on 2000 size 1000
         B 2000 2320 2600 3320 on 3200 size 1000
         C 2000 3520 2600 4520 on 4400 size 1000
         D 2000 4720 2600 5720 on 5600 size 1000
         E 2500 6220 3100 7220 on 7100 size 1000
         F 2500 7720 3100 8720 on 8600 size 1000",
    );
}

#[test]
fn hidden_text_is_marked_and_clip_only_text_is_not_drawn() {
    check(
        "BT /F 10 Tf 20 50 Td 3 Tr (A) Tj 7 Tr (B) Tj 2 Tr (C) Tj ET",
        "A 2000 4120 2600 5120 on 5000 size 1000 hidden
         C 3200 4120 3800 5120 on 5000 size 1000",
    );
}

#[test]
fn text_runs_in_five_directions() {
    check(
        "BT /F 10 Tf 1 0 0 1 50 50 Tm (A) Tj 0 1 -1 0 50 50 Tm (B) Tj -1 0 0 -1 50 50 Tm (C) Tj
         0 -1 1 0 50 50 Tm (D) Tj .7071 .7071 -.7071 .7071 50 50 Tm (E) Tj ET",
        "A 5000 4120 5600 5120 on 5000 size 1000
         B 4120 4400 5120 5000 on 5000 size 1000 up
         C 4400 4880 5000 5880 on 5000 size 1000 left
         D 4880 5000 5880 5600 on 5000 size 1000 down
         E 4378 3953 5509 5085 on 5000 size 1000 slanted",
    );
}

#[test]
fn rotation_turns_the_page_and_what_is_on_it() {
    let rotated = |degrees: i32| {
        let bytes = pdf_bytes(&format!("/Rotate {degrees}"), COURIER, "BT /F 10 Tf 20 50 Td (A) Tj ET", &[]);
        let page = open_bytes(&bytes).page(1, &mut Notes::default());
        format!(
            "{} x {}: {}",
            page.width,
            page.height,
            page.glyphs.iter().map(glyph_line).collect::<String>()
        )
    };
    assert_eq!(rotated(0), "20000 x 10000: A 2000 4120 2600 5120 on 5000 size 1000\n");
    assert_eq!(rotated(90), "10000 x 20000: A 4880 2000 5880 2600 on 5000 size 1000 down\n");
    assert_eq!(rotated(180), "20000 x 10000: A 17400 4880 18000 5880 on 5000 size 1000 left\n");
    assert_eq!(rotated(-90), "10000 x 20000: A 4120 17400 5120 18000 on 5000 size 1000 up\n");
    assert_eq!(rotated(450), rotated(90));
}

#[test]
fn the_crop_box_is_the_page_and_need_not_start_at_zero() {
    let bytes = pdf_bytes(
        "/MediaBox[-10 -10 190 90]/CropBox[10 20 500 80]/UserUnit 2",
        COURIER,
        "BT /F 10 Tf 20 50 Td (A) Tj 0 -40 Td (B) Tj ET",
        &[],
    );
    let page = open_bytes(&bytes).page(1, &mut Notes::default());
    assert_eq!((page.width, page.height), (36000, 12000));
    assert_eq!(dump(&page, &Notes::default()), "A 2000 4240 3200 6240 on 6000 size 2000\n");
}

#[test]
fn what_is_clipped_away_is_not_on_the_page() {
    check(
        "q 20 40 14 20 re W n BT /F 10 Tf 20 50 Td (ABC) Tj ET 0 55 m 200 55 l S Q
         q 0 0 m 100 0 l 0 100 l h W* n BT /F 10 Tf 95 95 Td (D) Tj ET Q
         q 0 0 5 5 re W n 50 50 5 5 re W n BT /F 10 Tf 2 2 Td (E) Tj ET Q",
        "A 2000 4120 2600 5120 on 5000 size 1000
         B 2600 4120 3200 5120 on 5000 size 1000
         D 9500 -380 10100 620 on 500 size 1000
         --- 2000 4450 3400 4550",
    );
}

#[test]
fn an_amount_cut_by_a_page_break_counts_where_its_foot_is() {
    // The clip's lower edge runs through the middle of the line: 万 is there, the digits come on the next page.
    let upper = "q 0 53 200 40 re W n BT /F 10 Tf 20 50 Td (1.5) Tj ET Q";
    let lower = "q 0 20 200 33 re W n BT /F 10 Tf 20 50 Td (1.5) Tj ET Q";
    check(upper, "");
    check(
        lower,
        "1 2000 4120 2600 5120 on 5000 size 1000
         . 2600 4120 3200 5120 on 5000 size 1000
         5 3200 4120 3800 5120 on 5000 size 1000",
    );
}

#[test]
fn a_bracket_under_a_clip_around_its_ink_is_drawn_and_a_letter_cut_at_its_middle_is_not() {
    // cairo clips a run to its ink: that of （ is the right half of its box, and U+6708 is cut at a third.
    let font = "/Encoding/UniGB-UCS2-H";
    let gb1 = "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>";
    let content = "q 26 47 7 9 re W n BT /F 10 Tf 20 50 Td <FF086708> Tj ET Q";
    check_composite(font, gb1, content, &[], "（ 2000 4120 3000 5120 on 5000 size 1000");
    // A name is clipped to its cell: of ） a sliver is left, less than its ink.
    let content = "q 10 47 21.9 11 re W n BT /F 10 Tf 20 50 Td <4E8CFF09> Tj ET Q";
    check_composite(font, gb1, content, &[], "二 2000 4120 3000 5120 on 5000 size 1000");
}

#[test]
fn strokes_along_an_axis_are_rulings() {
    check(
        "2 w 10 50 m 110 50.3 l S 10 10 m 10 90 l S 10 10 m 60 60 l S
         .5 w 20 20 30 40 re S q 0 1 -1 0 200 0 cm 30 10 m 80 10 l S Q 0 w 10 5 m 90 5 l S",
        "--- 1000 4885 11000 5085
         ||| 900 1000 1100 9000
         --- 2000 7975 5000 8025
         ||| 4975 4000 5025 8000
         --- 2000 3975 5000 4025
         ||| 1975 4000 2025 8000
         ||| 18975 2000 19025 7000
         --- 1000 9500 9000 9500",
    );
}

#[test]
fn thin_fills_are_rulings_and_backgrounds_are_not() {
    check(
        "10 50 100 .5 re f 10 10 .48 .48 re f 10 60 2.5 2.5 re f 10 20 50 10 re f
         10 80 m 110 80 l 109.5 80.5 l 10.5 80.5 l f 10 90 m 60 90 l 60 91 l 30 95 10 93 10 91 c f
         150 10 40 .5 re 150 20 40 .5 re f*",
        "--- 1000 4950 11000 5000
         --- 1000 8952 1048 9000
         --- 1000 1950 11000 2000
         --- 15000 8950 19000 9000
         --- 15000 7950 19000 8000",
    );
}

#[test]
fn a_rectangle_filled_around_another_is_a_frame() {
    check(
        "10 10 50 20 re 11 11 48 18 re f*",
        "||| 1000 7000 1100 9000\n--- 1000 7000 6000 7100\n||| 5900 7000 6000 9000\n--- 1000 8900 6000 9000\n",
    );
}

#[test]
fn the_stroked_outline_of_a_letter_has_no_rulings_and_a_rounded_frame_has() {
    check("10 10 m 20 10 l 20 20 l 15 25 10 25 10 20 c h 30 10 10 2 re S", "");
    check(
        "10 10 m 70 10 l 75 15 75 20 70 20 c 10 20 l 5 20 5 10 10 10 c S",
        "--- 1000 8950 7000 9050\n--- 1000 7950 7000 8050\n",
    );
    check("10 10 m 20 10 30 10 40 10 c S", "--- 1000 8950 4000 9050\n");
}

#[test]
fn a_stroke_as_thick_as_a_cell_is_no_ruling() {
    check("20 w 10 50 m 100 50 l S", "");
}

#[test]
fn rulings_end_at_the_clip_and_at_the_page() {
    check(
        "q 0 0 50 100 re W n 1 w 10 50 m 110 50 l S Q -50 20 m 400 20 l S",
        "--- 1000 4950 5000 5050
         --- 0 7950 20000 8050",
    );
}

#[test]
fn images_stand_where_the_unit_square_lands() {
    let image =
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "x");
    let content = "q 50 0 0 20 10 10 cm /I Do Q q 100 0 0 .5 10 50 cm /I Do Q
        q 20 0 0 20 100 10 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \u{1}EI EI EI Q BT /F 10 Tf 20 70 Td (A) Tj ET";
    check_file(
        &pdf_bytes("", &format!("/XObject<</I 10 0 R>>{COURIER}"), content, &[&image]),
        "A 2000 2120 2600 3120 on 3000 size 1000
         --- 1000 4950 11000 5000
         image 1000 7000 6000 9000
         image 1000 4950 11000 5000
         image 10000 7000 12000 9000",
    );
}

#[test]
fn forms_have_their_own_space_clip_and_state() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 30 30]/Matrix[1 0 0 1 50 20]",
        "BT /F 10 Tf 0 10 Td (A) Tj 40 0 Td (B) Tj ET q 5 Tc",
    );
    let content = "q 1 0 0 1 10 10 cm /X Do Q BT 20 80 Td (C) Tj ET BT /F 10 Tf 20 80 Td (D) Tj ET";
    check_file(
        &pdf_bytes("", &format!("/XObject<</X 10 0 R>>{COURIER}"), content, &[&form]),
        "A 6000 5120 6600 6120 on 6000 size 1000
         D 2000 1120 2600 2120 on 2000 size 1000",
    );
}

#[test]
fn a_form_that_draws_itself_is_cut() {
    let form =
        stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<</XObject<</X 10 0 R>>>>", "/X Do");
    check_file(
        &pdf_bytes("", "/XObject<</X 10 0 R>>", "/X Do", &[&form]),
        "page-cut: Forms are nested deeper than 16; what follows on this page is missing.",
    );
}

#[test]
fn annotations_show_their_appearance() {
    let look = stream(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<<{COURIER}>>"),
        "BT /F 5 Tf 1 1 Td (A) Tj ET",
    );
    let page = "/Annots[<</Subtype/Stamp/Rect[100 50 120 70]/AP<</N 10 0 R>>>>
        <</Subtype/Stamp/F 2/Rect[10 10 20 20]/AP<</N 10 0 R>>>>]";
    check_file(&pdf_bytes(page, "", "", &[&look]), "A 10200 3920 10800 4920 on 4800 size 1000");
}

#[test]
fn a_character_drawn_again_beside_itself_counts_once() {
    // WPS: every show twice, the second 0.3 pt to the right. `22` and `ll` stay.
    check(
        "BT /F 10 Tf 20 50 Td (22) Tj ET BT /F 10 Tf 20.3 50 Td (22) Tj ET
         BT /F 10 Tf 20 20 Td (ll) Tj ET BT /F 10 Tf 20.2 19.8 Td (l) Tj (m) Tj ET",
        "2 2000 4120 2600 5120 on 5000 size 1000
         2 2600 4120 3200 5120 on 5000 size 1000
         l 2000 7120 2600 8120 on 8000 size 1000
         l 2600 7120 3200 8120 on 8000 size 1000
         m 2620 7140 3220 8140 on 8020 size 1000",
    );
}

#[test]
fn to_unicode_may_give_several_characters_or_none() {
    let cmap = stream(
        "",
        "/CMapName /X def 1 begincodespacerange <0000> <FFFF> endcodespacerange
         2 beginbfchar <0001> <00660069> <0002> <0000> endbfchar
         2 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<5143> <D840DC0B>] endbfrange",
    );
    check_composite(
        "/Encoding/Identity-H/ToUnicode 10 0 R",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[1[600 300] 16 17 500]",
        "BT /F 10 Tf 20 50 Td <00010002001000120020002100FF> Tj ET",
        &[&cmap],
        "f 2000 4120 2300 5120 on 5000 size 1000
         i 2300 4120 2600 5120 on 5000 size 1000
         � 2600 4120 2900 5120 on 5000 size 1000
         一 2900 4120 3400 5120 on 5000 size 1000
         丂 3400 4120 4400 5120 on 5000 size 1000
         元 4400 4120 5400 5120 on 5000 size 1000
         𠀋 5400 4120 6400 5120 on 5000 size 1000
         � 6400 4120 7400 5120 on 5000 size 1000
         unreadable-glyphs: 2 of the characters shown in font SimSun have no Unicode value; they stand as U+FFFD.",
    );
}

#[test]
fn a_cmap_of_long_strings_is_cut() {
    // 64 characters for each of 65,536 codes would take 16 MB; the first 4,096 codes have them, the others nothing.
    let cmap = stream(
        "",
        &format!(
            "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <{}> endbfrange",
            "4E00".repeat(64)
        ),
    );
    check_composite(
        "/Encoding/Identity-H/ToUnicode 10 0 R",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000",
        "BT /F 10 Tf 20 50 Td <1000> Tj ET",
        &[&cmap],
        "� 2000 4120 3000 5120 on 5000 size 1000
         unreadable-glyphs: 1 of the characters shown in font SimSun have no Unicode value; they stand as U+FFFD.",
    );
}

#[test]
fn predefined_chinese_encodings_need_no_to_unicode() {
    check_composite(
        "/Encoding/GBK-EUC-H",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[814 939 500]",
        "BT /F 10 Tf 20 50 Td <D4A4CBE3B1ED> Tj (3.5) Tj ET",
        &[],
        "预 2000 4120 3000 5120 on 5000 size 1000
         算 3000 4120 4000 5120 on 5000 size 1000
         表 4000 4120 5000 5120 on 5000 size 1000
         3 5000 4120 5500 5120 on 5000 size 1000
         . 5500 4120 6000 5120 on 5000 size 1000
         5 6000 4120 6500 5120 on 5000 size 1000",
    );
    check_composite(
        "/Encoding/UniGB-UCS2-H",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/W[1 95 500]",
        "BT /F 10 Tf 20 50 Td <98847B970033> Tj ET",
        &[],
        "预 2000 4120 3000 5120 on 5000 size 1000
         算 3000 4120 4000 5120 on 5000 size 1000
         3 4000 4120 4500 5120 on 5000 size 1000",
    );
    // Identity-H into Adobe-GB1: the code is the CID.
    check_composite(
        "/Encoding/Identity-H",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>",
        "BT /F 10 Tf 20 50 Td <00141055> Tj ET",
        &[],
        "3 2000 4120 3000 5120 on 5000 size 1000
         椅 3000 4120 4000 5120 on 5000 size 1000",
    );
}

#[test]
fn an_embedded_cmap_cuts_codes_by_its_ranges() {
    let cmap = stream(
        "/Type/CMap/CMapName/X",
        "2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange
         1 begincidchar <41> 20 endcidchar 1 begincidrange <8000> <80FF> 4181 endcidrange",
    );
    check_composite(
        "/Encoding 10 0 R",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>",
        "BT /F 10 Tf 20 50 Td <418000418001> Tj ET",
        &[&cmap],
        "3 2000 4120 3000 5120 on 5000 size 1000
         椅 3000 4120 4000 5120 on 5000 size 1000
         3 4000 4120 5000 5120 on 5000 size 1000
         蚁 5000 4120 6000 5120 on 5000 size 1000",
    );
}

#[test]
fn vertical_writing_runs_down() {
    check_composite(
        "/Encoding/UniGB-UCS2-V",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>",
        "BT /F 10 Tf 100 90 Td <98847B97> Tj ET",
        &[],
        "预 9500 1000 10500 2000 on 10000 size 1000 down
         算 9500 2000 10500 3000 on 10000 size 1000 down",
    );
}

#[test]
fn differences_name_glyphs() {
    let font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/X/FirstChar 65/Widths[500 600 700 800]
        /Encoding<</BaseEncoding/WinAnsiEncoding/Differences[65/eacute/uni4E00/u20000/g12]>>>>>>";
    check_file(
        &pdf_bytes("", font, "BT /F 10 Tf 20 50 Td (ABCDE) Tj ET", &[]),
        "é 2000 4120 2500 5120 on 5000 size 1000
         一 2500 4120 3100 5120 on 5000 size 1000
         𠀀 3100 4120 3800 5120 on 5000 size 1000
         � 3800 4120 4600 5120 on 5000 size 1000
         E 4600 4120 4600 5120 on 5000 size 1000
         unreadable-glyphs: 1 of the characters shown in font X have no Unicode value; they stand as U+FFFD.",
    );
}

/// What is left of a file under one limit: the glyphs of its pages, then the notes.
#[track_caller]
fn check_limit(name: &str, value: u64, bytes: &[u8], expect: &str) {
    let mut limits = Limits::default();
    assert!(limits.set(name, value));
    let pdf = open(bytes, &OpenOptions { limits, ..OpenOptions::default() }).expect("a readable PDF");
    let mut notes = Notes::default();
    pdf.note_cuts(&mut notes);
    let page = |number| pdf.page(number, &mut notes).glyphs.iter().map(|glyph| glyph.ch).collect();
    let text = (1..=pdf.page_count()).map(page).collect::<Vec<String>>().join("/");
    let notes: String = notes.iter().map(|note| format!(" {}: {}", note.id, note.message)).collect();
    assert_eq!(format!("{text}{notes}"), expect, "{name}");
}

#[test]
fn limits_cut_and_say_so() {
    let text = "BT /F 10 Tf 20 50 Td (A) Tj (BC) Tj ET";
    let plain = pdf_bytes("", COURIER, text, &[]);
    check_limit(
        "page-glyphs",
        2,
        &plain,
        "AB page-cut: The page shows more characters than the limit allows; what follows on this page is missing.",
    );
    check_limit(
        "page-operators",
        4,
        &plain,
        "A page-cut: The page has more drawing operators than the limit allows; what follows on this page is missing.",
    );
    check_limit(
        "saved-states",
        1,
        &pdf_bytes("", COURIER, &format!("q q 9 0 0 9 9 9 cm Q Q {text}"), &[]),
        "ABC page-cut: More than 1 graphics states are saved at a time; what follows on this page is missing.",
    );
    let two = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier>>/G<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>";
    check_limit(
        "page-fonts",
        1,
        &pdf_bytes("", two, &format!("{text} BT /G 10 Tf 20 20 Td (D) Tj ET"), &[]),
        "ABC page-cut: More than 1 fonts are used; what follows on this page is missing.",
    );
    let form = stream(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<<{COURIER}/XObject<</X 10 0 R>>>>"),
        &format!("{text} /X Do"),
    );
    check_limit(
        "form-depth",
        1,
        &pdf_bytes("", "/XObject<</X 10 0 R>>", "/X Do", &[&form]),
        "ABC page-cut: Forms are nested deeper than 1; what follows on this page is missing.",
    );
}

/// A page of 2 MB, which takes some 2 KB of the file.
fn bomb() -> Vec<u8> {
    let text = b"BT /F 10 Tf 20 50 Td (A) Tj ET ".iter().copied().chain(std::iter::repeat_n(b' ', 2 << 20));
    let mut content = lopdf::Stream::new(lopdf::Dictionary::new(), text.collect());
    content.compress().unwrap();
    let mut document = lopdf::Document::load_mem(&pdf_bytes("", COURIER, "", &[])).unwrap();
    document.objects.insert((4, 0), content.into());
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn streams_decompress_within_the_limits() {
    let cut = " page-cut: 1 content streams are broken or too large; what follows on this page is missing.";
    let bomb = bomb();
    assert!(bomb.len() < 10_000);
    check_limit("stream-bytes", 3 << 20, &bomb, "A");
    check_limit("stream-bytes", 1 << 20, &bomb, cut);
    // The share of a page is at least 1 MB.
    check_limit("document-bytes", 3 << 20, &bomb, "A");
    check_limit("document-bytes", 1, &bomb, cut);
}

/// Three pages with the same content.
fn three_pages(content: &str) -> Vec<u8> {
    let bytes = String::from_utf8(pdf_bytes("", COURIER, content, &["null"])).unwrap();
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R";
    let bytes = bytes.replace("Kids[3 0 R]/Count 1", "Kids[3 0 R 10 0 R 11 0 R]/Count 3");
    let more = |number| format!("{number} 0 obj\n{page}/Resources<<{COURIER}>>>>\nendobj\n");
    bytes.replace("10 0 obj\nnull\nendobj\n", &(more(10) + &more(11))).into_bytes()
}

#[test]
fn pages_beyond_the_limit_are_noted() {
    let pages = three_pages("BT /F 10 Tf 20 50 Td (A) Tj ET");
    check_limit("pages", 3, &pages, "A/A/A");
    check_limit(
        "pages",
        2,
        &pages,
        "A/A page-limit: The file has more than 2 pages; the others are missing.",
    );
}

#[test]
fn what_a_document_may_use_is_shared_by_its_pages() {
    let glyphs = three_pages(&format!("BT /F .01 Tf 20 50 Td ({}) Tj ET", "A".repeat(25_000)));
    let cut = |name: &str, value: u64, bytes: &[u8]| {
        let mut limits = Limits::default();
        limits.set(name, value);
        let pdf = open(bytes, &OpenOptions { limits, ..OpenOptions::default() }).unwrap();
        let mut notes = Notes::default();
        (1..=3).for_each(|page| drop(pdf.page(page, &mut notes)));
        notes.iter().filter(|note| note.id == "page-cut").count()
    };
    assert_eq!(cut("document-glyphs", 78_000, &glyphs), 0);
    assert_eq!(cut("document-glyphs", 72_000, &glyphs), 3);
    let operators = three_pages(&"q Q ".repeat(30_000));
    assert_eq!(cut("document-operators", 180_000, &operators), 0);
    assert_eq!(cut("document-operators", 179_000, &operators), 3);
    // However small its share, a page may show 20,000 characters and have 50,000 operators.
    let small = three_pages(&"q Q ".repeat(25_000));
    assert_eq!(cut("document-operators", 1, &small), 0);
    assert_eq!(cut("document-glyphs", 1, &three_pages("BT /F 9 Tf (A) Tj ET")), 0);
}

#[test]
fn a_page_that_does_not_exist_is_empty_with_a_note() {
    let mut notes = Notes::default();
    let page = open_bytes(&pdf_bytes("", "", "", &[])).page(2, &mut notes);
    assert_eq!(dump(&page, &notes), "no-such-page: There is no page 2; the file has 1.\n");
}

#[test]
fn an_open_document_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Pdf>();
}

/// Pieces of content streams, well-formed and not, with the numbers that break arithmetic.
const PIECES: &[&str] = &[
    "0",
    "-1",
    "1e300",
    "-99999999999999999999",
    ".5",
    "7",
    "3",
    "[",
    "]",
    "(A\\(",
    "(22)",
    "<41",
    "<4142>",
    "/F",
    "/X",
    "/I",
    "BT",
    "ET",
    "Tf",
    "Td",
    "TD",
    "Tm",
    "T*",
    "Tj",
    "TJ",
    "'",
    "\"",
    "Tc",
    "Tw",
    "Tz",
    "TL",
    "Ts",
    "Tr",
    "q",
    "Q",
    "cm",
    "re",
    "m",
    "l",
    "c",
    "v",
    "y",
    "h",
    "W",
    "n",
    "S",
    "f",
    "B*",
    "b",
    "w",
    "Do",
    "gs",
    "BI",
    "ID",
    "EI",
    "<<",
    ">>",
    "{",
    ")",
    "%x\n",
];

proptest::proptest! {
    #[test]
    fn no_content_breaks_a_page(picks in proptest::collection::vec(0..PIECES.len(), 0..200)) {
        let content = picks.iter().map(|&pick| PIECES[pick]).collect::<Vec<_>>().join(" ");
        let form = stream("/Type/XObject/Subtype/Form/BBox[0 0 1e30 -5]/Matrix[0 0 0 0 1 1]", "/X Do BT /F 1 Tf (A) Tj");
        let image = stream("/Type/XObject/Subtype/Image", "");
        let resources = format!("/XObject<</X 10 0 R/I 11 0 R>>{COURIER}");
        open_bytes(&pdf_bytes("/Rotate 90", &resources, &content, &[&form, &image])).page(1, &mut Notes::default());
    }

    #[test]
    fn no_cmap_breaks_a_font(picks in proptest::collection::vec(0..CMAP_PIECES.len(), 0..60)) {
        let cmap = picks.iter().map(|&pick| CMAP_PIECES[pick]).collect::<Vec<_>>().join(" ");
        let font = "/Font<</F<</Type/Font/Subtype/Type0/Encoding 10 0 R/ToUnicode 10 0 R
            /DescendantFonts[<</W[0[1 2]3 99999 5 -1 7 8]/W2[1[2]3 4]/DW2[1 2]>>]>>>>";
        let bytes = pdf_bytes("", font, "BT /F 9 Tf (ABCDEFG\\377\\377) Tj ET", &[&stream("", &cmap)]);
        open_bytes(&bytes).page(1, &mut Notes::default());
    }
}

const CMAP_PIECES: &[&str] = &[
    "begincodespacerange",
    "endcodespacerange",
    "beginbfchar",
    "endbfchar",
    "beginbfrange",
    "endbfrange",
    "begincidrange",
    "endcidrange",
    "begincidchar",
    "usecmap",
    "/GBK-EUC-H",
    "/WMode",
    "1",
    "-5",
    "<00>",
    "<FF>",
    "<0000>",
    "<FFFF>",
    "<D800>",
    "<FFFFFFFF>",
    "<0041>",
    "<>",
    "[",
    "]",
    "9999999999",
];
