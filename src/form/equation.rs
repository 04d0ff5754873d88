//! The equation language of the grammar files: text in, [`Equation`] out. Knows nothing of documents.
//!
//! ```text
//! equation  = "parent" "=" "sum(children)"            a code and the codes directly below it, in every amount column
//!           | "total_row" "=" "sum(top)"              the 合计 row and the uppermost codes, in every amount column
//!           | side relation side { "or" side } [ "where" condition { "and" condition } ] ;
//! relation  = "=" | "<=" | "~" ;                      "~": should be equal, but need not be
//! condition = [ "not" ] "printed" place | side relation side ;
//! side      = [ "-" ] term { ( "+" | "-" ) term } ;
//! term      = ( choice | "sum(" place ")" | place | column [ ( "*" | "/" ) column ] ) [ "?" ] ;
//! choice    = "(" side { "|" side } ")" ;             the first alternative whose columns are printed
//! place     = table [ "." list ] "[" rows "]" [ "." column ] ;
//! list      = "income" | "expenditure" ;              the side of a two-sided table
//! rows      = "total"                                 the 合计 row
//!           | "code"                                  each code that all these tables print
//!           | "class"                                 each 类 with the same name in all these tables
//!           | [ labels ] ".." [ labels ] [ "numbered" | "plain" ]   the rows between, numbered 一、 or not numbered
//!           | labels ;
//! labels    = label { "|" label } ;                   codes or printed names, best first; "*" at the end: any ending
//! column    = word | "`" words "`" ;                  canonical name; header words of a column without one
//! table     = [ partner ":" ] word ;                  canonical name; partner: "previous", "budget", "department"
//! ```
//!
//! `sum(table[labels])` is the sum of all rows that have one of the labels. `a / b` is a rate in percent.
//!
//! A side is made either of columns (they are then those of one row: `total = basic + project`) or of places
//! (`summary.income[总计] = summary.expenditure[总计]`), never of both. `?` marks what a document may leave out: a column
//! that is not printed counts as nothing; so does a table, but without it an equation can be shown to hold, not to fail.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::{cut, eof, opt, value};
use nom::multi::{many0, separated_list1};
use nom::sequence::{delimited, preceded, terminated};
use nom::{Err, IResult, Parser};

mod wrong;

pub use wrong::EquationError;
use wrong::Expected;

/// An equation of a grammar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Equation {
    /// `parent = sum(children)`
    Tree,
    /// `total_row = sum(top)`
    Top,
    /// About the columns of one row.
    Row(Identity),
    /// About places of one or several tables.
    Places(Identity),
}

/// Two sides and what is said of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// What is checked.
    pub left: Side,
    /// What is said.
    pub relation: Relation,
    /// What it is checked against; one of them suffices.
    pub right: Vec<Side>,
    /// When it is said; all of them.
    pub conditions: Vec<Condition>,
}

/// What is said of two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `<=`
    AtMost,
    /// `~`
    Soft,
}

/// A sum of terms; never empty.
pub type Side = Vec<Term>;

/// One term of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Whether it is subtracted.
    pub negative: bool,
    /// Whether it may be absent.
    pub optional: bool,
    /// What it is.
    pub operand: Operand,
}

/// What a term stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A column of the row at hand.
    Column(String),
    /// Two columns of the row at hand, multiplied or divided.
    Pair(Pairing, String, String),
    /// The first alternative whose columns are printed.
    Choice(Vec<Side>),
    /// One cell.
    Place(Place),
    /// Several cells of one column.
    Sum(Place),
}

/// How two columns of a row give one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// `a * b`
    Product,
    /// `a / b`, in percent.
    Rate,
}

/// Cells of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Canonical table name; `previous:revenue` where it stands in another document.
    pub table: String,
    /// Side of a two-sided table: true for income.
    pub income: Option<bool>,
    /// Which rows.
    pub rows: Rows,
    /// Canonical column name; `None` for the amount of the row.
    pub column: Option<String>,
}

/// Which rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// The 合计 row.
    Total,
    /// Each code that the tables share.
    Code,
    /// Each 类 that the tables share by name.
    Class,
    /// The first of these codes or names that is there.
    Labels(Vec<String>),
    /// The rows strictly between two others.
    Between {
        /// The row before the first; empty: from the top.
        after: Vec<String>,
        /// The row after the last; empty: to the bottom.
        before: Vec<String>,
        /// Which of them.
        outline: Outline,
    },
}

/// Which rows of a list count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outline {
    /// All.
    All,
    /// Those numbered 一、 二、.
    Numbered,
    /// Those without any number.
    Plain,
}

/// When an equation is said to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// An amount is printed there.
    Printed(Place),
    /// No amount is printed there.
    NotPrinted(Place),
    /// Another equation holds.
    Holds(Side, Relation, Side),
}

