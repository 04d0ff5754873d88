// The report: data in, views out. Everything shown is put in as text, never as markup.
const OVERVIEW = JSON.parse(document.getElementById('overview').textContent);
const PAGE_OF_ROWS = 200;
const VERDICTS = ['exact', 'rounding', 'mismatch', 'unjudged'];
let language = (navigator.language || 'zh').toLowerCase().startsWith('zh') ? 0 : 1;
const filters = { text: '', year: '', region: '', result: '' };
const opened = new Map();

const say = (key) => WORDS[key] ? WORDS[key][language] : key;
const numbered = (key, number) => say(key).replace('#', number);

/** An element: attributes, then children (strings become text). */
function el(name, attributes, ...children) {
  const node = name.startsWith('svg:')
    ? document.createElementNS('http://www.w3.org/2000/svg', name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}
const cell = (text, kind) => el('td', { class: kind || null }, text === null || text === undefined ? '' : String(text));
const grouped = (number) => number.toLocaleString('en-US');

// ---------------------------------------------------------------- overview

function overview() {
  const list = el('div', {});
  const refresh = () => list.replaceChildren(...heatMap(OVERVIEW.documents.filter(matches)));
  const view = [el('h1', {}, say('title')), totals(), filterBar(refresh), legend(), list, charts()];
  refresh();
  return view;
}

function totals() {
  const sum = (of) => OVERVIEW.documents.reduce((total, each) => total + (of(each) || 0), 0);
  const amounts = sum((each) => each.amounts);
  const share = amounts ? (100 * sum((each) => each.claimed) / amounts).toFixed(2) + ' %' : '–';
  const items = [
    [OVERVIEW.documents.length, 'documents'], [sum((each) => each.pages), 'pages'], [sum((each) => each.tables), 'tables'],
    [sum((each) => each.facts), 'facts'], [sum((each) => each.cards), 'cards'], [sum((each) => each.faults), 'mismatches'],
    [sum((each) => each.status === 'failed' ? 1 : 0), 'failed'],
  ].map(([count, what]) => el('li', {}, el('b', {}, grouped(count)), say(what)));
  return el('ul', { class: 'numbers' }, items, el('li', {}, el('b', {}, share), say('claimed')));
}

function filterBar(refresh) {
  const change = (key) => (event) => { filters[key] = event.target.value; refresh(); };
  const choice = (key, all, values) => el('select', { id: 'filter-' + key, 'aria-label': all, onchange: change(key) },
    el('option', { value: '' }, all),
    values.map(([value, label]) => el('option', { value, selected: filters[key] === value }, label)));
  const known = (key) => [...new Set(OVERVIEW.documents.map((each) => each[key]).filter(Boolean))].sort().map((value) => [String(value), String(value)]);
  const search = el('input', { id: 'search', type: 'search', placeholder: say('search'), 'aria-label': say('search'), oninput: change('text') });
  search.value = filters.text;
  return el('div', { class: 'filters', role: 'search' }, search,
    choice('year', say('all_years'), known('year')), choice('region', say('all_regions'), known('region')),
    choice('result', say('all_results'), [['mismatch', say('with_mismatch')], ['unjudged', say('with_unjudged')], ['clean', say('clean')], ['failed', say('not_read')]]));
}

function matches(document) {
  const text = [document.issuer, document.path, document.region, document.year, document.disclosure].join(' ').toLowerCase();
  const unjudged = Object.values(document.verdicts).some((counts) => counts[3] > 0);
  const result = {
    '': true, mismatch: document.faults > 0, unjudged, failed: document.status === 'failed',
    clean: document.status !== 'failed' && document.faults === 0,
  };
  return filters.text.toLowerCase().split(/\s+/).every((word) => text.includes(word))
    && (!filters.year || String(document.year) === filters.year)
    && (!filters.region || document.region === filters.region) && result[filters.result];
}

function legend() {
  const swatch = (verdict) => el('span', {}, el('i', { style: `background:var(--${verdict})` }), say(verdict));
  return el('div', { class: 'legend' }, VERDICTS.map(swatch), el('span', { class: 'faint' }, say('heat')));
}

function heatMap(documents) {
  const head = el('tr', {}, ['issuer', 'year', 'region', 'kind'].map((key) => el('th', {}, say(key))), OVERVIEW.groups.map((group) => el('th', { title: group }, group)), el('th', {}, say('file')));
  const body = el('tbody', { id: 'documents' });
  const count = el('p', { class: 'faint', 'aria-live': 'polite', id: 'count' }, `${say('shown')} ${documents.length} ${say('of')} ${OVERVIEW.documents.length}`);
  const more = paged(documents, body, heatRow);
  return [count, el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, head), body)), more];
}

