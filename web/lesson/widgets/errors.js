/**
 * Test digits that the networks read wrongly, the most certain errors first; pressed, one becomes the drawing. The
 * cells of the confusion matrices in the same part of the chapter can be pressed as well.
 */

import { aDigit, NAMES, TITLES } from '../../shared/answers.js';
import { paintInk } from '../../shared/colours.js';
import { all, make } from '../../shared/dom.js';
import { makeFiles, pixelsOf } from '../../shared/files.js';
import { capital, t } from '../../shared/messages.js';
import { fixed, percent } from '../../shared/numbers.js';
import { makeChoice } from '../parts.js';
import { inPageLanguage } from '../words.js';

/** @typedef {{pixels: Float32Array, meant: number, read: number, certainty: number}} Mistake */

const SIDE = 28;
const MOST = 12;

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function errors(box, { studio, files: addresses }) {
  const said = make('p', { class: 'le-sum', role: 'status' });
  const list = make('ol', { class: 'le-errors' });
  const files = makeFiles(addresses, (text) => {
    said.textContent = text;
  });
  box.setAttribute('aria-label', t('Digits that were read wrongly'));
  box.append(make('div', { class: 'ui-live' }, list, said));
  /** @param {string} name @param {Mistake} mistake @param {HTMLElement} place */
  const draw = (name, mistake, place) => {
    studio.load({ pixels: mistake.pixels });
    place.textContent = inWords(name, mistake);
  };
  read(files).then((mistakes) => {
    const show = (/** @type {string} */ name) =>
      list.replaceChildren(...mistakes[name].slice(0, MOST).map((one) => makeItem(one, () => draw(name, one, said))));
    const titles = Object.fromEntries(NAMES.map((name) => [name, TITLES[name]]));
    box.prepend(makeChoice(t('Read wrongly by'), titles, NAMES[0], show));
    show(NAMES[0]);
    for (const name of NAMES) makePressable(box, name, mistakes[name], (one, place) => draw(name, one, place));
  });
}

/** @param {import('../../shared/files.js').Files} files @returns {Promise<Record<string, Mistake[]>>} */
async function read(files) {
  const [bytes, { images, labels }] = await Promise.all([files.bytes('errors'), files.digits('wrong')]);
  /** @type {Record<string, [place: number, read: number, certainty: number][]>} */
  const known = JSON.parse(new TextDecoder().decode(bytes));
  const mistake = (/** @type {[number, number, number]} */ [place, found, certainty]) => ({
    pixels: pixelsOf(images, place),
    meant: labels[place],
    read: found,
    certainty,
  });
  return Object.fromEntries(Object.entries(known).map(([name, those]) => [name, those.map(mistake)]));
}

/** @param {Mistake} mistake @param {() => void} press */
function makeItem({ pixels, meant, read: found, certainty }, press) {
  const canvas = make('canvas', { 'aria-hidden': 'true' });
  paintInk(canvas, { width: SIDE, height: SIDE, values: pixels });
  const label = t('{} that was read as {}, {} sure. Make it your drawing.', aDigit(meant), found, percent(certainty));
  const words = make('span', {}, make('b', { text: `${fixed(meant)} → ${fixed(found)}` }), ` ${percent(certainty)}`);
  const button = make('button', { type: 'button', 'aria-label': capital(label) }, canvas, words);
  button.addEventListener('click', press);
  return make('li', {}, button);
}

/**
 * A press on a number of a confusion matrix draws the next of the digits that it counts.
 * @param {HTMLElement} box
 * @param {string} name of a network
 * @param {Mistake[]} mistakes
 * @param {(mistake: Mistake, said: HTMLElement) => void} draw
 */
function makePressable(box, name, mistakes, draw) {
  const tables = all(box.closest('.le-row') ?? box, '[data-figure="confusion"] table');
  const table = tables.find((one) => one.querySelector('th')?.textContent === TITLES[name]);
  const said = inPageLanguage(make('p', { class: 'le-follows', role: 'status' }));
  table?.closest('.le-figure')?.append(said);
  all(table ?? box, 'tbody tr').forEach((row, meant) => {
    all(row, 'td').forEach((cell, found) => {
      const counted = mistakes.filter((one) => one.meant === meant && one.read === found);
      if (!counted.length) return;
      let next = 0;
      const label = t('{}: show {} that was read as {}', counted.length, aDigit(meant), found);
      const button = make('button', { type: 'button', text: cell.textContent ?? '', 'aria-label': label });
      button.addEventListener('click', () => {
        draw(counted[next % counted.length], said);
        next += 1;
      });
      inPageLanguage(cell).replaceChildren(button);
    });
  });
}

/** @param {string} name of a network @param {Mistake} mistake */
const inWords = (name, { meant, read: found, certainty }) =>
  t(
    'Your drawing is now a test digit. Its writer meant {}; the {} reads {}, {} sure.',
    aDigit(meant),
    TITLES[name],
    found,
    percent(certainty),
  );
