//! One side of an equation with its numbers, and the comparison of two sides.
//!
//! A printed figure stands for an interval: half a unit of its last place to either side. Intervals that share a point
//! are no contradiction. They are taken as closed, because whether a half was rounded up, to even or cut off is not known.

use rust_decimal::Decimal;

use super::Verdict;
use super::evidence::{At, Operand};
use super::view::{Figure, Reading};
use super::wording::money;
use crate::base::{Place, Unit};
use crate::form::equation::Relation;

/// One side of an equation, evaluated.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// The figures with their signs and where they come from.
    figures: Vec<Entry>,
    /// Readable name: `general_public[206].total`.
    pub(super) of: String,
    /// For the message: `基本支出 521.37 + 项目支出 1,613.06`, and how many terms that are.
    words: String,
    said: usize,
    /// For the message where there are too many terms to list them.
    pub(super) gloss: Option<String>,
    /// Why it cannot be evaluated.
    pub(super) missing: Option<String>,
    /// Why a difference would prove nothing.
    pub(super) doubt: Option<String>,
    /// Where the first printed figure stands.
    pub(super) place: Option<Place>,
}

/// A figure on one side of an equation.
#[derive(Debug, Clone, Copy)]
struct Entry {
    negative: bool,
    figure: Figure,
    at: At,
}

/// Beside so many figures that are not zero, a printed zero is nothing and no little that was rounded: for the digits that
/// zeros hide to make a difference, three of them would have to hide more than a third of the last digit each.
const FILLED: usize = 2;

/// More terms than this are summed up in words.
const MOST_WORDS: usize = 5;

impl Tally {
    /// Adds what a cell says. `of` is its readable name, `label` its word in a message.
    pub(super) fn add(&mut self, negative: bool, reading: Reading, of: &str, label: &str, at: At) {
        self.name(negative, of);
        match reading {
            Reading::Nothing => {}
            Reading::Amount(figure, guessed) => {
                if guessed {
                    self.doubt(format!("the column of {} is a guess", money(figure.value)));
                }
                self.place.get_or_insert(at.place);
                self.count(negative, figure, label, at);
            }
            Reading::Other => self.missing(format!("{of} is no amount")),
        }
    }

    /// Adds a printed number that stands in no table.
    pub(super) fn number(&mut self, figure: Figure, of: &str, label: &str, at: At) {
        self.add(false, Reading::Amount(figure, false), of, label, at);
    }

    /// Adds a printed number that stands in no table, or subtracts it.
    pub(super) fn signed(&mut self, negative: bool, figure: Figure, of: &str, label: &str, at: At) {
        self.add(negative, Reading::Amount(figure, false), of, label, at);
    }

    /// Adds a figure without a name of its own.
    fn count(&mut self, negative: bool, figure: Figure, label: &str, at: At) {
        self.say(negative, label, figure.value);
        self.figures.push(Entry { negative, figure, at });
    }

    /// Adds a term to the words of the message.
    fn say(&mut self, negative: bool, label: &str, value: Decimal) {
        self.said += 1;
        if self.said > MOST_WORDS {
            return;
        }
        self.words.push_str(match (self.words.is_empty(), negative) {
            (true, false) => "",
            (true, true) => "−",
            (false, false) => " + ",
            (false, true) => " − ",
        });
        self.words.push_str(label);
        self.words.push(' ');
        self.words.push_str(&money(value));
    }

    /// Adds a term to the readable name.
    fn name(&mut self, negative: bool, of: &str) {
        match (self.of.is_empty(), negative) {
            (true, false) => {}
            (true, true) => self.of.push('-'),
            (false, false) => self.of.push_str(" + "),
            (false, true) => self.of.push_str(" - "),
        }
        self.of.push_str(of);
    }

    /// A cell that is asked for and cannot be found.
    pub(super) fn absent(&mut self, negative: bool, of: &str, why: impl Into<String>) {
        self.name(negative, of);
        self.missing(why);
    }

    pub(super) fn missing(&mut self, why: impl Into<String>) {
        self.missing.get_or_insert_with(|| why.into());
    }

    pub(super) fn doubt(&mut self, why: impl Into<String>) {
        self.doubt.get_or_insert_with(|| why.into());
    }

    /// Whether any amount is printed on this side.
    pub(super) fn is_printed(&self) -> bool {
        !self.figures.is_empty()
    }

    /// Whether it is nothing but blanks and zeros.
    pub(super) fn is_nothing(&self) -> bool {
        self.figures.iter().all(|entry| entry.figure.value.is_zero())
    }

