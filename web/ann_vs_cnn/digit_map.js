/**
 * A map of digits on two canvases: below, training digits as dots and test digits as pictures, painted when the view
 * changes; above, the drawing and its neighbours, painted while the pen moves.
 */

import { SIDE as END } from '../net/landing.js';
import { finder, isCommand, whenWidthChanges } from '../shared/dom.js';
import { ACROSS, disc, fitted, inkOf, line, PICTURE, sheetOf } from './map_painting.js';

/** @typedef {import('../net/landing.js').Space} Space */
/** @typedef {import('../net/landing.js').Landing} Landing */
/** @typedef {import('./map_painting.js').Digits} Digits */
/** @typedef {import('./map_painting.js').Point} Point */
/** The drawing: where it lies, its neighbours, its image. @typedef {{place: [number, number], near: number[], pixels: Float32Array}} Own */

// Ten colours of like lightness on white and on black; nobody needs them to tell digits apart, which are pictures.
const HUES = [265, 28, 145, 350, 205, 95, 310, 52, 178, 235];
const [LARGEST, STEP] = [12, 1.6]; // zoom, and what a press of + does
const MARGIN = 0.04; // of the map, around what is on it
const PACE = 0.12; // of the map, that an arrow key moves
const CLICK = 5; // pixels that a hand may tremble

export class DigitMap {
  /** @type {Space | null} */
  #space = null;
  /** @type {Own | null} */
  #own = null;
  /** @type {number | null} */
  #digit = null;
  /** Of the visible part, from 0 to 1; `zoom` 1 shows all. */
  #view = { x: 0.5, y: 0.5, zoom: 1 };
  /** @type {Map<number, {x: number, y: number}>} */
  #fingers = new Map();
  #moved = 0;
  #painting = 0;
  #ink = '';
  #paper = '';
  /** Of the map on the page: asking for it costs a layout. */
  #wide = 0;
  /** Where each digit's name stands, by space. @type {Map<string, Point[]>} */
  #names = new Map();

