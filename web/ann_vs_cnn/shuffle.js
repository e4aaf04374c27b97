/** The drawing with its pixels shuffled, read by the two networks that learned on digits shuffled alike. */

import { NAMES } from '../shared/answers.js';
import { server, unreachable } from '../shared/ask.js';
import { makeBars } from '../shared/bars.js';
import { finder, whenSeen } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { fixed, share, signed } from '../shared/numbers.js';
import { live } from './parts.js';
import { showPicture, wipePicture } from './pictures.js';
import { bothInWords, makeVerdicts } from './words.js';

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Subject} Subject */
/** @typedef {import('../net/asked.js').Reading} Shuffled */
/** Shares of test digits read, by network. @typedef {Record<string, Record<'plain' | 'shuffled' | 'epochs', number | null>>} Measured */

const TWINS = NAMES.map((name) => `${name}_shuffled`);

/** @param {Bench} bench @param {HTMLElement} panel */
export function makeShuffle(bench, panel) {
  const element = finder(panel)('.avc-shuffle');
  const find = finder(element);
  const [ordered, canvas] = ['.avc-ordered', '.avc-shuffled'].map(
    (one) => /** @type {HTMLCanvasElement} */ (find(one)),
  );
  const bars = makeBars(find('.avc-duel'));
  const verdicts = makeVerdicts(find('.avc-verdicts'));

  /** @param {Shuffled} shuffled @param {Subject} subject */
  function show({ pixels, probabilities }, subject) {
    const found = Object.fromEntries(NAMES.map((name, i) => [name, probabilities[TWINS[i]]]));
    showPicture(ordered, subject.pixels, t('Your digit as both networks see it'));
    showPicture(canvas, pixels, t('Your digit with its pixels shuffled: grey dots without a shape'));
    bars(found);
    verdicts(found);
    find('.avc-said').textContent = bothInWords(found);
  }

  function clear() {
    wipePicture(ordered, t('Your digit: nothing yet'));
    wipePicture(canvas, t('Your digit with its pixels shuffled: nothing yet'));
    bars(null);
    verdicts(null);
    find('.avc-said').textContent = '';
  }

  fetchTwins(bench, element);
  live(bench, element, {
    settings: () => ({}),
    work({ pixels }) {
      const { order } = bench.now.facts;
      return bench.reader.run('shuffle', { networks: TWINS, pixels, order });
    },
    show,
    clear,
    obstacle: () => obstacle(bench),
  });
}

/** Why the twins cannot read; '' if they can. @param {Bench} bench */
function obstacle({ now, reader }) {
  if (!now.facts) return now.trouble || t('The measured numbers are on their way.');
  if (!areServed(reader) || !now.facts.order)
    return t('No networks that learned on shuffled pixels came with this model.');
  if (TWINS.every((name) => reader.known(name))) return '';
  return server.isDown() ? unreachable() : t('The networks that learned on shuffled pixels are on their way.');
}

/** @param {Bench['reader']} reader */
const areServed = (reader) => TWINS.every((name) => name in (reader.served()?.networks ?? {}));

/**
 * The twins are fetched when the part is first seen, and again where others are served.
 * @param {Bench} bench
 * @param {HTMLElement} element
 */
function fetchTwins({ reader, know }, element) {
  let isSeen = false;
  function look() {
    if (isSeen && areServed(reader)) for (const name of TWINS) if (!reader.known(name)) reader.network(name);
    know({});
  }
  reader.watch(look);
  server.watch(look);
  whenSeen(element, (seen) => {
    isSeen = isSeen || seen;
    look();
  });
}

/** What the shuffle costs, as it was measured. @param {Bench} bench @param {HTMLElement} panel */
export function makeShuffleFacts(bench, panel) {
  const element = finder(panel)('.avc-shuffle-facts');
  const find = finder(element);
  bench.follow(['facts'], () => {
    /** @type {Measured | null} */
    const measured = bench.now.facts?.shuffled ?? null;
    element.hidden = !measured;
    if (!measured) return;
    for (const name of NAMES) {
      for (const kind of /** @type {const} */ (['plain', 'shuffled'])) {
        find(`.${name} .${kind}`).textContent = share(measured[name][kind]);
      }
    }
    find('caption').textContent = captionOf(measured);
    find('.avc-shuffle-words').textContent = shuffleInWords(measured);
  });
}

/** @param {Measured} measured */
function captionOf({ cnn, ann }) {
  if (!cnn.epochs || !ann.epochs) return t('Test digits read correctly');
  if (cnn.epochs === ann.epochs) return t('Test digits read correctly, after {} epochs', cnn.epochs);
  return t('Test digits read correctly, the CNN after {} epochs, the ANN after {}', cnn.epochs, ann.epochs);
}

/**
 * What the shuffle costs each network, said only as far as the measurements say it.
 * @param {Measured} measured
 */
function shuffleInWords({ cnn, ann }) {
  const numbers = [cnn.plain, cnn.shuffled, ann.plain, ann.shuffled];
  if (numbers.some((value) => value === null)) return '';
  const [a, b, c, d] = /** @type {number[]} */ (numbers);
  return [t('Shuffled, {}; {}.', changeOf('ANN', c, d), changeOf('CNN', a, b)), leadInWords(a - c, b - d)].join(' ');
}

const TEST_DIGITS = 10_000; // MNIST's

/** Whether two shares differ by no more than two standard errors of their difference. @param {number} one @param {number} other */
function isByChance(one, other) {
  const variance = one * (1 - one) + other * (1 - other);
  return Math.abs(one - other) <= 2 * Math.sqrt(variance / TEST_DIGITS);
}

/** Percentage points. @param {number} value */
const points = (value) => fixed(Math.abs(100 * value), 2);

/** @param {string} name @param {number} plain @param {number} shuffled shares of test digits read */
function changeOf(name, plain, shuffled) {
  const change = shuffled - plain;
  if (isByChance(plain, shuffled))
    return t('the {} is as good as before ({} points, which chance explains)', name, signed(100 * change, 2));
  return change < 0
    ? t('the {} loses {} points', name, points(change))
    : t('the {} gains {} points', name, points(change));
}

/** How far the CNN is ahead of the ANN without the shuffle and with it. @param {number} before @param {number} after */
function leadInWords(before, after) {
  const [was, is] = [points(before), points(after)];
  if (before >= 0 && after >= 0) return t('The CNN was {} points ahead of the ANN, and is {} ahead now.', was, is);
  if (before >= 0) return t('The CNN was {} points ahead of the ANN, and is {} behind now.', was, is);
  if (after >= 0) return t('The CNN was {} points behind the ANN, and is {} ahead now.', was, is);
  return t('The CNN was {} points behind the ANN, and is {} behind now.', was, is);
}
