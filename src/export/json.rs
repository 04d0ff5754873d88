//! The typed document → `documents/<stem>.json`, and the JSON Schema of these files.

use std::io;

use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::extraction::Extraction;
use super::names;
use super::order::{by_place, rows_in_order};
use super::pretty::Layout;
use super::relations::{unit_of, yuan_of};
use super::shape::{
    Card, CardEntry, Cause, Check, Column, Cover, Document, Exact, Indicator, Note, Obligation, Operand,
    Place, Redacted, Row, Statement, Suspect, Table, Token, Value,
};
use crate::base::{self, Unit};
use crate::{model, reconcile};

/// The version of the shape. It changes when a name or a meaning changes, not when a field is added.
pub(super) const VERSION: u32 = 1;

/// Writes the document.
pub(crate) fn write(mut out: impl io::Write, path: &str, extraction: &Extraction) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Layout::default());
    document(path, extraction).serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// The JSON Schema of the files, as printed by `extract schema`.
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<Document<'static>>();
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

fn document<'a>(path: &'a str, extraction: &'a Extraction) -> Document<'a> {
    let document = &extraction.document;
    let notes: Vec<_> = document.notes.iter().collect();
    Document {
        version: VERSION,
        document_id: &extraction.document_id,
        path,
        source: names::source(extraction.source),
        status: names::status(document.status),
        bytes: extraction.bytes,
        pages: extraction.pages,
        producer: extraction.producer.as_deref(),
        cover: cover(&document.cover),
        tables: document.tables.iter().map(table).collect(),
        cards: document.cards.iter().map(card).collect(),
        statements: by_place(&document.statements, |s| &s.place).into_iter().map(statement).collect(),
        narrative: super::passages::narrative(&document.narrative, place),
        checks: by_place(&extraction.checks, |c| &c.place)
            .into_iter()
            .map(|each| check(document, each))
            .collect(),
        obligations: extraction.obligations.iter().map(obligation).collect(),
        redacted: extraction.redacted.as_ref().map(|places| places.iter().map(redacted).collect()),
        notes: by_place(&notes, |n| &n.place).into_iter().map(|n| note(n)).collect(),
        ledger: by_place(&document.ledger, |t| &t.place).into_iter().map(token).collect(),
    }
}

fn cover(cover: &model::Cover) -> Cover<'_> {
    Cover {
        title: cover.title.as_deref(),
        issuer: cover.issuer.as_deref(),
        region_code: cover.region_code.as_deref(),
        region: cover.region.as_deref(),
        fiscal_year: cover.fiscal_year,
        disclosure: names::disclosure(cover.disclosure),
        form_family: cover.form_family.as_deref(),
        published_on: cover.published_on.as_deref(),
    }
}

fn table(table: &model::Table) -> Table<'_> {
    Table {
        no: table.no,
        table_id: table.table_id.as_deref(),
        form: table.form.as_deref(),
        title: table.title.as_deref(),
        number: table.number.as_deref(),
        unit: table.unit.map(Unit::name),
        unit_from: table.unit_from.map(names::unit_from),
        page_first: table.page_first,
        page_last: table.page_last,
        line: table.line,
        empty: table.empty,
        columns: table.columns.iter().map(column).collect(),
        rows: rows_in_order(table).into_iter().map(|each| row(table, each)).collect(),
    }
}

fn column(column: &model::Column) -> Column<'_> {
    Column { no: column.no, column_id: column.column_id.as_deref(), label: &column.label }
}

fn row<'a>(table: &'a model::Table, row: &'a model::Row) -> Row<'a> {
    Row {
        no: row.no,
        role: names::row_role(row.role),
        side: row.side.map(names::side),
        code: row.code.as_deref(),
        name: row.name.as_deref(),
        parent: row.parent.as_deref(),
        project: row.project.as_deref(),
        values: row.values.iter().map(|each| value(table, each)).collect(),
        place: place(&row.place),
    }
}

fn value<'a>(table: &'a model::Table, value: &'a model::Value) -> Value<'a> {
    Value {
        column: table.columns.get(value.column).map(|column| column.no),
        printed: &value.printed,
        kind: names::kind(value.kind),
        value: value.number.map(Exact),
        unit: unit_of(table, value),
        yuan: yuan_of(table, value).map(Exact),
        placed_by: names::placed_by(value.placed_by),
        place: place(&value.place),
    }
}

fn card(card: &model::Card) -> Card<'_> {
    Card {
        no: card.no,
        kind: names::card_kind(card.of_department),
        title: card.title.as_deref(),
        issuer: card.issuer.as_deref(),
        project: card.project.as_deref(),
        leader: card.leader.as_deref(),
        year: card.year,
        budget_total: card.budget_total.map(Exact),
        budget_fiscal: card.budget_fiscal.map(Exact),
        budget_other: card.budget_other.map(Exact),
        unit: card.unit.map(Unit::name),
        goal: card.goal.as_deref(),
        authority: card.authority.as_deref(),
        budget_initial: card.budget_initial.map(Exact),
        executed: card.executed.map(Exact),
        term_goal: card.term_goal.as_deref(),
        goal_actual: card.goal_actual.as_deref(),
        entries: card.entries.iter().map(card_entry).collect(),
        indicators: (1u32..).zip(&card.indicators).map(|(no, each)| indicator(no, each)).collect(),
        place: place(&card.place),
    }
}

