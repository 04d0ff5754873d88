//! The lines of the cells of one row → where rows part that no ruling parts.

use crate::base::Length;
use crate::layout::numeral::{Shape, decimals, shape};
use crate::layout::sheet::{Line, Word};

/// Lines of one row stand that much of their height (in hundredths) apart at most, middle to middle.
const LEVEL: i64 = 35;

/// Rows stand at least that much of their height (in hundredths) apart.
const PITCH: i64 = 80;

/// Lines of one name stand no further apart than this part (in hundredths) of their height.
const LEADING: i64 = 150;

/// The white between two rows is that many percent of the white inside them, or more.
const CLEARLY: i64 = 130;

/// A number that leaves that much of its height (in hundredths) free in its cell was not broken there: a digit, and the white
/// that cells keep at both sides.
const ROOM: i64 = 150;

/// A code is at least that long; what is left of a code that was broken is shorter.
const CODE: usize = 3;

/// What stands in one cell.
pub(super) struct Column {
    /// Its left and right edge.
    pub(super) span: (Length, Length),
    pub(super) pieces: Vec<Piece>,
}

/// A line, or the part of one that stands in the cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    middle: Length,
    height: Length,
    look: Look,
    /// One more digit would have fitted beside it: no number is broken here.
    roomy: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Text,
    /// So many digits: a code, or right of names an amount.
    Integer(usize),
    /// A dash or a lone zero: an amount that shows no decimals.
    Nothing,
    /// With so many decimals.
    Money(usize),
}

/// Where a row is cut.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rows {
    /// Heights between the rows, ascending.
    pub(super) cuts: Vec<Length>,
    /// The height between the header and the first row, if a header stands in the same cells.
    pub(super) header: Option<Length>,
}

impl Piece {
    /// Words of a line that stand in a cell of that width.
    pub(super) fn new(line: &Line, words: &[Word], cell: Length) -> Self {
        let looks = || words.iter().map(|word| look(&word.text));
        let same = match looks().reduce(|a, b| if a == b { a } else { alike(a, b) }) {
            Some(look) if line.is_upright() => look,
            _ => Look::Text,
        };
        let from = words.iter().map(|word| i64::from(word.rect.x0)).min().unwrap_or(0);
        let to = words.iter().map(|word| i64::from(word.rect.x1)).max().unwrap_or(0);
        let height = line.rect.height().max(1);
        let roomy = i64::from(cell) - (to - from) >= i64::from(height) * ROOM / 100;
        Piece { middle: line.rect.middle_y(), height, look: same, roomy }
    }
}

fn look(word: &str) -> Look {
    match shape(word) {
        Shape::Text => Look::Text,
        Shape::Dash => Look::Nothing,
        Shape::Integer if word == "0" => Look::Nothing,
        Shape::Integer => Look::Integer(word.len()),
        Shape::Money => Look::Money(decimals(word)),
    }
}

fn alike(a: Look, b: Look) -> Look {
    match (a, b) {
        (Look::Money(n), Look::Nothing) | (Look::Nothing, Look::Money(n)) => Look::Money(n),
        _ => Look::Text,
    }
}

/// The rows of a band of cells; `None` where nothing shows that it is more than one.
pub(super) fn cuts(columns: &[Column]) -> Option<Rows> {
    let levels = levels(columns)?;
    let header = levels.iter().rposition(|level| level.is_header);
    let (above, body) = levels.split_at(header.map_or(0, |header| header + 1));
    let is_row = |at: &usize| body.get(*at).is_some_and(Level::is_row);
    let rows: Vec<usize> = (0..body.len()).filter(is_row).collect();
    let names = Names::of(body, &rows)?;
    if above.iter().any(|level| level.amounts > 0) || !are_proof(body) {
        return None;
    }
    let (&first, &last) = (rows.first()?, rows.last()?);
    let mut cuts = Vec::new();
    let header = above.last().and_then(|header| widest([header].into_iter().chain(body.get(..=first)?)));
    match header {
        Some(header) => cuts.push(header),
        None => names.beyond(body.get(..=first)?, &mut cuts),
    }
    let mut over = first;
    for pair in rows.windows(2) {
        let &[upper, lower] = pair else { continue };
        over = names.between(body.get(upper..=lower)?, over, &mut cuts);
    }
    names.beyond(body.get(last..)?, &mut cuts);
    are_named(body, &cuts).then_some(Rows { cuts, header })
}

