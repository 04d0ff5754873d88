// One document: its contradictions with their pictures, its tables, cards and sentences, and what could not be judged.

/** The document's JSON: base64 of raw deflate, unpacked when it is first looked at. */
async function load(no) {
  if (!opened.has(no)) {
    const packed = Uint8Array.from(atob(document.getElementById('d' + no).textContent.trim()), (char) => char.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    opened.set(no, JSON.parse(await new Response(stream).text()));
  }
  return opened.get(no);
}

const TABS = {
  mismatch: (doc) => checks(doc, 'mismatch'), tables: (doc) => doc.tables.map(tableView), cards: (doc) => doc.cards.map(cardView),
  statements, unjudged: (doc) => [...checks(doc, 'unjudged'), ...obligations(doc)], pairs: (doc) => pairs(doc),
  notes: (doc) => doc.notes.map((note) => el('p', {}, el('code', {}, note.level), ' ', note.message, ' ', whereabouts(note.place))),
  unclaimed: (doc) => doc.ledger.filter((token) => token.claimed_by === 'unclaimed').map((token) => el('p', {}, token.text, ' ', whereabouts(token.place))),
};

async function documentView(no, tab, item) {
  const summary = OVERVIEW.documents.find((each) => each.no === no);
  const doc = await load(no);
  const size = {
    mismatch: doc.checks.filter((check) => check.verdict === 'mismatch').length, tables: doc.tables.length, cards: doc.cards.length,
    statements: doc.statements.length, unjudged: doc.checks.filter((check) => check.verdict === 'unjudged').length + doc.obligations.length, pairs: pairsOf(doc).length,
    notes: doc.notes.length, unclaimed: doc.ledger.filter((token) => token.claimed_by === 'unclaimed').length,
  };
  const chosen = tab in TABS ? tab : size.mismatch ? 'mismatch' : 'tables';
  const tabs = Object.keys(TABS).map((key) => el('a', { role: 'tab', href: `#/d/${no}/${key}`, 'aria-selected': String(key === chosen), id: 'tab-' + key, class: size[key] ? null : 'none' },
    `${say('tab_' + key)} ${size[key]}`));
  const content = TABS[chosen](doc);
  const body = el('div', { role: 'tabpanel', id: 'panel' }, content.length ? content : el('p', { class: 'faint' }, say('nothing')));
  const title = summary.issuer || summary.stem;
  const facts = [summary.year, summary.region, named(summary.disclosure), summary.pages && `${summary.pages} ${say('pages')}`, summary.path].filter(Boolean).join(' · ');
  document.getElementById('trail').textContent = '› ' + title;
  setTimeout(() => reveal(item));
  return [el('h1', {}, title), el('p', { class: 'faint' }, facts), el('div', { role: 'tablist' }, tabs), body];
}

function reveal(item) {
  const target = item && document.getElementById('c' + item);
  if (!target) return;
  target.open = true;
  target.scrollIntoView({ block: 'center' });
  target.querySelector('summary').focus();
}

function whereabouts(place) {
  const page = place && place.page ? numbered('page', place.page) : place && place.line ? numbered('line', place.line) : '';
  return el('span', { class: 'faint' }, page);
}

function checks(doc, verdict) {
  const rank = { error: 0, warning: 1, info: 2 };
  const found = doc.checks.filter((check) => check.verdict === verdict);
  return found.sort((a, b) => rank[a.severity] - rank[b.severity] || a.no - b.no).map((check) => checkView(doc, check));
}

function obligations(doc) {
  const told = (each) => el('li', {}, aboutCheck(each.check_id), ' ', el('span', { class: 'faint' }, each.reason, ' '), el('code', {}, each.check_id));
  return doc.obligations.length ? [el('h2', {}, say('not_judged')), el('ul', { id: 'obligations' }, doc.obligations.map(told))] : [];
}

const aboutCheck = (id) => OVERVIEW.checks[id] ? OVERVIEW.checks[id][language] : '';
const isFollowUp = (check) => check.cause && check.cause.root_check_no !== check.no;

function checkView(doc, check) {
  const details = el('details', { class: `check ${check.verdict} ${check.severity}${isFollowUp(check) ? ' follows' : ''}`, id: 'c' + check.no },
    el('summary', {}, check.message, ' ', el('code', {}, `${named(check.severity)} · ${check.id} · ${check.no}`)));
  let filled = false;
  details.addEventListener('toggle', () => {
    if (details.open && !filled) details.append(...checkDetails(doc, check));
    filled = filled || details.open;
  });
  return details;
}

function checkDetails(doc, check) {
  const unit = check.unit ? ' ' + check.unit : '';
  const sign = check.verdict === 'mismatch' ? { '=': ' ≠', '<=': ' >', '~': ' ≉' }[check.relation] || '' : '';
  const amounts = ['left', 'right', 'difference', 'slack'].filter((key) => check[key] !== null)
    .map((key) => el('li', {}, el('b', {}, amount(check[key]) + unit + (key === 'left' && check.right !== null ? sign : '')), say(key)));
  const told = aboutCheck(check.id);
  const about = told ? el('p', { class: 'faint' }, say('check_note') + ': ' + told) : '';
  const rows = check.operands.map((operand) => el('tr', {}, cell(say(operand.side)), cell(operand.sign), cell(operand.label), cell(operand.printed, 'number'), cell(operand.unit), el('td', {}, whereabouts(operand.place))));
  const head = ['', '', say('operand'), say('printed'), '', say('place')].map((text) => el('th', {}, text));
  const figures = rows.length ? el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows))) : '';
  return [el('ul', { class: 'numbers' }, amounts), ...cause(doc, check), about, crops(doc, check), figures];
}

