// The Architectures tab: opens cards, follows the drawing while it is in sight, and starts everything.
// `element`, `props` and `server` come from Gradio.

const DEFAULT = 'lenet5';
const panel = element.querySelector('.ar');
function find(selector) {
  return panel.querySelector(selector);
}
const cards = new Map(props.cards.map((card) => [card.id, card]));
const tables = new Map(); // layer tables that have come, by card
let drawn = studio.latest.drawing ?? null; // on the canvas
let answer = null; // what the networks say of it
let extras = []; // digits of the sample, for the scenes
let company = []; // the same as objects in a scene
let isSeen = false;
let retry = null;

const timeline = makeTimeline(find('.ar-line'), props.cards, (id) => openCard(id));
const card = makeCard({ cards, onOpen: openCard, copyLink });
const sizesChart = makeSizes(find('.ar-sizes'), props.cards, openCard);
const duel = makeDuel(find('.ar-both'));
const problems = makeProblems(find('.ar-problems'), props.cards, openCard);

const say = (words) => (find('.ar-status').textContent = words);

// ---- cards ----

function openCard(id, bringIntoSight = false) {
  const chosen = cards.get(id);
  timeline.show(id);
  card.show(chosen);
  sizesChart.mark(id);
  route.remember('architectures', id === DEFAULT ? {} : { card: id });
  if (chosen.graph) showLayers(id);
  if (bringIntoSight) bringToTop(find('.ar-time'));
}

// Where it begins in the upper half of the window, it stays.
function bringToTop(part) {
  const { top } = part.getBoundingClientRect();
  if (top >= 0 && top < window.innerHeight / 2) return;
  part.scrollIntoView({ block: 'start', behavior: prefersCalm() ? 'auto' : 'smooth' });
}

function showLayers(id) {
  if (tables.has(id)) card.showTable(tables.get(id));
  else fetchLayers(id);
}

const fetchLayers = oneAtATime(
  (id) => server.layers({ card: id }),
  (found, id) => {
    if (found.state === 'answer') tables.set(id, found);
    if (id !== card.open().id) return;
    if (found.state === 'answer') card.showTable(found);
    else card.wait(found.message);
  },
  (error, id) => {
    if (id === card.open().id) card.wait('The server does not answer. Trying again.');
    setTimeout(() => id === card.open().id && showLayers(id), 3000);
  },
);

function copyLink(button, open) {
  route.copy(button, route.link('architectures', open.id === DEFAULT ? {} : { card: open.id }, studio.latest.drawn));
}

// ---- the drawing ----

const ask = oneAtATime(
  (asked) => server.read({ drawing: asked }),
  (found, asked) => {
    say(found.state === 'loading' ? found.message : '');
    if (found.state === 'loading') return void again(700);
    if (asked !== drawn || isBlank(drawn)) return undefined;
    if (found.state !== 'answer') return showNothing(found.message);
    return found.blank ? showNothing() : showAnswer(found);
  },
  () => {
    say('The server does not answer. Trying again.');
    again(3000);
  },
);

function again(delay) {
  clearTimeout(retry);
  retry = setTimeout(look, delay);
}

function look() {
  if (!isSeen) return;
  if (isBlank(drawn)) showNothing();
  else ask(drawn);
}

function showAnswer(found) {
  answer = found;
  duel.show(found);
  problems.show(found);
  showViews();
}

function showNothing(message = '') {
  answer = null;
  duel.show(null, message);
  problems.show(null, message);
  showViews();
}

// Until the networks are loaded there is no sample either.
const NOTHING = { label: null, picture: { width: 1, height: 1, levels: new Uint8Array(1) }, isOwn: false };

// What the card's pictures are drawn with: the visitor's digit, or a sample until there is one.
function showViews() {
  const known = answer && answer.verdict === 'digit';
  const own = answer && { label: known ? ranked(answer.cnn).best : null, picture: unpacked(answer.digit), isOwn: true };
  const shown = own ?? extras[0] ?? NOTHING;
  const white = pictureUrl(shown.picture, [255, 255, 255]);
  const objects = own ? [objectOf(own, 0), ...company] : company;
  card.look({ own: { ...shown, href: white }, objects, digit: pictureUrl(shown.picture) });
}

// ---- starting ----

// Each time the tab is opened: other networks may be served by then.
async function fetchMeasured() {
  const found = await server.measured({}).catch(() => ({ state: 'loading' }));
  if (found.state === 'loading' && isSeen) setTimeout(fetchMeasured, 1000);
  say(found.state === 'answer' ? '' : (found.message ?? ''));
  if (found.state !== 'answer') return undefined;
  extras = found.extras.map(({ label, picture }) => ({ label, picture: unpacked(picture), isOwn: false }));
  company = extras.map((extra, i) => objectOf(extra, i + 1));
  showMeasured(found.networks);
  sizesChart.show(found.networks.cnn.parameters);
  sizesChart.mark(card.open().id);
  return showViews();
}

studio.watch('drawing', panel, (next) => {
  drawn = next;
  look();
});

whenSeen(panel, (seen) => {
  isSeen = seen;
  if (!seen) return;
  look();
  fetchMeasured();
});

sizesChart.show(null);
showViews();
openCard(DEFAULT);
route.follow('architectures', panel, (settings) => {
  if (cards.has(settings.card)) openCard(settings.card, true);
});
