//! Rows of a list of indicators, out of words that stand one after the other.
//!
//! ```text
//! body   = *( row | loose ) ;
//! row    = [ side ] [ level1 ] [ level2 ] cell *cell [ rest ] ;   (* one cell, or a blank, for each column of the header *)
//! cell   = *word ;
//! rest   = the end of a cell that the end of a page cut: 技术企业倍增 / 行动实施方案 / （2023- / 2025 / 年）》 ;
//! loose  = a word of no row: a page number, a remark ;
//! ```
//!
//! Where a cell ends is not printed, so every way to part the words is weighed (see `worth`), and the cheapest way
//! through the body is taken, as a path of least cost: states are (words read, columns filled). Bounded by
//! words × columns × words of a cell.

use super::fragment::Fragment;
use super::many;
use super::marks::{self, Marks};
use super::section::Section;
use super::worth::{self, Run};
use crate::form::{CardPhrase, CardWords, IndicatorColumn};

/// Rows of one card.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows<'a> {
    /// The words of all parts of the list.
    pub(super) body: Vec<Fragment<'a>>,
    /// The columns apart from those of the levels.
    pub(super) columns: Vec<IndicatorColumn>,
    pub(super) rows: Vec<Row>,
    /// Words that belong to no row.
    pub(super) loose: Vec<usize>,
}

/// One row; ranges of `Rows::body`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) level1: (usize, usize),
    pub(super) level2: (usize, usize),
    /// One for each of `Rows::columns`; none where labels stand without a row.
    pub(super) cells: Vec<(usize, usize)>,
    /// The end of a cell that the end of a page cut.
    pub(super) rest: (usize, usize),
    /// Another way to part its words costs the same.
    pub(super) open: bool,
    /// No row, but what a card of a flat list prints before its rows.
    pub(super) head: bool,
}

/// A list longer than this is cut; the longest seen has 2,000 words.
const MOST_WORDS: usize = 20_000;

/// What a loose word costs.
const LOOSE: u32 = 7;
const LOOSE_PAGE_NUMBER: u32 = 3;

/// What a label costs that no list of names has.
const UNLISTED: u32 = 3;

/// What the head of a card in a flat list costs.
const HEAD: u32 = 10;

/// What labels cost that no row follows: the form prints them all, also those without an indicator.
const BARE: u32 = 5;

/// Paths that are this much worse than the best one so far are given up.
const BEAM: u32 = 60;

/// Reads the rows of a section; where it has `many` cards, also what each prints before its rows.
pub(super) fn read<'a>(
    fragments: &[Fragment<'a>],
    section: &Section,
    many: bool,
    words: &CardWords,
) -> Rows<'a> {
    let is_level = |c: &IndicatorColumn| matches!(c, IndicatorColumn::Level1 | IndicatorColumn::Level2);
    let columns: Vec<_> = section.header.columns.iter().copied().filter(|c| !is_level(c)).collect();
    let parts = section.rows.iter().filter_map(|&(from, to)| fragments.get(from..to));
    let body: Vec<Fragment<'a>> = parts.flatten().copied().take(MOST_WORDS).collect();
    let mut lattice = Lattice::new(&body, &columns, many, words);
    lattice.fill();
    let (rows, loose) = lattice.path();
    Rows { body, columns, rows, loose }
}

#[derive(Debug, Clone, Copy, Default)]
enum Step {
    #[default]
    Start,
    Labels {
        side: u8,
        level1: u8,
        level2: u8,
    },
    /// Labels without a row.
    Bare {
        side: u8,
        level1: u8,
        level2: u8,
    },
    Cell,
    /// A row is full.
    Close,
    Rest,
    Loose,
    /// What a card of a flat list prints before its rows.
    Head,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    cost: u32,
    /// Word and state it came from.
    from: (u32, u8),
    step: Step,
    tied: bool,
}

const UNREACHED: Node = Node { cost: u32::MAX, from: (0, 0), step: Step::Start, tied: false };

