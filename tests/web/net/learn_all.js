// For tests/web/test_learning.py: node learn_all.js FOLDER reads asked.json, does what it says, writes learned.json.

import { readFileSync, writeFileSync } from 'node:fs';
import { addGradients, makeSlopes, OPTIMIZERS } from '../../../web/net/learn.js';
import { forward } from '../../../web/net/network.js';
import { initialWeights, smallNetwork } from '../../../web/net/small_networks.js';
import { DEFAULTS, Learner, train } from '../../../web/net/training.js';
import { FUNCTIONS } from '../../../web/training_lab/functions.js';

const [folder] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(`${folder}/asked.json`, 'utf8'));

/** @type {Record<string, (about: any) => unknown>} */
const DO = {
  /** Every layer's output, and the gradients of one digit's loss. */
  gradients({ name, activation, weights, pixels, digit }) {
    const like = (/** @type {Float32Array} */ numbers) => smallNetwork(name, numbers, { activation });
    const network = like(Float32Array.from(weights));
    const image = Float32Array.from(pixels);
    const slopes = makeSlopes(network, like);
    const outputs = forward(network, image);
    addGradients(network, outputs, image, digit, slopes);
    const told = Object.fromEntries(Object.entries(outputs).map(([layer, values]) => [layer, Array.from(values)]));
    return { outputs: told, gradients: Array.from(slopes.sums) };
  },
  /** Weights after some steps with given gradients. */
  optimize({ optimizer, weights, gradients, rate }) {
    const { remembers, update } = OPTIMIZERS[optimizer];
    const numbers = Float32Array.from(weights);
    const memory = Array.from({ length: remembers }, () => new Float32Array(numbers.length));
    for (const [i, gradient] of gradients.entries()) update(numbers, Float32Array.from(gradient), memory, rate, i + 1);
    return Array.from(numbers);
  },
  /** Weights and scores after learning the same batch several times. */
  fit({ settings, weights, images, labels, rate, times }) {
    const numbers = Float32Array.from(weights);
    const learner = new Learner(settings, numbers, 1);
    const digits = { images: Uint8Array.from(images), labels: Uint8Array.from(labels) };
    const all = Uint32Array.from(labels, (/** @type {number} */ _, /** @type {number} */ i) => i);
    const scores = Array.from({ length: times }, () => end(learner.learn(digits, all, rate)));
    return { weights: Array.from(numbers), scores, last: end(learner.score(digits)) };
  },
  /** The points of a whole training, as a visitor's worker runs it. */
  train({ settings, training, held, seed }) {
    const chosen = { ...DEFAULTS, ...settings };
    const weights = /** @type {any} */ (Float64Array.from(initialWeights(chosen.network, seed, chosen))); // as trainer.js
    const [known, fresh] = [training, held].map(({ images, labels }) => ({
      images: Uint8Array.from(images),
      labels: Uint8Array.from(labels),
    }));
    return [...train(chosen, known, fresh, seed, weights)].map((progress) => progress?.point).filter(Boolean);
  },
  /** Activation functions and their slopes. */
  functions: ({ x }) =>
    Object.fromEntries(
      Object.entries(FUNCTIONS).map(([name, { value, slope }]) => [name, [x.map(value), x.map(slope)]]),
    ),
};

/** What a generator returns in the end. @template T @param {Generator<unknown, T, void>} work @returns {T} */
function end(work) {
  let found = work.next();
  while (!found.done) found = work.next();
  return found.value;
}

const learned = asked.map((/** @type {[string, object]} */ [what, about]) => DO[what](about));
writeFileSync(`${folder}/learned.json`, JSON.stringify(learned));