    /// How many of its figures are not zero.
    fn filled(&self) -> usize {
        self.figures.iter().filter(|entry| !entry.figure.value.is_zero()).count()
    }

    /// The units of its figures; an exact zero is nothing in any unit.
    fn units(&self) -> impl Iterator<Item = Option<Unit>> {
        let exact_zero = |figure: &Figure| figure.value.is_zero() && figure.half.is_zero();
        self.figures.iter().map(|entry| entry.figure).filter(move |f| !exact_zero(f)).map(|f| f.unit)
    }

    /// Takes over a sum as one term.
    pub(super) fn absorb(&mut self, negative: bool, sum: Tally, of: &str, label: &str) {
        self.name(negative, of);
        if let Some((value, _)) = sum.total(false).filter(|_| sum.is_printed()) {
            self.say(negative, label, value);
        }
        self.place = self.place.or(sum.place);
        self.missing = self.missing.take().or(sum.missing);
        self.doubt = self.doubt.take().or(sum.doubt);
        let signed = |entry: Entry| Entry { negative: entry.negative != negative, ..entry };
        self.figures.extend(sum.figures.into_iter().map(signed));
    }

    /// Value and slack, in 元 if asked so.
    pub(super) fn total(&self, in_yuan: bool) -> Option<(Decimal, Decimal)> {
        self.sum(in_yuan, true)
    }

    /// Value and slack; that of printed zeros counts if `zeros_round`.
    fn sum(&self, in_yuan: bool, zeros_round: bool) -> Option<(Decimal, Decimal)> {
        let mut sum = (Decimal::ZERO, Decimal::ZERO);
        for Entry { negative, figure, .. } in &self.figures {
            let unit = figure.unit.filter(|_| in_yuan);
            let scaled = |amount| unit.map_or(Some(amount), |unit| unit.in_yuan(amount));
            let (value, half) = (scaled(figure.value)?, scaled(figure.half)?);
            sum.0 = if *negative { sum.0.checked_sub(value)? } else { sum.0.checked_add(value)? };
            if zeros_round || !value.is_zero() {
                sum.1 = sum.1.checked_add(half)?;
            }
        }
        Some(sum)
    }

    /// What the side can be if the digits of its figures were cut off: at least the first, less than the second.
    fn cut_off(&self, in_yuan: bool) -> Option<(Decimal, Decimal)> {
        let mut span = (Decimal::ZERO, Decimal::ZERO);
        for Entry { negative, figure, .. } in &self.figures {
            let unit = figure.unit.filter(|_| in_yuan);
            let scaled = |amount| unit.map_or(Some(amount), |unit| unit.in_yuan(amount));
            let (value, half) = (scaled(figure.value)?, scaled(figure.half)?);
            let whole = half.checked_add(half)?;
            // Cutting off goes towards zero.
            let (low, high) = match value.is_sign_negative() {
                false => (value, value.checked_add(whole)?),
                true => (value.checked_sub(whole)?, value),
            };
            let (low, high) = if *negative { (-high, -low) } else { (low, high) };
            span = (span.0.checked_add(low)?, span.1.checked_add(high)?);
        }
        Some(span)
    }

    /// The figures as evidence.
    pub(super) fn operands(&self, left: bool) -> impl Iterator<Item = Operand> {
        self.figures.iter().map(move |entry| Operand {
            left,
            negative: entry.negative,
            value: entry.figure.value,
            unit: entry.figure.unit,
            source: entry.at.source,
            place: entry.at.place,
        })
    }

    /// `合计 2,134.44`, `基本支出 521.37 + 项目支出 1,613.06 = 2,134.43`, `the sum 2,134.43 of its 12 parts`.
    pub(super) fn told(&self, value: Option<Decimal>) -> String {
        let sum = value.map(money).unwrap_or_default();
        match &self.gloss {
            Some(gloss) if value.is_some() => format!("the sum {sum} of {gloss}"),
            Some(gloss) => gloss.clone(),
            None if self.figures.is_empty() => self.of.clone(),
            None if self.said == 1 || (value.is_none() && self.said <= MOST_WORDS) => self.words.clone(),
            None if self.said > MOST_WORDS => format!("the sum {sum} of {} terms", self.said),
            None => format!("{} = {sum}", self.words),
        }
    }
}

/// What came of comparing two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) left: Option<Decimal>,
    pub(super) right: Option<Decimal>,
    pub(super) difference: Option<Decimal>,
    pub(super) slack: Option<Decimal>,
    pub(super) unit: Option<Unit>,
    /// Why it is unjudged, or what explains a difference that rounding does not.
    pub(super) reason: Option<String>,
}