impl Equation {
    /// Reads an equation.
    pub fn parse(text: &str) -> Result<Self, EquationError> {
        let error = |at: usize, expected| EquationError { text: text.to_string(), at, expected };
        let at = |rest: &str| text.len().saturating_sub(rest.len());
        match terminated(equation, (multispace0, end)).parse(text) {
            Ok((_, found)) => found.classified().map_err(|expected| error(0, expected)),
            Err(Err::Error(e) | Err::Failure(e)) => Err(error(at(e.rest), e.expected)),
            Err(Err::Incomplete(_)) => Err(error(text.len(), "more")),
        }
    }

    /// Tells row equations from those between places.
    fn classified(self) -> Result<Self, &'static str> {
        let Equation::Row(identity) = self else { return Ok(self) };
        let (mut columns, mut places) = (false, false);
        for term in identity.sides().flatten() {
            match &term.operand {
                Operand::Column(_) | Operand::Pair(..) | Operand::Choice(_) => columns = true,
                Operand::Place(_) | Operand::Sum(_) => places = true,
            }
        }
        match (columns, places) {
            (true, true) => Err("either columns of one row or places `table[rows]`, not both,"),
            (true, false) if !identity.conditions.is_empty() => Err("no `where` after columns of one row;"),
            (true, false) => Ok(Equation::Row(identity)),
            _ => Ok(Equation::Places(identity)),
        }
    }
}

impl Term {
    /// The table of the place it stands for.
    pub fn table(&self) -> Option<&str> {
        match &self.operand {
            Operand::Place(place) | Operand::Sum(place) => Some(&place.table),
            Operand::Column(_) | Operand::Pair(..) | Operand::Choice(_) => None,
        }
    }
}

impl Identity {
    /// All sides, left first.
    pub fn sides(&self) -> impl Iterator<Item = &Side> {
        std::iter::once(&self.left).chain(&self.right)
    }

    /// All places it names outside its conditions.
    pub fn places(&self) -> impl Iterator<Item = (&Place, bool)> {
        self.sides().flatten().filter_map(|term| match &term.operand {
            Operand::Place(place) | Operand::Sum(place) => Some((place, term.optional)),
            Operand::Column(_) | Operand::Pair(..) | Operand::Choice(_) => None,
        })
    }
}

type Parsed<'a, T> = IResult<&'a str, T, Expected<'a>>;

/// `parser` after blanks; where it does not even begin, `expected` is what the author reads.
fn word<'a, T>(
    expected: &'static str,
    mut parser: impl Parser<&'a str, Output = T, Error = Expected<'a>>,
) -> impl FnMut(&'a str) -> Parsed<'a, T> {
    move |input| {
        let (input, _) = multispace0(input)?;
        parser.parse(input).map_err(|_: Err<Expected<'a>>| Err::Error(Expected { rest: input, expected }))
    }
}

/// A fixed text after blanks.
fn mark<'a>(text: &'static str) -> impl FnMut(&'a str) -> Parsed<'a, &'a str> {
    word(text, tag(text))
}

fn end(input: &str) -> Parsed<'_, &str> {
    word("`+`, `-`, `or`, `where` or the end", eof)(input)
}

fn equation(input: &str) -> Parsed<'_, Equation> {
    let tree = (mark("parent"), mark("="), mark("sum(children)"));
    let top = (mark("total_row"), mark("="), mark("sum(top)"));
    alt((value(Equation::Tree, tree), value(Equation::Top, top), identity.map(Equation::Row))).parse(input)
}

fn identity(input: &str) -> Parsed<'_, Identity> {
    let conditions = preceded(keyword("where"), separated_list1(keyword("and"), condition));
    (side, relation, separated_list1(keyword("or"), side), opt(conditions))
        .map(|(left, relation, right, conditions)| Identity {
            left,
            relation,
            right,
            conditions: conditions.unwrap_or_default(),
        })
        .parse(input)
}

fn relation(input: &str) -> Parsed<'_, Relation> {
    let one = alt((
        value(Relation::AtMost, tag("<=")),
        value(Relation::Equal, char('=')),
        value(Relation::Soft, char('~')),
    ));
    word("`=`, `<=` or `~`", one)(input)
}

fn condition(input: &str) -> Parsed<'_, Condition> {
    alt((
        preceded((keyword("not"), keyword("printed")), place).map(Condition::NotPrinted),
        preceded(keyword("printed"), place).map(Condition::Printed),
        (side, relation, side).map(|(left, relation, right)| Condition::Holds(left, relation, right)),
    ))
    .parse(input)
}

fn side(input: &str) -> Parsed<'_, Side> {
    sum_of(term).parse(input)
}