/// States at each word: 0 between rows, 1 after the labels, 1 + n after n cells.
struct Lattice<'f, 'a, 'w> {
    body: &'f [Fragment<'a>],
    columns: &'f [IndicatorColumn],
    words: &'w CardWords,
    marks: Vec<Marks>,
    barriers: Vec<bool>,
    nodes: Vec<Node>,
    many: bool,
}

impl<'f, 'a, 'w> Lattice<'f, 'a, 'w> {
    fn new(
        body: &'f [Fragment<'a>],
        columns: &'f [IndicatorColumn],
        many: bool,
        words: &'w CardWords,
    ) -> Self {
        let marks = marks::of(body, words);
        let barriers = marks.iter().enumerate().map(|(at, mark)| mark.is_barrier(words, body, at)).collect();
        let states = columns.len() + 2;
        let mut nodes = vec![UNREACHED; (body.len() + 1) * states];
        if let Some(start) = nodes.first_mut() {
            start.cost = 0;
        }
        Self { body, columns, words, marks, barriers, nodes, many }
    }

    fn states(&self) -> usize {
        self.columns.len() + 2
    }

    fn cost(&self, at: usize, state: usize) -> u32 {
        self.nodes.get(at * self.states() + state).map_or(u32::MAX, |node| node.cost)
    }

    fn reach(&mut self, (at, state): (usize, usize), cost: u32, from: (usize, usize), step: Step) {
        let states = self.states();
        let Some(node) = self.nodes.get_mut(at * states + state) else { return };
        let from = (u32::try_from(from.0).unwrap_or(u32::MAX), u8::try_from(from.1).unwrap_or(u8::MAX));
        if cost < node.cost {
            *node = Node { cost, from, step, tied: false };
        } else if cost == node.cost && node.cost != u32::MAX {
            node.tied = true;
        }
    }

    fn fill(&mut self) {
        let last = self.states() - 1;
        for at in 0..=self.body.len() {
            let floor = (0..=last).map(|state| self.cost(at, state)).min().unwrap_or(u32::MAX);
            let limit = floor.saturating_add(BEAM);
            // A row that is full here lets the next one begin here, so the states of its beginning come last.
            for state in (2..=last).chain([0, 1]) {
                let cost = self.cost(at, state);
                if cost > limit || cost == u32::MAX {
                    continue;
                }
                match state {
                    0 => self.between_rows(at, cost),
                    state if state == last => self.close(at, cost),
                    state => self.cells(at, state, cost),
                }
            }
        }
    }

    /// Labels of a row, or a loose word.
    fn between_rows(&mut self, at: usize, cost: u32) {
        let Some(word) = self.body.get(at).copied() else { return };
        let page_number = word.alone && word.text.bytes().all(|b| b.is_ascii_digit());
        let loose = if page_number { LOOSE_PAGE_NUMBER } else { LOOSE };
        self.reach((at + 1, 0), cost + loose, (at, 0), Step::Loose);
        self.head(at, cost);
        let mark = |at: usize| self.marks.get(at).cloned().unwrap_or_default();
        let side = mark(at).side.unwrap_or(0);
        let mut ways = vec![(0, 0, 0)];
        let here = mark(at + side);
        for (length, extra) in [(here.level1, 0), (here.unlisted, UNLISTED)] {
            let Some(level1) = length else { continue };
            let there = mark(at + side + level1);
            let both = here.level2.is_some();
            ways.push((level1, 0, extra + u32::from(both) * 2));
            ways.extend(there.level2.map(|level2| (level1, level2, extra)));
            ways.extend(there.unlisted.map(|level2| (level1, level2, extra + UNLISTED)));
        }
        ways.extend(here.level2.map(|level2| (0, level2, 1)));
        ways.extend(here.unlisted.map(|level2| (0, level2, UNLISTED)));
        for (level1, level2, extra) in ways {
            let to = at + side + level1 + level2;
            // A label that is no label here would be the beginning of a name.
            let missed =
                if level1 + level2 == 0 && self.barriers.get(at + side) == Some(&true) { 30 } else { 0 };
            let byte = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
            let step = Step::Labels { side: byte(side), level1: byte(level1), level2: byte(level2) };
            self.reach((to, 1), cost + extra + missed, (at, 0), step);
            if level1 + level2 > 0 {
                let step = Step::Bare { side: byte(side), level1: byte(level1), level2: byte(level2) };
                self.reach((to, 0), cost + extra + BARE, (at, 0), step);
            }
        }
    }

    /// What a card of a flat list prints before its rows: all words up to the next label of the first level.
    fn head(&mut self, at: usize, cost: u32) {
        if !self.many {
            return;
        }
        let ahead = self.barriers.iter().skip(at).take(many::MOST_WORDS);
        let Some(length) = ahead.enumerate().find_map(|(length, barrier)| barrier.then_some(length)) else {
            return;
        };
        let is_level1 = self.marks.get(at + length).is_some_and(|mark| mark.level1.is_some());
        if is_level1 && self.body.get(at..at + length).is_some_and(many::is_head) {
            self.reach((at + length, 0), cost + HEAD, (at, 0), Step::Head);
        }
    }

    /// The next cell, of every length it can have.
    fn cells(&mut self, at: usize, state: usize, cost: u32) {
        let Some(&column) = self.columns.get(state - 1) else { return };
        // The first cell has the name of the indicator: no row is without one.
        if state > 1 {
            self.reach((at, state + 1), cost + worth::of_blank(column), (at, state), Step::Cell);
        }
        let mut run = Run::default();
        for next in at..self.body.len().min(at + worth::most_fragments(column)) {
            // The label of a row that was not taken for one is the beginning of a name, and no other cell.
            if (next > at || state > 1) && self.barriers.get(next) == Some(&true) {
                break;
            }
            self.push(&mut run, next);
            if let Some(worth) = run.worth(column, self.words) {
                self.reach((next + 1, state + 1), cost + worth, (at, state), Step::Cell);
            }
        }
    }

    fn push(&self, run: &mut Run, at: usize) {
        let phrase = self.marks.get(at).and_then(|marks| marks.phrase);
        let fills_a_cell = phrase.is_some_and(|phrase| phrase != CardPhrase::Target);
        if let Some(word) = self.body.get(at) {
            run.push(word, self.words, fills_a_cell);
        }
    }

    /// A full row ends here, or has a rest.
    fn close(&mut self, at: usize, cost: u32) {
        let last = self.states() - 1;
        self.reach((at, 0), cost, (at, last), Step::Close);
        let mut run = Run::default();
        for next in at..self.body.len().min(at + 30) {
            if self.barriers.get(next) == Some(&true) {
                break;
            }
            self.push(&mut run, next);
            if run.closes_more() {
                self.reach((next + 1, 0), cost + 4, (at, last), Step::Rest);
            }
            if run.characters() > 200 {
                break;
            }
        }
    }

    /// The cheapest way through, read backwards.
    fn path(&self) -> (Vec<Row>, Vec<usize>) {
        let (mut rows, mut loose) = (Vec::new(), Vec::new());
        let mut row = Row::default();
        let (mut at, mut state) = (self.body.len(), 0usize);
        while let Some(node) = self.nodes.get(at * self.states() + state).filter(|node| node.cost != u32::MAX)
        {
            let from = node.from.0 as usize;
            row.open |= node.tied;
            match node.step {
                Step::Start => break,
                Step::Loose => loose.push(from),
                Step::Head => rows.push(Row { from, to: at, head: true, ..Row::default() }),
                Step::Rest | Step::Close => {
                    row = Row { to: at, rest: (from, at), open: node.tied, ..Row::default() }
                }
                Step::Cell => row.cells.push((from, at)),
                Step::Labels { side, level1, level2 } | Step::Bare { side, level1, level2 } => {
                    if matches!(node.step, Step::Bare { .. }) {
                        row = Row { to: at, open: node.tied, ..Row::default() };
                    }
                    let begins = from + usize::from(side);
                    let middle = begins + usize::from(level1);
                    row.level1 = (begins, middle);
                    row.level2 = (middle, middle + usize::from(level2));
                    row.from = from;
                    row.cells.reverse();
                    rows.push(std::mem::take(&mut row));
                }
            }
            (at, state) = (from, usize::from(node.from.1));
        }
        rows.reverse();
        loose.reverse();
        (rows, loose)
    }
}
