"""Parquet, SQLite and NDJSON hold the rows of the CSV tables, read by other programs."""

import json
import sqlite3
import unittest
from decimal import Decimal

import duckdb
import pandas
import pyarrow
import pyarrow.parquet

from extract import ROOT, TABLES, extract, results, rows

TEN_PLACES = Decimal("1e-10")

# What a type of a Parquet file is in DuckDB.
DUCKDB_TYPES = {
    pyarrow.string(): "VARCHAR", pyarrow.int64(): "BIGINT", pyarrow.bool_(): "BOOLEAN",
    pyarrow.decimal128(38, 10): "DECIMAL(38,10)", pyarrow.decimal128(9, 2): "DECIMAL(9,2)",
}


def as_typed(text, kind):
    """A field of the CSV as the value a Parquet column of this type must hold."""
    if text is None:
        return None
    if pyarrow.types.is_boolean(kind):
        return {"true": True, "false": False}[text]
    if pyarrow.types.is_integer(kind):
        return int(text)
    if pyarrow.types.is_decimal(kind):
        exact = Decimal(text)
        # Quotients that a check computes have more digits than a column has; every printed amount is exact.
        return exact if kind.scale == 2 else exact.quantize(TEN_PLACES)
    return text


class Parquet(unittest.TestCase):
    def test_every_value_is_that_of_the_csv(self):
        for table in TABLES:
            with self.subTest(table):
                found = pyarrow.parquet.read_table(results() / f"{table}.parquet")
                expected = rows(results(), table)
                if expected:
                    self.assertEqual(found.column_names, list(expected[0]))
                self.assertEqual(found.num_rows, len(expected))
                for field in found.schema:
                    self.assertIn(field.type, DUCKDB_TYPES)
                    self.assertEqual(found[field.name].to_pylist(), [as_typed(row[field.name], field.type) for row in expected], field.name)

    def test_amounts_are_decimals(self):
        facts = pyarrow.parquet.read_schema(results() / "facts.parquet")
        types = {name: facts.field(name).type for name in ["value", "yuan", "x0", "page", "printed"]}
        self.assertEqual(types, {
            "value": pyarrow.decimal128(38, 10), "yuan": pyarrow.decimal128(38, 10), "x0": pyarrow.decimal128(9, 2),
            "page": pyarrow.int64(), "printed": pyarrow.string(),
        })

    def test_duckdb_reads_the_same(self):
        for table in TABLES:
            with self.subTest(table):
                path = results() / f"{table}.parquet"
                arrow = pyarrow.parquet.read_table(path)
                described = duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()
                self.assertEqual([(name, kind) for name, kind, *_ in described], [(field.name, DUCKDB_TYPES[field.type]) for field in arrow.schema])
                columns = list(zip(*duckdb.sql(f"FROM '{path}'").fetchall())) or [()] * arrow.num_columns
                self.assertEqual([list(column) for column in columns], [column.to_pylist() for column in arrow.columns])

    def test_pandas_adds_exactly(self):
        facts = pandas.read_parquet(results() / "facts.parquet")
        expected = sum(Decimal(row["yuan"]) for row in rows(results(), "facts") if row["yuan"])
        self.assertEqual(facts["yuan"].dropna().sum(), expected)

    def test_columns_are_compressed(self):
        group = pyarrow.parquet.ParquetFile(results() / "facts.parquet").metadata.row_group(0)
        self.assertEqual({group.column(at).compression for at in range(group.num_columns)}, {"ZSTD"})


class Sqlite(unittest.TestCase):
    def setUp(self):
        self.base = sqlite3.connect(f"file:{results() / 'disclosures.sqlite'}?mode=ro", uri=True)
        self.addCleanup(self.base.close)

    def ask(self, query):
        return self.base.execute(query).fetchall()

    def test_every_value_is_that_of_the_csv(self):
        for table in TABLES:
            with self.subTest(table):
                kinds = {name: kind for _, name, kind, *_ in self.ask(f"PRAGMA table_info({table})")}
                expected = [tuple(map(of_sqlite, kinds.values(), row.values())) for row in rows(results(), table)]
                self.assertEqual(self.ask(f"SELECT * FROM {table} ORDER BY rowid"), expected)

    def test_keys_are_unique_and_indexes_are_used(self):
        unique = {name for name, in self.ask("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE UNIQUE INDEX%'")}
        self.assertEqual(unique, {"tables_key", "cards_key", "indicators_key"})
        plan = self.ask("EXPLAIN QUERY PLAN SELECT * FROM facts WHERE table_id = 'general_public' AND code = '205'")
        self.assertIn("facts_by_code", plan[0][3])
        self.assertEqual(self.ask("PRAGMA integrity_check"), [("ok",)])

    def test_facts_yuan_adds_whole_fen(self):
        expected = sum(Decimal(row["yuan"]) for row in rows(results(), "facts") if row["kind"] == "amount" and row["yuan"])
        self.assertEqual(self.ask("SELECT SUM(fen) FROM facts_yuan"), [(int(expected * 100),)])
        self.assertEqual(self.ask("SELECT COUNT(*) FROM facts_yuan WHERE issuer IS NULL"), [(0,)])

    def test_verdicts_and_unclaimed_count_what_there_is(self):
        checks, ledger = rows(results(), "checks"), rows(results(), "ledger")
        counted = self.ask("SELECT SUM(exact), SUM(rounding), SUM(mismatch), SUM(unjudged) FROM verdicts")[0]
        verdicts = ["exact", "rounding", "mismatch", "unjudged"]
        self.assertEqual(list(counted), [sum(row["verdict"] == verdict for row in checks) for verdict in verdicts])
        self.assertEqual(self.ask("SELECT COUNT(*) FROM unclaimed")[0][0], sum(row["claimed_by"] == "unclaimed" for row in ledger))

    def test_mismatches_lists_what_contradicts(self):
        expected = sum(row["verdict"] == "mismatch" for row in rows(results(), "checks"))
        self.assertEqual(self.ask("SELECT COUNT(*) FROM mismatches"), [(expected,)])


def of_sqlite(kind, text):
    """A field of the CSV as SQLite gives it: decimals stay text, positions are REAL."""
    if text is None:
        return None
    if text in ("true", "false") and kind == "INTEGER":
        return int(text == "true")
    return {"INTEGER": int, "REAL": float, "TEXT": str}[kind](text)


class Ndjson(unittest.TestCase):
    def test_files_hold_the_rows_of_the_csv(self):
        for table in TABLES:
            with self.subTest(table):
                lines = (results() / f"{table}.ndjson").read_text(encoding="utf-8").splitlines()
                found = [{name: as_text(value) for name, value in json.loads(line, parse_float=str).items()} for line in lines]
                self.assertEqual(found, rows(results(), table))

    def test_a_stream_has_the_rows_of_the_files(self):
        stream = extract("-q", "-o", "-", "samples", cwd=ROOT).stdout.splitlines()
        of_tables = {table: [] for table in TABLES}
        for line in stream:
            table = json.loads(line)["table"]
            of_tables[table].append(line.replace(f'{{"table":"{table}",', "{", 1))
        for table, lines in of_tables.items():
            with self.subTest(table):
                self.assertEqual(lines, (results() / f"{table}.ndjson").read_text(encoding="utf-8").splitlines())

    def test_one_table_is_streamed_as_it_is(self):
        stream = extract("-q", "-o", "-", "--tables", "facts", "samples").stdout
        self.assertEqual(stream, (results() / "facts.ndjson").read_text(encoding="utf-8"))


def as_text(value):
    """A value of NDJSON as the CSV prints it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


if __name__ == "__main__":
    unittest.main()
