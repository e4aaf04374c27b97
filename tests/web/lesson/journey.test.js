import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as journey from '../../../web/lesson/journey.js';
import { forward } from '../../../web/net/network.js';
import { initialWeights, smallNetwork } from '../../../web/net/small_networks.js';

const pixels = Float32Array.from({ length: 784 }, (_, at) => ((at * 37) % 101) / 100);
const network = smallNetwork('cnn', initialWeights('cnn', 3));
const outputs = forward(network, pixels);
const start = journey.strongestStart(network, outputs);
const followed = journey.journeyOf(network, outputs, pixels, start);
const began = (/** @type {string} */ wanted) => {
  const names = Object.keys(journey.SCENES);
  return names.slice(0, names.indexOf(wanted)).reduce((sum, name) => sum + journey.SCENES[name], 0);
};
const numbersIn = (/** @type {string} */ text) => (text.replaceAll('−', '-').match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

test('it takes about twenty seconds, and every scene has its time', () => {
  assert.ok(Math.abs(journey.LENGTH - 20) <= 2);
  assert.deepEqual(journey.sceneAt(0), { scene: 'digit', part: 0 });
  assert.deepEqual(journey.sceneAt(journey.LENGTH + 1), { scene: 'answer', part: 1 });
  assert.equal(journey.sceneAt(began('land') + 0.01).scene, 'land');
});

test('it begins where the first maps answer most', () => {
  const first = outputs[network.layers[0].name];
  assert.ok(Math.abs(followed.unit.total - Math.max(...first)) < 1e-5);
  const { top, left, bottom, right } = followed.unit.source;
  assert.ok(start.row >= top && start.row < bottom && start.column >= left && start.column < right);
});

test('each product that is said is pixel times weight, and the sum is theirs', () => {
  const { unit } = followed;
  let sum = 0;
  for (let i = 0; i < 9; i += 1) {
    const part = (i + 0.5) / 9;
    const said = numbersIn(journey.sayAt(followed, began('multiply') + journey.SCENES.multiply * part));
    assert.equal(said[0], i + 1);
    assert.ok(Math.abs(unit.patch[i] * unit.kernel[i] - said[4]) < 1e-3, `product ${i}`);
    sum += unit.patch[i] * unit.kernel[i];
    const added = numbersIn(journey.sayAt(followed, began('add') + journey.SCENES.add * part));
    assert.ok(Math.abs(added[2] - sum) < 1e-3, `sum of ${i + 1}`);
  }
  const [total, bias, both] = numbersIn(journey.sayAt(followed, began('finish')));
  assert.ok(Math.abs(total - sum) < 1e-3 && Math.abs(total + bias - both) < 2e-3);
});

test('the cells that depend on the pixel are those that change with it', () => {
  const other = pixels.slice();
  other[start.row * 28 + start.column] += 5;
  const changed = forward(network, other);
  for (const { values, shape, rows, columns } of followed.stations) {
    const layer = Object.keys(outputs).find((name) => outputs[name] === values) ?? '';
    values.forEach((value, at) => {
      const cell = Math.floor(at / shape[2]);
      const [row, column] = [Math.floor(cell / shape[1]), cell % shape[1]];
      const isInside = row >= rows.from && row < rows.to && column >= columns.from && column < columns.to;
      assert.ok(isInside || changed[layer][at] === value, `${layer} ${row} ${column}`);
    });
  }
});

test('a pixel at the edge has a window too', () => {
  const corner = journey.journeyOf(network, outputs, pixels, { row: 0, column: 27, filter: 0 });
  assert.ok(corner.unit.source.top <= 0 && corner.unit.source.right >= 28);
});

test('it ends with the answer, and stands still at each thing that happens', () => {
  const best = journey.bestOf(followed);
  assert.match(journey.sayAt(followed, journey.LENGTH), new RegExp(`It reads an? ${best}`));
  const stops = journey.stopsOf(followed);
  assert.equal(stops.length, 1 + 6 + 9 + 9 + followed.stations.length);
  assert.deepEqual(
    stops,
    [...stops].sort((a, b) => a - b),
  );
  assert.equal(new Set(stops.map((stop) => journey.sayAt(followed, stop))).size, stops.length - 1);
});