/// Terms with signs. Alternatives in a choice hold plain columns only, so nothing nests without end.
fn sum_of<'a>(
    one: impl Fn(&'a str) -> Parsed<'a, Term> + Copy,
) -> impl Parser<&'a str, Output = Side, Error = Expected<'a>> {
    let first = (opt(mark("-")), one).map(|(minus, term)| signed(term, minus.is_some()));
    let sign = word("`+` or `-`", alt((value(false, char('+')), value(true, char('-')))));
    let more = (sign, one).map(|(negative, term)| signed(term, negative));
    (first, many0(more)).map(|(first, more)| std::iter::once(first).chain(more).collect())
}

fn signed(term: Term, negative: bool) -> Term {
    Term { negative, ..term }
}

fn term(input: &str) -> Parsed<'_, Term> {
    let choice = delimited(mark("("), separated_list1(mark("|"), sum_of(column_term)), mark(")"));
    let operand = alt((
        choice.map(Operand::Choice),
        delimited(mark("sum("), place, mark(")")).map(Operand::Sum),
        place.map(Operand::Place),
        pair,
    ));
    (operand, opt(mark("?")))
        .map(|(operand, q)| Term { negative: false, optional: q.is_some(), operand })
        .parse(input)
}

/// A column, or two of them multiplied or divided.
fn pair(input: &str) -> Parsed<'_, Operand> {
    let sign = alt((value(Pairing::Product, char('*')), value(Pairing::Rate, char('/'))));
    let second = (preceded(multispace0, sign), column);
    (column, opt(second))
        .map(|(first, second)| match second {
            Some((pairing, second)) => Operand::Pair(pairing, first, second),
            None => Operand::Column(first),
        })
        .parse(input)
}

fn column_term(input: &str) -> Parsed<'_, Term> {
    (column.map(Operand::Column), opt(mark("?")))
        .map(|(operand, q)| Term { negative: false, optional: q.is_some(), operand })
        .parse(input)
}

fn place(input: &str) -> Parsed<'_, Place> {
    let list = alt((value(true, tag("income")), value(false, tag("expenditure"))));
    let list = preceded(char('.'), cut(word("`income` or `expenditure`", list)));
    let rows = delimited(mark("["), cut(rows), cut(mark("]")));
    let column = preceded(char('.'), cut(column));
    (name("a table, such as `general_public`"), opt(list), rows, opt(column))
        .map(|(table, income, rows, column)| Place { table, income, rows, column })
        .parse(input)
}

fn rows(input: &str) -> Parsed<'_, Rows> {
    let outline = alt((value(Outline::Numbered, mark("numbered")), value(Outline::Plain, mark("plain"))));
    let between = (opt(labels), mark(".."), opt(labels), opt(outline)).map(|(after, _, before, outline)| {
        Rows::Between {
            after: after.unwrap_or_default(),
            before: before.unwrap_or_default(),
            outline: outline.unwrap_or(Outline::All),
        }
    });
    let one = labels.map(|labels| match labels.as_slice() {
        [only] if only == "total" => Rows::Total,
        [only] if only == "code" => Rows::Code,
        [only] if only == "class" => Rows::Class,
        _ => Rows::Labels(labels),
    });
    alt((between, one)).parse(input)
}

fn labels(input: &str) -> Parsed<'_, Vec<String>> {
    let letter = |c: char| !c.is_whitespace() && !"[]|.".contains(c);
    let label = word("a code or a printed name", take_while1(letter)).map(str::to_string);
    separated_list1(mark("|"), label).parse(input)
}

fn column(input: &str) -> Parsed<'_, String> {
    let words = delimited(char('`'), cut(take_while1(|c: char| c != '`')), cut(char('`')));
    let printed = word("header words between backquotes", words.map(str::to_string));
    alt((printed, name("a column, such as `total`"))).parse(input)
}

/// A canonical name that is no word of the language.
fn name<'a>(expected: &'static str) -> impl FnMut(&'a str) -> Parsed<'a, String> {
    const WORDS: [&str; 5] = ["or", "where", "and", "not", "printed"];
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == ':';
    let plain = nom::combinator::verify(take_while1(letter), |found: &str| !WORDS.contains(&found));
    word(expected, plain.map(str::to_string))
}

/// A word of the language, whole.
fn keyword<'a>(text: &'static str) -> impl FnMut(&'a str) -> Parsed<'a, &'a str> {
    let whole = nom::combinator::verify(
        take_while1(|c: char| c.is_ascii_lowercase() || c == '_'),
        move |found: &str| found == text,
    );
    word(text, whole)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]
mod tests {
    use super::*;

    fn column(name: &str) -> Term {
        Term { negative: false, optional: false, operand: Operand::Column(name.into()) }
    }

