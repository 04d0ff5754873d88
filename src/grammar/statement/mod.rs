//! Amount-bearing sentences: subject, code, amount, share, change, rate and reason.
//!
//! A sentence is read from number to number. Money opens a statement, unless the words before it say that it is a
//! change, or what a change is measured against; percentages, rates and reasons complete the statement they speak of.
//!
//! ```text
//! sentence  = *( statement | change | rate | share | completion | reason )
//! statement = [subject] [measure] money
//! change    = [subject] [comparison] ("增加" | "减少" | …) money
//! rate      = [subject] [comparison] ("增长" | "下降" | …) percent
//! base      = ("比" | "较") year … money                              比2025年年初预算数1506121.45万元
//! share     = "占" [whole] percent
//! completion = "完成" base percent
//! reason    = ("主要原因是" | …) words
//! parts     = ("其中" | "包括" | …) statement *( ("，" | "、" | "；") statement )
//! ```

mod change;
mod parts;
mod piece;
pub(super) mod quantity;
mod reason;
pub(super) mod subject;
mod whole;

use self::parts::Lists;
use self::piece::{Open, Piece, purpose};
use self::quantity::{Kind, Quantity};
pub(super) use self::subject::Speaker;
use super::code_path::CodePaths;
use super::ledger::Claims;
use super::prose::{Sentence, unnumbered};
use crate::base::Unit;
use crate::flat::Flat;
use crate::form::{NarrativeWords, ProjectField, ProjectWords, SentenceWords};
use crate::model::{Claim, Statement};

/// What the sentences are read with.
pub(super) struct Reading<'a> {
    pub(super) flat: &'a Flat,
    pub(super) words: &'a SentenceWords,
    pub(super) labels: &'a ProjectWords,
    pub(super) passages: &'a NarrativeWords,
    pub(super) paths: &'a CodePaths<'a>,
    pub(super) speaker: Speaker<'a>,
}

/// Reads all sentences and claims the numbers it understood.
pub(super) fn read(sentences: &[Sentence], reading: &Reading<'_>, claims: &mut Claims) -> Vec<Statement> {
    let mut reader = Reader {
        reading,
        claims,
        found: Vec::new(),
        marks: Vec::new(),
        told: Vec::new(),
        context: Context::default(),
    };
    for sentence in sentences {
        reader.read(sentence);
    }
    reader.found
}

/// What a statement is known by while its sentence is read.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// The first byte of its number in the sentence.
    at: usize,
    /// Brackets open around it.
    depth: usize,
    /// Introduced by 、 as an item of a list.
    listed: bool,
}

/// What earlier sentences leave behind.
#[derive(Debug, Default)]
struct Context {
    section: Vec<String>,
    /// Index of the first statement of the section.
    begin: usize,
    paragraph: u32,
    /// The statement that a sentence without a subject goes on with.
    anchor: Option<usize>,
    /// The last statement that told how far a budget was used.
    completed: Option<usize>,
    /// The paragraph of the anchor.
    anchored: u32,
    /// First statements of the sentences of this section.
    heads: Vec<usize>,
    /// The last statement with a change.
    changed: Option<usize>,
    topic: Option<(String, Option<String>)>,
    lists: Lists,
}

struct Reader<'a, 'c> {
    reading: &'a Reading<'a>,
    claims: &'c mut Claims,
    found: Vec<Statement>,
    /// One for each of `found`.
    marks: Vec<Mark>,
    /// Where the sentence tells a change, and of which statement.
    told: Vec<(usize, usize)>,
    context: Context,
}

/// Where the statement of a number is found: they are numbered from 1 in their order.
fn index_of(no: u32) -> Option<usize> {
    usize::try_from(no).ok()?.checked_sub(1)
}

/// A path of three long names; in characters.
const LONGEST_TOPIC: usize = 80;

