/** The canvas: what is on it, and the buttons. Everything else is in its own file. */

import { ask, server, Unreachable, unreachable } from '../shared/ask.js';
import { bringIntoSight, finder, prefersCalm, whenSeen } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { copyLink } from '../shared/route.js';
import { isBlank } from '../shared/studio.js';
import { makeAnswers } from './answers.js';
import { Cropping } from './cropping.js';
import { Guessing } from './guessing.js';
import { makeHistory } from './history.js';
import { Ink } from './ink.js';
import { keep, kept } from './keeping.js';
import { Keys } from './keys.js';
import { extend, listenToPen, thinned } from './pen.js';
import { listenForPictures, loaded, openPicture, readOf } from './pictures.js';
import { makeGhost, makeSamples } from './samples.js';

/** @typedef {import('./ink.js').Shown} Shown */
/** @typedef {import('../shared/studio.js').Point} Point */

const HEIGHT = 280; // of every drawing, in its own pixels; its width follows the paper's shape
const MOST_STROKES = 64;
const UNREAD = { pixels: undefined, stages: undefined, trouble: undefined }; // a photo

/**
 * Bring the canvas to life; its template is in the page already.
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const root = /** @type {HTMLElement} */ (element.querySelector('.dc'));
  await new Canvas(root, context).begin();
}

class Canvas {
  /** The drawing while the pen, or a sample, moves; not yet in the history. @type {Shown | null} */
  #moving = null;
  #isPainting = false; // in the next frame

  /** @param {HTMLElement} root @param {import('../start.js').Context} context */
  constructor(root, context) {
    this.root = root;
    this.context = context;
    this.find = finder(root);
    this.paper = /** @type {HTMLCanvasElement} */ (this.find('.dc-paper'));
    this.ink = new Ink(this.paper);
    this.thumb = new Ink(/** @type {HTMLCanvasElement} */ (this.find('.dc-thumb')));
    this.answers = makeAnswers(root);
    this.guessing = new Guessing(root, context, () => this.#showAnswer());
    this.history = makeHistory(this.#emptyPaper());
    this.cropping = new Cropping(root, {
      shown: () => this.shown,
      place: (event) => this.ink.point(event, this.shown),
      change: (asked) => this.#replaceBy({ ...this.history.now, ...asked, ...UNREAD }),
    });
    this.keys = this.#listenToKeys();
    this.player = this.#makeSamples();
    this.#listen();
  }

  get shown() {
    return this.#moving ?? this.history.now;
  }

  /** @returns {Shown} */
  #emptyPaper() {
    const { width, height } = this.ink.size();
    return { strokes: [], width: Math.round((HEIGHT * width) / height) || HEIGHT, height: HEIGHT };
  }

  // ---- painting ----

  #repaint = () => {
    if (this.#isPainting) return;
    this.#isPainting = true;
    requestAnimationFrame(() => {
      this.#isPainting = false;
      this.ink.paint(this.shown, this.keys.cursor);
      if (this.root.classList.contains('away')) this.thumb.paint(this.shown);
    });
  };

  #showTools() {
    this.cropping.show();
    const blank = isBlank(this.shown);
    this.root.classList.toggle('blank', blank);
    this.root.classList.toggle('inked', !blank);
    this.#button('.dc-undo').disabled = !this.history.canUndo;
    this.#button('.dc-redo').disabled = !this.history.canRedo;
    this.#button('.dc-clear').disabled = blank;
    for (const name of ['.dc-share', '.dc-take']) this.find(name).hidden = blank;
    this.find('.dc-lent').textContent = this.shown.isLent ? t('A sample. Your first stroke replaces it.') : '';
  }

