// What the tests here read: the golden files that `python -m tests.golden.write` makes, and ways to compare.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

const FOLDER = new URL('../../golden/', import.meta.url);
const LEVELS = 65535;

/** @param {string} name @returns {any} */
export const golden = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));

/** @param {string} text Base64. @returns {ArrayBuffer} */
export function bytesOf(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

/** @param {string} text Base64 of little-endian float32 numbers. */
export const floatsOf = (text) => new Float32Array(bytesOf(text));

/** @returns {(size: number) => Float32Array} Hands out the stages' pictures, one after the other. */
export function goldenPictures() {
  const bytes = inflateSync(readFileSync(new URL('pictures.zlib', FOLDER)));
  const levels = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  let at = 0;
  return (size) => {
    at += size;
    return Float32Array.from(levels.subarray(at - size, at), (level) => level / LEVELS);
  };
}

/**
 * @param {ArrayLike<number>} actual
 * @param {ArrayLike<number | null>} expected Null stands for NaN.
 * @param {number} tolerance
 * @param {string} [what]
 */
export function assertClose(actual, expected, tolerance, what = '') {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < actual.length; i++) {
    const wanted = expected[i] ?? NaN;
    const isClose = Number.isNaN(wanted) ? Number.isNaN(actual[i]) : Math.abs(actual[i] - wanted) <= tolerance;
    assert.ok(isClose, `${what}: ${actual[i]} at ${i} and not ${wanted}`);
  }
}

/**
 * A message in English, numbers as they are.
 *
 * @param {{key: string, values: any[]}} message
 * @returns {string}
 */
export function english({ key, values }) {
  const left = [...values];
  return key.replace(/\{\}/g, () => {
    const value = left.shift();
    return typeof value === 'object' ? english(value) : String(value);
  });
}
