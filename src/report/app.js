// The report: data in, views out. Everything shown is put in as text, never as markup.
const OVERVIEW = JSON.parse(document.getElementById('overview').textContent);
const PAGE_OF_ROWS = 200;
const VERDICTS = ['exact', 'rounding', 'mismatch', 'unjudged'];
// As the report was asked for, else as the reader's browser speaks.
let language = (OVERVIEW.language || navigator.language || 'zh').toLowerCase().startsWith('zh') ? 0 : 1;
const filters = { text: '', year: '', region: '', result: '' };
const order = { by: null, down: false };
const opened = new Map();
// A group of checks that nothing gave rise to is no column.
const GROUPS = OVERVIEW.groups.filter((group) => OVERVIEW.documents.some((document) => document.verdicts[group]));

const say = (key) => WORDS[key] ? WORDS[key][language] : key;
const named = (word, names = NAMES) => names[word] ? names[word][language] : word;
const fileName = (path) => path.split('/').pop();
const numbered = (key, number) => say(key).replace('#', number);

/** An element: attributes, then children (strings become text). */
function el(name, attributes, ...children) {
  const node = name.startsWith('svg:')
    ? document.createElementNS('http://www.w3.org/2000/svg', name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}
const cell = (text, kind) => el('td', { class: kind || null }, text === null || text === undefined ? '' : String(text));
const grouped = (number) => number.toLocaleString('en-US');

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
    const stops = [...document.querySelectorAll('#documents td.issuer > a, details.check > summary')];
    const at = stops.indexOf(document.activeElement);
    const next = stops[Math.min(Math.max(at + (event.key === 'j' ? 1 : -1), 0), stops.length - 1)];
    if (next) next.focus();
  }
}

document.getElementById('language').addEventListener('click', () => { language = 1 - language; show(); });
window.addEventListener('hashchange', async () => { await show(); window.scrollTo(0, 0); });
window.addEventListener('keydown', keyPressed);
show();
