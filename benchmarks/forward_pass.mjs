// Times the browser's half in Node: node forward_pass.mjs FOLDER ROUNDS. See forward_pass.py.
//
// FOLDER holds drawings.json, networks.json (descriptions by name) and NAME.bin beside it. Prints JSON: for each
// network, and for "28×28" and "stages", the milliseconds of each round, a drawing after the other.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromStrokes } from '../web/net/digit_image.js';
import { forward } from '../web/net/network.js';
import { readNetwork } from '../web/net/weights.js';

const WARM_UP = 200; // rounds before V8 has compiled what runs often

const [folder, rounds] = [process.argv[2], Number(process.argv[3])];
const json = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const drawings = json('drawings.json');
const images = drawings.map((drawing) => fromStrokes(drawing));

const timed = {
  '28×28': times((at) => fromStrokes(drawings[at])),
  stages: times((at) => fromStrokes(drawings[at]).stages),
};
for (const [name, description] of Object.entries(json('networks.json'))) {
  const bytes = readFileSync(join(folder, `${name}.bin`));
  const network = readNetwork(description, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const outputs = {};
  timed[name] = times((at) => forward(network, images[at].pixels, { outputs }));
}
console.log(JSON.stringify(timed));

function times(run) {
  const found = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const began = performance.now();
    run((round + WARM_UP) % drawings.length);
    if (round >= 0) found.push(performance.now() - began);
  }
  return found;
}
