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
        self.assertEqual(len(self.documents), 5)
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


if __name__ == "__main__":
    unittest.main()