  /**
   * @param {HTMLElement} box beside it are the buttons
   * @param {{landing: Landing, held: Digits, press: (index: number) => void}} what `press`: a picture was pressed
   */
  constructor(box, { landing, held, press }) {
    const find = finder(/** @type {HTMLElement} */ (box.parentElement));
    this.box = box;
    this.landing = landing;
    this.held = held;
    this.press = press;
    this.ground = /** @type {HTMLCanvasElement} */ (find('.la-ground'));
    this.overlay = /** @type {HTMLCanvasElement} */ (find('.la-own'));
    find('.la-in').addEventListener('click', () => this.#zoomBy(STEP));
    find('.la-out').addEventListener('click', () => this.#zoomBy(1 / STEP));
    find('.la-fit').addEventListener('click', () => this.#look({ x: 0.5, y: 0.5, zoom: 1 }));
    this.#listen();
    this.#makeSheets();
    this.#wide = box.clientWidth;
    whenWidthChanges(box, () => {
      this.#wide = box.clientWidth;
      this.#paintSoon();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#repaint());
    new MutationObserver(() => this.#repaint()).observe(document.body, { attributeFilter: ['class'] });
  }

  /** @param {Space} space */
  use(space) {
    if (space === this.#space) return;
    this.#space = space;
    this.#paintSoon();
  }

  /** @param {Own | null} own */
  show(own) {
    this.#own = own;
    this.#paintOwn();
  }

  /** @param {number | null} digit the only one shown; null: all */
  filter(digit) {
    this.#digit = digit;
    this.#paintSoon();
  }

  // ---- looking around ----

  #listen() {
    const { box } = this;
    box.addEventListener('pointerdown', (event) => this.#touch(event));
    box.addEventListener('pointermove', (event) => this.#drag(event));
    for (const end of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      box.addEventListener(end, (event) => this.#lift(event));
    }
    box.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey) return; // the page scrolls
        event.preventDefault();
        this.#zoomBy(Math.exp(-event.deltaY / 200), this.#at(event));
      },
      { passive: false },
    );
    box.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {{clientX: number, clientY: number}} event @returns {{x: number, y: number}} pixels from the map's corner */
  #at({ clientX, clientY }) {
    const { left, top } = this.box.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** @param {PointerEvent} event */
  #touch(event) {
    if (event.button) return;
    this.#fingers.set(event.pointerId, this.#at(event));
    if (this.#fingers.size === 1) this.#moved = 0;
    this.box.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const to = this.#at(event);
    const from = this.#fingers.get(event.pointerId);
    if (!from) return void this.box.classList.toggle('over', this.#pictureAt(to) !== null);
    this.#moved += Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.#fingers.set(event.pointerId, to);
    if (other) return this.#zoomBy(between(to, other) / Math.max(1, between(from, other)), other);
    const scale = this.#scale();
    this.#look({ ...this.#view, x: this.#view.x - (to.x - from.x) / scale, y: this.#view.y - (to.y - from.y) / scale });
  }

  /** @param {PointerEvent} event */
  #lift(event) {
    if (!this.#fingers.delete(event.pointerId) || event.type === 'pointercancel' || this.#moved > CLICK) return;
    const index = this.#pictureAt(this.#at(event));
    if (index !== null) this.press(index);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.target !== this.box || isCommand(event)) return;
    const { x, y, zoom } = this.#view;
    const step = PACE / zoom;
    const next = {
      ArrowLeft: () => this.#look({ x: x - step, y, zoom }),
      ArrowRight: () => this.#look({ x: x + step, y, zoom }),
      ArrowUp: () => this.#look({ x, y: y - step, zoom }),
      ArrowDown: () => this.#look({ x, y: y + step, zoom }),
      '+': () => this.#zoomBy(STEP),
      '=': () => this.#zoomBy(STEP),
      '-': () => this.#zoomBy(1 / STEP),
      0: () => this.#look({ x: 0.5, y: 0.5, zoom: 1 }),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next();
  }

  /** @param {number} factor @param {{x: number, y: number}} [about] what stays where it is; the drawing by default */
  #zoomBy(factor, about = this.#middle()) {
    const { x, y, zoom } = this.#view;
    const next = Math.min(LARGEST, Math.max(1, zoom * factor));
    const [right, down] = [about.x - this.#wide / 2, about.y - this.#wide / 2];
    const gain = (1 - zoom / next) / this.#scale();
    this.#look({ x: x + right * gain, y: y + down * gain, zoom: next });
  }

  /** Where the drawing is, if it is in sight. */
  #middle() {
    const [own, wide] = [this.#own && this.#onPage(...this.#own.place), this.#wide];
    const isInSight = own && Math.min(own.x, own.y) > 0 && Math.max(own.x, own.y) < wide;
    return isInSight ? own : { x: wide / 2, y: wide / 2 };
  }

  /** @param {{x: number, y: number, zoom: number}} view kept on the map */
  #look({ x, y, zoom }) {
    const half = 0.5 / zoom;
    const inside = (/** @type {number} */ value) => Math.min(1 - half, Math.max(half, value));
    this.#view = { x: inside(x), y: inside(y), zoom };
    this.box.classList.toggle('near', zoom > 1);
    this.#paintSoon();
  }

  /** Pixels of the page that the whole map is wide. */
  #scale = () => this.#wide * this.#view.zoom;

  /** Where a place lies, in pixels from the map's corner. @param {number} x from 0 to END @param {number} y */
  #onPage(x, y) {
    const scale = this.#scale();
    const inner = (1 - 2 * MARGIN) / END;
    return {
      x: (MARGIN + x * inner - this.#view.x) * scale + this.#wide / 2,
      y: (MARGIN + y * inner - this.#view.y) * scale + this.#wide / 2,
    };
  }

  /** How large a picture is on the page. */
  #size = () => Math.min(44, (this.#wide / 42) * this.#view.zoom ** 0.75);

  /** The picture that a pointer is on. @param {{x: number, y: number}} at */
  #pictureAt(at) {
    const reach = this.#size() / 2;
    let best = null;
    let least = reach * reach;
    this.#eachHeld((index, x, y) => {
      const far = (x - at.x) ** 2 + (y - at.y) ** 2;
      if (far < least) [best, least] = [index, far];
    });
    return best;
  }

  /** @param {(index: number, x: number, y: number) => void} visit every test digit that is shown and in sight */
  #eachHeld(visit) {
    if (!this.#space) return;
    const { held } = this.#space;
    const [most, size] = [this.#wide + this.#size(), this.#size()];
    for (let i = 0; i < this.held.labels.length; i += 1) {
      if (this.#digit !== null && this.held.labels[i] !== this.#digit) continue;
      const { x, y } = this.#onPage(held[2 * i], held[2 * i + 1]);
      if (x > -size && y > -size && x < most && y < most) visit(i, x, y);
    }
  }

  // ---- painting ----

  /** Colours have changed. */
  #repaint() {
    this.#makeSheets();
    this.#paintSoon();
  }

  #makeSheets() {
    const { color, backgroundColor, colorScheme } = getComputedStyle(this.box);
    const isDark = colorScheme.includes('dark');
    [this.#ink, this.#paper] = [color, backgroundColor];
    this.colours = HUES.map((hue) => `hsl(${hue} ${isDark ? '75% 72%' : '70% 38%'})`);
    this.sheet = sheetOf(this.held, this.colours);
  }

  /** With the next frame. */
  #paintSoon() {
    this.#painting ||= requestAnimationFrame(() => {
      this.#painting = 0;
      this.#paintGround();
      this.#paintOwn();
    });
  }

  #paintGround() {
    const context = fitted(this.ground, this.#wide);
    if (!this.#space || !context) return;
    this.#paintNames(context, this.#space);
    this.#paintDots(context, this.#space);
    const size = this.#size();
    this.#eachHeld((index, x, y) => {
      const [column, row] = [index % ACROSS, Math.floor(index / ACROSS)];
      const [left, top] = [PICTURE * column, PICTURE * row];
      context.drawImage(
        /** @type {HTMLCanvasElement} */ (this.sheet),
        left,
        top,
        PICTURE,
        PICTURE,
        x - size / 2,
        y - size / 2,
        size,
        size,
      );
    });
  }

  /** Each digit, faint and large, in the middle of its training digits. @param {CanvasRenderingContext2D} context @param {Space} space */
  #paintNames(context, space) {
    const font = `700 ${Math.round(Math.min(this.#scale() / 8, this.#wide / 5))}px system-ui, sans-serif`;
    Object.assign(context, { font, textAlign: 'center', textBaseline: 'middle', globalAlpha: 0.2 });
    const names = this.#names.get(space.name) ?? middles(space, this.landing.labels);
    this.#names.set(space.name, names);
    /** @type {string[]} */ (this.colours).forEach((colour, digit) => {
      if (this.#digit !== null && digit !== this.#digit) return;
      const { x, y } = this.#onPage(names[digit].x, names[digit].y);
      context.fillStyle = colour;
      context.fillText(String(digit), x, y);
    });
    context.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} context @param {Space} space */
  #paintDots(context, { places }) {
    const { labels } = this.landing;
    const size = 2 * Math.sqrt(this.#view.zoom);
    context.globalAlpha = 0.35;
    for (let i = 0; i < labels.length; i += 1) {
      if (this.#digit !== null && labels[i] !== this.#digit) continue;
      const { x, y } = this.#onPage(places[2 * i], places[2 * i + 1]);
      context.fillStyle = /** @type {string[]} */ (this.colours)[labels[i]];
      context.fillRect(x - size / 2, y - size / 2, size, size);
    }
    context.globalAlpha = 1;
  }

  #paintOwn() {
    const context = fitted(this.overlay, this.#wide);
    if (!this.#space || !context || !this.#own) return;
    const { place, near, pixels } = this.#own;
    const at = this.#onPage(...place);
    const [ink, paper] = [this.#ink, this.#paper];
    for (const index of near) {
      const to = this.#onPage(this.#space.places[2 * index], this.#space.places[2 * index + 1]);
      line(context, at, to, paper, 5);
      line(context, at, to, ink, 2);
      disc(context, to, 5, /** @type {string[]} */ (this.colours)[this.landing.labels[index]], ink);
    }
    const radius = Math.min(24, Math.max(15, this.#wide / 26));
    disc(context, at, radius, '#000', paper, 7);
    disc(context, at, radius, '#000', ink, 3);
    context.drawImage(inkOf(pixels), at.x - 0.75 * radius, at.y - 0.75 * radius, 1.5 * radius, 1.5 * radius);
  }
}

/** @param {Point} a @param {Point} b */
const between = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** The middle of each digit's training digits. @param {Space} space @param {ArrayLike<number>} labels @returns {Point[]} */
const middles = ({ places }, labels) =>
  HUES.map((_, digit) => {
    const own = Array.from(labels, (_, i) => i).filter((i) => labels[i] === digit);
    return { x: median(own.map((i) => places[2 * i])), y: median(own.map((i) => places[2 * i + 1])) };
  });

/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