/** Digits in groups of three; more than six places of a quotient tell nobody anything. */
function amount(text) {
  const [whole, part] = text.split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part ? '.' + part.slice(0, 6) : '');
}

/** Why it fails, what figure is suspected, and the other checks that fail for the same reason. */
function cause(doc, check) {
  if (!check.cause) return [];
  const no = OVERVIEW.documents.find((each) => each.path === doc.path).no;
  const link = (other) => el('a', { href: `#/d/${no}/mismatch/${other}` }, '#' + other);
  if (isFollowUp(check)) return [el('p', { class: 'cause' }, say('same_cause') + ' ', link(check.cause.root_check_no))];
  const suspect = check.cause.suspect;
  const unit = suspect && suspect.unit ? ' ' + suspect.unit : '';
  const figure = suspect ? [el('br'), `${suspect.of}: `, el('del', {}, suspect.printed), ' → ', el('b', {}, amount(suspect.proposed) + unit), ` (${say('proposed')}) `, whereabouts(suspect.place)] : [];
  const others = check.cause.follow_ups.flatMap((other) => [' ', link(other)]);
  return [el('p', { class: 'cause' }, `${say('cause')}: ${named(check.cause.kind, CAUSES)}`, figure, others.length ? [el('br'), say('follow_ups') + ':', others] : [])];
}

// ---------------------------------------------------------------- pictures

function crops(doc, check) {
  const found = (doc.crops || {})[check.no] || [];
  const missing = !found.length && doc.no_crops && check.verdict === 'mismatch' ? el('p', { class: 'faint' }, say('no_crop') + doc.no_crops) : '';
  return el('div', { class: 'crops' }, missing, found.map(crop));
}

/** A part of a page: glyphs and rulings where they stand, the figures of the check marked. In hundredths of a point. */
function crop(part) {
  const [x0, y0, x1, y1] = part.box;
  const label = numbered('page', part.page) + (part.marks.some(([kind]) => kind === 'suspect') ? ' · ▢ ' + say('suspect') : '');
  const rect = ([left, top, right, bottom], kind) => el('svg:rect', kind === 'suspect'
    ? { class: kind, x: left - 150, y: top - 100, width: right - left + 300, height: bottom - top + 200 }
    : { class: kind, x: left, y: top, width: Math.max(right - left, 40), height: Math.max(bottom - top, 40) });
  const glyph = ([x, y, size, text]) => el('svg:text', { x, y, 'font-size': size }, text);
  const svg = el('svg:svg', { viewBox: `${x0} ${y0} ${x1 - x0} ${y1 - y0}`, width: Math.round((x1 - x0) / 70), role: 'img', 'aria-label': label },
    part.marks.map(([kind, ...box]) => rect(box, kind)), part.rulings.map((box) => rect(box, 'ruling')), part.glyphs.map(glyph));
  const figure = el('figure', {}, svg, el('figcaption', {}, label));
  // Where the picture is wider than the window, its first mark is in sight.
  const middle = part.marks.length ? (part.marks[0][1] + part.marks[0][3]) / 2 / (x1 - x0) : 0;
  setTimeout(() => { figure.scrollLeft = middle * svg.clientWidth - figure.clientWidth / 2; });
  return figure;
}

