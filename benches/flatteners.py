"""One PDF → the text that a Python package makes of it, on standard output: flatteners.py pypdf|pdfminer|pymupdf FILE"""

import sys


def pypdf(path):
    from pypdf import PdfReader
    return "\f".join(page.extract_text() for page in PdfReader(path).pages)


def pdfminer(path):
    from pdfminer.high_level import extract_text
    return extract_text(path)


def pymupdf(path):
    import pymupdf
    with pymupdf.open(path) as pages:
        return "\f".join(page.get_text() for page in pages)


package, path = sys.argv[1:]
text = {"pypdf": pypdf, "pdfminer": pdfminer, "pymupdf": pymupdf}[package](path)
sys.stdout.buffer.write(text.encode("utf-8", "replace"))
