"""`extract load` against a PostgreSQL server that lives as long as this test, in a folder of its own."""

import csv
import os
import shutil
import socket
import subprocess
import unittest
from pathlib import Path

from extract import SAMPLES, TABLES, extract, plant, rows, scratch

BIN = Path(os.environ["POSTGRES_BIN"])
USER = "yusuan"


def unprivileged() -> dict:
    """PostgreSQL refuses to run as root: then it runs as the user that Debian made for it."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


class Server(unittest.TestCase):
    """A server for the tests of a class, and how to ask it."""

    @classmethod
    def setUpClass(cls):
        cls.home = scratch()
        if unprivileged():
            shutil.chown(cls.home, unprivileged()["user"])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            cls.port = free.getsockname()[1]
        cls.server("initdb", "--pgdata", cls.home / "data", "--username", USER, "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={cls.port} -c unix_socket_directories={cls.home} -c fsync=off"
        cls.server("pg_ctl", "--pgdata", cls.home / "data", "--log", cls.home / "log", "--wait", "--options", options, "start")
        cls.addClassCleanup(cls.server, "pg_ctl", "--pgdata", cls.home / "data", "--mode", "immediate", "stop")
        cls.url = f"postgres://{USER}@127.0.0.1:{cls.port}/postgres"

    @classmethod
    def server(cls, program, *words):
        done = subprocess.run([BIN / program, *map(str, words)], cwd=cls.home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **unprivileged())
        if done.returncode != 0:
            raise AssertionError(f"{program}: {done.stderr}")

    def ask(self, query) -> list[list[str]]:
        """Rows as text; null is the empty string."""
        done = subprocess.run([BIN / "psql", "--no-psqlrc", "--quiet", "--csv", "--tuples-only", "--command", query, self.url], capture_output=True, text=True, check=True)
        return list(csv.reader(done.stdout.splitlines()))


class Load(Server):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out = scratch()
        extract("-q", "-f", "csv", "-o", cls.out, "samples")

    def load(self, folder, schema, *more, status=0):
        return extract("load", self.url, "--from", folder, "--schema", schema, *more, status=status)

    def content(self, schema):
        """All rows of all tables, sorted."""
        return {table: sorted(self.ask(f'SELECT * FROM "{schema}"."{table}"')) for table in TABLES}

    def test_loading_twice_is_loading_once(self):
        first = self.load(self.out, "twice").stdout
        once = self.content("twice")
        second = self.load(self.out, "twice").stdout
        self.assertEqual(self.content("twice"), once)
        self.assertNotEqual(first, second, "what was replaced is told")
        for table in TABLES:
            expected = rows(self.out, table)
            self.assertEqual(len(once[table]), len(expected), table)
        facts = self.ask('SELECT document_id, table_no, row_no, column_no, value, yuan, x0 FROM twice.facts ORDER BY 1, 2, 3, 4, 7')
        wanted = [[row[name] or "" for name in ["document_id", "table_no", "row_no", "column_no", "value", "yuan", "x0"]] for row in rows(self.out, "facts")]
        self.assertEqual(sorted(facts), sorted(wanted))

    def test_amounts_are_numeric(self):
        self.load(self.out, "types")
        kinds = self.ask("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'types' AND table_name = 'facts' AND column_name IN ('page', 'printed', 'x0', 'yuan') ORDER BY 1")
        self.assertEqual(kinds, [["page", "bigint"], ["printed", "text"], ["x0", "numeric"], ["yuan", "numeric"]])

    def test_a_document_read_anew_replaces_its_rows_and_no_others(self):
        self.load(self.out, "anew")
        before = self.content("anew")
        # The same document, read with other results: one of its facts is gone, and it lies at another path.
        again, path = scratch(), "samples/yuan/yuan.pdf"
        shutil.copy(SAMPLES / "yuan/yuan.pdf", again / "moved.pdf")
        extract("-q", "-f", "csv", "-o", again / "out", "moved.pdf", cwd=again)
        facts = (again / "out/facts.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (again / "out/facts.csv").write_text("".join(facts[:-1]), encoding="utf-8")
        self.load(again / "out", "anew")
        after = self.content("anew")
        of = lambda table, wanted: sum(wanted in row for row in table)
        self.assertEqual(of(after["facts"], path), 0)
        self.assertEqual(of(after["facts"], "moved.pdf"), of(before["facts"], path) - 1)
        others = lambda table: [row for row in table if path not in row and "moved.pdf" not in row]
        for table in TABLES:
            if table != "pairings":
                self.assertEqual(others(after[table]), others(before[table]), table)

    def test_other_bytes_are_another_document(self):
        self.load(self.out, "bytes")
        again = scratch()
        (again / "samples/yuan").mkdir(parents=True)
        plant(SAMPLES / "yuan/yuan.pdf", "7,614,560", "9,614,560", again / "samples/yuan/yuan.pdf")
        extract("-q", "-f", "csv", "-o", again / "out", "samples", cwd=again, status=1)
        before = self.content("bytes")
        # By default a path holds one document: of this one the database says what a new one would, of the others what it said.
        self.load(again / "out", "bytes")
        self.load(again / "out", "fresh")
        exchanged, fresh, path = self.content("bytes"), self.content("fresh"), "samples/yuan/yuan.pdf"
        for table in TABLES:
            self.assertEqual([row for row in exchanged[table] if path in row], fresh[table], table)
            self.assertEqual([row for row in exchanged[table] if path not in row], [row for row in before[table] if path not in row], table)
        self.assertNotEqual(fresh["checks"], [row for row in before["checks"] if path in row])
        # As history both stay.
        self.load(self.out, "history")
        self.load(again / "out", "history", "--replace", "document")
        self.assertEqual(self.ask("SELECT COUNT(*), COUNT(DISTINCT document_id) FROM history.documents WHERE path = 'samples/yuan/yuan.pdf'"), [["2", "2"]])

    def test_what_was_compared_with_an_exchanged_document_goes_with_it(self):
        self.load(self.out, "compared")
        pairs = "SELECT path FROM compared.pairings WHERE other_path = 'samples/yuan-2025/yuan-2025.pdf' UNION ALL SELECT path FROM compared.checks WHERE other_path = 'samples/yuan-2025/yuan-2025.pdf'"
        self.assertGreater(len(self.ask(pairs)), 1)
        # Last year's document alone is exchanged, and loaded alone.
        again = scratch()
        (again / "samples/yuan-2025").mkdir(parents=True)
        exchanged = again / "samples/yuan-2025/yuan-2025.pdf"
        exchanged.write_bytes((SAMPLES / "yuan-2025/yuan-2025.pdf").read_bytes() + b"% published again\n")
        own = len(self.ask("SELECT 1 FROM compared.checks WHERE path = 'samples/yuan/yuan.pdf' AND other_path IS NULL"))
        extract("-q", "-f", "csv", "-o", again / "out", "samples", cwd=again)
        self.load(again / "out", "compared")
        self.assertEqual(self.ask(pairs), [])
        self.assertEqual(len(self.ask("SELECT 1 FROM compared.checks WHERE path = 'samples/yuan/yuan.pdf'")), own, "its own stay")

    def test_the_whole_can_be_replaced(self):
        self.load(self.out, "all")
        again = scratch()
        shutil.copy(SAMPLES / "yuan/yuan.pdf", again / "only.pdf")
        extract("-q", "-f", "csv", "-o", again / "out", "only.pdf", cwd=again)
        self.load(again / "out", "all")
        self.assertGreater(len(self.ask('SELECT 1 FROM "all".documents')), 1, "other paths stay")
        self.load(again / "out", "all", "--replace", "all")
        self.assertEqual(self.ask('SELECT path FROM "all".documents'), [["only.pdf"]])
        for table in TABLES:
            self.assertEqual(len(self.content("all")[table]), len(rows(again / "out", table)), table)

    def test_a_load_that_fails_changes_nothing(self):
        self.load(self.out, "whole")
        before = self.content("whole")
        broken = scratch() / "out"
        shutil.copytree(self.out, broken)
        with open(broken / "notes.csv", "a", encoding="utf-8") as notes:
            notes.write("too,few,columns\n")
        said = self.load(broken, "whole", status=2).stderr
        self.assertIn("notes.csv", said)
        self.assertEqual(self.content("whole"), before)

    def test_errors_say_what_is_wrong(self):
        wrong = {
            f"postgres://{USER}@127.0.0.1:1/postgres": "refused",
            f"postgres://{USER}@127.0.0.1:{self.port}/nowhere": 'database "nowhere" does not exist',
            f"postgres://nobody@127.0.0.1:{self.port}/postgres": 'role "nobody" does not exist',
        }
        for url, reason in wrong.items():
            with self.subTest(url):
                said = extract("load", url, "--from", self.out, status=2).stderr
                self.assertTrue(said.startswith("error: cannot connect: "), said)
                self.assertIn(reason, said)
                self.assertEqual(said.count("\n"), 1, said)
        said = extract("load", "no url", "--from", self.out, status=2).stderr
        self.assertTrue(said.startswith("error: the connection cannot be understood (invalid connection string"), said)
        self.assertTrue(said.endswith("expected postgres://user:password@host:port/database\n"), said)


if __name__ == "__main__":
    unittest.main()
