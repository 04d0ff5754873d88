-- What disclosures.sqlite has besides the rows. Run once, after them.

CREATE INDEX documents_by_id ON documents (document_id);
CREATE INDEX documents_by_issuer ON documents (issuer, fiscal_year);
CREATE UNIQUE INDEX tables_key ON tables (path, table_no);
CREATE INDEX tables_by_document ON tables (document_id);
CREATE INDEX facts_by_document ON facts (document_id, table_no, row_no);
CREATE INDEX facts_by_code ON facts (table_id, code, column_id);
CREATE UNIQUE INDEX cards_key ON cards (path, card_no);
CREATE INDEX cards_by_document ON cards (document_id);
CREATE UNIQUE INDEX indicators_key ON indicators (path, card_no, indicator_no);
CREATE INDEX indicators_by_document ON indicators (document_id);
CREATE INDEX statements_by_document ON statements (document_id);
CREATE INDEX checks_by_document ON checks (document_id);
CREATE INDEX checks_by_verdict ON checks (verdict, check_id);
CREATE INDEX ledger_by_claim ON ledger (claimed_by, document_id);
CREATE INDEX notes_by_document ON notes (document_id, note_id);

-- Amounts with the document they belong to. `fen` is the amount in whole 分, rounded; `yuan` is exact, as text.
CREATE VIEW facts_yuan AS
SELECT d.issuer, d.region, d.fiscal_year, d.disclosure, f.document_id, f.path, f.table_no, f.table_id, f.page,
       f.row_no, f.row_role, f.code, f.name, f.project, f.side, f.column_id, f.column_label, f.printed, f.yuan,
       CAST(ROUND(f.yuan * 100) AS INTEGER) AS fen, f.placed_by
FROM facts f JOIN documents d ON d.path = f.path
WHERE f.kind = 'amount';

-- Contradictions, the gravest first.
CREATE VIEW mismatches AS
SELECT d.issuer, d.fiscal_year, c.*
FROM checks c JOIN documents d ON d.path = c.path
WHERE c.verdict = 'mismatch'
ORDER BY CASE c.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, c.path, c.check_no;

-- For each document and group of checks how many there are of each verdict.
CREATE VIEW verdicts AS
SELECT path, "group", SUM(verdict = 'exact') AS exact, SUM(verdict = 'rounding') AS rounding,
       SUM(verdict = 'mismatch') AS mismatch, SUM(verdict = 'unjudged') AS unjudged
FROM checks GROUP BY path, "group";

-- What no reader understood.
CREATE VIEW unclaimed AS
SELECT path, page, line, text, value FROM ledger WHERE claimed_by = 'unclaimed';
