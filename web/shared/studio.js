/**
 * The page's one drawing, its 28×28 image, and what the networks make of it. Every tab looks at the same.
 *
 * Topics: "drawing" (every change, also while the pen moves), "drawn" (the pen is lifted, something was loaded or
 * cleared), "reading" (image, layers' outputs and answer, together), "guessing" (see guess.js), "lend" (where nothing is
 * drawn, a sample is wanted).
 */

import { verdictOf } from '../net/reading.js';
import { t, told } from './messages.js';

/** @typedef {import('./answers.js').Answer} Answer */
/** @typedef {import('../net/network.js').Outputs} Outputs */
/** @typedef {[number, number]} Point */

/** One step from a drawing or photo to the 28×28 image. @typedef {{name: string, sentence: any, width: number, height: number, values: Float32Array}} Stage */

/**
 * What is on the canvas: strokes, and for a photo also `picture`; `pixels` is the 28×28 image where it is not made
 * from strokes.
 * @typedef {object} Drawing
 * @property {Point[][]} strokes pen positions in canvas pixels, y down
 * @property {number} width
 * @property {number} height
 * @property {string} [picture] data URL of a photo
 * @property {boolean} [invert] the photo is read with the other polarity
 * @property {[number, number, number, number]} [crop] the part of the photo that is read, as shares
 * @property {Float32Array} [pixels] (28, 28) in [0, 1], ink bright
 * @property {Stage[]} [stages] how the server came from the photo to `pixels`
 * @property {boolean} [isLent] a sample that stands in until the visitor draws
 * @property {string} [trouble] why there are no `pixels` of the photo
 */

/**
 * What the browser made of a drawing. `pixels` is null where nothing is drawn or nothing can be read yet.
 * @typedef {object} Reading
 * @property {Drawing} of
 * @property {Float32Array | null} pixels (28, 28) in [0, 1]
 * @property {Stage[]} [stages] if somebody wants them
 * @property {Record<string, Outputs>} outputs every layer's output of the networks whose layers are wanted
 * @property {Record<string, Float32Array>} probabilities by network
 * @property {Record<string, Float32Array>} [muted] probabilities without the muted filters
 * @property {Answer} answer
 */

/** What somebody wants to know of each drawing. @typedef {{networks?: string[], layers?: string[], stages?: boolean, muted?: Record<string, Record<string, number[]>>}} Wish */

/** @type {Answer} */
const BLANK = { state: 'answer', verdict: 'blank' };

const NOTHING = { pixels: null, outputs: {}, probabilities: {} };

/** @typedef {Pick<import('./reader.js').reader, 'read' | 'follow' | 'watch' | 'served' | 'known' | 'network' | 'hold'>} Reader */

export class Studio {
  #reader;
  /** @type {Map<string, Set<{element: Element | null, callback: (value: any) => void}>>} */
  #watchers = new Map();
  /** The newest value of each topic. @type {Record<string, any>} */
  latest = {};
  /** @type {Map<object, Wish>} */
  #wishes = new Map();
  /** @type {Map<number, {drawing: Drawing, isFinal: boolean}>} */
  #underWay = new Map();
  #isFinal = true;
  /** Drawings that came before the canvas was there. @type {Partial<Drawing>[]} */
  #waiting = [];
  /** @type {(drawing: Partial<Drawing>) => void} */
  #load = (drawing) => void this.#waiting.push(drawing);

