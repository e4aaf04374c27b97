/** The Architectures tab: networks that made history, each on a card, and what the oldest makes of the drawing. */

import { ranked } from '../shared/answers.js';
import { floatsOf, question } from '../shared/ask.js';
import { bringIntoSight, finder, whenSeen } from '../shared/dom.js';
import { copyLink } from '../shared/route.js';
import { furnish } from '../shared/template.js';
import { OpenCard } from './card.js';
import { isRead, makeDuel, makeMeasured } from './duel.js';
import { makeProblems } from './problems.js';
import { objectOf, WHITE } from './scenes.js';
import { makeSizes } from './sizes.js';
import { pictureUrl } from './svg.js';
import { makeTimeline } from './timeline.js';

/** @typedef {import('./card.js').Card} Card */
/** @typedef {import('./outcomes.js').View} View */
/** @typedef {import('../shared/studio.js').Reading} Reading */
/** @typedef {{picture: import('./svg.js').Picture, label: number | null}} Digit */

const DEFAULT = 'lenet5';
const SIDE = 28;

/** Where no sample came with the page. @type {Digit} */
const NO_DIGIT = { label: null, picture: { width: SIDE, height: SIDE, values: new Float32Array(SIDE * SIDE) } };

/**
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const { studio, route, reader } = context;
  const panel = await furnish(element, 'architectures.html', ['architectures.css', 'pictures.css'], import.meta.url);
  const find = finder(panel);
  const duel = makeDuel(find('.ar-both'), reader);
  const problems = makeProblems(find('.ar-problems'));
  /** @type {ReturnType<typeof makeBook> | null} */
  let book = null;
  /** @type {number | undefined} */
  let parameters;
  let wanted = DEFAULT;
  /** @type {string | undefined} */
  let part;
  let isSeen = false;
  const goToDuel = () => find('#ar-duel').scrollIntoView({ block: 'start' });

  const measured = makeMeasured(panel, reader, (found) => {
    parameters = found;
    book?.measure(found);
  });
  const ask = question('architectures/cards', {
    show({ cards, extras }) {
      book = makeBook(panel, context, cards, extras.map(sampleDigit));
      problems.link(cards, (id) => book?.open(id, true));
      book.measure(parameters);
      book.open(wanted);
      if (part === 'duel') goToDuel();
      look();
    },
    say: (text) => {
      find('.ar-status').textContent = text;
    },
  });

  function look() {
    const reading = studio.latest.reading;
    if (!reading || (!isSeen && isRead(reading))) return; // a closed tab draws nothing
    duel(reading);
    problems.show(reading);
    book?.look(reading);
  }

  studio.watch('reading', panel, look);
  // card=unet opens a card; part=duel goes to LeNet-5 beside the CNN, once there is a card above.
  route.follow('architectures', panel, (asked) => {
    part = asked.part;
    if (asked.card) wanted = asked.card;
    if (asked.card) book?.open(asked.card, part !== 'duel');
    if (part === 'duel') goToDuel();
  });
  whenSeen(panel, (seen) => {
    isSeen = seen;
    studio.want(panel, seen ? { networks: ['lenet5'], stages: true } : null);
    measured(seen);
    ask({});
    look();
  });
}

/**
 * The time line, the open card and the sizes.
 * @param {HTMLElement} panel
 * @param {import('../start.js').Context} context
 * @param {Card[]} list
 * @param {Digit[]} extras digits that share a scene with the visitor's own
 */
function makeBook(panel, { studio, route }, list, extras) {
  const find = finder(panel);
  const cards = new Map(list.map((card) => [card.id, card]));
  const bring = (/** @type {string} */ id) => open(id, true);
  const timeline = makeTimeline(find('.ar-line'), list, (id) => open(id));
  const card = new OpenCard(panel, cards, bring);
  const sizes = makeSizes(find('.ar-sizes'), list, bring);
  const company = extras.map((digit, i) => objectOf(digit, i + 1));
  const settings = () => (card.id === DEFAULT ? {} : { card: card.id });

  /** @param {string} id @param {boolean} [isFar] it may be out of sight */
  function open(id, isFar = false) {
    const chosen = cards.get(id);
    if (!chosen) return;
    card.show(chosen);
    timeline(id);
    sizes.mark(id);
    route.remember('architectures', settings());
    if (isFar) bringToTop(find('.ar-time'));
  }

  const copy = find('.ar-copy');
  copy.addEventListener('click', () => copyLink(copy, route.link('architectures', settings(), studio.latest.drawn)));
  for (const part of ['.ar-card', '.ar-size-part']) find(part).hidden = false;
  return {
    open,
    measure: sizes.show,
    /** Draw with the visitor's digit, or with a sample until there is one. @param {Reading} reading */
    look(reading) {
      const own = ownDigit(reading);
      const shown = own ?? extras[0] ?? NO_DIGIT;
      const href = pictureUrl(shown.picture, WHITE);
      const objects = own ? [objectOf(own, 0), ...company] : company;
      card.look({ own: { ...shown, href, isOwn: Boolean(own) }, objects, digit: pictureUrl(shown.picture) });
    },
  };
}

/** @param {Reading} reading @returns {Digit | null} */
function ownDigit(reading) {
  const { pixels, probabilities, answer } = reading;
  if (!pixels || !isRead(reading)) return null;
  const label = answer.verdict === 'digit' ? ranked(probabilities.cnn).best : null;
  return { picture: { width: SIDE, height: SIDE, values: pixels }, label };
}

/** @param {{label: number, image: string}} sample @returns {Digit} */
const sampleDigit = ({ label, image }) => ({ label, picture: { width: SIDE, height: SIDE, values: floatsOf(image) } });

/** Where it begins in the upper half of the window, it stays. @param {HTMLElement} part */
function bringToTop(part) {
  const { top } = part.getBoundingClientRect();
  if (top < 0 || top >= innerHeight / 2) bringIntoSight(part, 'start');
}
