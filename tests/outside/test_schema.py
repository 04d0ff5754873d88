"""`extract schema` against every document of the samples, by another implementation of JSON Schema."""

import copy
import json
import unittest

import jsonschema

from extract import extract, results


class Schema(unittest.TestCase):
    def setUp(self):
        self.schema = json.loads(extract("schema").stdout)
        self.validator = jsonschema.Draft202012Validator(self.schema)
        self.documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((results() / "documents").glob("*.json"))]

    def test_it_is_a_schema_of_draft_2020_12(self):
        self.assertEqual(self.schema["$schema"], "https://json-schema.org/draft/2020-12/schema")
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def test_every_document_is_valid(self):
        self.assertEqual(len(self.documents), 10)
        for document in self.documents:
            self.assertEqual([error.message for error in self.validator.iter_errors(document)], [], document["path"])

    def test_broken_documents_are_not(self):
        def broken(change):
            document = copy.deepcopy(self.documents[0])
            change(document)
            return not self.validator.is_valid(document)

        self.assertTrue(broken(lambda document: document.pop("checks")), "a key is missing")
        self.assertTrue(broken(lambda document: document.update(version="1")), "a number as text")
        self.assertTrue(broken(lambda document: document["checks"][0].update(verdict=None)), "no verdict")
        self.assertTrue(broken(lambda document: document["checks"][0].update(left=1.5)), "an amount as a float")
        self.assertTrue(broken(lambda document: document.update(version=2)), "another version")

    def test_closed_vocabularies_are_enums(self):
        words = {}

        def collect(name, node):
            """Every property with an enum, also of one that may be null."""
            for option in [node, *node.get("anyOf", [])]:
                words.setdefault(name, set()).update(option.get("enum", []))
            for key, inner in node.get("properties", {}).items():
                collect(f"{name}.{key}", inner)

        collect("Document", self.schema)
        for name, definition in self.schema["$defs"].items():
            collect(name, definition)
        words = {name: listed for name, listed in words.items() if listed}
        expected = {
            "Document.source": {"pdf", "text"},
            "Check.verdict": {"exact", "rounding", "mismatch", "unjudged"},
            "Check.severity": {"error", "warning", "info"},
            "Check.relation": {"=", "<=", "~"},
            "Row.role": {"detail", "subtotal", "total", "heading"},
            "Value.kind": {"amount", "dash", "text", "percent", "count"},
            "Value.placed_by": {"cell", "arithmetic", "order"},
            "Operand.sign": {"+", "-"},
        }
        for name, listed in expected.items():
            self.assertEqual(words[name] - {None}, listed, name)
        self.assertEqual(len(words), 21, sorted(words))

    def test_a_foreign_word_is_refused_wherever_a_vocabulary_is_closed(self):
        changes = {
            "status": lambda document: document,
            "disclosure": lambda document: document["cover"],
            "verdict": lambda document: document["checks"][0],
            "severity": lambda document: document["checks"][0],
            "relation": lambda document: document["checks"][0],
            "role": lambda document: document["tables"][0]["rows"][0],
            "placed_by": lambda document: next(value for table in document["tables"] for row in table["rows"] for value in row["values"]),
            "state": lambda document: document["obligations"][0],
            "level": lambda document: document["notes"][0],
            "claimed_by": lambda document: document["ledger"][0],
        }
        for key, part in changes.items():
            document = copy.deepcopy(next(document for document in self.documents if document["notes"]))
            part(document)[key] = "of no vocabulary"
            self.assertFalse(self.validator.is_valid(document), key)


if __name__ == "__main__":
    unittest.main()
