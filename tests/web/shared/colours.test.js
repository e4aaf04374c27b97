// One colour language: zero looks the same everywhere, and numbers stand out on every colour.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activations, blueOrange, colourOf, greys, inkOn, signedLevel } from '../../../web/shared/colours.js';

/** Red, green and blue of a level. @param {import('../../../web/shared/colours.js').Colours} table @param {number} level */
const partsOf = (table, level) => [1, 3, 5].map((at) => Number.parseInt(colourOf(table, level).slice(at, at + 2), 16));

test('zero has one colour with a sign and without, and the largest too', () => {
  const [signed, plain] = [partsOf(blueOrange, signedLevel(0, 2)), partsOf(activations, 0)];
  signed.forEach((part, i) => assert.ok(Math.abs(part - plain[i]) <= 2, `${signed} and ${plain}`));
  assert.equal(colourOf(blueOrange, 255), colourOf(activations, 255));
});

test('ink stands out on every colour by 4.5 to 1', () => {
  const light = (/** @type {number[]} */ parts) => {
    const [red, green, blue] = parts.map((part) => (part / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  for (const table of [blueOrange, activations, greys])
    for (let level = 0; level < 256; level += 1) {
      const [ground, ink] = [light(partsOf(table, level)), inkOn(table, level) === '#ffffff' ? 1 : 0];
      const [low, high] = [Math.min(ground, ink), Math.max(ground, ink)];
      assert.ok((high + 0.05) / (low + 0.05) >= 4.5, `level ${level}`);
    }
});
