// Maps in a column are as large as its room allows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packed, packedAt } from '../../../web/feature_maps/glance.js';

const ROOM = { across: 44, down: 280 };

test('few maps stand side by side until they are as high as the room', () => {
  assert.equal(packed(26, 26, 16, ROOM, 1).columns, 2);
  assert.equal(packed(6, 6, 64, ROOM, 1).columns, 4); // three would leave a ragged end
});

for (const [height, width, count, gap] of [
  [28, 28, 1, 0],
  [1, 1, 10, 0],
  [1, 1, 576, 0],
  [1, 1, 120, 1],
  [24, 24, 16, 1],
]) {
  test(`${count} of ${height} × ${width} stay in the room`, () => {
    const { columns, size } = packed(height, width, count, ROOM, gap);
    const scale = size / (columns * (width + gap) - gap);
    const down = scale * (Math.ceil(count / columns) * (height + gap) - gap);
    assert.ok(columns >= 1 && size <= ROOM.across + 1e-9 && down <= ROOM.down + 1e-9, `${columns} ${size} ${down}`);
  });
}

test('a pointer is at one of the maps, or at the nearest', () => {
  assert.equal(packedAt(1.9, 0.2, 5, 2), 1);
  assert.equal(packedAt(0.5, 2.5, 5, 2), 4);
  assert.equal(packedAt(1.5, 2.5, 5, 2), 4); // nothing is packed there: the last one
  assert.equal(packedAt(-3, -1, 5, 2), 0);
  assert.equal(packedAt(9, 0.5, 5, 2), 1);
});
