//! Inputs that belong together: known when all have been read, then held against each other.
//!
//! Of every input a [`Read`] is kept: whose it is, of which year and kind, and some hashes. The documents themselves are kept
//! in the cache; in a run without one they stay on the shelf, packed, up to a limit, and one that found no room is read again
//! when its pair is due. So memory does not grow with the batch. Pairs come out in the order of the inputs, whoever evaluates
//! them.

mod editions;
mod facts;

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use super::Tally;
use super::cache::{Cache, Key, pack, unpack};
use super::ordered::ordered;
use crate::Extraction;
use crate::base::Notes;
use crate::export::{PairCheck, Pairing, Party, Printed};
use crate::form::{Grammars, Partner};
use crate::model::{Document, Status};
use crate::reconcile::{Edition, Held, Paired, between, together};
use editions::{Pair, Parts, Relation, pairs};

/// What is kept of an input that says whose it is.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Read {
    party: Party,
    /// Number of its own checks; those of its pairs are numbered after them.
    checks: u32,
    /// What it has: tables, sentences, cards.
    holds: Holds,
    /// How many things it prints.
    weight: usize,
    /// Hash of everything it prints in tables and sentences.
    facts: u64,
    /// Hashes of the names of its rows, sorted: a department's tables name its units.
    names: Vec<u64>,
    /// The document, packed; only in a run without a cache, while there is room.
    #[serde(skip)]
    document: Option<Vec<u8>>,
    /// What it is kept under, if it is.
    #[serde(skip)]
    key: Option<Key>,
}

/// What a document is made of.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Holds {
    tables: bool,
    text: bool,
    cards: bool,
}

impl Read {
    /// `None` for an input that does not say whose it is, of which year and what.
    pub(super) fn of(extraction: &Extraction) -> Option<Self> {
        let Extraction { document_id, document, checks, .. } = extraction;
        let readable = matches!(document.status, Status::Ok | Status::Partial);
        let cover = document.cover.clone();
        (readable && cover.issuer.is_some() && cover.fiscal_year.is_some()).then(|| Self {
            checks: u32::try_from(checks.len()).unwrap_or(u32::MAX),
            holds: Holds {
                tables: document.tables.iter().any(|table| table.table_id.is_some()),
                text: !document.statements.is_empty(),
                cards: !document.cards.is_empty(),
            },
            weight: facts::weight(document),
            facts: facts::hash(document),
            names: facts::names(document),
            document: None,
            party: Party { document_id: document_id.clone(), path: String::new(), cover },
            key: None,
        })
    }

    /// Keeps the document, which the pairs need: in the cache, or with it.
    pub(super) fn keep(&mut self, document: &Document, cache: Option<(&Cache, &Key)>) -> io::Result<()> {
        match cache {
            Some((cache, key)) => cache.store(&document_key(key), document)?,
            None => self.document = Some(pack(document, Vec::new())?),
        }
        Ok(())
    }

    fn kept_document(&self, cache: Option<&Cache>) -> Option<Document> {
        match (&self.document, cache, &self.key) {
            (Some(packed), _, _) => unpack(packed.as_slice()),
            (None, Some(cache), Some(key)) => cache.load(&document_key(key)),
            _ => None,
        }
    }

    /// Where it lies in this run, and what it is kept under.
    pub(super) fn found(self, path: &str, key: Option<Key>) -> Self {
        let party = Party { path: path.to_owned(), ..self.party };
        Self { party, key, ..self }
    }
}

/// The document of an input is a value of its own: most later runs do not need it.
fn document_key(of_input: &Key) -> Key {
    Key::of_several(&[of_input], &["document"])
}

/// A document without what is not kept of one, and no pair needs: the ledger and the notes.
fn stripped(mut document: Document) -> Document {
    document.ledger = Vec::new();
    document.notes = Notes::default();
    document
}

/// Bytes of packed documents that may stay on the shelf.
const ROOM: usize = 64 << 20;

/// The inputs read so far.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    reads: BTreeMap<usize, Read>,
    filled: usize,
}

/// What comes of a pair, as it is written; it depends on nothing but its key and the numbers before it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptPair {
    pub(super) printed: Printed,
    pub(super) tally: Tally,
    /// The last number of a check in each document of the pair, before and after.
    before: Numbers,
    after: Numbers,
}

/// A number for each part of a pair.
type Numbers = [u32; PARTS];

/// Both documents of a pair may have a text beside them.
const PARTS: usize = 4;

/// A pair on its way: known from an earlier run, or evaluated.
enum Step {
    Kept(KeptPair),
    Evaluated(Evaluated),
}

