// A small network learns from the sample digits and says how far it is, step by step.
//
// Nothing here knows of workers or pages: whoever runs the generator decides when to go on, when to rest and when to
// stop for good.

import { addGradients, argmax, doubles, lossOf, makeSlopes, multiply, OPTIMIZERS } from './learn.js';
import { forward, layerIndex, sizeOf } from './network.js';
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
 * @property {'on' | 'off'} moved Whether each digit is moved by up to a pixel at each look: 4,900 then teach as more would.
 */

/**
 * Rate and batch were chosen on a split of the training digits, and so were the epochs, among those that a laptop is
 * through within half a minute: 4 or 5 read 0.2 points fewer.
 *
 * @type {Settings}
 */
export const DEFAULTS = {
  network: 'cnn',
  activation: 'relu',
  width: 1,
  optimizer: 'adam',
  rate: 0.005,
  batch: 32,
  epochs: 6,
  digits: 4900,
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
const CHECKS = 10; // how often the held-out digits are read at most: after each epoch, or every few of many
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
  const learner = new Learner(settings, weights, seed);
  const count = Math.min(settings.digits, training.labels.length);
  const perEpoch = Math.max(1, Math.floor(count / settings.batch));
  const steps = perEpoch * settings.epochs;
  const every = Math.max(1, Math.floor(steps / POINTS));
  const check = perEpoch * Math.ceil(settings.epochs / CHECKS);
  const early = Math.ceil(check / 5); // what the untrained network reads should not stand beside what it learned
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
    const isChecked = step % check === 0 || step === early || step === steps;
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

/** One network on its way from random weights. */
export class Learner {
  /**
   * @param {Settings} settings
   * @param {Float32Array} weights Where it learns.
   * @param {number} seed Decides shifts and dropout.
   */
  constructor(settings, weights, seed) {
    const like = (/** @type {Float32Array} */ numbers) => smallNetwork(settings.network, numbers, settings);
    this.settings = settings;
    this.weights = weights;
    this.seed = seed;
    this.network = like(weights);
    this.slopes = makeSlopes(this.network, like);
    this.optimizer = OPTIMIZERS[settings.optimizer];
    this.memory = Array.from({ length: this.optimizer.remembers }, () => doubles(weights.length));
    this.pixels = doubles(PIXELS);
    /** @type {import('./network.js').Outputs} */
    this.outputs = Object.fromEntries(
      this.network.layers.map(({ name, outputShape }) => [name, doubles(sizeOf(outputShape))]),
    );
    this.time = 0;
    this.looks = 0;
  }

  /**
   * Learn from one batch; the score is from before the step.
   * @param {Digits} digits
   * @param {Uint32Array} batch Which of them.
   * @param {number} rate
   * @returns {Generator<null, Score, void>}
   */
  *learn(digits, batch, rate) {
    const { sums } = this.slopes;
    sums.fill(0);
    const scores = [];
    for (const which of batch) {
      scores.push(this.look(digits, which));
      if (scores.length % AT_ONCE === 0) yield null;
    }
    for (let i = 0; i < sums.length; i++) sums[i] /= batch.length;
    this.time += 1;
    this.optimizer.update(this.weights, sums, this.memory, rate, this.time);
    return finite(mean(scores));
  }

  /**
   * Read digits; nothing is learned.
   * @param {Digits} digits
   * @returns {Generator<null, Score, void>}
   */
  *score({ images, labels }) {
    const scores = [];
    for (let which = 0; which < labels.length; which++) {
      put(images, which, 0, 0, this.pixels);
      forward(this.network, this.pixels, { outputs: this.outputs });
      scores.push(this.judged(labels[which]));
      if (scores.length % AT_ONCE === 0) yield null;
    }
    return finite(mean(scores));
  }

  /** One look at a digit. @param {Digits} digits @param {number} which @returns {Score} */
  look({ images, labels }, which) {
    const [down, right] = this.settings.moved === 'on' ? [this.shift(0), this.shift(1)] : [0, 0];
    put(images, which, down, right, this.pixels);
    if (this.settings.dropout) this.forwardWithDropout(this.settings.dropout);
    else forward(this.network, this.pixels, { outputs: this.outputs });
    addGradients(this.network, this.outputs, this.pixels, labels[which], this.slopes);
    this.looks += 1;
    return this.judged(labels[which]);
  }

  /** @param {number} axis 0 or 1 @returns {number} −1, 0 or 1 pixel at this look */
  shift(axis) {
    return Math.floor(3 * uniform(this.seed, 2 * this.looks + axis)) - 1;
  }

  /** Numbers that stay are scaled up, so that the layer's sum stays as it is on the mean. @param {number} share */
  forwardWithDropout(share) {
    const { network, outputs } = this;
    const place = layerIndex(network, 'dropout') + 1;
    forward({ name: 'first', layers: network.layers.slice(0, place) }, this.pixels, { outputs });
    const seed = this.seed + this.looks + 1;
    const kept = outputs.dropout.map((_, i) => (uniform(seed, i) < share ? 0 : 1 / (1 - share)));
    multiply(outputs.dropout, kept);
    forward({ name: 'last', layers: network.layers.slice(place) }, outputs.dropout, { outputs });
    this.slopes.kept = kept;
  }

  /** @param {number} label @returns {Score} */
  judged(label) {
    const { logits } = this.outputs;
    return { loss: lossOf(logits, label), accuracy: Number(argmax(logits) === label) };
  }
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
