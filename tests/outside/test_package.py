"""`datapackage.json` is valid, and so is every row of every CSV table by it: types, keys and references."""

import csv
import json
import shutil
import unittest

import frictionless

from extract import SAMPLES, TABLES, extract, plant, results, scratch


def validate(folder):
    """What Frictionless finds wrong with the package, keys and references included."""
    # The folder lies outside the working folder; Frictionless must be told that it is trusted.
    frictionless.system.trusted = True
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return [error for error, in report.flatten(["message"])]


class Package(unittest.TestCase):
    def test_every_table_of_the_samples_is_valid(self):
        package = json.loads((results() / "datapackage.json").read_text(encoding="utf-8"))
        self.assertEqual([resource["name"] for resource in package["resources"]], TABLES)
        self.assertEqual(validate(results()), [])

    def test_a_failed_input_and_a_contradiction_are_valid_too(self):
        home = scratch()
        (home / "in").mkdir()
        plant(SAMPLES / "yuan/yuan.pdf", "7,614,560", "9,614,560", home / "in/yuan.pdf")
        shutil.copy(SAMPLES / "yuan-2025/yuan-2025.pdf", home / "in")
        (home / "in/empty.pdf").write_bytes(b"")
        extract("-q", "-f", "csv", "--csv-safe", "in", cwd=home, status=2)
        self.assertEqual(validate(home / "out"), [])

    def test_some_tables_are_a_package_of_their_own(self):
        out = scratch()
        extract("-q", "-f", "csv", "--tables", "facts,checks", "-o", out, "samples")
        self.assertEqual(validate(out), [])

    def test_what_is_broken_is_found(self):
        out = scratch() / "out"
        shutil.copytree(results(), out)
        with open(out / "tables.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        rows.append(rows[1])
        rows.append([*rows[2][:1], "nowhere.pdf", "one", *rows[2][3:]])
        with open(out / "tables.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        said = " ".join(validate(out))
        for what in ["the same as in the row", "type is", "foreign key"]:
            self.assertIn(what, said)

    def test_a_word_of_no_vocabulary_is_found(self):
        out = scratch() / "out"
        shutil.copytree(results(), out)
        checks = (out / "checks.csv").read_text(encoding="utf-8")
        (out / "checks.csv").write_text(checks.replace(",exact,", ",nearly,", 1), encoding="utf-8")
        said, = validate(out)
        self.assertIn("verdict", said)
        self.assertIn("enum", said)


if __name__ == "__main__":
    unittest.main()
