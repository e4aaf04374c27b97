import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PICTURES, TEXTS } from '../../../web/lesson/figures.js';
import { forward } from '../../../web/net/network.js';
import { initialWeights, smallNetwork } from '../../../web/net/small_networks.js';
import { activations, blueOrange, greys } from '../../../web/shared/colours.js';

const SIDE = 28;
const network = smallNetwork('cnn', initialWeights('cnn', 3));
const pixels = new Float32Array(SIDE * SIDE);
for (let row = 6; row < 22; row += 1) pixels.set([0.4, 1, 0.4], row * SIDE + 12);
const subject = { pixels, network, outputs: forward(network, pixels) };

test('a drawing is shown as it is, inverted, and with its pixels in another order', () => {
  const { levels, table } = PICTURES.digit(subject, '');
  assert.equal(table, greys);
  assert.equal(levels[10 * SIDE + 13], 255);
  assert.deepEqual(
    PICTURES.inverted(subject, '').levels.map((level) => 255 - level),
    levels,
  );
  const other = PICTURES.shuffled(subject, '').levels;
  assert.notDeepEqual(other, levels);
  assert.deepEqual(other.toSorted(), levels.toSorted());
});

test('a map follows its digit', () => {
  const [still, moved] = ['0', '4'].map((dx) => PICTURES.follows(subject, dx));
  assert.equal(still.table, blueOrange);
  const width = SIDE - 2;
  for (let at = 0; at < width * width; at += 1) {
    if (at % width < width - 4) assert.equal(moved.levels[at + 4], still.levels[at]);
  }
});

test('filters and maps are those of the network, maps from 0 to their highest', () => {
  const filter = PICTURES.filter(subject, '2');
  assert.equal(filter.levels.length, 9);
  assert.ok(filter.levels.includes(0) || filter.levels.includes(255));
  const map = PICTURES.map(subject, '2');
  assert.equal(map.table, activations);
  assert.deepEqual([Math.min(...map.levels), Math.max(...map.levels)], [0, 255]);
  const learned = PICTURES.learned(subject, '2');
  assert.equal(learned.levels.length, (SIDE - 2) ** 2);
  assert.equal(PICTURES.kernel(subject, 'sobel-x').levels.length, (SIDE - 2) ** 2);
});

test('the maps of a layer stand in two lines, number by number', () => {
  const index = network.layers.findIndex(({ kind }) => kind === 'convolution') + 1;
  const { outputShape, name } = network.layers[index];
  const [rows, across, maps] = outputShape;
  const { levels, columns = 0 } = PICTURES.layer(subject, String(index));
  assert.equal(columns, (across * maps) / 2);
  assert.equal(levels.length, 2 * rows * columns);
  const values = subject.outputs[name];
  const most = values.indexOf(values.reduce((large, value) => Math.max(large, value), 0));
  const [cell, map] = [Math.floor(most / maps), most % maps];
  const row = Math.floor(cell / across) + (map < maps / 2 ? 0 : rows);
  assert.equal(levels[row * columns + (map % (maps / 2)) * across + (cell % across)], 255);
  const dense = network.layers.findIndex(({ kind }) => kind === 'dense');
  assert.equal(PICTURES.layer(subject, String(dense)).levels.length, network.layers[dense].outputShape[0]);
  const shares = Array.from({ length: 10 }, (_, digit) => Number(TEXTS.share(subject, String(digit))));
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share) - 100) <= 5);
});

test('words tell the ends of the scale, and how many cells of a map answer', () => {
  assert.equal(TEXTS.ends(subject, 'digit'), 'paper 0, ink 255');
  assert.equal(TEXTS.ends(subject, 'inverted'), 'paper 255, ink 0');
  assert.match(TEXTS.caption(subject, '2'), /^Answers to .+; \d+ of \d+ cells active\.$/);
  const silent = Object.fromEntries(
    Object.entries(subject.outputs).map(([name, values]) => [name, values.map(() => 0)]),
  );
  assert.match(TEXTS.caption({ ...subject, outputs: silent }, '2'), /^Silent on this drawing: it answers to /);
});
