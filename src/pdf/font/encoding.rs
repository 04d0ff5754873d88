//! The predefined encodings of simple fonts and the names of glyphs (ISO 32000-1, annex D; Adobe Glyph List).

use std::sync::OnceLock;

/// What an undefined code stands for in the tables below.
const UNDEFINED: char = '\u{fffd}';

/// One of the predefined encodings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Standard,
    WinAnsi,
    MacRoman,
    Symbol,
    ZapfDingbats,
}

impl Encoding {
    /// The encoding with this name in a font dictionary. MacExpert is left out: its small capitals and old-style
    /// figures have no place in the documents we read.
    pub(super) fn named(name: &[u8]) -> Option<Encoding> {
        match name {
            b"StandardEncoding" => Some(Encoding::Standard),
            b"WinAnsiEncoding" => Some(Encoding::WinAnsi),
            b"MacRomanEncoding" => Some(Encoding::MacRoman),
            _ => None,
        }
    }

    /// The characters of codes 0..=255.
    pub(super) fn table(self) -> [Option<char>; 256] {
        let upper = match self {
            Encoding::Standard => STANDARD,
            Encoding::WinAnsi => WIN_ANSI,
            Encoding::MacRoman => MAC_ROMAN,
            Encoding::Symbol => SYMBOL,
            Encoding::ZapfDingbats => ZAPF_DINGBATS,
        };
        let mut table = [None; 256];
        for (slot, ch) in table.iter_mut().skip(32).zip(upper.chars()) {
            *slot = Some(ch).filter(|&ch| ch != UNDEFINED);
        }
        table
    }
}

/// The character a glyph name stands for: `eacute`, `uni4E00`, `u20000`, and the same with a suffix (`one.alt`).
/// Names that only number glyphs (`g12`, `cid7`, `a34` of a subset) stand for none.
pub(super) fn glyph_char(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let base = name.split('.').next().filter(|base| !base.is_empty())?;
    listed_char(base).or_else(|| numbered_char(base))
}

fn numbered_char(name: &str) -> Option<char> {
    let digits = match name.strip_prefix("uni") {
        Some(digits) => digits.get(..4)?,
        None => name.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len()))?,
    };
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
    char::from_u32(u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?)
}

fn listed_char(name: &str) -> Option<char> {
    static NAMES: OnceLock<Vec<(&str, char)>> = OnceLock::new();
    let names = NAMES.get_or_init(|| include_str!("glyph_names.txt").lines().filter_map(listed).collect());
    let at = names.binary_search_by(|(listed, _)| (*listed).cmp(name)).ok()?;
    names.get(at).map(|&(_, ch)| ch)
}

/// One line of the list: a name and its code point.
fn listed(line: &str) -> Option<(&str, char)> {
    let (name, code) = line.split_once(' ').filter(|_| !line.starts_with('#'))?;
    Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
}

/// StandardEncoding (ISO 32000-1, D.2), codes 32..=255.
const STANDARD: &str = concat!(
    " !\"#$%&’()*+,-./0123456789:;<=>?",
    "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_",
    "‘abcdefghijklmnopqrstuvwxyz{|}~�",
    "��������������������������������",
    "�¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ�–†‡·�¶•‚„”»…‰�¿",
    "�`´ˆ˜¯˘˙¨�˚¸�˝˛ˇ—���������������",
    "�Æ�ª����ŁØŒº�����æ���ı��łøœß����",
);

/// WinAnsiEncoding, codes 32..=255.
const WIN_ANSI: &str = concat!(
    " !\"#$%&'()*+,-./0123456789:;<=>?",
    "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_",
    "`abcdefghijklmnopqrstuvwxyz{|}~\u{7f}",
    "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ",
    "\u{a0}¡¢£¤¥¦§¨©ª«¬-®¯°±²³´µ¶·¸¹º»¼½¾¿",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß",
    "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
);

/// MacRomanEncoding, codes 32..=255.
const MAC_ROMAN: &str = concat!(
    " !\"#$%&'()*+,-./0123456789:;<=>?",
    "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_",
    "`abcdefghijklmnopqrstuvwxyz{|}~\u{7f}",
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü",
    "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø",
    "¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ",
    "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ�ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
);

/// The built-in encoding of Symbol (D.5), codes 32..=255.
const SYMBOL: &str = concat!(
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?",
    "≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    "�αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼�",
    "��������������������������������",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…��↵",
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇���∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    "◊〈���∑�����������〉∫⌠�⌡����������",
);

/// The built-in encoding of ZapfDingbats (D.6), codes 32..=255.
const ZAPF_DINGBATS: &str = concat!(
    " ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟",
    "✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿",
    "❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞�",
    "❨❩❪❫❬❭❮❯❰❱❲❳❴❵������������������",
    "�❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿",
    "➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟",
    "➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯�➱➲➳➴➵➶➷➸➹➺➻➼➽➾�",
);