/// What stands at one height.
#[derive(Debug, Clone, Copy)]
struct Level {
    middle: Length,
    height: Length,
    /// Cells with an amount, or with nothing where the others have amounts.
    amounts: usize,
    /// Of these, cells with a number.
    numbers: usize,
    /// Cells with a name or a code.
    labels: usize,
    coded: bool,
    is_header: bool,
}

impl Level {
    fn of(piece: &Piece) -> Self {
        let Piece { middle, height, .. } = *piece;
        Level { middle, height, amounts: 0, numbers: 0, labels: 0, coded: false, is_header: false }
    }

    /// A piece that is no header: an amount or a label.
    fn below(piece: &Piece, amount: bool) -> Self {
        let number = amount && piece.look != Look::Nothing;
        let coded = !amount && matches!(piece.look, Look::Integer(digits) if digits >= CODE);
        let (amounts, labels) = (usize::from(amount), usize::from(!amount));
        Level { amounts, numbers: usize::from(number), labels, coded, ..Level::of(piece) }
    }

    fn take(&mut self, other: Level) {
        self.height = self.height.min(other.height);
        self.amounts += other.amounts;
        self.numbers += other.numbers;
        self.labels += other.labels;
        self.coded |= other.coded;
        self.is_header |= other.is_header;
    }

    fn is_row(&self) -> bool {
        self.amounts > 0 || self.coded && self.labels > 1
    }

    fn part(&self, hundredths: i64) -> i64 {
        i64::from(self.height) * hundredths / 100
    }

    fn to(&self, below: &Level) -> i64 {
        i64::from(below.middle) - i64::from(self.middle)
    }
}

/// What stands in the cells, by height; `None` where amounts do not stand in line, or one may be broken over lines.
fn levels(columns: &[Column]) -> Option<Vec<Level>> {
    let mut pieces: Vec<(usize, Level)> = Vec::new();
    let mut named = false;
    for (at, column) in columns.iter().enumerate() {
        let body = body(&column.pieces, named)?;
        let (header, amounts) = column.pieces.split_at(body.unwrap_or(0));
        named |= body.is_none() && column.pieces.iter().any(|piece| piece.look == Look::Text);
        pieces.extend(header.iter().map(|piece| (at, Level { is_header: true, ..Level::of(piece) })));
        pieces.extend(amounts.iter().map(|piece| (at, Level::below(piece, body.is_some()))));
    }
    pieces.sort_unstable_by_key(|&(at, level)| (level.middle, at));
    let mut levels: Vec<Level> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    for (at, piece) in pieces {
        match levels.last_mut().filter(|level| level.to(&piece) <= level.part(LEVEL)) {
            Some(_) if piece.amounts > 0 && taken.contains(&at) => return None,
            Some(level) => level.take(piece),
            None => {
                taken.clear();
                levels.push(piece);
            }
        }
        taken.push(at);
    }
    Some(levels)
}

/// Where a column of amounts begins below the header that stands in the same cell. `Some(None)` where the cell holds
/// names, `None` where a number may be broken over lines: such a number fills its cell, and what is left of it prints
/// other decimals.
fn body(pieces: &[Piece], named: bool) -> Option<Option<usize>> {
    let number = |piece: &&Piece| match piece.look {
        Look::Money(_) => true,
        Look::Integer(_) => named,
        _ => false,
    };
    let is_amount = |piece: &&Piece| number(piece) || piece.look == Look::Nothing;
    let start = pieces.iter().rposition(|piece| !is_amount(&piece)).map_or(0, |last| last + 1);
    let Some(first) = pieces.iter().find(number) else { return Some((start == 0).then_some(0)) };
    let decimals = matches!(first.look, Look::Money(_))
        && pieces.iter().filter(number).all(|piece| piece.look == first.look);
    let whole = decimals || pieces.iter().filter(number).all(|piece| piece.roomy);
    let below = !pieces.get(..start)?.iter().any(|piece| is_amount(&piece));
    (whole && below).then_some(Some(start))
}

