// The worker's protocol: what is answered, what is overtaken, and what is handed over.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASKED } from '../../../web/net/asked.js';
import { answer, newState, takeNext, transferables, verdictOf } from '../../../web/net/reading.js';
import { bytesOf, floatsOf, golden } from './golden.js';

/** @typedef {import('../../../web/net/reading.js').Message} Message */
/** @typedef {import('../../../web/net/reading.js').Read} Read */

const SEVEN = {
  strokes: [
    [
      [60, 40],
      [200, 40],
      [110, 240],
    ],
  ],
  width: 280,
  height: 280,
};
const [ODD, PLAIN] = golden('networks.json').map((/** @type {any} */ own) => ({
  description: own.description,
  buffer: bytesOf(own.weights),
}));
const IMAGE = floatsOf(golden('transforms.json').image);

function ready() {
  const state = newState(ASKED);
  assert.equal(answer(state, { type: 'networks', networks: { odd: ODD, plain: PLAIN } }), null);
  return state;
}

/** @param {ReturnType<typeof newState>} state @param {object} message @returns {any} */
const reply = (state, message) => answer(state, /** @type {Message} */ (message));

/** @param {ReturnType<typeof newState>} state @param {string} fn @param {unknown[]} args @returns {any} */
function askToTheEnd(state, fn, ...args) {
  let message = /** @type {Message} */ ({ type: 'ask', id: 5, fn, args });
  for (let steps = 0; ; steps++) {
    const found = answer(state, message);
    if (found?.type !== 'later') return { ...found, steps };
    message = found.message;
  }
}

test('a drawing is read by every network that is asked', () => {
  const read = reply(ready(), {
    type: 'draw',
    id: 7,
    drawing: SEVEN,
    networks: ['odd', 'plain'],
    layers: ['plain'],
    stages: true,
  });
  assert.deepEqual([read.type, read.id, read.isBlank], ['read', 7, false]);
  assert.deepEqual(Object.keys(read.probabilities), ['odd', 'plain']);
  assert.deepEqual(Object.keys(read.outputs), ['plain']);
  assert.deepEqual(
    Object.keys(read.outputs.plain),
    PLAIN.description.layers.map((/** @type {any} */ layer) => layer.name),
  );
  assert.deepEqual(
    read.stages.map((/** @type {any} */ stage) => stage.name),
    ['drawn', 'scaled', 'centred'],
  );
  assert.equal(read.muted, undefined);
  assert.ok(read.probabilities.odd.every((/** @type {number} */ share) => share > 0 && share < 1));
});

test('stages come only when they are wanted, networks only when they are there', () => {
  const read = reply(ready(), { type: 'draw', id: 1, drawing: SEVEN, networks: ['odd', 'not there yet'] });
  assert.equal(read.stages, undefined);
  assert.deepEqual(Object.keys(read.probabilities), ['odd']);
  assert.deepEqual(read.outputs, {});
});

test('an image is read as the drawing that it was made of', () => {
  const state = ready();
  const drawn = reply(state, { type: 'draw', id: 1, drawing: SEVEN, networks: ['odd'] });
  const again = reply(state, { type: 'draw', id: 2, pixels: drawn.pixels, networks: ['odd'] });
  assert.deepEqual(again.probabilities, drawn.probabilities);
  assert.notEqual(again.pixels, drawn.pixels);
});

test('of a blank drawing no network is asked', () => {
  const draw = { type: 'draw', id: 1, networks: ['odd'], layers: ['odd'], muted: { odd: { layer0: [0] } } };
  for (const blank of [{ drawing: { ...SEVEN, strokes: [] } }, { pixels: new Float32Array(784) }]) {
    const read = reply(ready(), { ...draw, ...blank });
    assert.equal(read.isBlank, true);
    assert.deepEqual(read.probabilities.odd, new Float32Array(10));
    assert.deepEqual([read.outputs, read.muted], [{}, {}]);
  }
});

