"""Reads PDFs with one Python library, as a user of it would: `python readers.py LIBRARY PDF...`. Nothing is written.

All files are read in one process, as `extract` does. pymupdf: the text of every page; pymupdf-tables, pdfplumber and
camelot: the tables of every page, with the library's own defaults. A file that a library cannot read is told and skipped.
"""

import sys
import warnings


def pymupdf(path):
    import pymupdf

    with pymupdf.open(path) as document:
        return sum(len(page.get_text()) for page in document)


def pymupdf_tables(path):
    import pymupdf

    with pymupdf.open(path) as document:
        return sum(len(table.extract()) for page in document for table in page.find_tables().tables)


def pdfplumber(path):
    import pdfplumber

    with pdfplumber.open(path) as document:
        return sum(len(table) for page in document.pages for table in page.extract_tables())


def camelot(path):
    import camelot

    return sum(len(table.df) for table in camelot.read_pdf(path, pages="all"))


READERS = {"pymupdf": pymupdf, "pymupdf-tables": pymupdf_tables, "pdfplumber": pdfplumber, "camelot": camelot}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    read = READERS[sys.argv[1]]
    for path in sys.argv[2:]:
        try:
            read(path)
        except Exception as error:  # whatever a library raises is its answer
            print(f"{sys.argv[1]} could not read {path}: {error}", file=sys.stderr)
