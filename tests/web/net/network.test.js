// Networks with every kind of layer compute what Python computes: outputs, muting, units, receptive fields.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { activate, answerOf, forward } from '../../../web/net/network.js';
import { receptiveField } from '../../../web/net/receptive_field.js';
import { explainUnit, filterOf } from '../../../web/net/units.js';
import { readNetwork } from '../../../web/net/weights.js';
import { assertClose, bytesOf, english, floatsOf, golden } from './golden.js';

/** @typedef {import('../../../web/net/network.js').Network} Network */

const PIXELS = 28 * 28;

const CASES = golden('networks.json').map((/** @type {any} */ own) => {
  const network = readNetwork(own.description, bytesOf(own.weights));
  const images = floatsOf(own.images);
  const pictures = Array.from({ length: images.length / PIXELS }, (_, i) => images.slice(i * PIXELS, (i + 1) * PIXELS));
  return { ...own, network, pictures, read: pictures.map((pixels) => forward(network, pixels)) };
});

/** @type {Network} */
const ODD = CASES[0].network;

for (const { network, pictures, outputs, muted, units, read } of CASES) {
  describe(network.name, () => {
    for (const layer of network.layers) {
      test(`${layer.name}, ${layer.kind}, puts out what it does in Python`, () => {
        const expected = floatsOf(outputs[layer.name]);
        const size = expected.length / pictures.length;
        read.forEach((/** @type {Record<string, Float32Array>} */ own, /** @type {number} */ i) => {
          assertClose(own[layer.name], expected.subarray(i * size, (i + 1) * size), 1e-5, `image ${i}`);
        });
      });
    }

    test('silenced filters put out what zero weights and biases would', () => {
      for (const { filters, answers } of muted) {
        const expected = floatsOf(answers);
        pictures.forEach((/** @type {Float32Array} */ pixels, /** @type {number} */ i) => {
          const found = answerOf(network, forward(network, pixels, { muted: filters }));
          assertClose(found, expected.subarray(10 * i, 10 * i + 10), 1e-6, JSON.stringify(filters));
        });
      }
    });

    test('units are explained by the same numbers and words', () => {
      for (const { image, unit, steps } of units) {
        const found = explainUnit(network, read[image], pictures[image], unit.layer, unit.position, 5);
        const what = `${unit.layer} at ${unit.position}`;
        for (const [name, expected] of Object.entries(unit))
          assertSame(/** @type {any} */ (found)[name], expected, `${what}, ${name}`);
        assert.equal(found.steps.length, steps.length, what);
        found.steps.forEach((step, i) => assertSameWords(english(step), steps[i]));
      }
    });

    test('units see the same regions, and are made by the same filters', () => {
      for (const { unit, field, filter } of units) {
        assert.deepEqual(receptiveField(network, unit.layer, unit.position), field);
        const found = filterOf(network, unit.layer, unit.position.at(-1));
        assert.equal(found === null, filter === null, unit.layer);
        if (!found) continue;
        assert.deepEqual({ ...found, weights: null }, { ...filter, weights: null });
        assertClose(found.weights, floatsOf(filter.weights), 0);
      }
    });
  });
}

/** @param {any} actual @param {any} expected @param {string} what */
function assertSame(actual, expected, what) {
  if (typeof expected === 'number') assertClose([actual], [expected], 1e-5, what);
  else if (Array.isArray(expected) && expected.flat().every((x) => x === null || typeof x === 'number')) {
    assertClose(Array.from(actual).flat(), expected.flat(), 1e-5, what);
  } else if (Array.isArray(expected))
    assertClose(actual, expected.map(Number), 0, what); // true and false
  else assert.deepEqual(actual, expected, what);
}

/**
 * The same words around the same numbers, rounded or not.
 *
 * @param {string} actual
 * @param {string} expected
 */