impl Reader<'_, '_> {
    fn read(&mut self, sentence: &Sentence) {
        self.enter(sentence);
        self.told.clear();
        if let Some((ProjectField::Name, name)) = self.reading.labels.labelled(unnumbered(&sentence.text)) {
            self.context.topic = Some((name.trim_end_matches('。').to_owned(), None));
            return;
        }
        let words = self.reading.words;
        let quantities = quantity::read(&sentence.text, words);
        let reasons = reason::find(&sentence.text, &quantities, words);
        let mut open = Open {
            sentence,
            quantities,
            reasons,
            begin: self.found.len(),
            cut: 0,
            previous: None,
            names: Vec::new(),
        };
        for at in 0..open.quantities.len() {
            self.quantity(&mut open, at);
        }
        if open.begin == self.found.len() {
            self.take_topic(sentence);
        }
        self.unchanged(&open);
        self.reason(&open);
        self.leave(&open);
    }

    /// Forgets what does not reach into this sentence.
    fn enter(&mut self, sentence: &Sentence) {
        let context = &mut self.context;
        if context.section != sentence.section {
            *context =
                Context { section: sentence.section.clone(), begin: self.found.len(), ..Context::default() };
        }
        if context.paragraph != sentence.paragraph {
            context.lists.end_paragraph();
            if unnumbered(&sentence.text).len() < sentence.text.len() {
                context.topic = None;
            }
        }
        context.paragraph = sentence.paragraph;
    }

    fn leave(&mut self, open: &Open<'_>) {
        self.settle_whole(open.begin);
        self.open_trailing_parts(open);
        let heads =
            (open.begin..self.found.len()).filter(|&at| self.found.get(at).is_some_and(|s| !s.in_reason));
        let head = heads.min();
        if let Some(head) = head {
            let inside = self.found.get(head).is_some_and(|s| s.part_of.is_some())
                && self.context.lists.in_paragraph();
            let elsewhere = self.context.anchored != open.sentence.paragraph;
            if !inside || elsewhere || self.context.anchor.is_none() {
                self.context.anchor = Some(head);
                self.context.anchored = open.sentence.paragraph;
            }
            self.context.heads.push(head);
        }
        self.context
            .lists
            .end_sentence(open.sentence.text.trim_end_matches('。').ends_with(['：', ':', '；']));
    }

    fn quantity(&mut self, open: &mut Open<'_>, at: usize) {
        let Some(quantity) = open.quantities.get(at).cloned() else { return };
        let claim = match quantity.kind {
            Kind::Money(unit) => {
                let piece = open.piece(&quantity, at, self.reading.words);
                let claim = self.money(open, &piece, unit);
                open.cut = quantity.end;
                claim
            }
            Kind::Percent => {
                let piece = open.piece(&quantity, at, self.reading.words);
                let claim = self.percent(open, &piece);
                open.cut = quantity.end;
                Some(claim)
            }
            Kind::Bound | Kind::Count | Kind::Code => Some(Claim::Prose),
            Kind::Year => Some(Claim::Date),
            Kind::Bare => None,
        };
        if let Some(claim) = claim {
            self.claim(open.sentence, &quantity, claim);
        }
    }

    /// Money: a change, what a change is measured against, or an amount of its own.
    fn money(&mut self, open: &mut Open<'_>, piece: &Piece<'_>, unit: Unit) -> Option<Claim> {
        let words = self.reading.words;
        if let Some((before, sign)) = words.direction_at_end(piece.clause) {
            return self.change(open, piece, before, sign, unit);
        }
        // `日常公用经费增加21.79万元，减少社科院经费65.56万元`: the name stands behind the direction.
        let coordinate = piece.in_reason || piece.lead.starts_with('，');
        let turned = words.direction_at_start(words.after_reason(piece.clause)).filter(|_| coordinate);
        if let Some((name, sign)) = turned {
            return self.change(open, piece, name, sign, unit);
        }
        // `比上年10万元减少2万元`, `与上年10万元相比减少2万元`.
        let behind = open.sentence.text.get(piece.quantity.end..).unwrap_or_default();
        let base = words.comparison(piece.clause).filter(|found| {
            let opener = piece.clause.get(found.range.start..).unwrap_or_default();
            let compares = opener.starts_with(['比', '较']) || words.after_comparison(behind).is_some();
            found.range.end == piece.clause.len() && compares
        });
        if let Some(base) = base {
            open.previous = Some((piece.quantity.value, base.with));
            return Some(Claim::Statement);
        }
        self.previous(open, piece, unit).or_else(|| self.amount(open, piece, unit))
    }

