//! Exact money: a decimal that remembers how many digits were printed, and the unit it was printed in.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A printed number. `value` keeps the printed scale: `12.50` has scale 2 and stays `12.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    /// The number as printed, with the printed number of decimals.
    pub value: Decimal,
}

impl Amount {
    /// Decimals that were printed.
    pub fn decimals(&self) -> u32 {
        self.value.scale()
    }
}

/// The unit money is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// 元
    Yuan,
    /// 百元
    HundredYuan,
    /// 千元
    ThousandYuan,
    /// 万元
    TenThousandYuan,
    /// 百万元
    MillionYuan,
    /// 亿元
    HundredMillionYuan,
}

impl Unit {
    /// Every unit, longest name first, so that a search finds 百万元 before 万元 and 万元 before 元.
    pub const ALL: [Unit; 6] = [
        Unit::MillionYuan,
        Unit::HundredYuan,
        Unit::ThousandYuan,
        Unit::TenThousandYuan,
        Unit::HundredMillionYuan,
        Unit::Yuan,
    ];

    /// The name as printed in documents.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Yuan => "元",
            Unit::HundredYuan => "百元",
            Unit::ThousandYuan => "千元",
            Unit::TenThousandYuan => "万元",
            Unit::MillionYuan => "百万元",
            Unit::HundredMillionYuan => "亿元",
        }
    }

    /// The unit with exactly this name.
    pub fn named(name: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// How many 元 one of this unit is, as a power of ten.
    pub fn exponent(self) -> u32 {
        match self {
            Unit::Yuan => 0,
            Unit::HundredYuan => 2,
            Unit::ThousandYuan => 3,
            Unit::TenThousandYuan => 4,
            Unit::MillionYuan => 6,
            Unit::HundredMillionYuan => 8,
        }
    }

    /// `value` of this unit in 元, exact; `None` where the product does not fit a `Decimal`.
    pub fn in_yuan(self, value: Decimal) -> Option<Decimal> {
        value.checked_mul(Decimal::from(10u64.pow(self.exponent()))).map(|yuan| yuan.normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_is_exact_and_plain() {
        let value = Decimal::new(233_728, 2);
        assert_eq!(Unit::TenThousandYuan.in_yuan(value).map(|d| d.to_string()), Some("23372800".into()));
        assert_eq!(Unit::Yuan.in_yuan(Decimal::new(100, 2)).map(|d| d.to_string()), Some("1".into()));
        assert_eq!(Unit::HundredMillionYuan.in_yuan(Decimal::MAX), None);
    }

    #[test]
    fn names_round_trip() {
        for unit in Unit::ALL {
            assert_eq!(Unit::named(unit.name()), Some(unit));
        }
    }
}