function heatRow(document) {
  const name = document.issuer || document.stem;
  const link = document.status === 'failed' ? name : el('a', { href: '#/d/' + document.no }, name);
  const read = document.status === 'failed'
    ? [el('td', { colspan: OVERVIEW.groups.length }, document.error)]
    : OVERVIEW.groups.map((group) => heatCell(document, group));
  return el('tr', {}, el('td', {}, link), cell(document.year), cell(document.region), cell(document.disclosure), read, cell(document.path, 'faint'));
}

function heatCell(document, group) {
  const counts = document.verdicts[group];
  if (!counts) return cell('');
  const verdict = counts[2] ? 'mismatch' : counts[1] ? 'rounding' : counts[0] ? 'exact' : 'unjudged';
  const title = VERDICTS.map((each, at) => `${say(each)} ${counts[at]}`).join(' · ');
  const text = String(counts[2] || counts[0] + counts[1] || counts[3]);
  return el('td', { class: 'heat ' + verdict, title }, counts[2] ? el('a', { href: `#/d/${document.no}/mismatch` }, text) : text);
}

/** Shows the first rows, and a button for the next ones. */
function paged(items, body, row) {
  let shown = 0;
  const more = el('button', { type: 'button', onclick: () => add() });
  const add = () => {
    body.append(...items.slice(shown, shown + PAGE_OF_ROWS).map(row));
    shown = Math.min(shown + PAGE_OF_ROWS, items.length);
    more.hidden = shown >= items.length;
    more.textContent = `${say('more')} (${grouped(items.length - shown)})`;
  };
  add();
  return more;
}

// ---------------------------------------------------------------- spending by function

function charts() {
  const spent = spending();
  if (!spent.length) return '';
  const classes = [...new Set(spent.flatMap((each) => each.functions.map((part) => part[0])))].sort();
  const colour = (code) => `hsl(${Math.round(360 * classes.indexOf(code) / classes.length)} 55% 52%)`;
  const name = new Map(spent.flatMap((each) => each.functions.map((part) => [part[0], part[1]])));
  const key = el('div', { class: 'legend' }, classes.map((code) => el('span', {}, el('i', { style: `background:${colour(code)}` }), `${code} ${name.get(code)}`)));
  const chart = (title, sums) => el('section', {}, el('h3', {}, title), sums.map(([label, parts]) => bar(label, parts, sums[0][2], colour, name)));
  return el('section', { id: 'functions' }, el('h2', {}, say('functions')), el('p', { class: 'faint' }, say('functions_note')), key,
    el('div', { class: 'charts' }, chart(say('by_year'), sumsBy(spent, 'year')), chart(say('by_issuer'), sumsBy(spent, 'issuer').slice(0, 30))));
}

/** One document an issuer and year, the first by path. */
function spending() {
  const chosen = new Map();
  for (const each of OVERVIEW.documents) {
    const key = each.issuer + '|' + each.year;
    if (each.issuer && each.functions && each.functions.length && !chosen.has(key)) chosen.set(key, each);
  }
  return [...chosen.values()];
}

function sumsBy(spent, key) {
  const sums = new Map();
  for (const each of spent) {
    const parts = sums.get(each[key]) || new Map();
    for (const [code, , yuan] of each.functions) parts.set(code, (parts.get(code) || 0) + Number(yuan));
    sums.set(each[key], parts);
  }
  const whole = (parts) => [...parts.values()].reduce((a, b) => a + b, 0);
  const rows = [...sums].map(([label, parts]) => [String(label ?? '–'), parts, whole(parts)]);
  return rows.sort((a, b) => b[2] - a[2]);
}