/// A pair that was evaluated, with the checks still numbered from 1.
struct Evaluated {
    pair: Pair,
    paired: Paired,
    alike: Option<(usize, usize)>,
    trouble: Option<String>,
}

impl Shelf {
    /// Keeps an input; its document only while there is room.
    pub(super) fn put(&mut self, index: usize, read: Option<Read>) {
        let Some(mut read) = read else { return };
        let size = read.document.as_ref().map_or(0, Vec::len);
        match self.filled.checked_add(size).filter(|filled| *filled <= ROOM) {
            Some(filled) => self.filled = filled,
            None => read.document = None,
        }
        self.reads.insert(index, read);
    }

    /// Finds the pairs, evaluates them on `workers` threads, where no earlier run had, and hands them to `take` in order.
    /// `again` reads an input once more.
    pub(super) fn pair(
        &self,
        grammars: &Grammars,
        workers: usize,
        cache: Option<&Cache>,
        again: impl Fn(usize) -> Option<Document> + Sync,
        mut take: impl FnMut(KeptPair) -> io::Result<()>,
    ) -> io::Result<()> {
        let reads = &self.reads;
        let pairs: Vec<(Pair, Option<Key>)> =
            pairs(reads).into_iter().map(|pair| (pair, pair.key(reads))).collect();
        let kept = |key: &Option<Key>| cache?.load(key.as_ref()?);
        let document = |index: usize| {
            let kept = reads.get(&index).and_then(|read| read.kept_document(cache));
            kept.or_else(|| again(index).map(stripped))
        };
        let fresh = |pair: Pair| evaluate(pair, reads, grammars, &document);
        let work = |at: usize| {
            let (pair, key) = pairs.get(at)?;
            Some((pair, key, kept(key).map_or_else(|| Step::Evaluated(fresh(*pair)), Step::Kept)))
        };
        let mut numbers: BTreeMap<usize, u32> = BTreeMap::new();
        ordered(pairs.len(), workers, work, |step| {
            let Some((pair, key, step)) = step else { return Ok(()) };
            let before = pair.numbers(reads, &numbers);
            let evaluated = match step {
                Step::Kept(kept) if kept.before == before => {
                    pair.go_on(kept.after, &mut numbers);
                    return take(kept);
                }
                // Its documents were given other partners before it, so its checks have other numbers.
                Step::Kept(_) => fresh(*pair),
                Step::Evaluated(evaluated) => evaluated,
            };
            let lasts = evaluated.trouble.is_none();
            let pairing = pairing(evaluated, reads, &mut numbers);
            let after = pair.numbers(reads, &numbers);
            let (printed, tally) = (Printed::of_pairing(&pairing), Tally::of_pairing(&pairing));
            let new = KeptPair { printed, tally, before, after };
            if let (true, Some(cache), Some(key)) = (lasts, cache, key) {
                cache.store(key, &new)?;
            }
            take(new)
        })
    }
}

fn evaluate(
    pair: Pair,
    reads: &BTreeMap<usize, Read>,
    grammars: &Grammars,
    document: &impl Fn(usize) -> Option<Document>,
) -> Evaluated {
    let mut evaluated = Evaluated { pair, paired: Paired::default(), alike: None, trouble: None };
    if pair.relation == Relation::Duplicate {
        evaluated.alike = reads.get(&pair.own.document).map(|read| (read.weight, 0));
        return evaluated;
    }
    let needed = [Some(pair.own.document), pair.own.text, Some(pair.other.document), pair.other.text];
    let loaded = needed.map(|part| part.map(document));
    let [Some(Some(own)), own_text, Some(Some(other)), other_text] = &loaded else {
        evaluated.trouble = Some("one of them could not be read again".to_owned());
        return evaluated;
    };
    let text = |part: &Option<Option<Document>>| part.as_ref().is_some_and(Option::is_none);
    if text(own_text) || text(other_text) {
        evaluated.trouble = Some("one of the texts could not be read again".to_owned());
        return evaluated;
    }
    let own = Edition { document: own, text: own_text.as_ref().and_then(Option::as_ref) };
    let other = Edition { document: other, text: other_text.as_ref().and_then(Option::as_ref) };
    let with = |partner| between(own, other, partner, grammars);
    match pair.relation {
        Relation::Tables | Relation::Targets => {
            let both = Edition { document: other.document, text: Some(own.document) };
            evaluated.paired = together(both, grammars);
        }
        Relation::Previous => evaluated.paired = with(Partner::Previous),
        Relation::Budget => evaluated.paired = with(Partner::Budget),
        Relation::Department => evaluated.paired = with(Partner::Department),
        Relation::Revision => evaluated.alike = Some(facts::compared(own.document, other.document)),
        Relation::Duplicate => {}
    }
    evaluated
}

