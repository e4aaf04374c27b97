// Lines that leave their chart.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAt } from '../../../web/shared/chart.js';

test('a line is cut where it leaves the chart and where it comes back', () => {
  const line = /** @type {[number, number][]} */ ([
    [0, 2],
    [1, 4],
    [2, 1000],
    [3, 2],
  ]);
  const { inside, above } = cutAt(3, line);
  assert.deepEqual(inside[0], [
    [0, 2],
    [0.5, 3],
  ]);
  assert.deepEqual(above, [2]);
  assert.equal(inside.length, 2);
  assert.deepEqual(inside[1].at(-1), [3, 2]);
});

test('a line that never comes inside is but an arrow', () => {
  assert.deepEqual(cutAt(3, [[0, 1202]]), { inside: [], above: [0] });
  assert.deepEqual(cutAt(3, []), { inside: [], above: [] });
});
