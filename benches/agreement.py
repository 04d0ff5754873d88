"""Facts of two result folders that agree: agreement.py LABEL PDFS TEXTS. Inputs pair up by their name without ending."""

import csv
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path


def facts(folder):
    found = Counter()
    with open(Path(folder) / "facts.csv", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["kind"] not in ("amount", "dash"):
                continue
            key = [Path(row["path"]).stem, row["table_id"] or row["table_title"], row["column_id"] or row["column_label"]]
            key += [row[column] for column in ("code", "name", "project", "side")]
            found[*key, Decimal(row["value"]).normalize() if row["value"] else "-"] += 1
    return found


label, pdfs, texts = sys.argv[1], facts(sys.argv[2]), facts(sys.argv[3])
same, all_ = (pdfs & texts).total(), pdfs.total()
print(f"{label:18} {all_:9} {same:9} {100 * same / max(all_, 1):6.1f} % {(texts - pdfs).total():14}")