fn card_entry(entry: &model::CardEntry) -> CardEntry<'_> {
    CardEntry {
        label: &entry.label,
        text: &entry.text,
        value: entry.value.map(Exact),
        place: place(&entry.place),
    }
}

fn indicator(no: u32, indicator: &model::Indicator) -> Indicator<'_> {
    Indicator {
        no,
        level1: indicator.level1.as_deref(),
        level2: indicator.level2.as_deref(),
        level3: indicator.level3.as_deref(),
        operator: indicator.operator.map(names::operator),
        target: indicator.target.map(Exact),
        target_unit: indicator.target_unit.as_deref(),
        target_text: indicator.target_text.as_deref(),
        basis: indicator.basis.as_deref(),
        previous: indicator.previous.as_deref(),
        weight: indicator.weight.map(Exact),
        scoring: indicator.scoring.as_deref(),
        evidence: indicator.evidence.as_deref(),
        activity: indicator.activity.as_deref(),
        term_target: indicator.term_target.as_deref(),
        explanation: indicator.explanation.as_deref(),
        actual: indicator.actual.as_deref(),
        score: indicator.score.map(Exact),
        deviation: indicator.deviation.as_deref(),
        remark: indicator.remark.as_deref(),
        place: place(&indicator.place),
    }
}

fn statement(statement: &model::Statement) -> Statement<'_> {
    Statement {
        no: statement.no,
        section: statement.section.as_deref(),
        subject: statement.subject.as_deref(),
        item: statement.item.as_deref(),
        code: statement.code.as_deref(),
        measure: statement.measure.as_deref(),
        year: statement.year,
        amount: statement.amount.map(Exact),
        unit: statement.unit.map(Unit::name),
        share_percent: statement.share_percent.map(Exact),
        share_of: statement.share_of.as_deref(),
        completion_percent: statement.completion_percent.map(Exact),
        change: statement.change.map(Exact),
        change_percent: statement.change_percent.map(Exact),
        direction: statement.direction.map(names::direction),
        compared_with: statement.compared_with.as_deref(),
        previous: statement.previous.map(Exact),
        reason: statement.reason.as_deref(),
        part_of: statement.part_of,
        in_reason: statement.in_reason,
        text: &statement.text,
        place: place(&statement.place),
    }
}

fn check<'a>(document: &model::Document, check: &'a reconcile::Check) -> Check<'a> {
    Check {
        id: &check.check_id,
        no: check.check_no,
        group: &check.group,
        severity: names::severity(check.severity),
        verdict: names::verdict(check.verdict),
        left: check.left.map(Exact),
        right: check.right.map(Exact),
        difference: check.difference.map(Exact),
        slack: check.slack.map(Exact),
        unit: check.unit.map(Unit::name),
        relation: names::relation(check.relation),
        left_of: &check.left_of,
        right_of: &check.right_of,
        message: check.told(),
        place: place(&check.place),
        cause: check.cause.as_ref().map(cause),
        operands: check.operands.iter().map(|each| operand(document, each)).collect(),
    }
}

fn cause(cause: &reconcile::Cause) -> Cause<'_> {
    Cause {
        kind: names::cause(cause.kind),
        root_check_no: cause.root,
        follow_ups: &cause.follow_ups,
        suspect: cause.suspect.as_ref().map(|suspect| Suspect {
            of: &suspect.of,
            printed: &suspect.printed,
            proposed: Exact(suspect.proposed),
            unit: suspect.unit.map(Unit::name),
            place: place(&suspect.place),
        }),
        sentence: &cause.sentence,
    }
}

fn operand(document: &model::Document, operand: &reconcile::Operand) -> Operand {
    let reconcile::Told { label, printed } = operand.told(document);
    Operand {
        side: names::operand_side(operand.left),
        sign: names::operand_sign(operand.negative),
        label,
        printed,
        value: Exact(operand.value),
        unit: operand.unit.map(Unit::name),
        place: place(&operand.place),
    }
}

fn obligation(obligation: &reconcile::Obligation) -> Obligation<'_> {
    Obligation {
        check_id: &obligation.check_id,
        state: names::state(&obligation.state),
        reason: obligation.state.reason(),
        judged: obligation.judged,
        unjudged: obligation.unjudged,
    }
}

fn redacted(redacted: &base::Redacted) -> Redacted {
    Redacted { kind: names::personal(redacted.kind), place: place(&redacted.place) }
}

fn note(note: &base::Note) -> Note<'_> {
    Note { id: note.id, level: names::level(note.level), message: &note.message, place: place(&note.place) }
}

fn token(token: &model::LedgerEntry) -> Token<'_> {
    Token {
        text: &token.text,
        value: Exact(token.value),
        claimed_by: names::claim(token.claimed_by),
        place: place(&token.place),
    }
}

fn place(place: &base::Place) -> Place {
    Place {
        page: place.page,
        line: place.line,
        corners: place.rect.map(|rect| [rect.x0, rect.y0, rect.x1, rect.y1]),
    }
}
