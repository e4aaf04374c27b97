// How small networks learn: gradients against finite differences, one step taken apart, trainings from begin to end.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addGradients, argmax, lossOf, makeSlopes, OPTIMIZERS } from '../../../web/net/learn.js';
import { forward } from '../../../web/net/network.js';
import { initialWeights, parameterCount, smallNetwork } from '../../../web/net/small_networks.js';
import { DEFAULTS, Diverged, put, train } from '../../../web/net/training.js';
import { SWEEP, sweepRates, takeStep } from '../../../web/net/training_step.js';
import { normal, uniform } from '../../../web/net/transforms.js';
import { assertClose } from './golden.js';

/** @typedef {import('../../../web/net/small_networks.js').SmallName} SmallName */
/** @typedef {import('../../../web/net/training.js').Settings} Settings */
/** @typedef {import('../../../web/net/training.js').Point} Point */

/** @type {SmallName[]} */
const NAMES = ['cnn', 'ann'];
const DIGIT = 7;

/** A bright bar, its place and width by the digit: ten kinds that are easily told apart. @param {number} count */
function makeDigits(count) {
  const images = new Uint8Array(784 * count);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  labels.forEach((label, which) => {
    for (let row = 4; row < 24; row++) {
      for (let column = 3 + 2 * label; column < 7 + 2 * label; column++) {
        images[784 * which + 28 * row + column] = 155 + 100 * uniform(which, 28 * row + column);
      }
    }
  });
  return { images, labels };
}

const DIGITS = makeDigits(60);
const PIXELS = new Float32Array(784);
put(DIGITS.images, DIGIT, 0, 0, PIXELS);

describe('gradients', () => {
  const cases = NAMES.flatMap((name) =>
    /** @type {const} */ (['relu', 'tanh', 'sigmoid']).map((activation) => ({ name, activation })),
  );
  for (const { name, activation } of cases) {
    test(`agree with finite differences in double precision: ${name}, ${activation}`, () => {
      const build = { activation, width: 0.5 };
      const weights = /** @type {any} */ (
        Float64Array.from(initialWeights(name, 3, build), (w, i) => w + 0.01 * normal(9, i))
      );
      const network = smallNetwork(name, weights, build);
      const slopes = makeSlopes(network, (sums) => smallNetwork(name, sums, build));
      const outputs = doubles(network);
      forward(network, PIXELS, { outputs });
      addGradients(network, outputs, PIXELS, DIGIT, slopes);
      const steepest = argmax(slopes.sums.map(Math.abs));
      const places = [steepest, ...Array.from({ length: 40 }, (_, i) => Math.floor(weights.length * uniform(5, i)))];
      for (const place of [...places, weights.length - 1, weights.length - 10 + DIGIT]) {
        const kept = weights[place];
        const [more, less] = [1e-5, -1e-5].map((nudge) => {
          weights[place] = kept + nudge;
          return lossOf(forward(network, PIXELS, { outputs }).logits, DIGIT);
        });
        weights[place] = kept;
        const expected = (more - less) / 2e-5;
        assert.ok(Math.abs(slopes.sums[place] - expected) <= 1e-6 + 1e-4 * Math.abs(expected), `weight ${place}`);
      }
    });
  }

  test('of a batch are the sum over its digits', () => {
    const network = smallNetwork('ann', initialWeights('ann', 1));
    const like = (/** @type {Float32Array} */ sums) => smallNetwork('ann', sums);
    const [one, both] = [makeSlopes(network, like), makeSlopes(network, like)];
    const outputs = forward(network, PIXELS);
    addGradients(network, outputs, PIXELS, 1, one);
    for (let i = 0; i < 2; i++) addGradients(network, outputs, PIXELS, 1, both);
    assertClose(
      both.sums,
      one.sums.map((sum) => 2 * sum),
      1e-6,
    );
  });
});

/** Room for a network's outputs in double precision. @param {import('../../../web/net/network.js').Network} network @returns {any} */
const doubles = (network) =>
  Object.fromEntries(
    network.layers.map(({ name, outputShape }) => [name, new Float64Array(outputShape.reduce((a, b) => a * b, 1))]),
  );

