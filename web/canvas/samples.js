/** Ten samples that draw themselves when pressed, and the faint one that does so on the empty paper. */

import { make, makeSvg } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { svgPath } from './ink.js';
import { firstPoints } from './pen.js';

/** @typedef {import('../shared/studio.js').Drawing} Drawing */
/** @typedef {Drawing & {digit: number}} Sample */

const LENT = 3; // the digit
const DURATION = 650; // milliseconds in which a sample draws itself

/** @type {Sample[]} */
const SAMPLES = await (await fetch(new URL('./samples.json', import.meta.url))).json();

/**
 * @param {HTMLElement} host of the ten buttons
 * @param {{begin: () => void, move: (drawing: Drawing) => void, end: (drawing: Drawing) => void, isCalm: () => boolean}} actions
 * @returns {{stop: () => void, lend: () => void}} `stop` finishes the sample that is drawing itself; `lend` draws one that
 *   gives way to the visitor's first stroke
 */
export function makeSamples(host, { begin, move, end, isCalm }) {
  /** @type {(() => void) | null} */
  let finish = null;

  function stop() {
    finish?.();
  }

  /** @param {Sample} sample @param {{isLent?: boolean}} [more] */
  function play({ strokes, width, height }, more = {}) {
    stop();
    begin();
    const drawing = { strokes, width, height, ...more };
    if (isCalm()) return end(drawing);
    const total = strokes.flat().length;
    const began = performance.now();
    let timer = requestAnimationFrame(step);
    finish = () => {
      finish = null;
      cancelAnimationFrame(timer);
      end(drawing);
    };

    /** @param {number} now */
    function step(now) {
      const count = Math.round((total * (now - began)) / DURATION);
      if (count >= total) return stop();
      move({ ...drawing, strokes: firstPoints(strokes, Math.max(1, count)) });
      timer = requestAnimationFrame(step);
    }
  }

  for (const sample of SAMPLES) {
    const path = makeSvg('path', { d: svgPath(sample.strokes) });
    const picture = makeSvg('svg', { viewBox: '20 20 240 240', 'aria-hidden': 'true' }, path);
    const label = t('Draw a sample {}', sample.digit);
    const button = make('button', { type: 'button', class: 'ui-button', 'aria-label': label }, picture);
    button.addEventListener('click', () => play(sample));
    host.append(button);
  }
  return { stop, lend: () => play(SAMPLES[LENT], { isLent: true }) };
}

/**
 * A faint digit draws itself over and over, another one each time.
 * @param {Element} host an SVG
 */
export function makeGhost(host) {
  const path = makeSvg('path');
  const order = [2, 5, 3, 8, 7, 0, 6, 9, 4, 1];
  let turn = 0;
  const next = () => {
    path.setAttribute('d', svgPath(SAMPLES[order[turn % order.length]].strokes));
    path.style.setProperty('--length', String(path.getTotalLength?.() || 900));
    turn += 1;
  };
  host.append(path);
  next();
  path.addEventListener('animationiteration', next);
}
