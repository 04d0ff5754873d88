"""The commands of docs/*.md do what they say: every `sh`, `sql` and `python` block is run, in order, over the samples."""

import os
import re
import shutil
import subprocess
import sys
import unittest

import duckdb

from extract import BINARY, ROOT, SAMPLES, rows, scratch
from test_postgres import Server

DOCS = ROOT / "docs"

# 三公经费 of the samples as their sources print it, in 万元.
SPENT = [
    ("河州市松泉县应急管理局", 2023, "department_final", 32.031613, "one source"),
    ("东州市民政局", 2026, "department_budget", 31.13, "table and text agree"),
    ("临州市海东县交通运输局", 2024, "unit_budget", 23.94, "table and text agree"),
    ("长州市丰松县卫生健康委员会", 2019, "department_final", 20.911067, "one source"),
    ("桂州市教育局", 2020, "unit_budget", 16.48, "table and text agree"),
    ("云州市临溪区水务局", 2024, "department_final", 13.16, "table and text agree"),
    ("云州市青石区文化和旅游局", 2026, "department_budget", 7.5, "table and text agree"),
    ("新疆博湖县芦苇资源管理站", 2025, "department_budget", 4.5, "table and text agree"),
    ("上海市青浦湾档案服务中心", 2025, "unit_budget", 0.8, "table and text agree"),
    ("上海市青浦湾档案服务中心", 2026, "unit_budget", 0.8, "table and text agree"),
]


def blocks(guide, *languages):
    """The code blocks of a guide, as (language, text)."""
    text = (DOCS / f"{guide}.md").read_text(encoding="utf-8")
    return [(language, code) for language, code in re.findall(r"^```(\w+)\n(.*?)^```", text, re.M | re.S) if language in languages]


class Guide(unittest.TestCase):
    def setUp(self):
        self.home = scratch()
        (self.home / "bin").mkdir()
        (self.home / "bin/extract").symlink_to(BINARY)
        (self.home / "disclosures").mkdir()
        for sample in [*SAMPLES.glob("*/*.pdf"), *SAMPLES.glob("*/flattened.txt")]:
            shutil.copy(sample, self.home / "disclosures")

    def run_as(self, program, code, **variables):
        path = f"{self.home / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run([*program, code], cwd=self.home, env={**os.environ, "PATH": path, **variables}, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, f"{code}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def sh(self, code, **variables):
        # `pipefail` is left out: `head -1` ends a stream early on purpose.
        return self.run_as(["sh", "-euc"], code, **variables)


class Researchers(Guide):
    def test_from_a_folder_to_a_chart(self):
        answers = []
        for language, code in blocks("researchers", "sh", "sql", "python"):
            if language == "sh":
                self.sh(code)
            elif language == "python":
                answers.append(self.run_as([sys.executable, "-c"], code))
            else:
                path = f"SET file_search_path = '{self.home}';"
                answers.append(duckdb.connect().execute(path + code).fetchall())
        query, chart = answers
        self.assertTrue((self.home / "results/report.html").exists())
        # The answer is in floating point.
        self.assertEqual([(*who, round(spent, 6), told) for *who, spent, told in query], SPENT)
        self.assertIn("云州市青石区文化和旅游局", chart)
        self.assertIn("教育支出", chart)


class DataTeams(Server, Guide):
    def test_every_command_and_query(self):
        for language, code in blocks("data-teams", "sh", "sql"):
            if language == "sh":
                self.sh(code, DATABASE=self.url)
            else:
                self.ask(code)
        for table in ["documents", "facts"]:
            self.assertEqual(self.ask(f"SELECT count(*) FROM yusuan.{table}"), [[str(len(rows(self.home / "results", table)))]])


class Forms(Guide):
    def test_a_city(self):
        (language, code), = blocks("forms-and-checks", "sh")
        self.sh(code)
        self.assertTrue((self.home / "mine/report.html").exists())
        found = {row["table_id"] for row in rows(self.home / "mine", "tables") if row["path"] == "disclosures/budget.pdf"}
        self.assertIn("general_public", found)

    def test_the_cases_shown_are_those_of_the_check(self):
        text = (DOCS / "forms-and-checks.md").read_text(encoding="utf-8")
        case = (ROOT / "src/reconcile/cases/amount-out-of-scale.txt").read_text(encoding="utf-8")
        self.assertIn(f"```\n{case.strip()}\n```", text)


if __name__ == "__main__":
    unittest.main()