function assertSameWords(actual, expected) {
  const number = /[−-]?\d+(\.\d+)?(e[+-]?\d+)?/g;
  const values = (/** @type {string} */ text) =>
    (text.match(number) ?? []).map((part) => Number(part.replace('−', '-')));
  assert.equal(actual.replace(number, '#'), expected.replace(number, '#'));
  const wanted = values(expected);
  values(actual).forEach((value, i) =>
    assertClose([value], [wanted[i]], Math.max(0.051 * Math.abs(wanted[i]), 1e-4), expected),
  );
}

test('no kind of layer is left out', () => {
  const layers = CASES.flatMap((/** @type {{network: Network}} */ { network }) => network.layers);
  const kinds = new Set(layers.map((/** @type {{kind: string}} */ { kind }) => kind));
  assert.equal(kinds.size, 7);
  const activations = new Set(layers.map((/** @type {{activation: string}} */ { activation }) => activation));
  assert.equal(activations.size, 5);
  const forms = new Set(
    CASES.flatMap((/** @type {any} */ own) =>
      own.description.layers.map((/** @type {any} */ layer) => layer.kernel?.dtype),
    ),
  );
  assert.deepEqual([...forms].filter(Boolean).sort(), ['float16', 'float32', 'int8']);
});

test('a silenced sigmoid rests at a half', () => {
  const layer = CASES[1].network.layers[0];
  assert.equal(layer.activation, 'sigmoid');
  const maps = forward(CASES[1].network, CASES[1].pictures[0], { muted: { [layer.name]: [1] } })[layer.name];
  assert.ok(maps.every((value, i) => i % 2 === 0 || value === 0.5));
});

test('arrays that are handed in are written over', () => {
  const outputs = forward(ODD, CASES[0].pictures[0]);
  const [name, before] = Object.entries(outputs)[0];
  const again = forward(ODD, CASES[0].pictures[1], { outputs });
  assert.equal(again[name], before);
  assert.deepEqual(before, CASES[0].read[1][name]);
});

test('what makes no sense is refused', () => {
  assert.throws(() => forward(ODD, new Float32Array(783)), RangeError);
  for (const muted of [{ nothing: [0] }, { layer0: [3] }, { layer0: [-1] }, { layer0: [0.5] }, { layer1: [0] }]) {
    assert.throws(() => forward(ODD, CASES[0].pictures[0], { muted: /** @type {any} */ (muted) }), RangeError);
  }
  for (const place of [[0], [0, 0, 9], [99, 0, 0], [0, 0, 0, 0], [0.5, 0, 0]]) {
    assert.throws(() => explainUnit(ODD, CASES[0].read[0], CASES[0].pictures[0], 'layer0', place), RangeError);
    if (place.length !== 2) assert.throws(() => receptiveField(ODD, 'layer0', place), RangeError);
  }
  assert.throws(() => readNetwork(CASES[0].description, new ArrayBuffer(8)), RangeError);
});

test('activations neither overflow nor lose their order', () => {
  const far = Float32Array.of(-500, 0, 500);
  activate('sigmoid', far);
  assert.deepEqual([...far], [0, 0.5, 1]);
  const shares = Float32Array.of(1000, 1001, -1000);
  activate('softmax', shares);
  assertClose(shares, [1 / (1 + Math.E), Math.E / (1 + Math.E), 0], 1e-6);
  const pairs = Float32Array.of(0, 0, 5, 5);
  activate('softmax', pairs, 2);
  assertClose(pairs, [0.5, 0.5, 0.5, 0.5], 0);
});

test('float16 is read to its last bit', () => {
  const halves = [0x3c00, 0xbc00, 0x0001, 0x83ff, 0x7bff, 0x3555, 0x0000, 0x8000, 0x7c00];
  const kernel = { shape: [9, 1], dtype: /** @type {const} */ ('float16'), offset: 0, scale: 1 };
  const layer = { ...CASES[0].description.layers[7], kernel, bias: null };
  const { layers } = readNetwork({ name: 'halves', layers: [layer] }, new Uint16Array(halves).buffer);
  const expected = [1, -1, 2 ** -24, -1023 * 2 ** -24, 65504, 0x555 / 2 ** 12, 0, -0, Infinity];
  assert.deepEqual([...(layers[0].kernel ?? [])], expected);
});