/// The rows of a pair; numbers of checks go on from those of their document.
fn pairing(
    evaluated: Evaluated,
    reads: &BTreeMap<usize, Read>,
    numbers: &mut BTreeMap<usize, u32>,
) -> Pairing {
    let Evaluated { pair, paired, alike, trouble } = evaluated;
    let party = |index: usize| reads.get(&index).map(|read| read.party.clone()).unwrap_or_default();
    let checks = paired.checks.into_iter().map(|held| {
        let Held { mut check, part, other } = held;
        let index = pair.part(part);
        let own = reads.get(&index).map_or(0, |read| read.checks);
        let number = numbers.entry(index).or_insert(own);
        *number = number.saturating_add(1);
        check.check_no = *number;
        PairCheck {
            check,
            party: party(index),
            other: other.map(|(part, place)| (party(pair.part(part)), place)),
        }
    });
    Pairing {
        checks: checks.collect(),
        relation: pair.relation.name(),
        document: party(pair.own.document),
        other: party(pair.other.document),
        facts_alike: alike.map(|(alike, _)| alike),
        facts_unlike: alike.map(|(_, unlike)| unlike),
        trouble,
        obligations: paired.obligations,
    }
}

impl Pair {
    /// What its outcome is kept under: all of its inputs, what they are to each other, and their paths, which its rows name.
    fn key(self, reads: &BTreeMap<usize, Read>) -> Option<Key> {
        let (mut keys, mut words) = (Vec::new(), vec![self.relation.name()]);
        for part in 0..PARTS {
            let read = reads.get(&self.part(part))?;
            keys.push(read.key.as_ref()?);
            words.push(&read.party.path);
        }
        Some(Key::of_several(&keys, &words))
    }

    /// The last number given to a check of each part.
    fn numbers(self, reads: &BTreeMap<usize, Read>, numbers: &BTreeMap<usize, u32>) -> Numbers {
        let own = |index: usize| reads.get(&index).map_or(0, |read| read.checks);
        std::array::from_fn(|part| {
            let index = self.part(part);
            numbers.get(&index).copied().unwrap_or_else(|| own(index))
        })
    }

    /// Goes on from these numbers.
    fn go_on(self, after: Numbers, numbers: &mut BTreeMap<usize, u32>) {
        for (part, number) in after.into_iter().enumerate() {
            numbers.insert(self.part(part), number);
        }
    }

    /// The input that a part of a check stands in.
    fn part(self, part: usize) -> usize {
        let Parts { document, text } = self.own;
        match (self.relation, part) {
            // The other document has the tables, this one the text.
            (Relation::Tables | Relation::Targets, 0) => self.other.document,
            (Relation::Tables | Relation::Targets, _) => document,
            (_, 0) => document,
            (_, 1) => text.unwrap_or(document),
            (_, 2) => self.other.document,
            (_, _) => self.other.text.unwrap_or(self.other.document),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use super::*;
    use crate::{Options, extract};

    fn read(sample: &str, grammars: &Grammars) -> Extraction {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample);
        extract(&std::fs::read(path).unwrap(), sample, grammars, &Options::default()).unwrap()
    }

    /// What comes of two samples on a shelf that is filled so far, and how many documents had to be read again.
    fn paired(filled: usize) -> (String, usize) {
        let grammars = Grammars::shipped();
        let samples = ["yuan/yuan.pdf", "yuan-2025/yuan-2025.pdf"];
        let mut shelf = Shelf { filled, ..Shelf::default() };
        for (index, sample) in samples.iter().enumerate() {
            let extraction = read(sample, grammars);
            let mut read = Read::of(&extraction).unwrap().found(sample, None);
            read.keep(&extraction.document, None).unwrap();
            shelf.put(index, Some(read));
        }
        let again = std::sync::atomic::AtomicUsize::new(0);
        let read_again = |index: usize| {
            again.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Some(read(samples.get(index)?, grammars).document)
        };
        let mut told = String::new();
        let taken = shelf.pair(grammars, 2, None, read_again, |pair| {
            told.push_str(&format!("{:?} {:?}", pair.tally, pair.printed));
            Ok(())
        });
        assert!(taken.is_ok());
        (told, again.into_inner())
    }

    #[test]
    fn a_document_that_found_no_room_is_read_again() {
        let (with_room, none) = paired(0);
        let (without, both) = paired(ROOM);
        assert_eq!((none, both), (0, 2));
        assert!(with_room.contains("pairings: 1") && !with_room.contains("exact: 0"), "{with_room}");
        assert_eq!(with_room, without);
    }
}
