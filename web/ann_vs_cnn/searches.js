/** Found when a button is pressed: a quarrel between the networks, and the few pixels that fool each of them. */

import { aDigit, NAMES, TITLES } from '../shared/answers.js';
import { base64Of, floatsOf } from '../shared/ask.js';
import { bringIntoSight, finder } from '../shared/dom.js';
import { capital, t, told } from '../shared/messages.js';
import { percent } from '../shared/numbers.js';
import { onDemand } from './parts.js';
import { showDifference, showPicture, wipePicture } from './pictures.js';
import { changeInWords, NEUTRAL } from './sliders.js';
import { bothInWords, makeVerdicts } from './words.js';

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./pictures.js').Changes} Changes */
/** @typedef {import('../shared/ask.js').Reply} Reply */

/** @param {Bench} bench @param {HTMLElement} panel */
function makeSampleQuarrel(bench, panel) {
  const element = finder(panel)('.avc-sample');
  const button = /** @type {HTMLButtonElement} */ (finder(element)('button'));
  const picture = makeQuarrel(element, () => t('A digit that the networks read differently: nothing yet'));
  let turn = 0;

  /** @param {Reply} reply */
  function show(reply) {
    const { found, tried, label, place, count } = reply;
    if (!found && !tried) return t('No sample digits came with this model.');
    if (!found) return t('They agree on all {} bundled test digits.', tried);
    turn = place; // the next press shows the next one
    picture.show(reply, t('A test digit, written as {}', aDigit(label)));
    button.textContent = t('Show the next one');
    const meant = t('Its writer meant {}.', aDigit(label));
    return [bothInWords(/** @type {any} */ (reply)), meant, ofAll(place, count, tried)].join(' ');
  }

  onDemand(bench, element, 'ann-vs-cnn/find_quarrel', {
    button,
    depends: false,
    busy: () => t('Both networks read the bundled test digits …'),
    request: () => ({ turn }),
    show,
    clear: () => {}, // the one before stays until the next is found
  });
}

/** @param {number} place @param {number} count @param {number} tried */
const ofAll = (place, count, tried) => t('Number {} of {} quarrels among {} test digits.', place, count, tried);

/** @param {Bench} bench @param {HTMLElement} panel */
function makeOwnQuarrel(bench, panel) {
  const element = finder(panel)('.avc-nearby');
  const find = finder(element);
  const picture = makeQuarrel(element, () => t('Your digit, changed until they disagree: nothing yet'));
  let change = {};

  find('.avc-adopt').addEventListener('click', () => {
    bench.move({ ...NEUTRAL, ...change });
    bringIntoSight(finder(panel)('.avc-workbench'), 'start');
  });
  onDemand(bench, element, 'ann-vs-cnn/find_quarrel', {
    button: /** @type {HTMLButtonElement} */ (find('.avc-search')),
    busy: () => t('Moving, turning, scaling and thickening your digit …'),
    request: imageOf,
    show(reply) {
      if (!reply.found) {
        return t('They agree on your digit and on {} small changes of it. Try another drawing.', reply.tried - 1);
      }
      change = reply.change;
      const words = changeInWords(change);
      picture.show(reply, t('Your digit, {}', words));
      return `${capital(words)}. ${bothInWords(/** @type {any} */ (reply))}`;
    },
    clear: picture.clear,
  });
}

/** @param {import('./bench.js').Subject | null} subject */
const imageOf = (subject) => ({ image: subject && base64Of(subject.pixels) });

/**
 * A picture with both answers.
 * @param {HTMLElement} element
 * @param {() => string} nothing
 */
function makeQuarrel(element, nothing) {
  const find = finder(element);
  const canvas = /** @type {HTMLCanvasElement} */ (find('canvas'));
  const verdicts = makeVerdicts(find('.avc-verdicts'));
  return {
    /** @param {Reply} reply @param {string} label */
    show(reply, label) {
      element.classList.add('shown');
      showPicture(canvas, floatsOf(reply.image), label);
      verdicts(/** @type {any} */ (reply));
    },
    clear() {
      element.classList.remove('shown');
      wipePicture(canvas, nothing());
      verdicts(null);
    },
  };
}

/** @param {Bench} bench @param {HTMLElement} panel @param {string} name of a network */
function makeFooled(bench, panel, name) {
  const element = finder(panel)(`.avc-fooled.${name}`);
  const find = finder(element);
  const [before, after, difference] = ['before', 'after', 'difference'].map(
    (kind) => /** @type {HTMLCanvasElement} */ (find(`.avc-${kind}`)),
  );
  const title = TITLES[name];

  /** @param {string} first @param {string} second */
  function digits(first, second) {
    find('.avc-before-digit').textContent = first;
    find('.avc-after-digit').textContent = second;
  }

  /** @param {Reply} reply @param {import('./bench.js').Subject | null} subject */
  function show(reply, subject) {
    const { changes, digit_before: was, digit_after: is } = reply;
    element.classList.add('shown');
    if (subject) showPicture(before, subject.pixels, t('Your digit, which the {} reads as {}', title, was));
    showPicture(after, floatsOf(reply.image), changedInWords(changes.length, is));
    showDifference(difference, changes, t('What was changed: {}', changesInWords(changes)));
    digits(`${was}, ${percent(reply.before[was])}`, `${is}, ${percent(reply.after[is])}`);
    return reply.flipped ? fooledInWords(title, reply) : notFooled(reply);
  }

  onDemand(bench, element, 'ann-vs-cnn/fool', {
    button: /** @type {HTMLButtonElement} */ (find('button')),
    busy: () => t('Looking for the pixels that fool the {} …', title),
    request: (subject) => ({ ...imageOf(subject), network: name }),
    show,
    clear() {
      element.classList.remove('shown');
      wipePicture(before, t('before: nothing yet'));
      wipePicture(after, t('after: nothing yet'));
      wipePicture(difference, t('difference: nothing yet'));
      digits('', '');
    },
  });
}

/** @param {Bench} bench @param {HTMLElement} panel */
export function makeSearches(bench, panel) {
  makeSampleQuarrel(bench, panel);
  makeOwnQuarrel(bench, panel);
  for (const name of NAMES) makeFooled(bench, panel, name);
}

/** @param {number} count @param {number} digit */
const changedInWords = (count, digit) =>
  count === 1
    ? t('The same with {} pixel changed, read as {}', count, digit)
    : t('The same with {} pixels changed, read as {}', count, digit);

/** @param {string} title @param {Reply} reply */
function fooledInWords(title, { changes, digit_before: was, digit_after: is }) {
  return changes.length === 1
    ? t('{} pixel of 784 makes the {} read {} instead of {}.', 1, title, aDigit(is), aDigit(was))
    : t('{} pixels of 784 make the {} read {} instead of {}.', changes.length, title, aDigit(is), aDigit(was));
}

/** @param {Reply} reply */
const notFooled = ({ reason, digit_after: digit, after }) =>
  t('Not fooled: {}. It still reads {}, {}.', told(reason), aDigit(digit), percent(after[digit]));

/** @param {Changes} changes */
function changesInWords(changes) {
  const lighter = changes.filter(([, , before, after]) => after > before).length;
  return t('{} pixels got more ink, {} less', lighter, changes.length - lighter);
}
