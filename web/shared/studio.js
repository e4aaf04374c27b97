/**
 * The page's one drawing, its 28×28 image, and what the networks make of it. Every tab looks at the same.
 *
 * Topics: "drawing" (every change, also while the pen moves), "drawn" (the pen is lifted, something was loaded or
 * cleared), "reading" (image, layers' outputs and answer, together), "guessing" (see guess.js).
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

/** @typedef {ReturnType<typeof makeStudio>} Studio */

/**
 * @param {Pick<import('./reader.js').reader, 'read' | 'follow' | 'watch' | 'served' | 'known' | 'network'>} reader
 */
export function makeStudio(reader) {
  /** @type {Map<string, Set<{element: Element | null, callback: (value: any) => void}>>} */
  const watchers = new Map();
  /** @type {Record<string, any>} */
  const latest = {};
  /** @type {Map<object, Wish>} */
  const wishes = new Map();
  /** @type {Map<number, {drawing: Drawing, isFinal: boolean}>} */
  const underWay = new Map();
  let isFinal = true;

  /**
   * @param {string} topic
   * @param {Element | null} element no more is said once it has left the page
   * @param {(value: any) => void} callback called at once with the newest value, if there is one
   */
  function watch(topic, element, callback) {
    const watcher = { element, callback };
    watchers.set(topic, (watchers.get(topic) ?? new Set()).add(watcher));
    if (topic in latest) callback(latest[topic]);
  }

  /** @param {string} topic @param {any} value */
  function publish(topic, value) {
    latest[topic] = value;
    for (const watcher of watchers.get(topic) ?? []) {
      if (!watcher.element || watcher.element.isConnected) watcher.callback(value);
      else watchers.get(topic)?.delete(watcher);
    }
  }

  /**
   * The canvas shows this now.
   * @param {Drawing} drawing never changed afterwards
   * @param {boolean} isAtRest the pen is lifted
   */
  function draw(drawing, isAtRest) {
    isFinal = isAtRest;
    publish('drawing', drawing);
    refresh();
    if (isAtRest) publish('drawn', drawing);
  }

  /** Read the drawing again: somebody wants to know more, or other networks are here. */
  function refresh() {
    const drawing = /** @type {Drawing | undefined} */ (latest.drawing);
    if (!drawing || isBlank(drawing)) {
      underWay.clear();
      publishReading({ pixels: null, outputs: {}, probabilities: {} }, drawing, { ...BLANK, final: true });
      return;
    }
    if (drawing.picture && !drawing.pixels) return waitForPicture(drawing);
    if (!reader.known('cnn')) return nothingYet(drawing);
    const wish = allWishes();
    const subject = drawing.pixels ? { pixels: drawing.pixels } : { drawing: strokesOf(drawing) };
    underWay.set(reader.read({ ...subject, ...wish }), { drawing, isFinal });
  }

  /** @param {Drawing} drawing */
  function waitForPicture(drawing) {
    underWay.clear();
    const message = drawing.trouble ?? t('Looking for the digit in your picture …');
    publishReading({ pixels: null, outputs: {}, probabilities: {}, stages: drawing.stages }, drawing, {
      state: drawing.trouble ? 'refused' : 'loading',
      message,
    });
  }

  /** @param {Drawing} drawing */
  function nothingYet(drawing) {
    const message = t('The networks are on their way. Your drawing is kept and read as soon as they are here.');
    publishReading({ pixels: null, outputs: {}, probabilities: {} }, drawing, { state: 'loading', message });
  }

  function allWishes() {
    const all = [...wishes.values()];
    const layers = [...new Set(all.flatMap((wish) => wish.layers ?? []))];
    const networks = [...new Set(['cnn', 'ann', ...layers, ...all.flatMap((wish) => wish.networks ?? [])])];
    const muted = Object.assign({}, ...all.map((wish) => wish.muted ?? {}));
    return { networks, layers, muted, stages: all.some((wish) => wish.stages) };
  }

  /** @param {import('../net/reading.js').Read | import('../net/reading.js').Refused} reply */
  function settle(reply) {
    const asked = underWay.get(reply.id);
    for (const id of underWay.keys()) if (id <= reply.id) underWay.delete(id);
    if (!asked || asked.drawing !== latest.drawing) return; // another drawing is on the canvas by now
    const { drawing } = asked;
    if (reply.type === 'refused') {
      const message = told({ key: reply.key, values: reply.values });
      return publishReading({ pixels: null, outputs: {}, probabilities: {} }, drawing, { state: 'refused', message });
    }
    const answer = answerOf(reply, asked.isFinal);
    const { pixels, outputs, probabilities, muted } = reply;
    publishReading({ pixels, outputs, probabilities, muted, stages: drawing.stages ?? reply.stages }, drawing, answer);
  }

  /** @param {import('../net/reading.js').Read} reply @param {boolean} final @returns {Answer} */
  function answerOf({ probabilities, isBlank: nothing }, final) {
    const threshold = reader.served()?.threshold ?? 0;
    const { cnn, ann } = probabilities;
    const verdict = verdictOf(cnn, threshold, nothing);
    const score = Math.max(...cnn);
    return {
      state: 'answer',
      verdict,
      digit: verdict === 'digit' ? cnn.indexOf(score) : null,
      score,
      threshold,
      cnn,
      ann,
      final,
    };
  }

  /** @param {Omit<Reading, 'of' | 'answer'>} found @param {Drawing | undefined} of @param {Answer} answer */
  function publishReading(found, of, answer) {
    publish('reading', { ...found, of, answer });
  }

  /**
   * Say what you want to know of every drawing from now on; null when you have gone out of sight.
   * @param {object} who
   * @param {Wish | null} wish networks that are not here yet are fetched
   */
  function want(who, wish) {
    const before = JSON.stringify(allWishes());
    if (wish) wishes.set(who, wish);
    else wishes.delete(who);
    for (const name of [...(wish?.networks ?? []), ...(wish?.layers ?? [])]) {
      if (reader.served()?.networks[name] && !reader.known(name)) reader.network(name);
    }
    if (wish && JSON.stringify(allWishes()) !== before) refresh();
  }

  /** @type {(() => void)[]} */
  const waiting = [];
  const abilities = {
    /** Put a drawing on the canvas. @type {(drawing: Partial<Drawing>) => void} */
    load: (drawing) => void waiting.push(() => abilities.load(drawing)),
  };

  /** The canvas is there. @param {(drawing: Partial<Drawing>) => void} load */
  function ready(load) {
    abilities.load = load;
    for (const callback of waiting.splice(0)) callback();
  }

  reader.follow(settle);
  reader.watch(() => {
    publish('networks', reader.served());
    for (const wish of wishes.values()) {
      for (const name of [...(wish.networks ?? []), ...(wish.layers ?? [])]) {
        if (reader.served()?.networks[name] && !reader.known(name)) reader.network(name);
      }
    }
    refresh();
  });
  return {
    latest,
    watch,
    publish,
    draw,
    want,
    refresh,
    ready,
    load: (/** @type {Partial<Drawing>} */ drawing) => abilities.load(drawing),
  };
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
export const strokesOf = ({ strokes, width, height }) => ({ strokes, width, height });