    /// `25.93万元，上年:24.31万元`, `增加32,640万元（去年预算数为0万元）`: the amount of the year before, told behind that of
    /// this year.
    fn previous(&mut self, open: &Open<'_>, piece: &Piece<'_>, unit: Unit) -> Option<Claim> {
        let clause = subject::clauses(piece.lead).into_iter().rfind(|clause| !clause.is_empty())?;
        let with = self.reading.words.year_before(clause)?;
        let told = self.told.iter().rev().map(|(_, at)| *at).next();
        let last = told.or_else(|| (open.begin..self.found.len()).next_back())?;
        let statement = self.found.get_mut(last).filter(|s| s.previous.is_none() && s.unit == Some(unit))?;
        statement.previous = Some(piece.quantity.value);
        statement.compared_with = statement.compared_with.take().or(Some(with));
        Some(Claim::Statement)
    }

    /// An amount of its own; without anything that says what it is of it stays unclaimed.
    fn amount(&mut self, open: &mut Open<'_>, piece: &Piece<'_>, unit: Unit) -> Option<Claim> {
        self.open_parts(open, piece);
        let mut statement = self.statement(open, piece, unit)?;
        statement.amount = Some(piece.quantity.value);
        let part_of = self.context.lists.take(piece.depth, statement.amount, &self.found);
        statement.part_of = part_of.and_then(|at| self.found.get(at)).map(|whole| whole.no);
        self.add(piece, statement);
        Some(Claim::Statement)
    }

    /// A sentence that ends with `其中：` opens a list whose parts are sentences of their own. Behind a zero the list
    /// around it is meant: `包括：财政拨款60.59万元，非财政拨款0.00万元，其中：`.
    fn open_trailing_parts(&mut self, open: &Open<'_>) {
        let tail = open.sentence.text.get(open.cut..).unwrap_or_default();
        let Some(last) =
            self.found.get(open.begin..).and_then(|here| here.iter().rposition(|s| !s.in_reason))
        else {
            return;
        };
        if !tail.ends_with(['：', ':']) || !self.reading.words.opens_parts(tail) {
            return;
        }
        let last = open.begin + last;
        let Some(statement) = self.found.get(last) else { return };
        let nothing = statement.amount.is_none_or(|amount| amount.is_zero());
        let around = statement.part_of.and_then(index_of).filter(|_| nothing);
        let whole = around.unwrap_or(last);
        self.context.lists.open(0, whole, self.found.get(whole).and_then(|s| s.amount));
    }

    /// A list opens behind 其中, 包括 …: its whole is the statement before.
    fn open_parts(&mut self, open: &Open<'_>, piece: &Piece<'_>) {
        let clauses = subject::clauses(piece.lead);
        let words = self.reading.words;
        let before = clauses.iter().rev().nth(1).is_some_and(|clause| words.ends_with_parts(clause));
        if piece.in_reason || !before && !words.opens_parts(piece.clause) {
            return;
        }
        let at_depth = |&at: &usize| self.marks.get(at).is_some_and(|mark| mark.depth <= piece.depth);
        let stands = |&at: &usize| self.found.get(at).is_some_and(|s| !s.in_reason);
        let opener = clauses.iter().rev().nth(usize::from(before)).copied().unwrap_or_default();
        let named = self.named_before_parts(opener);
        let here = (open.begin..self.found.len()).rev().filter(stands).find(at_depth);
        let whole = named.or(here).or_else(|| self.last_beside(self.context.anchor?));
        if let Some(whole) = whole {
            self.context.lists.open(piece.depth, whole, self.found.get(whole).and_then(|s| s.amount));
        }
    }