impl Outcome {
    /// Of several outcomes the least of these fits best.
    pub(super) fn rank(&self) -> (Verdict, Option<Decimal>) {
        (self.verdict, self.difference.map(|difference| difference.abs()))
    }

    /// Whether both sides agree.
    pub(super) fn closes(&self) -> bool {
        self.verdict <= Verdict::Rounding
    }

    fn unjudged(reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..Self::plain(Verdict::Unjudged) }
    }

    /// A verdict without numbers.
    pub(super) fn plain(verdict: Verdict) -> Self {
        Self { verdict, left: None, right: None, difference: None, slack: None, unit: None, reason: None }
    }
}

/// Compares two sides. `None` where both are nothing: a blank row says nothing that could be checked.
pub(super) fn compare(left: &Tally, relation: Relation, right: &Tally) -> Option<Outcome> {
    if let Some(missing) = left.missing.as_ref().or(right.missing.as_ref()) {
        return Some(Outcome::unjudged(missing.clone()));
    }
    match (left.is_printed(), right.is_printed()) {
        _ if left.units().chain(right.units()).next().is_none() => return None,
        (false, false) => return None,
        (false, true) if right.is_nothing() => return None,
        (false, true) => return Some(Outcome::unjudged(format!("{} is blank", left.of))),
        (true, false) if left.is_nothing() => {}
        (true, false) if relation == Relation::AtMost => {}
        (true, false) => return Some(Outcome::unjudged(format!("{} is blank", right.of))),
        (true, true) => {}
    }
    let first = left.units().chain(right.units()).next().flatten();
    let mixed = left.units().chain(right.units()).any(|unit| unit != first);
    if mixed && left.units().chain(right.units()).any(|unit| unit.is_none()) {
        return Some(Outcome::unjudged("the unit of one side is not known"));
    }
    let unit = if mixed { Some(Unit::Yuan) } else { first };
    let zeros_round = left.filled().saturating_add(right.filled()) < FILLED;
    let (Some(l), Some(r)) = (left.sum(mixed, zeros_round), right.sum(mixed, zeros_round)) else {
        return Some(Outcome::unjudged("the amounts are too large to add"));
    };
    let mut outcome = judge(l, relation, r, unit, left.doubt.as_ref().or(right.doubt.as_ref()));
    if outcome.verdict == Verdict::Mismatch && relation == Relation::Equal {
        // A total is added up before it is shown, and then rounded. Digits are cut off where a figure is converted.
        match (could_be_cut(left, right, mixed), mixed) {
            (true, true) => {
                outcome.verdict = Verdict::Rounding;
                outcome.reason = Some("cut off, not rounded".into());
            }
            (true, false) => {
                outcome.reason = Some("digits cut off would explain it, rounding does not".into())
            }
            (false, _) => {}
        }
    }
    Some(outcome)
}

/// Whether both sides can be the same number if digits were cut off: a figure then stands for what lies less than a whole
/// unit of its last place above it.
fn could_be_cut(left: &Tally, right: &Tally, in_yuan: bool) -> bool {
    let spans = left.cut_off(in_yuan).zip(right.cut_off(in_yuan));
    spans.is_some_and(|((low, high), (other_low, other_high))| low < other_high && other_low < high)
}

/// A left side that prints the right one cut off or rounded up instead of to the nearest is no contradiction: 93,664.78
/// 万元 for 936,647,884.33 元.
pub(super) fn allow_cut(left: &Tally, outcome: &mut Outcome) {
    let in_yuan = outcome.unit == Some(Unit::Yuan);
    let (Some((value, half)), Some(right)) = (left.total(in_yuan), outcome.right) else {
        return;
    };
    let missing = right.abs().saturating_sub(value.abs());
    let same_sign = right.is_sign_negative() == value.is_sign_negative();
    let less_than_a_unit = missing.abs() < half.saturating_add(half);
    if outcome.verdict == Verdict::Mismatch && same_sign && less_than_a_unit {
        outcome.verdict = Verdict::Rounding;
        let how = if missing.is_sign_positive() { "cut off, not rounded" } else { "rounded up" };
        outcome.reason = Some(how.into());
    }
}