test('the loss stays finite where a probability rounds to 0', () => {
  const logits = Float32Array.from([0, 900, 0, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal(lossOf(logits, 0), 900);
  assert.equal(lossOf(logits, 1), 0);
});

describe('first weights', () => {
  test('keep a signal’s size, and repeat with their seed', () => {
    for (const name of NAMES) {
      const [first, again, other] = [1, 1, 2].map((seed) => initialWeights(name, seed));
      assert.deepEqual(first, again);
      assert.notDeepEqual(first, other);
      for (const layer of smallNetwork(name, first).layers) {
        if (!layer.kernel) continue;
        const units = layer.outputShape[layer.outputShape.length - 1];
        const inputs = layer.kernel.length / units;
        const variance = layer.kernel.reduce((sum, w) => sum + w * w, 0) / layer.kernel.length;
        const expected = layer.name === 'logits' ? 2 / (inputs + units) : 2 / inputs;
        assert.ok(
          Math.abs(variance / expected - 1) < (layer.kernel.length < 100 ? 0.5 : 0.15),
          `${name} ${layer.name}`,
        );
        assert.ok(layer.bias?.every((bias) => bias === 0));
      }
    }
  });

  test('are as many as the width asks for', () => {
    assert.equal(parameterCount('cnn'), 7842);
    assert.equal(parameterCount('ann'), 25450);
    assert.equal(parameterCount('ann', { width: 2 }), 64 * 785 + 650);
    assert.throws(() => smallNetwork('cnn', new Float32Array(5)), RangeError);
  });
});

describe('one step', () => {
  const weights = Object.fromEntries(NAMES.map((name) => [name, initialWeights(name, 4)]));
  const subject = (/** @type {SmallName} */ name) => ({
    ...{ name, weights: weights[name], pixels: PIXELS, digit: DIGIT, others: DIGITS },
  });
  for (const name of NAMES) {
    test(`lowers the loss, and its numbers fit together: ${name}`, () => {
      const step = takeStep(subject(name), 0.001);
      assert.ok(step.after.loss < step.before.loss);
      assert.ok(Math.abs(Math.exp(-step.before.loss) - step.before.probabilities[DIGIT]) < 1e-6);
      for (const { weights: w, gradients: g, updated } of [step.nine, step.last]) {
        assertClose(
          updated,
          w.map((weight, i) => weight - 0.001 * g[i]),
          1e-6,
        );
      }
      const { errors, activation, gradients } = step.last;
      assertClose(
        gradients,
        errors.map((error) => error * activation),
        1e-6,
      );
      assert.ok(Math.abs(errors.reduce((a, b) => a + b)) < 1e-6);
      assert.equal(
        step.layers.reduce((sum, layer) => sum + layer.parameters, 0),
        parameterCount(name),
      );
    });

    test(`of too large a rate fits this digit and ruins the others: ${name}`, () => {
      const step = takeStep(subject(name), 10);
      assert.ok(step.after.loss < 1e-3 && step.othersAfter.loss > 10);
    });

    test(`at each rate is what the sweep says: ${name}`, () => {
      const sweep = sweepRates(subject(name));
      let found = sweep.next();
      while (!found.done) found = sweep.next();
      for (const place of [0, 8, 16]) {
        const step = takeStep(subject(name), SWEEP[place]);
        assert.equal(found.value.own[place], step.after.loss);
        assert.equal(found.value.others[place], step.othersAfter.loss);
      }
    });
  }

  test('shows a whole filter of a CNN, and the steepest nine pixels of an ANN', () => {
    const { unit, row, column, weights: nine } = takeStep(subject('cnn'), 0.1).nine;
    const kernel = smallNetwork('cnn', weights.cnn).layers[0].kernel;
    assert.deepEqual([row, column], [0, 0]);
    nine.forEach((weight, i) => assert.equal(weight, kernel?.[8 * i + unit]));
    const patch = takeStep(subject('ann'), 0.1).nine;
    assert.ok(patch.row >= 2 && patch.row <= 24 && patch.gradients.some((gradient) => gradient !== 0));
  });
});

describe('a training', () => {
  /** @type {Settings} */
  const short = { ...DEFAULTS, network: 'ann', rate: 0.01, batch: 20, epochs: 5, digits: 60 };

  /** @param {Partial<Settings>} settings @param {number} [seed] */
  function run(settings, seed = 1) {
    const chosen = { ...short, ...settings };
    const weights = initialWeights(chosen.network, seed, chosen);
    /** @type {Point[]} */
    const points = [];
    /** @type {number[]} */
    const steps = [];
    let rests = 0;
    for (const progress of train(chosen, DIGITS, makeDigits(40), seed, weights)) {
      if (progress) steps.push(progress.step);
      else rests += 1;
      if (progress?.point) points.push(progress.point);
    }
    return { points, steps, rests, weights };
  }

  test('learns, and tells each step and where it may rest', () => {
    const { points, steps, rests } = run({});
    assert.deepEqual(
      steps,
      Array.from({ length: 16 }, (_, i) => i),
    );
    const [first, last] = [points[0], points[points.length - 1]];
    assert.deepEqual([first.epoch, first.loss, first.accuracy], [0, null, null]);
    assert.ok(first.heldLoss && first.heldLoss > 1.5 && (last.heldAccuracy ?? 0) > 0.9 && last.epoch === 5);
    assert.ok(rests >= 15, 'the worker can hear the page between two batches');
  });

  for (const settings of /** @type {Partial<Settings>[]} */ ([
    { network: 'cnn' },
    { optimizer: 'sgd', rate: 0.5 },
    { optimizer: 'momentum', rate: 0.05 },
    { optimizer: 'rmsprop', rate: 0.003 },
    { activation: 'tanh' },
    { activation: 'sigmoid', rate: 0.03, epochs: 15 },
    { width: 0.5 },
    { dropout: 0.25, epochs: 8 },
    { moved: 'off' },
  ])) {
    test(`learns with ${JSON.stringify(settings)}`, () => {
      const { points } = run(settings);
      assert.ok((points[points.length - 1].heldAccuracy ?? 0) > 0.7);
    });
  }

  test('repeats with its seed', () => {
    assert.deepEqual(run({}, 4), run({}, 4));
    assert.notDeepEqual(run({}, 4).weights, run({}, 5).weights);
  });

  test('learns from no more digits than it is told', () => {
    const [few, all] = [run({ digits: 20, epochs: 1 }), run({ epochs: 1 })];
    assert.deepEqual([few.steps.length, all.steps.length], [2, 4]);
  });

  test('ends where the loss is no longer a number', () => {
    assert.throws(() => run({ optimizer: 'sgd', rate: 1e30, activation: 'relu', network: 'cnn' }), Diverged);
  });

  test('has at most a hundred points and a few at the start', () => {
    const { points } = run({ batch: 1, epochs: 10, network: 'ann' });
    assert.ok(points.length > 50 && points.length < 115, String(points.length));
  });

  test('with dropout learns by the numbers that were kept, and is judged with all of them', () => {
    const chosen = { ...short, dropout: 0.5 };
    const weights = initialWeights('ann', 1, chosen);
    const network = smallNetwork('ann', weights, chosen);
    const outputs = forward(network, PIXELS);
    assert.deepEqual(outputs.dropout, outputs.active1);
    const slopes = makeSlopes(network, (sums) => smallNetwork('ann', sums, chosen));
    slopes.kept = Float32Array.from(outputs.dropout, (_, i) => (i % 2 ? 0 : 2));
    addGradients(network, outputs, PIXELS, DIGIT, slopes);
    const hidden = slopes.network.layers[1].kernel ?? [];
    const used = [0, 1].map((odd) => hidden.some((slope, i) => i % 2 === odd && slope !== 0));
    assert.deepEqual(used, [true, false], 'what was dropped teaches nothing');
  });
});

test('a digit is moved by whole pixels; what leaves the frame is gone', () => {
  const images = new Uint8Array(784);
  images[0] = 255;
  images[28 * 10 + 10] = 51;
  const pixels = new Float32Array(784);
  put(images, 0, 1, -1, pixels);
  assert.ok(Math.abs(pixels[28 * 11 + 9] - 0.2) < 1e-6);
  assert.equal(
    pixels.reduce((sum, value) => sum + Number(value > 0), 0),
    1,
  );
});

test('every optimizer remembers as much as it says', () => {
  for (const { remembers, update } of Object.values(OPTIMIZERS)) {
    const weights = new Float32Array(2);
    const memory = Array.from({ length: remembers }, () => new Float32Array(2));
    update(weights, Float32Array.from([1, -1]), memory, 0.1, 1);
    assert.ok(weights[0] < 0 && weights[1] > 0 && memory.every((array) => array.some(Boolean)));
  }
});
