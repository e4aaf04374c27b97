// What is chosen in the lab, read from links and written back, and what becomes of it when one thing is changed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  firstStep,
  MIDDLE,
  readKernels,
  readSettings,
  writtenSettings,
} from '../../../web/convolution_lab/settings.js';
import { stepOf } from '../../../web/convolution_lab/stage.js';
import {
  edited,
  firstState,
  fitted,
  fromTexts,
  kernelsInUse,
  withChannel,
  withKernel,
  withOperation,
  withSize,
} from '../../../web/convolution_lab/state.js';
import { cellText, sameNumbers, viewOf } from '../../../web/convolution_lab/view.js';
import { KERNELS, mean } from '../../../web/net/convolution.js';

/** @typedef {import('../../../web/convolution_lab/state.js').State} State */

/** @param {string} name */
const find = (name) => (Object.hasOwn(KERNELS, name) ? { rows: KERNELS[name], bias: 0 } : null);
/** @param {Record<string, string>} texts */
const opened = (texts) => fromTexts(texts, find, (name) => name.startsWith('conv1-'));
/** @param {State} state */
const written = (state) => writtenSettings(state);
/** @param {Partial<State>} settings @returns {State} */
const colour = (settings = {}) => ({ ...firstState(), input: 'picture', ...settings });

test('a link is read, and written as it was', () => {
  /** @type {Record<string, string>[]} */
  const links = [
    {},
    { stride: '2', padding: 'same' },
    { input: 'digit', kernel: 'sobel-x', dilation: '2', step: '300' },
    { input: 'picture', picture: 'four', colours: 'grey', kernel: '1,2,3,4', size: '2', bias: '-2.5', relu: '1' },
    { operation: 'average', size: '4', stride: '3' },
    { operation: 'flatten', step: '53' },
  ];
  for (const texts of links) {
    const found = Object.entries(written(opened(texts))).map(([name, value]) => [name, String(value)]);
    assert.deepEqual(Object.fromEntries(found), texts);
  }
});

test('what no link can mean stays at its default', () => {
  const bad = {
    input: 'x',
    operation: 'y',
    size: '99',
    stride: '-1',
    padding: '9',
    step: 'w',
    bias: '1e9',
    picture: 'own',
  };
  assert.deepEqual(readSettings(bad), { ...readSettings({}), bias: null });
  assert.equal(opened({ kernel: 'z' }).name, 'lesson');
  for (const text of ['1,2,3', '1,2;3,4', '1;1', 'a', '20000', Array(64).fill(1).join(',')]) {
    assert.equal(readKernels(text), null, text);
  }
});

test('a learned filter may come later', () => {
  const state = opened({ kernel: 'conv1-2' });
  assert.deepEqual([state.name, state.pending], ['lesson', 'conv1-2']);
  const there = withKernel(state, 'conv1-2', { rows: mean(5), bias: 0.5 });
  assert.deepEqual([there.name, there.pending, there.size, there.bias], ['conv1-2', '', 5, 0.5]);
  assert.equal('bias' in written(there), false); // its own
});

test('a kernel keeps its middle in another size, and its name', () => {
  assert.deepEqual(fitted([[7]], 3), [
    [0, 0, 0],
    [0, 7, 0],
    [0, 0, 0],
  ]);
  const large = withSize(opened({ kernel: 'sobel-x' }), 5, find);
  assert.deepEqual(withSize(large, 3, find).kernels, [KERNELS['sobel-x']]);
  assert.deepEqual(withSize(opened({ kernel: 'blur' }), 5, find).kernels, [mean(5)]);
  assert.deepEqual(opened({ kernel: 'sobel-x', size: '5' }).kernels, large.kernels);
});

test('pooling has a window of its own', () => {
  const pooled = withOperation(opened({ stride: '3', kernel: 'blur', size: '5' }), 'max');
  assert.deepEqual([pooled.size, pooled.stride], [2, 2]);
  const wide = { ...pooled, size: 4 };
  assert.equal(withOperation(wide, 'average').size, 4);
  const back = withOperation(wide, 'convolution');
  assert.deepEqual([back.size, back.stride], [5, 1]);
});

test('each channel may have its kernel', () => {
  const three = withChannel(colour(), '1');
  assert.equal(three.kernels.length, 3);
  const changed = edited(three, () => KERNELS.blur);
  assert.deepEqual(changed.kernels, [KERNELS.lesson, KERNELS.blur, KERNELS.lesson]);
  const larger = withKernel(changed, 'blur', { rows: mean(5), bias: 0 });
  assert.deepEqual([larger.name, larger.kernels.map((rows) => rows.length)], ['', [5, 5, 5]]);
  assert.deepEqual(kernelsInUse({ ...changed, input: 'grid' }), [KERNELS.blur]);
  assert.deepEqual(withChannel(changed, 'all').kernels, [KERNELS.blur]);
});

test('where nothing is in the corner, the middle comes first', () => {
  assert.equal(firstStep(colour()), MIDDLE);
  assert.equal(firstStep(colour({ picture: 'four' })), 0);
  assert.equal(firstStep(firstState()), 0);
});

test('keys lead from step to step and stay at the ends', () => {
  const from = (/** @type {number} */ at, /** @type {string} */ key) => stepOf(key, at, 3, 9);
  assert.deepEqual(
    ['ArrowRight', 'ArrowDown', 'End', 'Home', 'ArrowUp', 'x'].map((key) => from(1, key)),
    [2, 4, 8, 0, 1, null],
  );
  assert.equal(from(8, 'ArrowRight'), 8);
});

test('what is shown: sums, their colours, or why there are none', () => {
  const picture = { height: 2, width: 2, planes: [Float64Array.of(0, 100, 200, 255)], full: 255 };
  const state = { ...firstState(), kernels: [[[-1]]], size: 1 };
  const view = viewOf(picture, state);
  assert.deepEqual([view.result?.low, view.result?.high, view.result?.level(0)], [-255, 255, 128]);
  const cut = viewOf(picture, { ...state, relu: '1' });
  assert.deepEqual(Array.from(cut.result?.outs[0] ?? []), [0, 0, 0, 0]);
  assert.equal(sameNumbers(view, viewOf(picture, { ...state, stride: 1 })), true);
  assert.equal(sameNumbers(view, cut), false);
  assert.equal(viewOf(picture, firstState()).problem?.key.startsWith('A window that reaches over {} cells'), true);
});

test('a grey picture that is blurred stays grey; of many sums the few largest share a colour', () => {
  const values = Float64Array.from({ length: 4900 }, (_, i) => (i ? 100 + (i % 7) : 0));
  const picture = { height: 70, width: 70, planes: [values], full: 255 };
  const blurred = viewOf(picture, colour({ colours: 'grey', kernels: [mean(3)] }));
  assert.deepEqual([blurred.result?.low, blurred.result?.high], [0, 255]);
  const edges = viewOf(picture, colour({ colours: 'grey', kernels: [KERNELS.edges] }));
  assert.equal(edges.result?.isClipped, true);
});

test('four signs fit into a cell', () => {
  assert.deepEqual([35, -0.111, 1 / 9, 1234.5, 0].map(cellText), ['35', '−0.11', '0.11', '1,235', '0']);
});