test('a network is read without its muted filters as well', () => {
  const draw = { type: 'draw', id: 1, drawing: SEVEN, networks: ['odd'] };
  const read = reply(ready(), { ...draw, muted: { odd: { layer0: [0, 1] }, 'not there yet': { layer0: [0] } } });
  assert.deepEqual(Object.keys(read.muted), ['odd']);
  assert.notDeepEqual(read.muted.odd, read.probabilities.odd);
  assert.deepEqual(reply(ready(), { ...draw, muted: { odd: {} } }).muted.odd, read.probabilities.odd);
});

test('an answer stays as it is when the next drawing is read', () => {
  const state = ready();
  const first = reply(state, { type: 'draw', id: 1, drawing: SEVEN, networks: ['odd'], layers: ['odd'] });
  const kept = structuredClone(first);
  reply(state, {
    type: 'draw',
    id: 2,
    drawing: {
      ...SEVEN,
      strokes: [
        [
          [0, 0],
          [9, 200],
        ],
      ],
    },
    networks: ['odd'],
    layers: ['odd'],
  });
  assert.deepEqual(first, kept);
});

test('what is no drawing is refused in words, what is the page’s mistake has failed', () => {
  const state = ready();
  const refused = reply(state, { type: 'draw', id: 3, drawing: { ...SEVEN, width: 0 }, networks: [] });
  assert.deepEqual(refused, {
    type: 'refused',
    id: 3,
    key: "the drawing's {} must be a number from {} to {} pixels",
    values: ['width', 16, 10_000],
  });
  assert.equal(reply(state, { type: 'draw', id: 4, pixels: new Float32Array(3), networks: [] }).type, 'failed');
  assert.equal(reply(state, { type: 'ask', id: 5, fn: 'toString', args: [] }).type, 'failed');
});

test('networks come before a drawing, that before questions, and no question is lost', () => {
  const drawing = { type: 'draw', id: 2 };
  const [one, two] = [
    { type: 'ask', id: 3 },
    { type: 'ask', id: 4 },
  ];
  const networks = { type: 'networks' };
  const waiting = /** @type {any[]} */ ([one, drawing, two, networks]);
  assert.deepEqual(
    Array.from({ length: 5 }, () => takeNext(waiting)),
    [networks, drawing, one, two, undefined],
  );
});

test('everything is handed over once, nothing that is still needed', () => {
  const state = ready();
  const read = reply(state, { type: 'draw', id: 1, drawing: SEVEN, networks: ['odd'], layers: ['odd'], stages: true });
  structuredClone(read, { transfer: transferables(read) });
  assert.equal(read.pixels.length, 0, 'it was handed over');
  const again = reply(state, { type: 'draw', id: 2, drawing: SEVEN, networks: ['odd'], layers: ['odd'] });
  assert.equal(again.probabilities.odd.length, 10);
});

test('the threshold itself is a digit, and a blank is no matter of numbers', () => {
  const shares = Float32Array.of(0.25, 0.75);
  assert.equal(verdictOf(shares, 0.75, false), 'digit');
  assert.equal(verdictOf(shares, 0.7500001, false), 'not a digit');
  assert.equal(verdictOf(shares, 0, true), 'blank');
});

test('a curve is computed a step at a time, and each point is what a change alone gives', () => {
  const state = ready();
  const about = { networks: ['odd', 'plain'], pixels: IMAGE, change: { dy: 1 } };
  const { value, steps } = askToTheEnd(state, 'curve', { ...about, slider: 'dx', values: [-8, 0, 3] });
  assert.equal(steps, 3);
  const alone = askToTheEnd(state, 'change', { ...about, change: { dx: 3, dy: 1 } }).value;
  assert.deepEqual(value[2].probabilities, alone.probabilities);
});

test('an image changed to nothing is blank', () => {
  const about = { networks: ['odd'], pixels: IMAGE, change: { dx: 40 } };
  const { value } = askToTheEnd(ready(), 'change', about);
  assert.equal(value.isBlank, true);
  assert.deepEqual(value.probabilities.odd, new Float32Array(10));
});

test('the twins read what was shuffled', () => {
  const order = golden('transforms.json').order;
  const { value } = askToTheEnd(ready(), 'shuffle', { networks: ['plain'], pixels: IMAGE, order });
  assert.deepEqual(value.pixels, floatsOf(golden('transforms.json').shuffled));
});
