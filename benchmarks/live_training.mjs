// For benchmarks/live_training.py: node live_training.mjs FOLDER NETWORK SEED trains as the page's worker does, in one go.

import { readFileSync } from 'node:fs';
import { initialWeights } from '../web/net/small_networks.js';
import { DEFAULTS, train } from '../web/net/training.js';

const [folder, network, seed] = process.argv.slice(2);
const settings = { ...DEFAULTS, network };
const digits = (name) => {
  const bytes = new Uint8Array(readFileSync(`${folder}/${name}`));
  const count = bytes.length / 785;
  return { images: bytes.subarray(0, 784 * count), labels: bytes.subarray(784 * count) };
};

const weights = Float64Array.from(initialWeights(network, Number(seed), settings)); // as trainer.js does
const work = train(settings, digits('training'), digits('held'), Number(seed), weights);
const began = performance.now();
let first = 0;
let accuracy = 0;
for (const progress of work) {
  if (!progress?.point) continue;
  first ||= (performance.now() - began) / 1000;
  accuracy = progress.point.heldAccuracy ?? accuracy;
}
const seconds = (performance.now() - began) / 1000;
const processor = process.cpuUsage().user / 1e6;
console.log(JSON.stringify({ first, seconds, processor, accuracy }));
