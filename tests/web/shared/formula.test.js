import assert from 'node:assert/strict';
import { test } from 'node:test';
import { piecesOf } from '../../../web/shared/formula.js';

/** Pieces in short: letters as *x*, what is raised in braces. @param {string} text @param {string} letters */
const inShort = (text, letters) =>
  piecesOf(text, letters)
    .map((piece) => ({ plain: piece.text, letter: `*${piece.text}*`, raised: `{${piece.text}}` })[piece.kind])
    .join('');

test('letters that stand for numbers are told from words', () => {
  assert.equal(inShort('⌊(n + 2p − k) / s⌋ + 1', 'nkps'), '⌊(*n* + 2*p* − *k*) / *s*⌋ + 1');
  assert.equal(inShort('x if x > 0, else 0.1 · x', 'xes'), '*x* if *x* > 0, else 0.1 · *x*');
  assert.equal(inShort('max(0, x)', 'xma'), 'max(0, *x*)');
  assert.equal(inShort('यदि x > 0', 'x'), 'यदि *x* > 0');
});

test('what follows ^ is raised, a number with its minus or all of the brackets', () => {
  assert.equal(inShort('1 / (1 + e^−x)', 'ex'), '1 / (1 + *e*{−x})');
  assert.equal(inShort('e^−1.5 = 0.22; 0.22 / 3', 'e'), '*e*{−1.5} = 0.22; 0.22 / 3');
  assert.equal(inShort('e^(4.1 − (−3.2)) = 1', 'e'), '*e*{4.1 − (−3.2)} = 1');
});
