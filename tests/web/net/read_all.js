// Reads drawings as the browser would, for a comparison with Python: node read_all.js FOLDER.
//
// FOLDER holds drawings.json and networks.json (descriptions by name, NAME.bin beside it). It writes read.bin: for
// each drawing the pictures of all stages, then, unless it is blank, every layer of every network, as float32.

import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fromStrokes } from '../../../web/net/digit_image.js';
import { forward } from '../../../web/net/network.js';
import { readNetwork } from '../../../web/net/weights.js';

const folder = process.argv[2];
const path = (/** @type {string} */ name) => join(folder, name);
const json = (/** @type {string} */ name) => JSON.parse(readFileSync(path(name), 'utf8'));

/** @param {string} name */
function bufferOf(name) {
  const bytes = readFileSync(path(name));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

const networks = Object.entries(json('networks.json')).map(([name, own]) => readNetwork(own, bufferOf(`${name}.bin`)));
const output = openSync(path('read.bin'), 'w');
for (const drawing of json('drawings.json')) {
  const image = fromStrokes(drawing);
  for (const stage of image.stages) writeSync(output, stage.values);
  if (image.isBlank) continue;
  for (const network of networks)
    for (const values of Object.values(forward(network, image.pixels))) writeSync(output, values);
}
closeSync(output);
