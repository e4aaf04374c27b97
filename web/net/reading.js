// What the worker does with a message: pure, so that Node can test it. `worker.js` only carries messages.

import { fromStrokes, NotADrawing, SIDE } from './digit_image.js';
import { answerOf, forward } from './network.js';
import { readNetwork } from './weights.js';

/** @typedef {import('./network.js').Network} Network */
/** @typedef {import('./network.js').Outputs} Outputs */
/** @typedef {import('./network.js').Muted} Muted */
/** @typedef {import('./digit_image.js').Drawing} Drawing */
/** @typedef {import('./digit_image.js').Stage} Stage */

/** @typedef {{description: import('./weights.js').Description, buffer: ArrayBuffer}} Packed */

/** @typedef {{type: 'networks', networks: Record<string, Packed>}} NetworksMessage They join or replace those known. */

/**
 * Read a drawing, or an image that was made of one before.
 *
 * @typedef {object} DrawMessage
 * @property {'draw'} type
 * @property {number} id
 * @property {Drawing} [drawing]
 * @property {Float32Array} [pixels] (28, 28) in [0, 1], in place of a drawing.
 * @property {string[]} networks Who reads it. Those that are not known yet are left out of the answer.
 * @property {string[]} [layers] Whose every layer is wanted.
 * @property {boolean} [stages] Whether the way from the strokes to the image is wanted.
 * @property {Record<string, Muted>} [muted] By network: filters without which it reads as well.
 */

/**
 * A call of one of `ASKED` in asked.js. `steps` is what is left of a long one.
 *
 * @typedef {{type: 'ask', id: number, fn: string, args?: unknown[], steps?: Iterator<unknown, unknown>}} AskMessage
 */

/** @typedef {NetworksMessage | DrawMessage | AskMessage} Message */

/**
 * @typedef {object} Read
 * @property {'read'} type
 * @property {number} id
 * @property {Float32Array} pixels
 * @property {boolean} isBlank Then no network was asked: probabilities are 0, and there are no outputs.
 * @property {Stage[]} [stages]
 * @property {Record<string, Float32Array>} probabilities By network.
 * @property {Record<string, Outputs>} outputs By network.
 * @property {Record<string, Float32Array>} [muted] By network: the probabilities without some filters.
 */

/** @typedef {{type: 'refused', id: number, key: string, values: (string | number)[]}} Refused A message for the visitor. */
/** @typedef {{type: 'failed', id: number, message: string}} Failed A mistake in the page itself. */
/** @typedef {{type: 'answer', id: number, value: unknown}} Answer */
/** @typedef {{type: 'later', message: AskMessage}} Later Not for the page: what is to wait in line again. */
/** @typedef {Read | Refused | Failed | Answer} Reply */

/** @typedef {(state: State, ...args: any[]) => unknown} Asked */

/**
 * `spare` holds arrays that the next drawing is computed in.
 *
 * @typedef {object} State
 * @property {Record<string, Network>} networks
 * @property {Record<string, {outputs: Outputs, muted: Outputs}>} spare
 * @property {Record<string, Asked>} asked What "ask" may call.
 */

/** @param {Record<string, Asked>} asked @returns {State} */
export const newState = (asked = {}) => ({ networks: {}, spare: {}, asked });

/**
 * Answer one message.
 *
 * @param {State} state Changed in place.
 * @param {Message} message
 * @returns {Reply | Later | null} Null for "networks".
 */
export function answer(state, message) {
  if (message.type === 'networks') return learn(state, message);
  try {
    return message.type === 'draw' ? read(state, message) : ask(state, message);
  } catch (error) {
    if (error instanceof NotADrawing) return { type: 'refused', id: message.id, key: error.key, values: error.values };
    return { type: 'failed', id: message.id, message: String(error) };
  }
}

/**
 * Take out what is to be answered next: networks first, then a drawing, then the question that has waited longest.
 *
 * @param {Message[]} waiting In the order in which they came; changed in place.
 * @returns {Message | undefined} Undefined if nothing waits.
 */
export function takeNext(waiting) {
  for (const type of ['networks', 'draw']) {
    const at = waiting.findIndex((message) => message.type === type);
    if (at >= 0) return waiting.splice(at, 1)[0];
  }
  return waiting.shift();
}

