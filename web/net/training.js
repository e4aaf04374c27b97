// A small network learns from the sample digits and says how far it is, step by step.
//
// Nothing here knows of workers or pages: whoever runs the generator decides when to go on, when to rest and when to
// stop for good.

import { addGradients, argmax, lossOf, makeSlopes, multiply, OPTIMIZERS } from './learn.js';
import { forward, layerIndex } from './network.js';
import { smallNetwork } from './small_networks.js';
import { uniform } from './transforms.js';

/**
 * What a visitor may choose.
 *
 * @typedef {object} Settings
 * @property {import('./small_networks.js').SmallName} network
 * @property {import('./network.js').Activation} activation "relu", "sigmoid" or "tanh".
 * @property {number} width Times as many filters or units as usual.
 * @property {'sgd' | 'momentum' | 'rmsprop' | 'adam'} optimizer
 * @property {number} rate The learning rate at the start; it falls in a straight line to 0.
 * @property {number} batch Digits a step.
 * @property {number} epochs How often each digit is seen.
 * @property {number} digits How many it learns from.
 * @property {number} dropout Share of the last hidden layer's numbers that are set to 0 at each look; in [0, 1).
 * @property {'on' | 'off'} moved Whether each digit is moved by up to a pixel at each look: 5,000 then teach as more would.
 */

/** The rate, batch and epochs were chosen on a split of the 5,000 training digits. @type {Settings} */
export const DEFAULTS = {
  network: 'cnn',
  activation: 'relu',
  width: 1,
  optimizer: 'adam',
  rate: 0.005,
  batch: 32,
  epochs: 8,
  digits: 5000,
  dropout: 0,
  moved: 'on',
};

/** @typedef {{images: Uint8Array, labels: Uint8Array}} Digits Images are (n, 28, 28), ink bright. */

/**
 * How good the network is after some batches. Without a last batch (at the start), and where the held-out digits were
 * not read, a number is null. Accuracies lie in [0, 1].
 *
 * @typedef {object} Point
 * @property {number} epoch
 * @property {number | null} loss Mean over the batches since the last point.
 * @property {number | null} accuracy
 * @property {number | null} heldLoss Of all held-out digits.
 * @property {number | null} heldAccuracy
 */

/** @typedef {{step: number, steps: number, point: Point | null}} Progress `step` of `steps` batches are done. */

/** The loss is no longer a number. */
export class Diverged extends Error {}

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const POINTS = 100; // of the training curve, apart from a few at the start
const CHECKS = 10; // how often the held-out digits are read
const AT_ONCE = 16; // digits between two places where the work may be interrupted

/**
 * Train. Yields null wherever it may be interrupted, and `Progress` before the first batch and after each one.
 *
 * @param {Settings} settings
 * @param {Digits} training Its first `settings.digits` are learned from.
 * @param {Digits} held
 * @param {number} seed Decides the first weights, and the order and the shifts of the digits.
 * @param {Float32Array} weights Where the network learns: `initialWeights` of these settings and seed.
 * @returns {Generator<Progress | null, void, void>}
 * @throws {Diverged}
 */
export function* train(settings, training, held, seed, weights) {
  const learner = makeLearner(settings, weights, seed);
  const count = Math.min(settings.digits, training.labels.length);
  const perEpoch = Math.max(1, Math.floor(count / settings.batch));
  const steps = perEpoch * settings.epochs;
  const every = Math.max(1, Math.floor(steps / POINTS));
  const check = Math.ceil(steps / CHECKS);
  /** @type {Score[]} */
  const recent = [];
  yield { step: 0, steps, point: pointOf(0, null, yield* learner.score(held)) };
  let order = shuffledOrder(count, seed);
  for (let step = 1; step <= steps; step++) {
    const place = (step - 1) % perEpoch;
    if (place === 0 && step > 1) order = shuffledOrder(count, seed + 1 + step);
    const batch = order.subarray(place * settings.batch, (place + 1) * settings.batch);
    // In a straight line to 0: the steps become small where the valley is narrow, and the end is calm.
    recent.push(yield* learner.learn(training, batch, settings.rate * (1 - (step - 1) / steps)));
    const isChecked = step % check === 0 || step === steps;
    let point = null;
    if (isChecked || step % every === 0 || step === 1 || step === 2 || step === 5) {
      point = pointOf(step / perEpoch, mean(recent.splice(0)), isChecked ? yield* learner.score(held) : null);
    }
    yield { step, steps, point };
  }
}

/** @typedef {{loss: number, accuracy: number}} Score */

/** @param {number} epoch @param {Score | null} score @param {Score | null} held @returns {Point} */
const pointOf = (epoch, score, held) => ({
  epoch,
  loss: score?.loss ?? null,
  accuracy: score?.accuracy ?? null,
  heldLoss: held?.loss ?? null,
  heldAccuracy: held?.accuracy ?? null,
});