/// Two rows that show amounts in two columns, or three that show a name and an amount.
fn are_proof(body: &[Level]) -> bool {
    let two = body.iter().filter(|level| level.numbers > 1).count();
    let one = body.iter().filter(|level| level.numbers > 0 && level.labels > 0).count();
    two > 1 || one > 2
}

/// How lines without amounts belong to the rows.
struct Names {
    /// Rows have codes: a name without code or amount is part of another.
    coded: bool,
    /// The least distance between two rows.
    pitch: i64,
}

impl Names {
    /// `None` where two rows would overlap.
    fn of(body: &[Level], rows: &[usize]) -> Option<Self> {
        let rows: Vec<&Level> = rows.iter().filter_map(|&at| body.get(at)).collect();
        let coded = rows.iter().filter(|row| row.coded).count() * 2 >= rows.len();
        let steps = || rows.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?)));
        let apart = steps().all(|(a, b)| a.to(b) >= a.part(PITCH));
        let pitch = steps().map(|(a, b)| a.to(b)).min()?;
        apart.then_some(Names { coded, pitch })
    }

    /// Cuts between two rows, the first and the last of `levels`; how many levels belong to the lower. `over` belong to the
    /// upper row already: names stand as high above their amounts as below.
    fn between(&self, levels: &[Level], over: usize, cuts: &mut Vec<Length>) -> usize {
        let inner = levels.len().saturating_sub(2);
        let gaps = || levels.windows(2).map(gap);
        let (wide, white) = gaps().enumerate().max_by_key(|&(_, gap)| gap).unwrap_or_default();
        let close = |(at, gap): (usize, i64)| at == wide || self.is_close(gap, white, levels);
        if inner == 0 || gaps().enumerate().all(close) {
            cuts.extend(levels.get(wide..).and_then(middle));
            return inner - wide;
        }
        if !self.coded {
            cuts.extend(levels.windows(2).filter_map(middle));
            return 0;
        }
        let (Some(upper), Some(lower)) = (levels.first(), levels.last()) else { return 0 };
        let own = |(at, level): &(usize, &Level)| match upper.to(level) - level.to(lower) {
            0 => *at <= over,
            nearer => nearer < 0,
        };
        let own = levels.iter().enumerate().skip(1).take(inner).take_while(own).count();
        cuts.extend(levels.get(own..).and_then(middle));
        inner - own
    }

    /// Cuts between the names above the first row, or below the last.
    fn beyond(&self, levels: &[Level], cuts: &mut Vec<Length>) {
        if !self.coded && !levels.windows(2).all(|pair| self.is_close(gap(pair), self.pitch, levels)) {
            cuts.extend(levels.windows(2).filter_map(middle));
        }
    }

    /// Whether a gap is one between lines of a name, not between rows.
    fn is_close(&self, gap: i64, white: i64, levels: &[Level]) -> bool {
        let leading = levels.iter().map(|level| level.part(LEADING)).min().unwrap_or(0);
        gap <= leading && gap * CLEARLY <= white * 100
    }
}

fn gap(pair: &[Level]) -> i64 {
    match pair {
        [a, b, ..] => a.to(b),
        _ => 0,
    }
}

fn middle(pair: &[Level]) -> Option<Length> {
    let [a, b, ..] = pair else { return None };
    Length::try_from((i64::from(a.middle) + i64::from(b.middle)) / 2).ok()
}

/// The middle of the widest white between levels.
fn widest<'a>(levels: impl Iterator<Item = &'a Level>) -> Option<Length> {
    let levels: Vec<Level> = levels.copied().collect();
    levels.windows(2).max_by_key(|pair| gap(pair)).and_then(middle)
}

/// Whether every row has a name or a code.
fn are_named(body: &[Level], cuts: &[Length]) -> bool {
    let row = |level: &Level| cuts.partition_point(|&cut| cut <= level.middle);
    body.chunk_by(|a, b| row(a) == row(b)).all(|row| row.iter().any(|level| level.labels > 0))
}