  /** @param {string} selector */
  #button(selector) {
    return /** @type {HTMLButtonElement} */ (this.find(selector));
  }

  /** While a guess is due nothing is shown and nothing is said. */
  #showAnswer() {
    const answer = this.context.studio.latest.reading?.answer;
    if (answer) this.answers.show(this.guessing.isDue() ? { state: 'answer', verdict: 'blank', final: false } : answer);
  }

  /** @param {string} text */
  #note(text) {
    this.find('.dc-note').textContent = text;
  }

  // ---- what is drawn ----

  /** Something changed on the paper. @param {boolean} isAtRest the pen is lifted */
  #changed(isAtRest) {
    this.#showTools();
    this.#repaint();
    this.context.studio.draw(this.shown, isAtRest);
    if (isAtRest && !this.shown.isLent) keep(this.shown);
  }

  /** @param {Shown} drawing */
  #replaceBy(drawing) {
    this.player.stop();
    this.guessing.renew();
    this.#note('');
    this.#add(drawing);
    if (drawing.picture && !drawing.pixels) this.#readPicture(drawing);
  }

  /** @param {Shown} drawing */
  #add(drawing) {
    this.#moving = null;
    this.history.add(drawing);
    this.#changed(true);
  }

  /** @param {Shown} drawing a photo that the server has not read yet */
  async #readPicture(drawing) {
    const { history } = this;
    try {
      const found = readOf(await ask('canvas/read_picture', photoOf(drawing)));
      if (history.now !== drawing) return;
      history.replace({ ...drawing, ...found });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      const isWaiting = () => history.now.picture === drawing.picture && !history.now.pixels;
      server.whenBack(() => isWaiting() && this.#readPicture(history.now));
      if (history.now !== drawing) return;
      history.replace({ ...drawing, trouble: unreachable() });
    }
    this.#changed(true);
  }

  // ---- the pen ----

  /** @param {(drawing: Shown) => Point} point @returns {boolean} whether a stroke begins */
  #begin(point) {
    this.player.stop();
    this.#note('');
    const { now } = this.history;
    const base = now.isLent || now.picture || now.pixels || isBlank(now) ? this.#emptyPaper() : now;
    if (base.strokes.length >= MOST_STROKES) {
      this.#note(t('A drawing has at most {} strokes. Undo some, or clear it.', MOST_STROKES));
      return false;
    }
    this.#move({ ...base, strokes: [...base.strokes, [point(base)]] });
    return true;
  }

  /** @param {Point[]} points */
  #goOn(points) {
    if (!this.#moving) return;
    const { strokes } = this.#moving;
    const stroke = [...strokes[strokes.length - 1]];
    for (const point of points) extend(stroke, point);
    this.#move({ ...this.#moving, strokes: thinned([...strokes.slice(0, -1), stroke]) });
  }

  /** @param {Shown} drawing */
  #move(drawing) {
    this.#moving = drawing;
    this.#changed(false);
  }

  #end = () => {
    if (this.#moving) this.#add(this.#moving);
  };

  #listenToKeys() {
    return new Keys(this.paper, {
      begin: (point) => this.#begin(() => point),
      move: ([x, y]) => this.#goOn([[Math.round(x * 10) / 10, Math.round(y * 10) / 10]]),
      end: this.#end,
      undo: () => this.#travel('undo'),
      redo: () => this.#travel('redo'),
      clear: this.#clear,
      say: (text) => {
        this.find('.dc-said').textContent = text;
      },
      bounds: () => this.shown,
      repaint: this.#repaint,
    });
  }

  #listenToPen() {
    listenToPen(this.paper, {
      begin: (event) => {
        this.keys.hide();
        const hasBegun = this.#begin((drawing) => this.ink.point(event, drawing));
        this.ink.hold(hasBegun);
        return hasBegun;
      },
      move: (events) => this.#goOn(events.map((event) => this.ink.point(event, this.shown))),
      end: () => {
        this.ink.hold(false);
        this.#end();
      },
    });
  }

  // ---- samples, undo, redo, clear, pictures ----

  #makeSamples() {
    return makeSamples(this.find('.dc-samples'), {
      begin: () => {
        this.#end();
        this.guessing.renew();
        this.#note('');
      },
      move: (drawing) => this.#move(drawing),
      end: (drawing) => this.#add(drawing),
      isCalm: prefersCalm,
    });
  }

  /** @param {'undo' | 'redo'} direction */
  #travel(direction) {
    this.#end();
    this.player.stop();
    this.#note('');
    this.history[direction]();
    this.#changed(true);
  }

  #clear = () => {
    this.#end();
    this.player.stop();
    if (!isBlank(this.history.now)) this.#replaceBy(this.#emptyPaper());
  };

  /** @param {File} file */
  async #take(file) {
    try {
      this.#replaceBy({ ...this.#emptyPaper(), ...(await openPicture(file)) });
    } catch (error) {
      this.#note(/** @type {Error} */ (error).message);
    }
  }

  /** Show what another tab, a link or an earlier visit has. @param {Partial<Shown>} drawing */
  async #load({ strokes = [], width = HEIGHT, height = HEIGHT, picture, pixels, stages }) {
    if (!picture)
      return this.#replaceBy(pixels ? { strokes: [], width, height, pixels, stages } : { strokes, width, height });
    const image = await loaded(picture).catch(() => undefined);
    return this.#replaceBy({ ...this.#emptyPaper(), picture, image, pixels, stages });
  }

  // ---- wiring ----

  #listen() {
    const { root, find } = this;
    this.#listenToPen();
    find('.dc-undo').addEventListener('click', () => this.#travel('undo'));
    find('.dc-redo').addEventListener('click', () => this.#travel('redo'));
    find('.dc-clear').addEventListener('click', this.#clear);
    find('.dc-strip').addEventListener('click', () => bringIntoSight(root, 'start'));
    find('.dc-share').addEventListener('click', () => this.#share());
    find('.dc-take').addEventListener('click', () => this.#takeAway());
    const input = /** @type {HTMLInputElement} */ (find('.dc-file'));
    const take = (/** @type {File} */ file) => this.#take(file);
    const buttons = { upload: find('.dc-upload'), camera: find('.dc-camera') };
    listenForPictures({ root, board: find('.dc-board'), buttons, input, take });
    makeGhost(find('.dc-ghost'));
    this.context.studio.watch('reading', root, ({ answer }) => {
      this.guessing.follow(answer);
      this.#showAnswer();
    });
    this.#watchThePage();
  }

  #share() {
    const { route } = this.context;
    const { tab, settings } = route.here();
    copyLink(this.find('.dc-share'), route.link(tab, settings, this.history.now));
  }

  async #takeAway() {
    const { takeAway } = await import('../take_away/take_away.js');
    await takeAway(this.context);
  }

  /** Paint anew when the paper's size or the page's colours change, and small when the paper is out of sight. */
  #watchThePage() {
    new ResizeObserver(this.#repaint).observe(this.paper);
    for (const part of [document.body, document.documentElement]) {
      new MutationObserver(this.#repaint).observe(part, { attributeFilter: ['class'] });
    }
    whenSeen(this.find('.dc-board'), (seen) => {
      this.root.classList.toggle('away', !seen);
      this.find('.dc-strip').tabIndex = seen ? -1 : 0;
      this.#repaint();
    });
  }

  /** Show what an earlier visit left, and let others put drawings here. */
  async begin() {
    const before = kept();
    if (before) await this.#load(before);
    else this.#changed(true);
    this.context.studio.ready((drawing) => this.#load(drawing));
    this.context.studio.watch('lend', this.root, () => isBlank(this.shown) && this.player.lend());
    this.root.classList.add('ready');
  }
}

/** What the server is asked about a photo. @param {Shown} drawing */
const photoOf = ({ picture, invert, crop }) => ({ picture, ...(invert && { invert }), ...(crop && { crop }) });