/**
 * What may be handed over with a reply and not copied: every array in it, which nobody here needs any more.
 *
 * @param {unknown} value
 * @returns {ArrayBuffer[]}
 */
export function transferables(value) {
  const found = new Set();
  /** @param {unknown} part */
  const look = (part) => {
    if (ArrayBuffer.isView(part)) found.add(part.buffer);
    else if (part && typeof part === 'object') Object.values(part).forEach(look);
  };
  look(value);
  return [...found];
}

/**
 * What an answer is called. The networks are not asked about a blank image, and one below the threshold is no
 * digit; `model/networks/recognizer.py` has the same rule.
 *
 * @param {Float32Array} probabilities The CNN's.
 * @param {number} threshold In [0, 1], stored with the networks.
 * @param {boolean} isBlank
 * @returns {'digit' | 'blank' | 'not a digit'}
 */
export function verdictOf(probabilities, threshold, isBlank) {
  if (isBlank) return 'blank';
  return Math.max(...probabilities) < threshold ? 'not a digit' : 'digit';
}

/** @param {State} state @param {NetworksMessage} message */
function learn(state, { networks }) {
  for (const [name, { description, buffer }] of Object.entries(networks)) {
    state.networks[name] = readNetwork(description, buffer);
    state.spare[name] = { outputs: {}, muted: {} };
  }
  return null;
}

/** @param {State} state @param {DrawMessage} message @returns {Read} */
function read(state, { id, drawing, pixels: given, networks, layers = [], stages = false, muted }) {
  const { pixels, isBlank, steps } = given ? imageOf(given) : drawn(drawing, stages);
  const known = [...new Set([...networks, ...layers])].filter((name) => name in state.networks);
  /** @type {Read} */
  const reply = { type: 'read', id, pixels: pixels.slice(), isBlank, probabilities: {}, outputs: {} };
  if (steps) reply.stages = steps;
  for (const name of known) {
    const outputs = isBlank ? null : forward(state.networks[name], pixels, { outputs: state.spare[name].outputs });
    reply.probabilities[name] = outputs ? answerOf(state.networks[name], outputs).slice() : new Float32Array(10);
    if (outputs && layers.includes(name)) reply.outputs[name] = copies(outputs);
  }
  if (muted) reply.muted = isBlank ? {} : withoutFilters(state, pixels, muted);
  return reply;
}

/** @param {Drawing | undefined} drawing @param {boolean} stages */
function drawn(drawing, stages) {
  const image = fromStrokes(drawing);
  const { pixels, isBlank } = image;
  const steps = stages ? image.stages.map((step) => ({ ...step, values: step.values.slice() })) : null;
  return { pixels, isBlank, steps };
}

/** @param {Float32Array} pixels */
function imageOf(pixels) {
  if (pixels.length !== SIDE * SIDE) throw new RangeError(`an image has ${SIDE * SIDE} pixels, not ${pixels.length}`);
  return { pixels, isBlank: pixels.every((value) => value === 0), steps: null };
}

/** @param {State} state @param {Float32Array} pixels @param {Record<string, Muted>} muted */
function withoutFilters(state, pixels, muted) {
  /** @type {Record<string, Float32Array>} */
  const found = {};
  for (const [name, filters] of Object.entries(muted)) {
    if (!(name in state.networks)) continue;
    const outputs = forward(state.networks[name], pixels, { muted: filters, outputs: state.spare[name].muted });
    found[name] = answerOf(state.networks[name], outputs).slice();
  }
  return found;
}

/** @param {Outputs} outputs @returns {Outputs} */
const copies = (outputs) => Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, values.slice()]));

/** @param {State} state @param {AskMessage} message @returns {Answer | Later} */
function ask(state, message) {
  const { id, fn, args = [] } = message;
  if (!Object.hasOwn(state.asked, fn)) throw new RangeError(`nobody answers ${fn}`);
  const value = message.steps ?? state.asked[fn](state, ...args);
  if (!isIterator(value)) return { type: 'answer', id, value };
  const step = value.next();
  return step.done
    ? { type: 'answer', id, value: step.value }
    : { type: 'later', message: { ...message, steps: value } };
}

/** @param {unknown} value @returns {value is Iterator<unknown, unknown>} */
const isIterator = (value) => typeof (/** @type {any} */ (value)?.next) === 'function';