    fn row(text: &str) -> Identity {
        match Equation::parse(text).unwrap() {
            Equation::Row(identity) => identity,
            other => panic!("{other:?}"),
        }
    }

    fn places(text: &str) -> Identity {
        match Equation::parse(text).unwrap() {
            Equation::Places(identity) => identity,
            other => panic!("{other:?}"),
        }
    }

    fn fails(text: &str, message: &str) {
        assert_eq!(Equation::parse(text).map_err(|e| e.to_string()), Err(message.to_string()));
    }

    #[test]
    fn columns_of_a_row() {
        let found = row("total = basic + project - reserve + operating?");
        assert_eq!(found.left, vec![column("total")]);
        assert_eq!(
            found.right,
            vec![vec![
                column("basic"),
                column("project"),
                Term { negative: true, ..column("reserve") },
                Term { optional: true, ..column("operating") },
            ]]
        );
    }

    #[test]
    fn a_choice_takes_the_first_printed_alternative() {
        let found = row("total = (unit_funds | business_income? + other_income?) + other?");
        let Operand::Choice(ways) = &found.right[0][0].operand else { panic!("{found:?}") };
        assert_eq!(ways.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn header_words_name_a_column_without_a_name() {
        let found = Equation::parse("total = basic + `上年结余、结转`").unwrap();
        assert_eq!(found.as_sum(), Some(("total", vec!["basic", "上年结余、结转"])));
        assert_eq!(Equation::parse("total = basic - project").unwrap().as_sum(), None);
        fails("total = ``", "expected a column, such as `total` at character 9, before ````");
    }

    #[test]
    fn two_columns_give_one_number() {
        let found = row("amount = `数量` * `单价` or final / budgeted");
        let operands: Vec<_> = found.right.iter().flatten().map(|term| term.operand.clone()).collect();
        assert_eq!(
            operands,
            [
                Operand::Pair(Pairing::Product, "数量".into(), "单价".into()),
                Operand::Pair(Pairing::Rate, "final".into(), "budgeted".into()),
            ]
        );
    }

    #[test]
    fn trees_and_totals() {
        assert_eq!(Equation::parse("parent = sum(children)").unwrap(), Equation::Tree);
        assert_eq!(Equation::parse("total_row=sum(top)").unwrap(), Equation::Top);
    }

    #[test]
    fn places_name_table_side_rows_and_column() {
        let found = places(
            "summary.income[收入总计|总计] = general_public[total].total or projects[code] <= x"
                .trim_end_matches(" <= x"),
        );
        assert_eq!(
            found.places().map(|(place, _)| place.clone()).collect::<Vec<_>>(),
            [
                Place {
                    table: "summary".into(),
                    income: Some(true),
                    rows: Rows::Labels(vec!["收入总计".into(), "总计".into()]),
                    column: None,
                },
                Place {
                    table: "general_public".into(),
                    income: None,
                    rows: Rows::Total,
                    column: Some("total".into()),
                },
                Place { table: "projects".into(), income: None, rows: Rows::Code, column: None },
            ]
        );
    }

    #[test]
    fn ranges_and_conditions() {
        let found = places(
            "summary.income[总计] = sum(summary.income[.. 总计 numbered]) where not printed summary.income[上年结转*] and revenue[total] = expenditure[total]",
        );
        let (range, _) = found.places().nth(1).unwrap();
        assert_eq!(
            range.rows,
            Rows::Between { after: vec![], before: vec!["总计".into()], outline: Outline::Numbered }
        );
        assert!(matches!(
            found.conditions.as_slice(),
            [Condition::NotPrinted(_), Condition::Holds(_, Relation::Equal, _)]
        ));
    }

    #[test]
    fn tables_of_another_document_carry_its_name() {
        let found = places("revenue[total] = previous:revenue[total]");
        let tables: Vec<&str> = found.places().map(|(place, _)| place.table.as_str()).collect();
        assert_eq!(tables, ["revenue", "previous:revenue"]);
    }

    #[test]
    fn errors_say_what_was_expected_and_where() {
        fails("total = ", "expected a column, such as `total` at the end of `total = `");
        fails("total basic", "expected `=`, `<=` or `~` at character 7, before `basic`");
        fails(
            "total = basic % 2",
            "expected `+`, `-`, `or`, `where` or the end at character 15, before `% 2`",
        );
        fails(
            "summary.incom[总计] = total",
            "expected `income` or `expenditure` at character 9, before `incom[总计] = total`",
        );
        fails("summary[] = total", "expected a code or a printed name at character 9, before `] = total`");
        fails(
            "total = summary[total]",
            "expected either columns of one row or places `table[rows]`, not both, at character 1, before `total = summary[total]`",
        );
    }
}
