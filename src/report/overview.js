// The overview: all documents with their checks as a heat map, what belongs together, and what is spent on what.

function overview() {
  const list = el('div', {});
  const refresh = () => list.replaceChildren(...heatMap(sorted(OVERVIEW.documents.filter(matches)), refresh));
  const view = [el('h1', {}, say('title')), totals(), filterBar(refresh), legend(), list, pairings(OVERVIEW.pairings.pairs), charts()];
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
  const text = [document.issuer, document.path, document.region, document.year, document.disclosure, named(document.disclosure)].join(' ').toLowerCase();
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

/** What a column is sorted by; of a group of checks its mismatches. */
const sortKey = (document, column) => GROUPS.includes(column) ? (document.verdicts[column] || [0, 0, 0])[2]
  : { issuer: document.issuer || document.stem, kind: named(document.disclosure), file: document.path }[column] ?? document[column] ?? '';

function sorted(documents) {
  if (!order.by) return documents;
  const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh');
  const up = [...documents].sort((a, b) => compare(sortKey(a, order.by), sortKey(b, order.by)));
  return order.down ? up.reverse() : up;
}

function heatMap(documents, refresh) {
  const arrow = (column) => order.by === column ? (order.down ? ' ↓' : ' ↑') : '';
  const choose = (column) => () => {
    // Counts are looked at from the highest down.
    Object.assign(order, order.by === column ? { down: !order.down } : { by: column, down: GROUPS.includes(column) });
    refresh();
    document.getElementById('sort-' + column).focus();
  };
  const heading = (column, text, kind) => el('th', { class: kind, 'aria-sort': order.by === column ? (order.down ? 'descending' : 'ascending') : null },
    el('button', { type: 'button', id: 'sort-' + column, title: `${named(column)} · ${say('sort')}`, onclick: choose(column) }, text + arrow(column)));
  const head = el('tr', {}, ['issuer', 'year', 'region', 'kind'].map((key) => heading(key, say(key), key === 'issuer' ? null : 'wide')),
    GROUPS.map((group) => heading(group, group)), heading('file', say('file'), 'wide'));
  const body = el('tbody', { id: 'documents' });
  const count = el('p', { class: 'faint', 'aria-live': 'polite', id: 'count' }, `${say('shown')} ${documents.length} ${say('of')} ${OVERVIEW.documents.length}`);
  const more = paged(documents, body, heatRow);
  const none = documents.length ? '' : el('p', { class: 'faint' }, say('no_documents'));
  return [count, el('div', { class: 'scroll heatmap' }, el('table', {}, el('thead', {}, head), body)), none, more];
}

function heatRow(document) {
  const name = document.issuer || document.stem;
  const link = document.status === 'failed' ? name : el('a', { href: '#/d/' + document.no }, name);
  const read = document.status === 'failed'
    ? [el('td', { colspan: GROUPS.length }, document.error)]
    : GROUPS.map((group) => heatCell(document, group));
  const short = [document.year, document.region].filter(Boolean).join(' · ');
  return el('tr', {}, el('td', { class: 'issuer' }, link, el('small', { class: 'narrow faint' }, short)), cell(document.year, 'wide'),
    cell(document.region, 'wide'), cell(named(document.disclosure), 'wide'), read, el('td', { class: 'wide faint', title: document.path }, fileName(document.path)));
}

function heatCell(document, group) {
  const counts = document.verdicts[group];
  if (!counts) return cell('');
  const verdict = counts[2] ? 'mismatch' : counts[1] ? 'rounding' : counts[0] ? 'exact' : 'unjudged';
  const title = named(group) + ': ' + VERDICTS.map((each, at) => `${say(each)} ${counts[at]}`).join(' · ');
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
  const chart = (title, sums) => el('section', {}, el('h3', {}, title), sums.map(([label, parts]) => bar(label, parts, Math.max(...sums.map((each) => each[2])), colour, name)));
  return el('section', { id: 'functions' }, el('h2', {}, say('functions')), el('p', { class: 'faint' }, say('functions_note')), key,
    el('div', { class: 'charts' }, chart(say('by_year'), sumsBy(spent, 'year').sort((a, b) => a[0].localeCompare(b[0]))), chart(say('by_issuer'), sumsBy(spent, 'issuer').slice(0, 30))));
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

// ---------------------------------------------------------------- documents that belong together

const pairsOf = (doc) => OVERVIEW.pairings.pairs.filter((pair) => pair.path === doc.path || pair.other === doc.path);

function pairs(doc) {
  const found = pairsOf(doc);
  const between = OVERVIEW.pairings.checks.filter((check) => check.path === doc.path || check.other === doc.path);
  const place = (path, page) => el('p', { class: 'faint' }, documentLink(path), page ? ' · ' + numbered('page', page) : '');
  const told = (check) => el('details', { class: `check ${check.verdict} ${check.severity}` },
    el('summary', {}, check.message, ' ', el('code', {}, `${named(check.severity)} · ${check.id} · ${check.no}`)),
    place(check.path, check.page), place(check.other, check.other_page), el('p', { class: 'faint' }, aboutCheck(check.id)));
  const evidence = found.filter((pair) => pair.agreeing || pair.not_evaluated).map((pair) => el('p', { class: 'faint' },
    pair.agreeing ? `${say('agreeing')}: ${pair.agreeing}. ` : '', pair.not_evaluated || ''));
  return found.length ? [pairings(found), ...evidence, ...between.map(told)] : [];
}

function documentLink(path) {
  const found = OVERVIEW.documents.find((each) => each.path === path);
  const text = found && found.issuer ? `${found.issuer} ${found.year || ''} ${named(found.disclosure)}` : fileName(path);
  return found ? el('a', { href: `#/d/${found.no}/pairs`, title: path }, text) : text;
}

function pairings(found) {
  if (!found.length) return '';
  const row = (pair) => el('tr', {}, el('td', {}, documentLink(pair.path)), cell(named(pair.relation)), el('td', {}, documentLink(pair.other)),
    pair.verdicts.map((count, at) => el('td', { class: 'heat ' + (count ? VERDICTS[at] : '') }, count || '')), cell(pair.alike, 'number'), cell(pair.unlike, 'number'));
  const head = [say('file'), say('relation'), say('other'), ...VERDICTS.map(say), say('alike'), say('unlike')].map((text) => el('th', {}, text));
  return el('section', { id: 'pairings' }, el('h2', {}, say('pairings')), el('p', { class: 'faint' }, say('pairs_note')),
    el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, found.map(row)))));
}
