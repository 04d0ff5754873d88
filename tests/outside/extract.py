"""The built binary and the samples, for every test of this folder."""

import atexit
import csv
import functools
import os
import re
import shutil
import subprocess
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
BINARY = os.environ["EXTRACT"]

TABLES = ["documents", "tables", "facts", "cards", "indicators", "statements", "checks", "ledger", "notes", "pairings"]

csv.field_size_limit(1 << 30)


def scratch() -> Path:
    """An empty folder that is removed when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="yusuan-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def extract(*words, status=0, cwd=ROOT) -> subprocess.CompletedProcess:
    """Runs `extract`; it must end with `status`."""
    done = subprocess.run([BINARY, *map(str, words)], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == status, f"extract {words} ended with {done.returncode}, not {status}:\n{done.stderr}"
    return done


@functools.cache
def results() -> Path:
    """The samples in every format; nothing in them is wrong, so the exit status is 0."""
    out = scratch()
    extract("-q", "-f", "json,csv,ndjson,parquet,sqlite", "-o", out, "samples")
    return out


def rows(folder: Path, table: str) -> list[dict]:
    """The rows of a CSV table; an empty field is None."""
    with open(folder / f"{table}.csv", newline="", encoding="utf-8") as file:
        return [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]


def plant(pdf: Path, printed: str, instead: str, to: Path) -> None:
    """Copies a sample PDF that shows one character an operator, with `printed` changed to `instead` where it first stands.

    The page's stream keeps its length, so that the file needs no other change.
    """
    content = pdf.read_bytes()
    between = rb"> Tj [0-9.]+ 0 Td <"
    wanted = re.compile(between.join(b"%02X" % ord(character) for character in printed))
    for head in re.finditer(rb"<</Length (\d+)/Filter/FlateDecode>>\s*stream\r?\n", content):
        begin, end = head.end(), head.end() + int(head[1])
        page = zlib.decompress(content[begin:end])
        found = wanted.search(page)
        if not found:
            continue
        shown = list(re.finditer(rb"([0-9A-F]{2})(?=>|$)", found[0]))
        changed = bytearray(page)
        for operator, character in zip(shown, instead, strict=True):
            changed[found.start() + operator.start():found.start() + operator.end()] = b"%02X" % ord(character)
        packed = zlib.compress(bytes(changed), 9)
        assert len(packed) <= end - begin, "the changed page does not fit into its stream"
        # What follows the end of the compressed data is no part of it (RFC 1950, 2.2).
        to.write_bytes(content[:begin] + packed.ljust(end - begin, b"\0") + content[end:])
        return
    raise AssertionError(f"{pdf} does not print {printed}")