    /// A statement with everything the words before its number say.
    fn statement(&mut self, open: &mut Open<'_>, piece: &Piece<'_>, unit: Unit) -> Option<Statement> {
        let words = self.reading.words;
        let sentence = open.sentence;
        let mut said = subject::read(piece.lead, words, self.reading.speaker);
        if said.name.as_deref().is_some_and(|name| self.reading.labels.field(name).is_some()) {
            said.measure = said.name.take();
            said.name = purpose(&sentence.text, piece.quantity.end, words);
        }
        let named = self.reading.paths.last_in(piece.lead, &sentence.section).filter(|_| !piece.in_reason);
        let mut code = named.as_ref().and_then(|named| named.code.clone());
        if let Some(named) = named {
            said.name = Some(named.name);
        } else if let Some(name) = open.next_name(piece, words) {
            said.name = Some(name);
        } else if said.name.is_none() {
            let before = said.measure.as_ref().and_then(|_| self.just_before(open, piece));
            let (name, known) = before.or_else(|| self.topic(piece))?;
            said.name = Some(name);
            code = known;
        }
        if code.is_none() {
            code = said.name.as_deref().and_then(|name| self.reading.paths.class(name));
        }
        if self.context.topic.is_none() && !piece.in_reason {
            self.context.topic = said.name.clone().map(|name| (name, code.clone()));
        }
        let quantity = &piece.quantity;
        Some(Statement {
            section: (!sentence.section.is_empty()).then(|| sentence.section.join("/")),
            item: said.name.as_deref().and_then(|name| self.reading.passages.item(name)).map(str::to_owned),
            subject: said.name,
            code,
            measure: said.measure,
            year: said.year,
            unit: Some(unit),
            in_reason: piece.in_reason,
            text: sentence.text.clone(),
            place: sentence.place(self.reading.flat, quantity.from, quantity.to),
            ..Statement::default()
        })
    }

    /// A sentence without an amount may name what the next ones are of: `1.教育支出（类）…（项）。年初预算为…`
    fn take_topic(&mut self, sentence: &Sentence) {
        if let Some(named) = self.reading.paths.last_in(&sentence.text, &sentence.section)
            && sentence.text.chars().count() <= LONGEST_TOPIC
        {
            self.context.topic = Some((named.name, named.code));
        }
    }

    /// The statement that a sentence without a subject goes on with: the one that told how far a budget was used, else
    /// the first of the sentence before.
    fn goes_on_with(&self) -> Option<usize> {
        let anchor = self.context.anchor;
        self.context.completed.filter(|&at| anchor.is_none_or(|anchor| at >= anchor)).or(anchor)
    }

    /// `公务用车费支出预算为13.50万元，支出决算为12.30万元`: a second measure of what was told right before.
    fn just_before(&self, open: &Open<'_>, piece: &Piece<'_>) -> Option<(String, Option<String>)> {
        let last = self.found.len().checked_sub(1).filter(|last| *last >= open.begin)?;
        let beside = self.marks.get(last).is_some_and(|mark| mark.depth == piece.depth);
        let statement = self.found.get(last).filter(|s| beside && s.in_reason == piece.in_reason)?;
        statement.subject.clone().map(|name| (name, statement.code.clone()))
    }

    /// What an amount without a subject is of: what the item began with, else the heading.
    fn topic(&self, piece: &Piece<'_>) -> Option<(String, Option<String>)> {
        if piece.in_reason {
            return None;
        }
        if let Some(topic) = &self.context.topic {
            return Some(topic.clone());
        }
        let words = self.reading.words;
        let heading = self.context.section.last()?;
        let paths = self.reading.paths;
        if let Some(named) = paths.last_in(heading, &self.context.section) {
            return Some((named.name, named.code));
        }
        let name = subject::name(words.heading_name(unnumbered(heading)), words, self.reading.speaker);
        (!name.is_empty()).then(|| (name.to_owned(), paths.class(name)))
    }

    fn add(&mut self, piece: &Piece<'_>, mut statement: Statement) -> usize {
        statement.no = u32::try_from(self.found.len() + 1).unwrap_or(u32::MAX);
        let listed =
            piece.lead.starts_with('、') || piece.lead.starts_with('和') || piece.lead.starts_with('及');
        self.marks.push(Mark { at: piece.quantity.from, depth: piece.depth, listed });
        self.found.push(statement);
        self.found.len() - 1
    }

    fn claim(&mut self, sentence: &Sentence, quantity: &Quantity, claim: Claim) {
        for source in sentence.sources.get(quantity.from..quantity.to).unwrap_or_default() {
            self.claims.characters.insert((source.line, source.token, source.char), claim);
        }
    }
}

#[cfg(test)]
mod tests;
