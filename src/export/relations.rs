//! The tables of the contract: for each its columns, and beside them the function that makes its rows in that order.
//!
//! Rows come out sorted by place. What a file looks like is not known here.

use super::column::{Column, TableShape, decimal, flag, integer, points, text, word};
use super::extraction::{Entry, Extraction};
use super::field::Field;
use super::names;
use super::order::{by_place, rows_in_order};
use super::pairing;
use crate::base::{Level, Place, Unit};
use crate::flat::Source;
use crate::model::{
    Card, Claim, Disclosure, Kind, PlacedBy, Row, RowRole, Side, Status, Table, UnitFrom, Value,
};
use crate::reconcile::{CauseKind, Severity, Verdict};

/// Takes one row.
pub(crate) type Sink<'s> = &'s mut dyn FnMut(&[Field<'_>]);

/// One table of the contract.
pub(crate) struct Relation {
    /// Name of its file, without the ending.
    pub(crate) name: &'static str,
    /// Its columns in order.
    pub(crate) columns: &'static [Column],
    /// Makes the rows of one input.
    pub(crate) rows: fn(&Entry, Sink<'_>),
}

/// All tables, in the order of the contract.
pub(crate) const RELATIONS: [Relation; 10] =
    [DOCUMENTS, TABLES, FACTS, CARDS, INDICATORS, STATEMENTS, CHECKS, LEDGER, NOTES, PAIRINGS];

#[rustfmt::skip]
const DOCUMENTS: Relation = Relation {
    name: "documents",
    columns: &[
        text("document_id"), text("path"), word::<Source>("source"), word::<Status>("status"), text("error"), integer("bytes"),
        integer("pages"), text("producer"), text("title"), text("issuer"), text("region_code"), text("region"),
        integer("fiscal_year"), word::<Disclosure>("disclosure"), text("form_family"), text("published_on"),
        integer("tables"), integer("facts"), integer("cards"), integer("statements"), integer("amounts"),
        integer("amounts_claimed"), integer("checks_exact"), integer("checks_rounding"),
        integer("checks_mismatch"), integer("checks_unjudged"), integer("redacted"),
    ],
    rows: |entry, emit| match &entry.result {
        Ok(extraction) => {
            let (document, cover) = (&extraction.document, &extraction.document.cover);
            let verdicts = |verdict: Verdict| extraction.checks.iter().filter(|c| c.verdict == verdict).count();
            emit(&[
                (&extraction.document_id).into(), (&entry.path).into(), names::source(extraction.source).into(),
                names::status(document.status).into(), Field::Null, extraction.bytes.into(),
                extraction.pages.into(), extraction.producer.as_ref().into(), cover.title.as_ref().into(),
                cover.issuer.as_ref().into(), cover.region_code.as_ref().into(), cover.region.as_ref().into(),
                cover.fiscal_year.into(), names::disclosure(cover.disclosure).into(),
                cover.form_family.as_ref().into(), cover.published_on.as_ref().into(),
                document.tables.len().into(), count_facts(extraction).into(), document.cards.len().into(),
                document.statements.len().into(), document.ledger.len().into(), count_claimed(extraction).into(),
                verdicts(Verdict::Exact).into(), verdicts(Verdict::Rounding).into(),
                verdicts(Verdict::Mismatch).into(), verdicts(Verdict::Unjudged).into(),
                extraction.redacted.as_ref().map(Vec::len).into(),
            ]);
        }
        Err(failure) => {
            let mut row = [Field::Null; 27];
            row[..6].copy_from_slice(&[
                failure.document_id.as_ref().into(), (&entry.path).into(), Field::Null, "failed".into(),
                (&failure.error).into(), failure.bytes.into(),
            ]);
            emit(&row);
        }
    },
};

/// The tables of the contract in order.
pub fn table_shapes() -> Vec<TableShape> {
    let columns =
        |relation: &Relation| relation.columns.iter().map(|column| (column.name, column.kind)).collect();
    RELATIONS.iter().map(|relation| TableShape { name: relation.name, columns: columns(relation) }).collect()
}

/// Values in all tables.
pub fn count_facts(extraction: &Extraction) -> usize {
    extraction.document.tables.iter().flat_map(|table| &table.rows).map(|row| row.values.len()).sum()
}

fn count_claimed(extraction: &Extraction) -> usize {
    extraction.document.ledger.iter().filter(|entry| entry.claimed_by != Claim::Unclaimed).count()
}

#[rustfmt::skip]
const TABLES: Relation = Relation {
    name: "tables",
    columns: &[
        text("document_id"), text("path"), integer("table_no"), text("table_id"), text("title"), text("number"),
        text("unit"), integer("page_first"), integer("page_last"), integer("rows"), integer("columns"),
        flag("empty"), word::<UnitFrom>("unit_from"),
    ],
    rows: |entry, emit| {
        when_read(entry, |id, extraction| {
            for table in &extraction.document.tables {
                emit(&[
                    id, (&entry.path).into(), table.no.into(), table.table_id.as_ref().into(),
                    table.title.as_ref().into(), table.number.as_ref().into(), table.unit.into(),
                    table.page_first.into(), table.page_last.into(), count_rows(table).into(),
                    table.columns.len().into(), table.empty.into(), table.unit_from.map(names::unit_from).into(),
                ]);
            }
        });
    },
};

/// Printed rows: the sides of a two-sided row are one.
fn count_rows(table: &Table) -> usize {
    let mut numbers: Vec<u32> = table.rows.iter().map(|row| row.no).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len()
}

const FACTS: Relation = Relation {
    name: "facts",
    #[rustfmt::skip]
    columns: &[
        text("document_id"), text("path"), integer("table_no"), text("table_id"), text("table_title"),
        integer("page"), integer("line"), integer("row_no"), word::<RowRole>("row_role"), text("code"), text("name"),
        text("project"), word::<Side>("side"), integer("column_no"), text("column_id"), text("column_label"),
        text("printed"), word::<Kind>("kind"), decimal("value"), text("unit"), decimal("yuan"), word::<PlacedBy>("placed_by"),
        points("x0"), points("y0"), points("x1"), points("y1"), text("parent"),
    ],
    rows: |entry, emit| {
        when_read(entry, |id, extraction| {
            for table in &extraction.document.tables {
                for row in rows_in_order(table) {
                    for value in &row.values {
                        emit(&fact(id, &entry.path, table, row, value));
                    }
                }
            }
        });
    },
};

#[rustfmt::skip]
fn fact<'a>(id: Field<'a>, path: &'a str, table: &'a Table, row: &'a Row, value: &'a Value) -> [Field<'a>; 27] {
    let column = table.columns.get(value.column);
    let [x0, y0, x1, y1] = corners(&value.place);
    [
        id, path.into(), table.no.into(), table.table_id.as_ref().into(), table.title.as_ref().into(),
        value.place.page.into(), value.place.line.into(), row.no.into(), names::row_role(row.role).into(),
        row.code.as_ref().into(), row.name.as_ref().into(), row.project.as_ref().into(),
        row.side.map(names::side).into(), column.map(|c| c.no).into(),
        column.and_then(|c| c.column_id.as_ref()).into(), column.map(|c| &c.label).into(), (&value.printed).into(),
        names::kind(value.kind).into(), value.number.into(), unit_of(table, value).into(),
        yuan_of(table, value).into(), names::placed_by(value.placed_by).into(), x0, y0, x1, y1,
        row.parent.as_ref().into(),
    ]
}

/// What the number counts: money in the unit of its table, or percent; nothing for a dash, words or a plain count.
pub(crate) fn unit_of(table: &Table, value: &Value) -> Option<&'static str> {
    match value.kind {
        Kind::Amount => table.unit.map(Unit::name),
        Kind::Percent => Some("%"),
        Kind::Dash | Kind::Text | Kind::Count => None,
    }
}

/// The amount in 元, exact.
pub(crate) fn yuan_of(table: &Table, value: &Value) -> Option<rust_decimal::Decimal> {
    match value.kind {
        Kind::Amount => table.unit?.in_yuan(value.number?),
        _ => None,
    }
}

#[rustfmt::skip]
const CARDS: Relation = Relation {
    name: "cards",
    columns: &[
        text("document_id"), text("path"), integer("card_no"), word::<names::CardKind>("card_kind"), text("title"),
        integer("page"), text("issuer"), text("project"), text("leader"), integer("year"),
        decimal("budget_total"), decimal("budget_fiscal"), decimal("budget_other"), text("unit"), text("goal"),
        text("authority"), decimal("budget_initial"), decimal("executed"), text("term_goal"),
        text("goal_actual"), integer("line"),
    ],
    rows: |entry, emit| {
        when_read(entry, |id, extraction| {
            for card in &extraction.document.cards {
                emit(&[
                    id, (&entry.path).into(), card.no.into(), names::card_kind(card.of_department).into(),
                    card.title.as_ref().into(), card.place.page.into(), card.issuer.as_ref().into(),
                    card.project.as_ref().into(), card.leader.as_ref().into(), card.year.into(),
                    card.budget_total.into(), card.budget_fiscal.into(), card.budget_other.into(),
                    card.unit.into(), card.goal.as_ref().into(), card.authority.as_ref().into(),
                    card.budget_initial.into(), card.executed.into(), card.term_goal.as_ref().into(),
                    card.goal_actual.as_ref().into(), card.place.line.into(),
                ]);
            }
        });
    },
};

const INDICATORS: Relation = Relation {
    name: "indicators",
    #[rustfmt::skip]
    columns: &[
        text("document_id"), text("path"), integer("card_no"), integer("indicator_no"), integer("page"),
        text("level1"), text("level2"), text("level3"), text("operator"), decimal("target"),
        text("target_unit"), text("target_text"), text("basis"), text("previous"), decimal("weight"),
        text("scoring"), text("evidence"), text("activity"), text("term_target"), text("explanation"),
        text("actual"), decimal("score"), text("deviation"), text("remark"), integer("line"), points("x0"),
        points("y0"), points("x1"), points("y1"),
    ],
    rows: |entry, emit| {
        when_read(entry, |id, extraction| {
            for card in &extraction.document.cards {
                indicators(id, &entry.path, card, emit);
            }
        });
    },
};

#[rustfmt::skip]
fn indicators(id: Field<'_>, path: &str, card: &Card, emit: Sink<'_>) {
    for (number, indicator) in (1u32..).zip(&card.indicators) {
        let [x0, y0, x1, y1] = corners(&indicator.place);
        emit(&[
            id, path.into(), card.no.into(), number.into(), indicator.place.page.into(),
            indicator.level1.as_ref().into(), indicator.level2.as_ref().into(), indicator.level3.as_ref().into(),
            indicator.operator.map(names::operator).into(), indicator.target.into(),
            indicator.target_unit.as_ref().into(), indicator.target_text.as_ref().into(),
            indicator.basis.as_ref().into(), indicator.previous.as_ref().into(), indicator.weight.into(),
            indicator.scoring.as_ref().into(), indicator.evidence.as_ref().into(),
            indicator.activity.as_ref().into(), indicator.term_target.as_ref().into(),
            indicator.explanation.as_ref().into(), indicator.actual.as_ref().into(), indicator.score.into(),
            indicator.deviation.as_ref().into(), indicator.remark.as_ref().into(),
            indicator.place.line.into(), x0, y0, x1, y1,
        ]);
    }
}

#[rustfmt::skip]
const STATEMENTS: Relation = Relation {
    name: "statements",
    columns: &[
        text("document_id"), text("path"), integer("page"), integer("line"), text("section"), text("subject"),
        text("code"), decimal("amount"), text("unit"), decimal("share_percent"), decimal("change"),
        decimal("change_percent"), word::<names::Direction>("direction"), text("reason"), text("text"), integer("statement_no"),
        text("measure"), integer("year"), text("share_of"), decimal("completion_percent"),
        text("compared_with"), decimal("previous"), integer("part_of"), flag("in_reason"), text("item"),
    ],
    rows: |entry, emit| {
        when_read(entry, |id, extraction| {
            for statement in by_place(&extraction.document.statements, |statement| &statement.place) {
                emit(&[
                    id, (&entry.path).into(), statement.place.page.into(), statement.place.line.into(),
                    statement.section.as_ref().into(), statement.subject.as_ref().into(),
                    statement.code.as_ref().into(), statement.amount.into(), statement.unit.into(),
                    statement.share_percent.into(), statement.change.into(), statement.change_percent.into(),
                    statement.direction.map(names::direction).into(), statement.reason.as_ref().into(),
                    (&statement.text).into(), statement.no.into(), statement.measure.as_ref().into(),
                    statement.year.into(), statement.share_of.as_ref().into(), statement.completion_percent.into(),
                    statement.compared_with.as_ref().into(), statement.previous.into(), statement.part_of.into(),
                    statement.in_reason.into(), statement.item.as_ref().into(),
                ]);
            }
        });
    },
};

#[rustfmt::skip]
const CHECKS: Relation = Relation {
    name: "checks",
    columns: &[
        text("document_id"), text("path"), text("check_id"), integer("check_no"), text("group"),
        word::<Severity>("severity"), word::<Verdict>("verdict"), decimal("left"), decimal("right"), decimal("difference"),
        decimal("slack"), text("unit"), text("left_of"), text("right_of"), integer("page"), points("x0"),
        points("y0"), points("x1"), points("y1"), text("message"), text("other_path"),
        integer("other_page"),
        text("relation"), word::<CauseKind>("cause"), text("suspect"), text("suspect_printed"), decimal("proposed"),
        text("proposed_unit"), integer("root_check_no"), text("follow_ups"),
    ],
    rows: |entry, emit| {
        when_read(entry, |id, extraction| {
            for check in by_place(&extraction.checks, |check| &check.place) {
                pairing::emit_check(id, &entry.path, check, None, emit);
            }
        });
    },
};

#[rustfmt::skip]
const LEDGER: Relation = Relation {
    name: "ledger",
    columns: &[
        text("document_id"), text("path"), integer("page"), integer("line"), text("text"), decimal("value"),
        word::<Claim>("claimed_by"), points("x0"), points("y0"), points("x1"), points("y1"),
    ],
    rows: |entry, emit| {
        when_read(entry, |id, extraction| {
            for token in by_place(&extraction.document.ledger, |token| &token.place) {
                let [x0, y0, x1, y1] = corners(&token.place);
                emit(&[
                    id, (&entry.path).into(), token.place.page.into(), token.place.line.into(),
                    (&token.text).into(), token.value.into(), names::claim(token.claimed_by).into(), x0, y0, x1, y1,
                ]);
            }
        });
    },
};

#[rustfmt::skip]
const NOTES: Relation = Relation {
    name: "notes",
    columns: &[
        text("document_id"), text("path"), text("note_id"), word::<Level>("level"), text("message"), integer("page"),
        integer("line"), points("x0"), points("y0"), points("x1"), points("y1"),
    ],
    rows: |entry, emit| {
        when_read(entry, |id, extraction| {
            let notes: Vec<_> = extraction.document.notes.iter().collect();
            for note in by_place(&notes, |note| &note.place) {
                let [x0, y0, x1, y1] = corners(&note.place);
                emit(&[
                    id, (&entry.path).into(), note.id.into(), names::level(note.level).into(),
                    (&note.message).into(), note.place.page.into(), note.place.line.into(), x0, y0, x1, y1,
                ]);
            }
        });
    },
};

/// Pairs are known when all inputs have been read: no input has rows of its own.
const PAIRINGS: Relation = Relation { name: "pairings", columns: &pairing::COLUMNS, rows: |_, _| {} };

/// Hands over the extraction of an input that was read; an input that failed has rows in `documents` only.
fn when_read<'a>(entry: &'a Entry, make: impl FnOnce(Field<'a>, &'a Extraction)) {
    if let Ok(extraction) = &entry.result {
        make((&extraction.document_id).into(), extraction);
    }
}

/// The columns `x0, y0, x1, y1`.
pub(super) fn corners(place: &Place) -> [Field<'static>; 4] {
    place.rect.map_or([Field::Null; 4], |rect| [rect.x0, rect.y0, rect.x1, rect.y1].map(Field::Points))
}
