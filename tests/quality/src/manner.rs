//! How a document is made: fonts, rulings, operators, and the habits of the place that publishes it.
//!
//! In: dice. Out: [`Manner`], which is printed as the head of a typesetter's source, and the shapes it counts under.

use rust_decimal::Decimal;

use crate::dice::Dice;

/// How tables and text are set.
#[derive(Clone)]
pub(crate) struct Manner {
    pub embedded: bool,
    pub encoding: &'static str,
    pub latin: bool,
    pub rules: &'static str,
    pub show: &'static str,
    pub bold: &'static str,
    pub size: &'static str,
    pub align: &'static str,
    pub heavy: bool,
    pub footer: Option<&'static str>,
    /// How wide tables lie: `landscape`, `rotated`, or upright in narrow columns.
    pub wide: &'static str,
    /// Whether 类, 款 and 项 have a column each.
    pub three_codes: bool,
    pub none: Nothing,
    pub commas: bool,
    pub number_row: bool,
    pub total_first: bool,
    pub repeat_header: bool,
    /// Names of lower levels stand further to the right.
    pub indented: bool,
    pub numbered: bool,
    /// Whether tables come before the text.
    pub tables_first: bool,
}

/// What stands in a cell without money.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nothing {
    Blank,
    Zero,
    Dash,
}

impl Manner {
    pub(crate) fn of(dice: &mut Dice) -> Manner {
        Manner {
            embedded: dice.chance(75),
            encoding: dice.pick(&["identity", "identity", "unicode", "gbk", "cid"]),
            latin: dice.chance(30),
            rules: dice.pick(&[
                "strokes",
                "strokes",
                "fills",
                "fills",
                "boxes",
                "open",
                "horizontal",
                "none",
            ]),
            show: dice.pick(&["lines", "pieces", "glyphs", "cuts"]),
            bold: dice.pick(&["twice", "stroke"]),
            size: dice.pick(&["7.5", "8", "9", "9", "10"]),
            align: dice.pick(&["right", "right", "right", "centre"]),
            heavy: dice.chance(30),
            footer: dice.pick(&[None, Some("- {} -"), Some("{}"), Some("第 {} 页")]),
            wide: dice.pick(&["landscape", "landscape", "rotated", ""]),
            three_codes: dice.chance(35),
            none: dice.pick(&[Nothing::Blank, Nothing::Blank, Nothing::Zero, Nothing::Dash]),
            commas: dice.chance(60),
            number_row: dice.chance(25),
            total_first: dice.chance(60),
            repeat_header: dice.chance(60),
            indented: dice.chance(30),
            numbered: dice.chance(60),
            tables_first: dice.chance(60),
        }
    }

    /// The head of a source.
    pub(crate) fn head(&self) -> String {
        let mut head = format!(
            "@encoding {}\n@rules {}\n@show {}\n@bold {}\n@size {}\n@align {}\n",
            self.encoding, self.rules, self.show, self.bold, self.size, self.align
        );
        if self.latin {
            head.push_str("@latin\n");
        }
        if self.heavy {
            head.push_str("@heavy\n");
        }
        if let Some(footer) = self.footer {
            head.push_str(&format!("@footer {footer}\n"));
        }
        head
    }

    /// An amount as tables print it.
    pub(crate) fn cell(&self, amount: Decimal, scale: u32) -> String {
        match self.none {
            Nothing::Blank if amount.is_zero() => String::new(),
            Nothing::Dash if amount.is_zero() => "-".to_owned(),
            _ => self.amount(amount, scale),
        }
    }

    /// An amount in full.
    pub(crate) fn amount(&self, amount: Decimal, scale: u32) -> String {
        plain(amount, scale, self.commas)
    }

    /// What its documents count under, by the kind of shape.
    pub(crate) fn shapes(&self) -> Vec<(&'static str, String)> {
        let rules = match self.rules {
            "strokes" => "ruled by strokes",
            "fills" => "ruled by thin fills",
            "boxes" => "ruled by boxes",
            "open" => "ruled, open at the sides",
            "horizontal" => "horizontal rules alone",
            _ => "no rules",
        };
        let font = match (self.embedded, self.encoding) {
            (true, "identity") => "subset, Identity-H, ToUnicode",
            (true, "unicode") => "subset, UniGB-UCS2-H",
            (true, "gbk") => "subset, GBK-EUC-H",
            (true, _) => "subset, Identity-H, no ToUnicode",
            (false, "identity") => "named, Identity-H, ToUnicode",
            (false, "unicode") => "named, UniGB-UCS2-H",
            (false, "gbk") => "named, GBK-EUC-H",
            (false, _) => "named, Identity-H, no ToUnicode",
        };
        let wide = match self.wide {
            "" => "upright in narrow columns",
            "landscape" => "landscape",
            _ => "turned by /Rotate",
        };
        vec![("Rulings", rules.to_owned()), ("Font", font.to_owned()), ("Wide tables", wide.to_owned())]
    }
}

/// An amount with so many decimals.
pub(crate) fn plain(mut amount: Decimal, scale: u32, commas: bool) -> String {
    amount.rescale(scale);
    let plain = amount.to_string();
    if commas { grouped(&plain) } else { plain }
}

fn grouped(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, decimals) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    match decimals {
        Some(decimals) => format!("{sign}{out}.{decimals}"),
        None => format!("{sign}{out}"),
    }
}
