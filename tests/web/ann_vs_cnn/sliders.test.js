// Where the sliders stand, and how that is said.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeInWords, NEUTRAL, SLIDERS, sliderOf, valuesOf } from '../../../web/ann_vs_cnn/sliders.js';

for (const slider of SLIDERS) {
  test(`the curve of ${slider.name} reaches both ends and the neutral place`, () => {
    const values = valuesOf(slider);
    assert.equal(values[0], slider.low);
    assert.equal(values[values.length - 1], slider.high);
    assert.ok(values.includes(slider.neutral));
    assert.ok(slider.ticks.every((tick) => tick >= slider.low && tick <= slider.high));
  });
}

test('positions are said in whole words, one pixel and several', () => {
  const said = [
    ['dx', -1, '1 pixel to the left'],
    ['dx', 3, '3 pixels to the right'],
    ['dy', -2, '2 pixels up'],
    ['degrees', 1, '1 degree counter-clockwise'],
    ['degrees', -30, '30 degrees clockwise'],
    ['factor', 0.95, '95 percent of its size'],
    ['pixels', 0.25, 'edges 0.25 pixels further out'],
    ['pixels', -1, 'edges 1 pixel further in'],
    ['sigma', 0.06, 'standard deviation 0.06'],
  ];
  for (const [name, value, words] of said) assert.equal(sliderOf(String(name)).long(Number(value)), words);
});

test('several changes are said in the order of the sliders', () => {
  assert.equal(changeInWords({ sigma: 0.1, dx: 2 }), '2 pixels to the right, standard deviation 0.10');
  assert.equal(changeInWords(NEUTRAL), 'as drawn');
});
