/**
 * The whole network at a glance: every layer a small column of all its maps, side by side in one width; on a small
 * screen in several lines. Pointing at a map draws what it reads; pressing it opens it below.
 */

import { INPUT } from '../net/network.js';
import { readsOf } from '../net/reads.js';
import { boxPath, make, makeSvg, roving, whenWidthChanges } from '../shared/dom.js';
import { capital, t } from '../shared/messages.js';
import { nth } from '../shared/numbers.js';
import { mapName, numberName, times } from './layers.js';
import { isMaps, mosaicFor, scaleOf } from './maps.js';
import { makePicture } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('./maps.js').Mosaic} Mosaic */
/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {ReturnType<typeof makeColumn>} Column */

const NARROWEST = 46; // pixels of a column: a fingertip and a gap
const HIGHEST = 280; // of a column, where all stand in one line
const LOWEST = 150;
const [GAP, LARGEST] = [2, 44];
const MOST_LINES = 40;
const RAGGED = 0.6; // what a column whose last row is not full is worth
const FAR = 10_000; // more columns than there are: up and down choose a map, not a layer

export class Glance {
  /** @type {Column[]} */
  #columns = [];
  /** @type {Layer[]} */
  #layers = [];
  /** @type {Record<string, Maps> | null} */
  #maps = null;
  #lines = makeSvg('svg', { class: 'fm-edges', 'aria-hidden': 'true' });
  #list = make('div', {
    class: 'fm-columns',
    role: 'group',
    'aria-label': t('All layers, from the drawing to the answer'),
  });
  #words = make('p', { class: 'ui-note fm-reads', role: 'status' });

  /**
   * @param {HTMLElement} box an empty one
   * @param {object} actions
   * @param {import('./views.js').Open} actions.open a map or number was pressed
   * @param {() => Network | undefined} actions.network with its weights, once they have come
   */
  constructor(box, { open, network }) {
    this.open = open;
    this.network = network;
    box.append(make('div', { class: 'fm-overview' }, this.#list, this.#lines), this.#words);
    this.#list.addEventListener('pointerleave', () => this.#unmark());
    this.#list.addEventListener('focusout', () => this.#unmark());
    whenWidthChanges(this.#list, () => this.build(this.#layers));
  }

  /** @param {Layer[]} layers */
  build(layers) {
    this.#layers = layers;
    const width = this.#list.clientWidth;
    if (!width || !layers.length) return;
    const lines = Math.ceil(layers.length / Math.floor(width / NARROWEST));
    const across = Math.ceil(layers.length / lines); // as many in each
    this.#list.style.gridTemplateColumns = `repeat(${across}, minmax(0, 1fr))`;
    const room = { across: width / across - GAP, down: lines > 1 ? LOWEST : HIGHEST };
    this.#columns = layers.map((layer) => makeColumn(layer, room));
    this.#list.replaceChildren(...this.#columns.map(({ button }) => button));
    this.#columns.forEach((column, at) => this.#listen(column, at));
    roving(this.#list, '.fm-column', FAR);
    this.#unmark();
    if (this.#maps) this.show(this.#maps);
  }

  /** @param {Column} column @param {number} at */
  #listen(column, at) {
    const { button, layer } = column;
    button.addEventListener('pointermove', (event) => this.#mark(at, column.at(event)));
    button.addEventListener('focus', () => button.matches(':focus-visible') && this.#mark(at, column.chosen));
    button.addEventListener('keydown', (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step) this.#mark(at, (column.chosen + step + column.count) % column.count);
    });
    button.addEventListener('click', (event) => {
      const index = event.detail ? column.at(event) : column.chosen;
      if (isMaps(layer.shape)) this.open(layer, index, null, !event.detail);
      else this.open(layer, null, [index], !event.detail);
    });
  }

  /** @param {Record<string, Maps>} maps */
  show(maps) {
    this.#maps = maps;
    for (const { layer, paint } of this.#columns) if (maps[layer.name]) paint(maps[layer.name]);
  }

  clear() {
    this.#maps = null;
    for (const { picture } of this.#columns) picture.clear();
    this.#unmark();
  }

  #unmark() {
    this.#lines.replaceChildren();
    for (const { picture } of this.#columns) picture.outline('');
    this.#words.textContent = t(
      'Point at a map to see what it reads. Press any, here or below, to see where its numbers come from.',
    );
  }

  /** Outline one map, and draw a line from each that it reads. @param {number} at its layer @param {number} index */
  #mark(at, index) {
    this.#unmark();
    const [column, before, network] = [this.#columns[at], this.#columns[at - 1], this.network()];
    column.choose(index);
    column.picture.outline(column.outlineOf(index));
    if (!before || !network) return;
    const reads = readsOf(network, column.layer.name, index);
    const most = Math.max(...reads.map(({ weight }) => Math.abs(weight))) || 1;
    const drawn = [...reads].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, MOST_LINES);
    if (reads.length < before.count) before.picture.outline(reads.map((read) => before.outlineOf(read.index)).join(''));
    const origin = this.#list.getBoundingClientRect();
    const [boxes, end] = [before.boxes(origin), column.boxes(origin)(index)];
    this.#lines.append(...drawn.map(({ index: from, weight }) => edge(boxes(from), end, weight / most)));
    this.#words.textContent = inWords(column.layer, index, before.layer, reads, drawn.length);
  }
}

/** @param {Layer} layer @param {number} index @param {Layer} before @param {import('../net/reads.js').Read[]} reads @param {number} drawn */
function inWords(layer, index, before, reads, drawn) {
  const name = capital(isMaps(layer.shape) ? mapName(layer, index) : numberName(layer, index));
  const text = whatIsRead(name, before, reads);
  return drawn < reads.length ? `${text} ${t('The {} strongest are drawn.', drawn)}` : text;
}

/** @param {string} name @param {Layer} before @param {import('../net/reads.js').Read[]} reads */
function whatIsRead(name, before, reads) {
  if (before.name === INPUT) return t('{} reads your drawing.', name);
  const [count, one] = [reads.length, reads[0].index];
  if (isMaps(before.shape)) {
    return count > 1
      ? t('{} reads all {} maps of {}.', name, count, before.name)
      : t('{} reads map {} of {}.', name, nth(one), before.name);
  }
  return count > 1
    ? t('{} reads all {} numbers of {}.', name, count, before.name)
    : t('{} reads {}.', name, numberName(before, one));
}

/** @typedef {{left: number, right: number, y: number}} Side */

/** A line from one map to another: the thicker, the larger the weights; orange above 0, blue below. @param {Side} from @param {Side} to @param {number} weight from −1 to 1 */
function edge(from, to, weight) {
  const middle = (from.right + to.left) / 2;
  const d = `M${from.right} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.left} ${to.y}`;
  const width = 0.5 + 2.5 * Math.abs(weight);
  return makeSvg('path', { d, class: weight < 0 ? 'less' : 'more', 'stroke-width': width.toFixed(2) });
}

/** Pixels that a column may take. @typedef {{across: number, down: number}} Room */

/**
 * One layer's maps, or numbers, in a column as wide as there is room.
 * @param {Layer} layer
 * @param {Room} room
 */
function makeColumn(layer, room) {
  const isSpatial = isMaps(layer.shape);
  const count = isSpatial ? layer.shape[2] : layer.shape[0];
  const cell = isSpatial ? layer.shape : [1, 1, count];
  const { columns, size } = packed(cell[0], cell[1], count, room, isSpatial ? 1 : 0);
  const mosaic = isSpatial ? mosaicFor(layer.shape, columns) : null;
  const shape = isSpatial ? layer.shape : [Math.ceil(count / columns), columns, 1];
  const picture = makePicture(mosaic?.width ?? columns, mosaic?.height ?? shape[0]);
  picture.holder.style.width = `${size}px`;
  picture.holder.classList.toggle('fm-large-cells', size > picture.canvas.width);
  const button = make(
    'button',
    { type: 'button', class: 'fm-column', 'data-column': layer.name, 'aria-label': labelOf(layer, count) },
    make('span', { class: 'fm-column-maps' }, picture.holder),
    make('small', { text: layer.title }),
  );
  const cornerOf = (/** @type {number} */ i) => mosaic?.corner(i) ?? { x: i % columns, y: Math.floor(i / columns) };
  const [width, height] = [mosaic?.width ?? columns, mosaic?.height ?? shape[0]];
  const column = {
    layer,
    button,
    picture,
    count,
    chosen: 0,
    /** @param {number} index */
    choose(index) {
      column.chosen = index;
      button.setAttribute('aria-label', labelOf(layer, count, index));
    },
    /** @param {Maps} maps */
    paint(maps) {
      if (mosaic) picture.paintAll(maps, mosaic, scaleOf(maps));
      else picture.paint({ ...maps, shape }, 0, scaleOf(maps));
    },
    /** Which map, or number, a pointer is at. @param {MouseEvent} event */
    at({ clientX, clientY }) {
      const box = picture.holder.getBoundingClientRect();
      const [x, y] = [((clientX - box.left) / box.width) * width, ((clientY - box.top) / box.height) * height];
      return mosaic ? packedAt(x / (cell[1] + 1), y / (cell[0] + 1), count, columns) : packedAt(x, y, count, columns);
    },
    /** @param {number} index */
    outlineOf(index) {
      const { x, y } = cornerOf(index);
      return boxPath(x, y, cell[1], cell[0]);
    },
    /** Where maps lie on the page. @param {DOMRect} origin @returns {(index: number) => Side} */
    boxes(origin) {
      const box = picture.holder.getBoundingClientRect();
      const scale = box.width / width;
      return (index) => {
        const { x, y } = cornerOf(index);
        const left = box.left - origin.left + x * scale;
        return { left, right: left + cell[1] * scale, y: box.top - origin.top + (y + cell[0] / 2) * scale };
      };
    },
  };
  return column;
}

/**
 * Which of so many maps, packed row by row, a place is at; outside, the nearest.
 * @param {number} x in maps, from the left
 * @param {number} y in maps, from the top
 * @param {number} count
 * @param {number} columns
 */
export function packedAt(x, y, count, columns) {
  const inside = (/** @type {number} */ value, /** @type {number} */ most) =>
    Math.min(most, Math.max(0, Math.floor(value)));
  const row = inside(y, Math.ceil(count / columns) - 1);
  return Math.min(count - 1, row * columns + inside(x, columns - 1));
}

/** @param {Layer} layer @param {number} count @param {number} [chosen] */
function labelOf(layer, count, chosen) {
  const text =
    isMaps(layer.shape) && count > 1
      ? t('{}: {} maps', layer.title, count)
      : t('{}: {}', layer.title, times(layer.shape));
  return chosen === undefined ? text : t('{}; number {} chosen', text, nth(chosen));
}

/**
 * How so many maps are packed into a column: as large as they can be, if possible without a ragged end.
 * @param {number} height of a map, in cells
 * @param {number} width
 * @param {number} count
 * @param {Room} room
 * @param {number} gap cells between maps
 * @returns {{columns: number, size: number}} `size`: pixels across, of all of them
 */
export function packed(height, width, count, room, gap) {
  let best = { columns: 1, size: 0, worth: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const [across, down] = [columns * (width + gap) - gap, Math.ceil(count / columns) * (height + gap) - gap];
    const scale = Math.min(room.across / across, room.down / down, LARGEST / width);
    const worth = count % columns ? RAGGED * scale : scale;
    if (worth > best.worth) best = { columns, size: scale * across, worth };
  }
  return best;
}