function bar(label, parts, longest, colour, name) {
  const whole = [...parts.values()].reduce((a, b) => a + b, 0);
  const share = (yuan) => (100 * Math.max(yuan, 0) / (longest || 1)).toFixed(3) + '%';
  const money = (yuan) => grouped(Math.round(yuan / 10000)) + ' 万元';
  const piece = ([code, yuan]) => el('i', { style: `width:${share(yuan)};background:${colour(code)}`, title: `${code} ${name.get(code)}: ${money(yuan)}` });
  return el('div', { class: 'bar' }, el('span', { title: label }, label), el('div', {}, [...parts].sort().map(piece)), el('span', {}, money(whole)));
}

// ---------------------------------------------------------------- one document

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
  statements, unjudged: (doc) => checks(doc, 'unjudged'),
  notes: (doc) => doc.notes.map((note) => el('p', {}, el('code', {}, note.level), ' ', note.message, ' ', whereabouts(note.place))),
  unclaimed: (doc) => doc.ledger.filter((token) => token.claimed_by === 'unclaimed').map((token) => el('p', {}, token.text, ' ', whereabouts(token.place))),
};

async function documentView(no, tab, item) {
  const summary = OVERVIEW.documents.find((each) => each.no === no);
  const doc = await load(no);
  const size = {
    mismatch: doc.checks.filter((check) => check.verdict === 'mismatch').length, tables: doc.tables.length, cards: doc.cards.length,
    statements: doc.statements.length, unjudged: doc.checks.filter((check) => check.verdict === 'unjudged').length,
    notes: doc.notes.length, unclaimed: doc.ledger.filter((token) => token.claimed_by === 'unclaimed').length,
  };
  const chosen = tab in TABS ? tab : size.mismatch ? 'mismatch' : 'tables';
  const tabs = Object.keys(TABS).map((key) => el('a', { role: 'tab', href: `#/d/${no}/${key}`, 'aria-selected': String(key === chosen), id: 'tab-' + key },
    el('button', { type: 'button', tabindex: '-1', 'aria-pressed': String(key === chosen) }, `${say('tab_' + key)} ${size[key]}`)));
  const content = TABS[chosen](doc);
  const body = el('div', { role: 'tabpanel', id: 'panel' }, content.length ? content : el('p', { class: 'faint' }, say('nothing')));
  const title = summary.issuer || summary.stem;
  const facts = [summary.year, summary.region, summary.disclosure, `${summary.pages} ${say('pages')}`, summary.path].filter(Boolean).join(' · ');
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
  const order = { error: 0, warning: 1, info: 2 };
  const found = doc.checks.filter((check) => check.verdict === verdict);
  return found.sort((a, b) => order[a.severity] - order[b.severity] || a.no - b.no).map((check) => checkView(doc, check));
}

function checkView(doc, check) {
  const details = el('details', { class: `check ${check.verdict} ${check.severity}`, id: 'c' + check.no },
    el('summary', {}, check.message, ' ', el('code', {}, `${check.severity} · ${check.id} · ${check.no}`)));
  let filled = false;
  details.addEventListener('toggle', () => {
    if (details.open && !filled) details.append(...checkDetails(doc, check));
    filled = filled || details.open;
  });
  return details;
}

function checkDetails(doc, check) {
  const unit = check.unit ? ' ' + check.unit : '';
  const amounts = ['left', 'right', 'difference', 'slack'].filter((key) => check[key] !== null)
    .map((key) => el('li', {}, el('b', {}, check[key] + unit), say(key)));
  const told = OVERVIEW.checks[check.id];
  const about = told ? el('p', { class: 'faint' }, say('check_note') + ': ' + told[language]) : '';
  const cause = check.cause ? el('p', {}, `${say('cause')}: ${check.cause}`, check.proposed ? ` · ${say('proposed')}: ${check.proposed}` : '') : '';
  const rows = check.operands.map((operand) => el('tr', {}, cell(say(operand.side)), cell(operand.sign), cell(operand.label), cell(operand.printed, 'number'), cell(operand.unit), el('td', {}, whereabouts(operand.place))));
  const head = ['', '', say('operand'), say('printed'), '', say('place')].map((text) => el('th', {}, text));
  const figures = rows.length ? el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows))) : '';
  return [el('ul', { class: 'numbers' }, amounts), cause, about, crops(doc, check), figures];
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
  const label = numbered('page', part.page);
  const rect = ([left, top, right, bottom], kind) => el('svg:rect', { class: kind, x: left, y: top, width: Math.max(right - left, 40), height: Math.max(bottom - top, 40) });
  const glyph = ([x, y, size, text]) => el('svg:text', { x, y, 'font-size': size }, text);
  const svg = el('svg:svg', { viewBox: `${x0} ${y0} ${x1 - x0} ${y1 - y0}`, width: Math.round((x1 - x0) / 70), role: 'img', 'aria-label': label },
    part.marks.map(([kind, ...box]) => rect(box, kind)), part.rulings.map((box) => rect(box, 'ruling')), part.glyphs.map(glyph));
  return el('figure', {}, svg, el('figcaption', {}, label));
}

