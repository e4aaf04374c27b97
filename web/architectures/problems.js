/** Classification, detection and segmentation of the visitor's own drawing, side by side, while the pen moves. */

import { ranked } from '../shared/answers.js';
import { contextOf, paintInk, wipe } from '../shared/colours.js';
import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { PROBLEM_NAMES } from './card.js';
import { isRead, sure } from './duel.js';
import { outline } from './ink.js';
import { PALETTE, rgb } from './scenes.js';
import { button } from './svg.js';

/** @typedef {import('./card.js').Card} Card */
/** @typedef {import('./svg.js').Picture} Picture */
/** @typedef {import('../shared/studio.js').Reading} Reading */
/** @typedef {{canvas: HTMLCanvasElement, said: HTMLElement}} Column */

/**
 * @param {HTMLElement} host an empty element
 * @returns {{show: (reading: Reading) => void, link: (cards: Card[], onOpen: (id: string) => void) => void}} `link` adds
 *   the networks known for each problem
 */
export function makeProblems(host) {
  const ownInk = t('drawn from your ink, not predicted');
  const columns = [
    makeColumn(
      host,
      'classification',
      t('Which digit is it? One label for the whole picture.'),
      t('predicted by this page’s CNN'),
    ),
    makeColumn(host, 'detection', t('Where is it? A box, four numbers, and a label for each object.'), ownInk),
    makeColumn(host, 'segmentation', t('Which pixels belong to it? A class for every single pixel.'), ownInk),
  ];

  /** @param {Reading} reading */
  function show(reading) {
    const { answer, pixels, stages } = reading;
    host.classList.toggle('empty', !isRead(reading));
    if (!isRead(reading) || !pixels) {
      for (const column of columns) clear(column, answer.message || t('Draw a digit: the answer appears here.'));
      return;
    }
    const { picture, mask, box } = outline(stages, pixels);
    classify(columns[0], picture, answer);
    detect(columns[1], picture, box);
    segment(columns[2], picture, mask);
  }

  return {
    show,
    link(cards, onOpen) {
      for (const { problem, known } of columns) {
        const found = cards.filter((card) => card.problem === problem);
        known.replaceChildren(...found.map(({ id, name }) => button(name, () => onOpen(id))));
      }
    },
  };
}

/** @param {HTMLElement} host @param {Card['problem']} problem @param {string} asks @param {string} honest */
function makeColumn(host, problem, asks, honest) {
  const canvas = make('canvas', { role: 'img' });
  const said = make('p', { class: 'ar-said' });
  const known = make('p', { class: 'ar-known' });
  const column = make(
    'section',
    { class: `ar-column ${problem}` },
    make('h4', { text: PROBLEM_NAMES[problem]() }),
    make('p', { class: 'ar-question', text: asks }),
    make('div', { class: 'ar-paper' }, canvas),
    said,
    make('p', { class: 'ar-honest', text: honest }),
    known,
  );
  host.append(column);
  return { problem, canvas, said, known };
}

/** @param {Column} column @param {string} message */
function clear({ canvas, said }, message) {
  wipe(canvas);
  canvas.setAttribute('aria-label', t('Nothing is drawn yet'));
  said.textContent = message;
}

/** @param {Column} column @param {Picture} picture @param {Reading['answer']} answer */
function classify({ canvas, said }, picture, { cnn = new Float32Array(10), verdict }) {
  const { best, p } = ranked(cnn);
  paintInk(canvas, picture);
  canvas.setAttribute('aria-label', t('Your drawing'));
  const doubt = verdict === 'not a digit' ? t('{}, probably not a digit', sure(p)) : sure(p);
  said.replaceChildren(make('b', { text: best }), ` ${doubt}`);
}

/** @param {Column} column @param {Picture} picture @param {import('./ink.js').Box} box */
function detect({ canvas, said }, picture, [left, top, right, bottom]) {
  const { width, height } = picture;
  paintInk(canvas, picture);
  const context = contextOf(canvas);
  context.strokeStyle = rgb(PALETTE[1]);
  context.lineWidth = Math.max(1, width / 90);
  context.strokeRect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
  const words = t('left {}, top {}, right {}, bottom {}', left, top, right, bottom);
  canvas.setAttribute('aria-label', t('Your drawing in a box: {}, of {} × {} pixels', words, width, height));
  said.textContent = words;
}

/** @param {Column} column @param {Picture} picture @param {boolean[]} mask */
function segment({ canvas, said }, { width, height, values }, mask) {
  Object.assign(canvas, { width, height });
  const pixels = new ImageData(width, height);
  values.forEach((value, i) => {
    const grey = 127 * value;
    pixels.data.set(mask[i] ? [...PALETTE[2], 255] : [grey, grey, grey, 255], 4 * i);
  });
  contextOf(canvas).putImageData(pixels, 0, 0);
  const inked = mask.filter(Boolean).length;
  canvas.setAttribute('aria-label', t('Your drawing with its ink coloured: {} pixels', inked));
  said.textContent = t('{} of {} pixels are ink', inked, width * height);
}