/** @param {Score[]} scores @returns {Score} */
function mean(scores) {
  const average = (/** @type {'loss' | 'accuracy'} */ key) =>
    scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  return { loss: average('loss'), accuracy: average('accuracy') };
}

/**
 * One network on its way from random weights.
 *
 * @param {Settings} settings
 * @param {Float32Array} weights
 * @param {number} seed
 */
export function makeLearner(settings, weights, seed) {
  const like = (/** @type {Float32Array} */ numbers) => smallNetwork(settings.network, numbers, settings);
  const network = like(weights);
  const slopes = makeSlopes(network, like);
  const optimizer = OPTIMIZERS[settings.optimizer];
  const memory = Array.from({ length: optimizer.remembers }, () => new Float32Array(weights.length));
  const pixels = new Float32Array(PIXELS);
  /** @type {import('./network.js').Outputs} */
  const outputs = {};
  let time = 0;
  let looks = 0;

  /** One look at a digit. @param {Digits} digits @param {number} which @returns {Score} */
  function look({ images, labels }, which) {
    const [down, right] = settings.moved === 'on' ? [shift(2 * looks), shift(2 * looks + 1)] : [0, 0];
    looks += 1;
    put(images, which, down, right, pixels);
    if (settings.dropout) forwardWithDropout(looks);
    else forward(network, pixels, { outputs });
    addGradients(network, outputs, pixels, labels[which], slopes);
    return judged(labels[which]);
  }

  /** Numbers that stay are scaled up, so that the layer's sum stays as it is on the mean. @param {number} number */
  function forwardWithDropout(number) {
    const place = layerIndex(network, 'dropout');
    forward({ name: 'first', layers: network.layers.slice(0, place + 1) }, pixels, { outputs });
    slopes.kept = outputs.dropout.map((_, i) =>
      uniform(seed + number, i) < settings.dropout ? 0 : 1 / (1 - settings.dropout),
    );
    multiply(outputs.dropout, slopes.kept);
    forward({ name: 'last', layers: network.layers.slice(place + 1) }, outputs.dropout, { outputs });
  }

  /** @param {number} index @returns {number} −1, 0 or 1 */
  const shift = (index) => Math.floor(3 * uniform(seed, index)) - 1;

  /** @param {number} label @returns {Score} */
  function judged(label) {
    return { loss: lossOf(outputs.logits, label), accuracy: Number(argmax(outputs.logits) === label) };
  }

  return {
    network,
    /**
     * Learn from one batch; the score is from before the step.
     * @param {Digits} digits
     * @param {Uint32Array} batch Which of them.
     * @param {number} rate
     * @returns {Generator<null, Score, void>}
     */
    *learn(digits, batch, rate) {
      slopes.sums.fill(0);
      const scores = [];
      for (const which of batch) {
        scores.push(look(digits, which));
        if (scores.length % AT_ONCE === 0) yield null;
      }
      for (let i = 0; i < slopes.sums.length; i++) slopes.sums[i] /= batch.length;
      time += 1;
      optimizer.update(weights, slopes.sums, memory, rate, time);
      return finite(mean(scores));
    },
    /**
     * Read digits; nothing is learned.
     * @param {Digits} digits
     * @returns {Generator<null, Score, void>}
     */
    *score({ images, labels }) {
      const scores = [];
      for (let which = 0; which < labels.length; which++) {
        put(images, which, 0, 0, pixels);
        forward(network, pixels, { outputs });
        scores.push(judged(labels[which]));
        if (scores.length % AT_ONCE === 0) yield null;
      }
      return finite(mean(scores));
    },
  };
}

/** @param {Score} score @returns {Score} @throws {Diverged} */
function finite(score) {
  if (!Number.isFinite(score.loss)) throw new Diverged();
  return score;
}

/**
 * Copy an image, moved; what moves in is paper.
 *
 * @param {Uint8Array} images
 * @param {number} which
 * @param {number} down Pixels.
 * @param {number} right
 * @param {Float32Array} pixels Written over: 0 to 1.
 */
export function put(images, which, down, right, pixels) {
  pixels.fill(0);
  const from = which * PIXELS;
  for (let row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++) {
    for (let column = Math.max(0, right); column < Math.min(SIDE, SIDE + right); column++) {
      pixels[row * SIDE + column] = images[from + (row - down) * SIDE + column - right] / 255;
    }
  }
}

/** @param {number} count @param {number} seed @returns {Uint32Array} 0 to count − 1 in random order (Fisher and Yates). */
function shuffledOrder(count, seed) {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor((i + 1) * uniform(seed, i));
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}
