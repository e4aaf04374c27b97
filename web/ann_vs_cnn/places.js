/** 17×17 places at once: how likely each network finds the digit there, and what it reads instead. */

import { NAMES, TITLES } from '../shared/answers.js';
import { activations, colourOf, contextOf, inkOn, levelOf, wipe } from '../shared/colours.js';
import { finder } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { share } from '../shared/numbers.js';
import { asked } from './parts.js';
import { positionOf } from './sliders.js';

/** @typedef {import('./bench.js').Bench} Bench */

/** Pixels to each side that the maps cover. */
const REACH = 8;
const PLACES = 2 * REACH + 1;

/**
 * `digits` are the answers, where they may differ from `wanted`; (dx, dy) is the place to be framed.
 * @typedef {{shares: number[], digits?: (number | null)[], wanted?: number, dx: number, dy: number}} Places
 */

/** @param {Bench} bench @param {HTMLElement} panel */
export function makeOwnPlaces(bench, panel) {
  const element = finder(panel)('.avc-shifts');
  const maps = makeMaps(bench, element);
  /** @type {{reply: any, wanted: number} | null} */
  let known = null;

  function draw() {
    if (!known) return;
    const { reply, wanted } = known;
    for (const name of NAMES) {
      const { shares, digits } = reply[name];
      const right = digits.filter((/** @type {number | null} */ digit) => digit === wanted).length;
      const count = t('{} at {} of {} places', wanted, right, digits.length);
      const label = t('{}, your digit at every shift up to {} pixels: reads {}', TITLES[name], REACH, count);
      maps[name].show({ shares, digits, wanted, ...placeOf(bench) }, count, label);
    }
  }

  asked(bench, element, 'ann-vs-cnn/every_shift', {
    settings() {
      const { dx, dy, ...change } = bench.now.change;
      return { change, digit: bench.now.subject?.digit };
    },
    show(reply, { digit }) {
      known = { reply, wanted: digit };
      draw();
    },
    clear() {
      known = null;
      for (const name of NAMES) maps[name].clear(t('{}, your digit at every shift: nothing yet', TITLES[name]));
    },
    delay: 250,
  });
  bench.follow(['change'], draw);
}

/** @param {Bench} bench @param {HTMLElement} panel */
export function makeTestPlaces(bench, panel) {
  const element = finder(panel)('.avc-testshifts');
  const maps = makeMaps(bench, element);
  bench.follow(['change', 'facts', 'trouble'], () => {
    const { facts, trouble } = bench.now;
    const shifts = facts?.shifts?.dx.length === PLACES && facts.shifts.dy.length === PLACES ? facts.shifts : null;
    element.classList.toggle('empty', !shifts);
    const missing = facts ? t('Shifts were not measured for this model.') : trouble;
    finder(element)('.avc-hint').textContent = shifts ? '' : missing;
    for (const name of NAMES) if (shifts) showMeasured(name, shifts[name]);
  });

  /** @param {string} name @param {number[][]} rows */
  function showMeasured(name, rows) {
    const place = placeOf(bench);
    const here = share(rows[place.dy + REACH][place.dx + REACH], 1);
    const label = t(
      '{}, test digits read correctly at every shift up to {} pixels: at least {}; at your shift {}',
      TITLES[name],
      REACH,
      share(Math.min(...rows.flat()), 1),
      here,
    );
    maps[name].show({ shares: rows.flat(), ...place }, t('{} at your shift', here), label);
  }
}

/** @param {Bench} bench */
const placeOf = ({ now }) => ({ dx: positionOf('dx', now.change), dy: positionOf('dy', now.change) });

/**
 * A map for each network; pressing a place moves the digit there.
 * @param {Bench} bench
 * @param {HTMLElement} element
 */
function makeMaps(bench, element) {
  const find = finder(element);
  const made = NAMES.map((name) => {
    const map = makeMap(/** @type {HTMLCanvasElement} */ (find(`.avc-map.${name}`)), (dx, dy) =>
      bench.move({ dx, dy }),
    );
    const count = find(`.avc-count.${name}`);
    return [
      name,
      {
        /** @param {Places} places @param {string} words @param {string} label */
        show(places, words, label) {
          count.textContent = words;
          map(places, label);
        },
        /** @param {string} label */
        clear(label) {
          count.textContent = '';
          map(null, label);
        },
      },
    ];
  });
  return Object.fromEntries(made);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {(dx: number, dy: number) => void} onPick a place was pressed
 * @returns {(places: Places | null, label: string) => void}
 */
function makeMap(canvas, onPick) {
  /** @type {Places | null} */
  let shown = null;
  const draw = () => shown && canvas.clientWidth && paint(canvas, shown);

  canvas.addEventListener('click', (event) => {
    if (!shown) return;
    const box = canvas.getBoundingClientRect();
    /** @param {number} offset @param {number} length */
    const place = (offset, length) => Math.min(PLACES - 1, Math.max(0, Math.floor((offset / length) * PLACES))) - REACH;
    onPick(place(event.clientX - box.left, box.width), place(event.clientY - box.top, box.height));
  });
  new ResizeObserver(draw).observe(canvas);
  return (places, label) => {
    shown = places;
    canvas.setAttribute('aria-label', label);
    if (places) draw();
    else wipe(canvas);
  };
}

/** @param {HTMLCanvasElement} canvas @param {Places} places */
function paint(canvas, { shares, digits, wanted, dx, dy }) {
  const cell = Math.max(6, Math.floor((canvas.clientWidth * (devicePixelRatio || 1)) / PLACES));
  Object.assign(canvas, { width: cell * PLACES, height: cell * PLACES });
  const context = contextOf(canvas);
  const font = `600 ${Math.round(cell * 0.72)}px system-ui, sans-serif`;
  Object.assign(context, { font, textAlign: 'center', textBaseline: 'middle' });
  shares.forEach((value, i) => {
    const [x, y] = [(i % PLACES) * cell, Math.floor(i / PLACES) * cell];
    const level = levelOf(value, 0, 1);
    context.fillStyle = colourOf(activations, level);
    context.fillRect(x, y, cell, cell);
    if (!digits || digits[i] === wanted) return;
    context.fillStyle = inkOn(activations, level);
    context.fillText(String(digits[i] ?? '–'), x + cell / 2, y + cell * 0.54);
  });
  outline(context, cell, dx + REACH, dy + REACH);
}

/** @param {CanvasRenderingContext2D} context @param {number} cell @param {number} column @param {number} row */
function outline(context, cell, column, row) {
  const thick = Math.max(2, Math.round(cell / 7));
  for (const [lineWidth, strokeStyle] of [
    [2 * thick, '#000'],
    [thick, '#fff'],
  ]) {
    Object.assign(context, { lineWidth, strokeStyle });
    context.strokeRect(column * cell, row * cell, cell, cell);
  }
}
