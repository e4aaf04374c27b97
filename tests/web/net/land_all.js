// Places digits on the maps, `node land_all.js PACKED FEATURES`; tests/web/test_landing.py compares.

import { readFileSync } from 'node:fs';
import { nearest, placed, readLanding } from '../../../web/net/landing.js';

const [packed, asked] = process.argv.slice(2);
const bytes = readFileSync(packed);
const landing = readLanding(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const features = JSON.parse(readFileSync(asked, 'utf8'));
const found = landing.spaces.map((space) => {
  const each = features[space.name].map((/** @type {number[]} */ one) => nearest(space, one));
  return {
    ...space,
    places: [],
    features: [],
    squares: [],
    held: [...space.held],
    found: each,
    placed: each.map((/** @type {any} */ one) => placed(space, one)),
  };
});
process.stdout.write(
  JSON.stringify({ labels: [...landing.labels], first: [...landing.images.subarray(0, 784)], spaces: found }),
);