// ---------------------------------------------------------------- tables, cards, sentences

function tableView(table) {
  const title = [table.number, table.title || table.table_id || '#' + table.no].filter(Boolean).join(' ');
  const pages = table.page_first ? numbered('page', table.page_first === table.page_last ? table.page_first : `${table.page_first}–${table.page_last}`) : '';
  const about = el('h3', {}, title, ' ', el('span', { class: 'faint' }, [table.table_id, table.unit, pages, table.empty ? say('empty') : ''].filter(Boolean).join(' · ')));
  if (!table.rows.length) return el('section', {}, about);
  const used = table.columns.filter((column) => table.rows.some((row) => row.values.some((value) => value.column === column.no)));
  const head = el('tr', {}, el('th', {}, say('code')), el('th', {}, say('name')), used.map((column) => el('th', { title: column.column_id || '' }, column.label.split('/').pop() || column.no)));
  const body = el('tbody', {});
  const more = paged(table.rows, body, (row) => tableRow(row, used));
  return el('section', {}, about, el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, head), body)), more);
}

function tableRow(row, columns) {
  const valueCell = (column) => {
    const value = row.values.find((each) => each.column === column.no);
    if (!value) return cell('');
    const unproved = value.placed_by === 'order';
    const kind = (value.kind === 'text' ? '' : 'number') + (unproved ? ' unproved' : '');
    return el('td', { class: kind, title: unproved ? say('unproved') : null }, value.printed);
  };
  const name = [row.side ? `[${row.side}]` : '', row.name, row.project].filter(Boolean).join(' ');
  return el('tr', { class: row.role }, cell(row.code), cell(name), columns.map(valueCell));
}

function cardView(card) {
  const money = [card.budget_total, card.unit].filter(Boolean).join(' ');
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

// ---------------------------------------------------------------- the page around it

async function show() {
  const [, kind, no, tab, item] = location.hash.split('/');
  document.title = document.getElementById('home').textContent = say('title');
  document.documentElement.lang = language === 0 ? 'zh' : 'en';
  document.getElementById('language').textContent = say('language');
  document.getElementById('skip').textContent = say('skip');
  document.getElementById('trail').textContent = '';
  const isDocument = kind === 'd' && document.getElementById('d' + no);
  const view = isDocument ? await documentView(Number(no), tab, item) : overview();
  document.getElementById('main').replaceChildren(...view.filter((part) => part !== ''));
}

const isTyping = () => /^(INPUT|SELECT|TEXTAREA)$/.test((document.activeElement || {}).tagName);

function keyPressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') { location.hash = '#/'; return; }
  if (isTyping()) return;
  if (event.key === '/') {
    const search = document.getElementById('search');
    if (search) { event.preventDefault(); search.focus(); }
  } else if (event.key === 'j' || event.key === 'k') {
    const stops = [...document.querySelectorAll('#documents a:first-child, details.check > summary')];
    const at = stops.indexOf(document.activeElement);
    const next = stops[Math.min(Math.max(at + (event.key === 'j' ? 1 : -1), 0), stops.length - 1)];
    if (next) next.focus();
  }
}

document.getElementById('language').addEventListener('click', () => { language = 1 - language; show(); });
window.addEventListener('hashchange', async () => { await show(); window.scrollTo(0, 0); });
window.addEventListener('keydown', keyPressed);
show();