  /** @param {Reader} reader */
  constructor(reader) {
    this.#reader = reader;
    reader.follow((reply) => this.#settle(reply));
    reader.watch(() => {
      this.publish('networks', reader.served());
      for (const wish of this.#wishes.values()) this.#fetch(wish);
      this.refresh();
    });
  }

  /**
   * @param {string} topic
   * @param {Element | null} element no more is said once it has left the page
   * @param {(value: any) => void} callback called at once with the newest value, if there is one
   */
  watch(topic, element, callback) {
    const watcher = { element, callback };
    this.#watchers.set(topic, (this.#watchers.get(topic) ?? new Set()).add(watcher));
    if (topic in this.latest) callback(this.latest[topic]);
  }

  /** @param {string} topic @param {any} value */
  publish(topic, value) {
    this.latest[topic] = value;
    const watchers = this.#watchers.get(topic) ?? new Set();
    for (const watcher of watchers) {
      if (!watcher.element || watcher.element.isConnected) watcher.callback(value);
      else watchers.delete(watcher);
    }
  }

  /**
   * The canvas shows this now.
   * @param {Drawing} drawing never changed afterwards
   * @param {boolean} isAtRest the pen is lifted
   */
  draw(drawing, isAtRest) {
    this.#isFinal = isAtRest;
    this.#reader.hold(!isAtRest);
    this.publish('drawing', drawing);
    this.refresh();
    if (isAtRest) this.publish('drawn', drawing);
  }

  /** Put a drawing on the canvas. @param {Partial<Drawing>} drawing */
  load(drawing) {
    this.#load(drawing);
  }

  /** The canvas is there. @param {(drawing: Partial<Drawing>) => void} load */
  ready(load) {
    this.#load = load;
    for (const drawing of this.#waiting.splice(0)) load(drawing);
  }

  /** Read the drawing again: somebody wants to know more, or other networks are here. */
  refresh() {
    const drawing = /** @type {Drawing | undefined} */ (this.latest.drawing);
    if (!drawing || isBlank(drawing)) {
      this.#underWay.clear();
      this.#publishReading(NOTHING, drawing, { ...BLANK, final: true });
      return;
    }
    if (drawing.picture && !drawing.pixels) return this.#waitForPicture(drawing);
    if (!this.#reader.known('cnn')) return this.#nothingYet(drawing);
    const subject = drawing.pixels ? { pixels: drawing.pixels } : { drawing: strokesOf(drawing) };
    const id = this.#reader.read({ ...subject, ...this.#allWishes() });
    this.#underWay.set(id, { drawing, isFinal: this.#isFinal });
  }

  /** @param {Drawing} drawing */
  #waitForPicture(drawing) {
    this.#underWay.clear();
    const message = drawing.trouble ?? t('Looking for the digit in your picture …');
    const state = drawing.trouble ? 'refused' : 'loading';
    this.#publishReading({ ...NOTHING, stages: drawing.stages }, drawing, { state, message });
  }

  /** @param {Drawing} drawing */
  #nothingYet(drawing) {
    const message = t('The networks are on their way. Your drawing is kept and read as soon as they are here.');
    this.#publishReading(NOTHING, drawing, { state: 'loading', message });
  }

  #allWishes() {
    const all = [...this.#wishes.values()];
    const layers = [...new Set(all.flatMap((wish) => wish.layers ?? []))];
    const networks = [...new Set(['cnn', 'ann', ...layers, ...all.flatMap((wish) => wish.networks ?? [])])];
    const muted = Object.assign({}, ...all.map((wish) => wish.muted ?? {}));
    return { networks, layers, muted, stages: all.some((wish) => wish.stages) };
  }

  /** @param {import('../net/reading.js').Read | import('../net/reading.js').Refused} reply */
  #settle(reply) {
    const asked = this.#underWay.get(reply.id);
    for (const id of this.#underWay.keys()) if (id <= reply.id) this.#underWay.delete(id);
    if (!asked || asked.drawing !== this.latest.drawing) return; // another drawing is on the canvas by now
    const { drawing } = asked;
    if (reply.type === 'refused') {
      const message = told({ key: reply.key, values: reply.values });
      return this.#publishReading(NOTHING, drawing, { state: 'refused', message });
    }
    const { pixels, outputs, probabilities, muted } = reply;
    const answer = answerOf(reply, this.#reader.served()?.threshold ?? 0, asked.isFinal);
    const stages = drawing.stages ?? reply.stages;
    this.#publishReading({ pixels, outputs, probabilities, muted, stages }, drawing, answer);
  }

  /** @param {Omit<Reading, 'of' | 'answer'>} found @param {Drawing | undefined} of @param {Answer} answer */
  #publishReading(found, of, answer) {
    this.publish('reading', { ...found, of, answer });
  }

  /**
   * Say what you want to know of every drawing from now on; null when you have gone out of sight.
   * @param {object} who
   * @param {Wish | null} wish networks that are not here yet are fetched
   */
  want(who, wish) {
    const before = JSON.stringify(this.#allWishes());
    if (wish) this.#wishes.set(who, wish);
    else return void this.#wishes.delete(who);
    this.#fetch(wish);
    if (JSON.stringify(this.#allWishes()) !== before) this.refresh();
  }

  /** The networks of a wish that are served but not here yet. @param {Wish} wish */
  #fetch({ networks = [], layers = [] }) {
    for (const name of [...networks, ...layers]) {
      if (this.#reader.served()?.networks[name] && !this.#reader.known(name)) this.#reader.network(name);
    }
  }
}

/** @param {import('../net/reading.js').Read} reply @param {number} threshold @param {boolean} final @returns {Answer} */
function answerOf({ probabilities: { cnn, ann }, isBlank: nothing }, threshold, final) {
  const verdict = verdictOf(cnn, threshold, nothing);
  const score = Math.max(...cnn);
  const digit = verdict === 'digit' ? cnn.indexOf(score) : null;
  return { state: 'answer', verdict, digit, score, threshold, cnn, ann, final };
}

/**
 * Nothing there to be read: no ink and no picture.
 * @param {Partial<Drawing> | null | undefined} drawing
 */
export function isBlank(drawing) {
  return !drawing || (!drawing.picture && !drawing.pixels && !drawing.strokes?.some((stroke) => stroke.length));
}

/**
 * What describes a drawing's strokes and nothing else.
 * @param {Drawing} drawing
 */
const strokesOf = ({ strokes, width, height }) => ({ strokes, width, height });