fn judge(
    (left, left_slack): (Decimal, Decimal),
    relation: Relation,
    (right, right_slack): (Decimal, Decimal),
    unit: Option<Unit>,
    doubt: Option<&String>,
) -> Outcome {
    // Both lie far below the limits of `Decimal`: `total` has checked the sums they consist of.
    let difference = left.saturating_sub(right);
    let slack = left_slack.saturating_add(right_slack);
    let excess = if relation == Relation::AtMost { difference } else { difference.abs() };
    let (verdict, reason) = if excess <= Decimal::ZERO {
        (Verdict::Exact, None)
    } else if excess <= slack {
        (Verdict::Rounding, None)
    } else if let Some(doubt) = doubt {
        (Verdict::Unjudged, Some(doubt.clone()))
    } else {
        (Verdict::Mismatch, None)
    };
    Outcome {
        verdict,
        left: Some(left),
        right: Some(right),
        difference: Some(difference),
        slack: Some(slack),
        unit,
        reason,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A side of figures printed with two decimals.
    fn side(cents: &[i64], unit: Unit, decimals: u32) -> Tally {
        let mut tally = Tally::default();
        for &cents in cents {
            let half = Decimal::new(5, decimals + 1);
            let figure = Figure { value: Decimal::new(cents, decimals), half, unit: Some(unit) };
            tally.add(false, Reading::Amount(figure, false), "x", "", At::default());
        }
        tally
    }

    fn verdict(left: &Tally, right: &Tally) -> (Verdict, Option<Decimal>, Option<Decimal>) {
        let outcome = compare(left, Relation::Equal, right).map(|o| (o.verdict, o.difference, o.slack));
        outcome.unwrap_or((Verdict::Unjudged, None, None))
    }

    fn check(left: &[i64], right: &[i64], expect: Verdict) {
        let unit = Unit::TenThousandYuan;
        assert_eq!(verdict(&side(left, unit, 2), &side(right, unit, 2)).0, expect, "{left:?} {right:?}");
    }

    #[test]
    fn slack_is_half_a_unit_a_term() {
        check(&[213_443], &[52_137, 161_306], Verdict::Exact);
        check(&[213_444], &[52_137, 161_306], Verdict::Rounding);
        check(&[213_445], &[52_137, 161_306], Verdict::Mismatch);
        check(&[100], &[101], Verdict::Rounding);
        check(&[100], &[102], Verdict::Mismatch);
    }

    #[test]
    fn zeros_have_no_slack_beside_other_figures() {
        check(&[100], &[101, 0, 0, 0], Verdict::Rounding);
        check(&[100], &[102, 0, 0, 0], Verdict::Mismatch);
        check(&[2], &[0, 0, 0], Verdict::Rounding);
        check(&[0], &[0, 0, 0], Verdict::Exact);
    }

    #[test]
    fn the_coarser_unit_decides() {
        let yuan = |amount| side(&[amount], Unit::Yuan, 2);
        let wan = side(&[2_828_346], Unit::TenThousandYuan, 2);
        assert_eq!(verdict(&yuan(28_283_460_000), &wan).0, Verdict::Exact);
        assert_eq!(verdict(&yuan(28_283_456_700), &wan).0, Verdict::Rounding);
        assert_eq!(verdict(&yuan(28_288_460_000), &wan).0, Verdict::Mismatch);
    }

    #[test]
    fn cutting_off_is_told_from_rounding() {
        let cut = |left: &Tally, right: &Tally| {
            compare(left, Relation::Equal, right).map(|outcome| (outcome.verdict, outcome.reason.is_some()))
        };
        let wan = Unit::TenThousandYuan;
        // 12,399 元 becomes 1.24 万元; 1.23 has lost its digits, 1.22 is another number.
        let yuan = side(&[1_239_900], Unit::Yuan, 2);
        assert_eq!(cut(&side(&[124], wan, 2), &yuan), Some((Verdict::Rounding, false)));
        assert_eq!(cut(&side(&[123], wan, 2), &yuan), Some((Verdict::Rounding, true)));
        assert_eq!(cut(&side(&[122], wan, 2), &yuan), Some((Verdict::Mismatch, false)));
        // What is cut off is less than a whole unit.
        let (whole, less) = (side(&[1_240_000], Unit::Yuan, 2), side(&[1_220_000], Unit::Yuan, 2));
        assert_eq!(cut(&side(&[123], wan, 2), &whole), Some((Verdict::Mismatch, false)));
        assert_eq!(cut(&side(&[123], wan, 2), &less), Some((Verdict::Mismatch, false)));
        // 20,000 元 less 7,799 元 that are printed as 0.77 万元.
        let mut rest = side(&[2_000_000], Unit::Yuan, 2);
        rest.absorb(true, side(&[77], wan, 2), "", "");
        assert_eq!(cut(&rest, &side(&[1_220_100], Unit::Yuan, 2)), Some((Verdict::Rounding, true)));
        assert_eq!(cut(&rest, &side(&[1_240_100], Unit::Yuan, 2)), Some((Verdict::Mismatch, false)));
        // In one unit a total that five cut-off parts would explain is still a mismatch, and says so.
        let parts = side(&[10, 10, 10, 10, 10], wan, 2);
        assert_eq!(cut(&side(&[54], wan, 2), &parts), Some((Verdict::Mismatch, true)));
        assert_eq!(cut(&side(&[46], wan, 2), &parts), Some((Verdict::Mismatch, false)));
    }

    #[test]
    fn what_prints_another_figure_may_have_lost_its_last_digits() {
        let check = |wan: i64, yuan: i64, expect: (Verdict, Option<&str>)| {
            let left = side(&[wan], Unit::TenThousandYuan, 2);
            let mut outcome = compare(&left, Relation::Soft, &side(&[yuan], Unit::Yuan, 2)).unwrap();
            allow_cut(&left, &mut outcome);
            assert_eq!((outcome.verdict, outcome.reason.as_deref()), expect, "{wan} {yuan}");
        };
        check(9_366_478, 93_664_788_433, (Verdict::Rounding, Some("cut off, not rounded")));
        check(9_366_479, 93_664_781_433, (Verdict::Rounding, Some("rounded up")));
        check(9_366_478, 93_664_790_000, (Verdict::Mismatch, None));
        check(9_366_478, 93_664_770_000, (Verdict::Mismatch, None));
        check(-9_366_478, 93_664_788_433, (Verdict::Mismatch, None));
    }

    #[test]
    fn a_sum_taken_over_keeps_its_signs() {
        let unit = Unit::TenThousandYuan;
        let mut inner = side(&[500], unit, 2);
        inner.absorb(true, side(&[200], unit, 2), "b", "b");
        let mut outer = side(&[1000], unit, 2);
        outer.absorb(true, inner, "a", "a");
        assert_eq!(outer.total(false), Some((Decimal::new(700, 2), Decimal::new(15, 3))));
        let signs: Vec<bool> = outer.operands(true).map(|operand| operand.negative).collect();
        assert_eq!(signs, [false, true, false]);
    }

    #[test]
    fn only_few_terms_are_told_one_by_one() {
        let told = |terms: usize| {
            let mut tally = Tally::default();
            for no in 1..=terms {
                let name = format!("r{no}");
                tally.absorb(no == 2, side(&[100], Unit::TenThousandYuan, 2), &name, &name);
            }
            tally.told(tally.total(false).map(|(sum, _)| sum))
        };
        assert_eq!(told(1), "r1 1.00");
        assert_eq!(told(2), "r1 1.00 − r2 1.00 = 0.00");
        let most: Vec<String> = (3..=MOST_WORDS).map(|no| format!(" + r{no} 1.00")).collect();
        let sum = MOST_WORDS - 2;
        assert_eq!(told(MOST_WORDS), format!("r1 1.00 − r2 1.00{} = {sum}.00", most.concat()));
        assert_eq!(told(MOST_WORDS + 1), format!("the sum {}.00 of {} terms", sum + 1, MOST_WORDS + 1));
    }

    proptest! {
        #[test]
        fn slack_is_symmetric(l in prop::collection::vec(-10_000i64..10_000, 1..6), r in prop::collection::vec(-10_000i64..10_000, 1..6)) {
            let unit = Unit::TenThousandYuan;
            let (there, back) = (verdict(&side(&l, unit, 2), &side(&r, unit, 2)), verdict(&side(&r, unit, 2), &side(&l, unit, 2)));
            prop_assert_eq!((there.0, there.1, there.2), (back.0, back.1.map(|d| -d), back.2));
        }

        /// 12.34 万元 known to 0.01 万元 and 123,400 元 known to 100 元 are the same statement.
        #[test]
        fn verdicts_do_not_depend_on_the_unit(l in prop::collection::vec(-10_000i64..10_000, 1..6), r in prop::collection::vec(-10_000i64..10_000, 1..6)) {
            let hundreds = |cents: &[i64]| {
                let mut tally = Tally::default();
                for &cents in cents {
                    let figure = Figure { value: Decimal::from(cents * 100), half: Decimal::from(50), unit: Some(Unit::Yuan) };
                    tally.add(false, Reading::Amount(figure, false), "x", "", At::default());
                }
                tally
            };
            let wan = |cents: &[i64]| side(cents, Unit::TenThousandYuan, 2);
            let expect = verdict(&wan(&l), &wan(&r)).0;
            prop_assert_eq!(verdict(&hundreds(&l), &hundreds(&r)).0, expect);
            prop_assert_eq!(verdict(&hundreds(&l), &wan(&r)).0, expect);
        }
    }
}
