import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBlank, Studio } from '../../../web/shared/studio.js';

/** A reader that the test answers for. */
function bench() {
  /** @type {any[]} */
  const asked = [];
  /** @type {(reply: any) => void} */
  let reply = () => {};
  /** @type {() => void} */
  let arrived = () => {};
  const here = new Set(['cnn', 'ann']);
  /** @type {string[]} */
  const fetched = [];
  const reader = {
    read: (/** @type {any} */ wanted) => asked.push(wanted),
    follow: (/** @type {any} */ callback) => {
      reply = callback;
    },
    watch: (/** @type {any} */ callback) => {
      arrived = callback;
    },
    hold: () => {},
    served: () => ({ threshold: 0.5, networks: { cnn: {}, ann: {}, lenet5: {} } }),
    known: (/** @type {string} */ name) => here.has(name),
    network: (/** @type {string} */ name) => fetched.push(name),
  };
  const studio = new Studio(/** @type {any} */ (reader));
  /** @type {any[]} */
  const readings = [];
  studio.watch('reading', null, (reading) => readings.push(reading));
  return {
    studio,
    asked,
    readings,
    fetched,
    here,
    answer: (/** @type {any} */ value) => reply(value),
    arrived: () => arrived(),
  };
}

const stroke = (/** @type {number} */ x) => ({
  strokes: [
    [
      [x, 0],
      [x, 9],
    ],
  ],
  width: 280,
  height: 280,
});
const read = (/** @type {number} */ id, /** @type {number} */ p) => ({
  type: 'read',
  id,
  pixels: new Float32Array(784).fill(0.1),
  isBlank: false,
  outputs: {},
  probabilities: { cnn: Float32Array.of(p, 1 - p), ann: Float32Array.of(1, 0) },
});

test('an answer to an older drawing is dropped', () => {
  const { studio, readings, answer } = bench();
  studio.draw(/** @type {any} */ (stroke(1)), false);
  studio.draw(/** @type {any} */ (stroke(2)), false);
  const before = readings.length;
  answer(read(1, 0.9));
  assert.equal(readings.length, before);
  answer(read(2, 0.9));
  assert.equal(readings.at(-1).answer.digit, 0);
});

test('at the threshold it is a digit, below it is not', () => {
  const { studio, readings, answer } = bench();
  studio.draw(/** @type {any} */ (stroke(1)), true);
  answer(read(1, 0.5));
  assert.equal(readings.at(-1).answer.verdict, 'digit');
  studio.draw(/** @type {any} */ (stroke(2)), true);
  answer({ ...read(2, 0.49), probabilities: { cnn: Float32Array.of(0.49, 0.48, 0.03) } });
  assert.equal(readings.at(-1).answer.verdict, 'not a digit');
  assert.equal(readings.at(-1).answer.digit, null);
});

test('a cleared canvas keeps nothing, and a late answer does not bring it back', () => {
  const { studio, readings, answer } = bench();
  studio.draw(/** @type {any} */ (stroke(1)), true);
  studio.draw({ strokes: [], width: 280, height: 280 }, true);
  answer(read(1, 0.9));
  assert.equal(readings.at(-1).answer.verdict, 'blank');
  assert.equal(readings.at(-1).pixels, null);
});

test('what tabs want is asked together, once each, and given up with them', () => {
  const { studio, asked, fetched } = bench();
  const maps = {};
  studio.draw(/** @type {any} */ (stroke(1)), true);
  studio.want(maps, { layers: ['cnn'], muted: { cnn: { conv1: [3] } } });
  studio.want({}, { networks: ['lenet5'] });
  assert.deepEqual(asked.at(-1).networks, ['cnn', 'ann', 'lenet5']);
  assert.deepEqual(asked.at(-1).layers, ['cnn']);
  assert.deepEqual(asked.at(-1).muted, { cnn: { conv1: [3] } });
  assert.deepEqual(fetched, ['lenet5']);
  studio.want(maps, null);
  studio.draw(/** @type {any} */ (stroke(2)), true);
  assert.deepEqual(asked.at(-1).layers, []);
});

test('before the networks are here the drawing is kept, and read when they come', () => {
  const { studio, asked, readings, here, arrived } = bench();
  here.clear();
  studio.draw(/** @type {any} */ (stroke(1)), true);
  assert.equal(readings.at(-1).answer.state, 'loading');
  assert.equal(asked.length, 0);
  here.add('cnn');
  arrived();
  assert.equal(asked.length, 1);
});

test('a photo is read once the server has found its digit', () => {
  const { studio, asked, readings } = bench();
  const photo = { strokes: [], width: 280, height: 280, picture: 'data:,' };
  studio.draw(photo, true);
  assert.equal(readings.at(-1).answer.state, 'loading');
  studio.draw({ ...photo, trouble: 'No digit was found.' }, true);
  assert.deepEqual([readings.at(-1).answer.state, readings.at(-1).answer.message], ['refused', 'No digit was found.']);
  studio.draw({ ...photo, pixels: new Float32Array(784) }, true);
  assert.ok(asked.at(-1).pixels);
});

test('blank is what has neither ink nor picture', () => {
  assert.ok(isBlank(null));
  assert.ok(isBlank({ strokes: [[]] }));
  assert.ok(!isBlank({ strokes: [[[1, 1]]] }));
  assert.ok(!isBlank({ strokes: [], pixels: new Float32Array(784) }));
});
