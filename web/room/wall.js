/** The wall: every drawing as a tile, read by both networks as it comes. */

import { svgPath } from '../canvas/ink.js';
import { NAMES, ranked, TITLES } from '../shared/answers.js';
import { all, finder, make, makeSvg, radios, roving } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { percent } from '../shared/numbers.js';

/** A drawing as the server sends it; `drawing` is JSON text. @typedef {{name: string, member: number, digit: number, version: number, drawing: string}} Sent */

/** @typedef {{strokes: import('../shared/studio.js').Point[][], width: number, height: number}} Strokes */

/** What the networks make of a drawing. @typedef {{pixels: Float32Array, probabilities: Record<string, Float32Array>}} Read */

/** @typedef {{name: string, member: number, digit: number, drawing: Strokes, tile: HTMLElement, reading: Promise<Read>}} Hung */

/** @typedef {Omit<Hung, 'reading'> & Read} Answered */

const LINE = 0.064; // of the drawing's shorter edge, as on the canvas

export class Wall {
  /** @type {Map<string, Hung>} */
  #hung = new Map();
  /** @type {Map<Hung, Read>} */
  #read = new Map();
  /** @type {Hung | null} */
  #chosen = null;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import('../start.js').Context} context
   * @param {{changed: () => void, remove: (name: string) => Promise<boolean>}} actions
   */
  constructor(dialog, { reader, studio }, { changed, remove }) {
    this.find = finder(dialog);
    this.reader = reader;
    this.changed = changed;
    this.wall = this.find('.room-wall');
    const filter = radios(this.find('.room-filter'), (value) => {
      this.wall.dataset.filter = value;
      filter(value);
    });
    filter('all');
    this.find('.room-empty').classList.add('shown');
    this.find('.room-load').addEventListener('click', () => {
      if (this.#chosen) studio.load(this.#chosen.drawing);
      dialog.close();
    });
    this.find('.room-remove').addEventListener('click', async () => {
      if (this.#chosen && (await remove(this.#chosen.name))) this.#takeOff(this.#chosen);
    });
  }

  get size() {
    return this.#hung.size;
  }

  /** Drawings that both networks have read by now. @returns {Answered[]} */
  answered() {
    return [...this.#hung.values()].flatMap((hung) => {
      const read = this.#read.get(hung);
      return read ? [{ ...hung, ...read }] : [];
    });
  }

  /** All drawings, read. @returns {Promise<Answered[]>} */
  async read() {
    await Promise.all([...this.#hung.values()].map(({ reading }) => reading));
    return this.answered();
  }

  /** Hang drawings, each in place of the one that had its name. @param {Sent[]} drawings */
  put(drawings) {
    for (const sent of drawings) this.#hang(sent);
    if (drawings.length) this.#settle();
  }

  /** @param {Sent} sent */
  #hang({ name, member, digit, drawing: text }) {
    const drawing = /** @type {Strokes} */ (JSON.parse(text));
    const tile = makeTile(drawing, digit);
    tile.dataset.name = name;
    const reading = this.reader.run('readStrokes', { networks: NAMES, drawing });
    const hung = { name, member, digit, drawing, tile, reading };
    const before = this.#hung.get(name);
    if (before) before.tile.replaceWith(tile);
    else this.wall.prepend(tile);
    this.#hung.set(name, hung);
    label(hung, null);
    tile.addEventListener('click', () => this.#choose(hung));
    reading.then((/** @type {Read} */ read) => this.#answer(hung, read));
  }

  /** @param {Hung} hung @param {Read} read */
  #answer(hung, read) {
    if (this.#hung.get(hung.name) !== hung) return;
    this.#read.set(hung, read);
    label(hung, read);
    this.changed();
  }

  /** @param {Hung} hung */
  #choose(hung) {
    this.#chosen = hung;
    for (const tile of all(this.wall, '.room-tile')) tile.setAttribute('aria-pressed', String(tile === hung.tile));
    this.find('.room-chosen').hidden = false;
    this.find('.room-chosen p').textContent = hung.tile.getAttribute('aria-label');
  }

  /** @param {Hung} hung */
  #takeOff(hung) {
    this.#hung.delete(hung.name);
    hung.tile.remove();
    this.find('.room-chosen').hidden = true;
    this.#settle();
    this.changed();
  }

  #settle() {
    this.find('.room-empty').classList.toggle('shown', !this.size);
    roving(this.wall, '.room-tile', () => getComputedStyle(this.wall).gridTemplateColumns.split(' ').length);
  }
}

/** @param {Strokes} drawing @param {number} digit what its writer meant */
function makeTile({ strokes, width, height }, digit) {
  const path = makeSvg('path', { d: svgPath(strokes), 'stroke-width': LINE * Math.min(width, height) });
  const answers = NAMES.map((name) => make('b', { class: name }));
  return make(
    'button',
    { type: 'button', class: 'room-tile', 'aria-pressed': 'false' },
    makeSvg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, path),
    make('span', { class: 'room-answers', 'aria-hidden': 'true' }, make('span', { text: String(digit) }), ...answers),
  );
}

/** What a tile says, and which filters show it. @param {Hung} hung @param {Read | null} read */
function label({ tile, digit, member }, read) {
  const words = [t('Number {}, meant as {}', member, digit)];
  NAMES.forEach((name, i) => {
    if (!read) return;
    const { best, p } = ranked(read.probabilities[name]);
    all(tile, 'b')[i].textContent = String(best);
    tile.classList.toggle(`wrong-${name}`, best !== digit);
    words.push(t('{} reads {}, {}', TITLES[name], best, percent(p)));
  });
  tile.setAttribute('aria-label', words.join('; '));
}