// ---------------------------------------------------------------- tables, cards, sentences

function tableView(table) {
  const title = [table.number, table.title || table.table_id || '#' + table.no].filter(Boolean).join(' ');
  const pages = table.page_first ? numbered('page', table.page_first === table.page_last ? table.page_first : `${table.page_first}–${table.page_last}`) : '';
  const about = el('h3', {}, title, ' ', el('span', { class: 'faint' }, [table.table_id, table.unit, pages, table.empty ? say('empty') : ''].filter(Boolean).join(' · ')));
  if (!table.rows.length) return el('section', {}, about);
  const lines = table.rows.some((row) => row.side) ? sidesOf(table.rows) : table.rows.map((row) => new Map([['', row]]));
  const slots = [...new Set(lines.flatMap((line) => [...line.keys()]))].sort((a, b) => b[0] === a[0] ? a.localeCompare(b) : a[0] === 'i' ? -1 : 1);
  const columns = new Map(slots.map((slot) => [slot, usedColumns(table, lines.map((line) => line.get(slot)))]));
  const coded = table.rows.some((row) => row.code);
  const head = el('tr', {}, slots.map((slot) => [coded ? el('th', {}, say('code')) : '', el('th', {}, say('name')),
    columns.get(slot).map((column) => el('th', { title: [column.column_id, column.label].filter(Boolean).join(' · ') }, column.label.split('/').pop() || column.no))]));
  const body = el('tbody', {});
  const more = paged(lines, body, (line) => el('tr', { class: line.values().next().value.role }, slots.map((slot) => rowCells(line.get(slot), columns.get(slot), coded))));
  return el('section', {}, about, el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, head), body)), more);
}

const usedColumns = (table, rows) => table.columns.filter((column) => rows.some((row) => row && row.values.some((value) => value.column === column.no)));

/** Rows that stand beside each other on the page: by their number, then by side. */
function sidesOf(rows) {
  const lines = new Map();
  for (const row of rows) {
    const line = lines.get(row.no) || new Map();
    let slot = row.side || 'income';
    while (line.has(slot)) slot += '+';
    lines.set(row.no, line.set(slot, row));
  }
  return [...lines.values()];
}

function rowCells(row, columns, coded) {
  if (!row) return [coded ? cell('') : '', cell(''), columns.map(() => cell(''))];
  const valueCell = (column) => {
    const value = row.values.find((each) => each.column === column.no);
    if (!value) return cell('');
    const unproved = value.placed_by === 'order';
    const kind = (value.kind === 'text' ? '' : 'number') + (unproved ? ' unproved' : '');
    return el('td', { class: kind, title: unproved ? say('unproved') : null }, value.printed);
  };
  return [coded ? cell(row.code) : '', cell([row.name, row.project].filter(Boolean).join(' ')), columns.map(valueCell)];
}

function cardView(card) {
  const money = card.budget_total && [card.budget_total, card.unit].filter(Boolean).join(' ');
  const rows = card.indicators.map((each) => el('tr', {}, cell([each.level1, each.level2].filter(Boolean).join(' / ')), cell(each.level3),
    cell([{ '>=': '≥', '<=': '≤' }[each.operator] || each.operator, each.target ?? each.target_text, each.target_unit].filter(Boolean).join(' ')), cell(each.weight, 'number'), cell(each.basis)));
  const head = ['', say('indicator'), say('target'), say('weight'), say('basis')].map((text) => el('th', {}, text));
  return el('section', {}, el('h3', {}, card.project || card.title || '#' + card.no, ' ', whereabouts(card.place)),
    el('p', { class: 'faint' }, [money && `${say('budget')}: ${money}`, card.goal && `${say('goal')}: ${card.goal}`].filter(Boolean).join(' · ')),
    rows.length ? el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows))) : '');
}

function statements(doc) {
  const body = el('tbody', {});
  const row = (each) => el('tr', {}, cell(each.subject), cell([each.amount, each.unit].filter(Boolean).join(' '), 'number'), cell(each.change, 'number'), cell(each.text), el('td', {}, whereabouts(each.place)));
  const more = paged(doc.statements, body, row);
  const head = [say('name'), say('amount'), say('change'), say('sentence'), say('place')].map((text) => el('th', {}, text));
  return doc.statements.length ? [el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, head)), body)), more] : [];
}
