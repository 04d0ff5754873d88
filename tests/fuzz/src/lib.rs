//! What each fuzz target does with its input, by the public API alone. `tests/mutations.rs` runs the same functions.
//!
//! The worst that may come of any input is an error, or notes: no panic, no hang, no more memory than the limits allow.
#![allow(clippy::expect_used, reason = "what stands here, and not in the input, must be sound")]

use std::borrow::Cow;
use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};
use yusuan::form::{Files, Grammars};
use yusuan::pdf::{Limits, OpenOptions};
use yusuan::{Options, extract};

/// The stack that a batch gives its threads.
const STACK: usize = 64 << 20;

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars::embedded().expect("sound grammars"));

/// One thread, so that a run is the same every time.
static POOL: LazyLock<ThreadPool> =
    LazyLock::new(|| ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build().expect("a thread"));

/// A file, with the default limits: the whole reader, then grammar and checks.
pub fn pdf(data: &[u8]) {
    read(data, "x.pdf", &GRAMMARS, Limits::default());
}

/// A content stream. It is also the form `/X`, so that it may draw itself. Fonts: `/F1` UniGB-UCS2-H, `/F2` GBK-EUC-H,
/// `/F3` Identity-H, `/F4` Courier.
pub fn content(data: &[u8]) {
    let fonts: String = ["UniGB-UCS2-H", "GBK-EUC-H", "Identity-H"]
        .iter()
        .zip(1..)
        .map(|(encoding, number)| format!("/F{number} {}", composite(&format!("/Encoding/{encoding}"))))
        .collect();
    let file = page(
        &format!(
            "/Font<<{fonts}/F4<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>/XObject<</X 4 0 R/I 5 0 R>>"
        ),
        &stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", data),
        &stream(
            "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
            b"x",
        ),
    );
    // A form in itself may use up every limit; lower ones give more runs a second.
    let limits = Limits { page_operators: 50_000, page_glyphs: 20_000, ..Limits::default() };
    read(&file, "x.pdf", &GRAMMARS, limits);
}

/// A CMap, as the ToUnicode of one font and as the Encoding of another.
pub fn cmap(data: &[u8]) {
    let fonts = format!(
        "/F1 {}/F2 {}",
        composite("/Encoding/Identity-H/ToUnicode 5 0 R"),
        composite("/Encoding 5 0 R")
    );
    let shown: String = (0..0x100u32).map(|high| format!("{high:02X}{:02X}", high * 7 % 0x100)).collect();
    let content = format!("BT /F1 9 Tf 20 700 Td <{shown}> Tj /F2 9 Tf 0 -99 Td <{shown}> Tj ET");
    let file = page(&format!("/Font<<{fonts}>>"), &stream("", content.as_bytes()), &stream("", data));
    read(&file, "x.pdf", &GRAMMARS, Limits::default());
}

/// Flattened text.
pub fn text(data: &[u8]) {
    read(String::from_utf8_lossy(data).as_bytes(), "x.txt", &GRAMMARS, Limits::default());
}

/// A grammar file: a line with its name, then what it says, in place of the embedded file or beside it. A grammar that is
/// accepted must then read a text.
pub fn grammar(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (name, text) = text.split_once('\n').unwrap_or(("checks.toml", &text));
    let mut files = FILES.clone();
    files.insert(name.to_owned(), Cow::Owned(text.to_owned()));
    if let Ok(grammars) = Grammars::read(&files) {
        read(DISCLOSURE.as_bytes(), "x.txt", &grammars, Limits::default());
    }
}

/// The embedded grammars, with the head of each list of codes.
static FILES: LazyLock<Files> = LazyLock::new(|| {
    let shortened = |(name, text): (String, Cow<'static, str>)| {
        let lines = if name.ends_with(".csv") { 40 } else { usize::MAX };
        let head: String = text.split_inclusive('\n').take(lines).collect();
        (name, Cow::Owned(head))
    };
    Grammars::embedded_files().into_iter().map(shortened).collect()
});

const DISCLOSURE: &str = "\
新疆某某局2025年部门预算公开
表一 收支总表
编制部门：某某局 单位：万元
收入 支出
项目 预算数 功能分类 预算数
财政拨款（补助） 1,200.50 201 一般公共服务支出 1,000.00
一般公共预算 1,200.50 208 社会保障和就业支出 200.50
收入总计 1,200.50 支出总计 1,200.50
表二 收入总表
单位：万元
功能分类科目编码 功能分类科目名称 总计 一般公共预算
201 03 01 行政运行 1,000.00 1,000.00
208 05 05 机关事业单位基本养老保险缴费支出 200.50 200.50
合计 1,200.50 1,200.50
2025年收入预算1,200.50万元，比上年增加100.00万元，增长9.09%。
";

fn read(bytes: &[u8], name: &str, grammars: &Grammars, limits: Limits) {
    let pdf = OpenOptions { limits, ..OpenOptions::default() };
    // What is masked is read all the same.
    let options = Options { pdf, redact: true, ..Options::default() };
    POOL.install(|| {
        let _ = extract(bytes, name, grammars, &options);
    });
}

fn composite(entries: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun{entries}/DescendantFonts[<</Type/Font/Subtype/CIDFontType0\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 908 500]>>]>>"
    )
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{entries}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A file of one page; its content is object 4. The cross-reference table is right, so that nothing in the streams can be
/// taken for an object.
fn page(resources: &str, content: &[u8], fifth: &[u8]) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>>>");
    let objects: [&[u8]; 5] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
        page.as_bytes(),
        content,
        fifth,
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    table += &format!("trailer<</Root 1 0 R/Size {}>>\nstartxref\n{start}\n%%EOF", objects.len() + 1);
    file.extend_from_slice(table.as_bytes());
    file
}
