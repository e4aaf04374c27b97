import assert from 'node:assert/strict';
import test from 'node:test';
import { inWords, ranked } from '../../../web/shared/answers.js';

/** Ten probabilities: these, the rest 0. @param {Record<number, number>} known */
const ten = (known) => Array.from({ length: 10 }, (_, digit) => known[digit] ?? 0);

test('the two best digits, best first', () => {
  assert.deepEqual(ranked(ten({ 2: 0.3, 7: 0.6, 9: 0.1 })), { best: 7, p: 0.6, second: 2, p2: 0.3 });
});

test('an answer is as firm as its numbers', () => {
  /** @type {[Record<number, number>, string][]} */
  const said = [
    [{ 3: 0.9999, 5: 0.0001 }, '3, clearly'], // the 5 would be shown with 0.0 %
    [{ 3: 0.995, 5: 0.005 }, '3, clearly; then 5'],
    [{ 3: 0.95, 5: 0.05 }, '3, hardly 5'],
    [{ 3: 0.7, 5: 0.3 }, '3, perhaps 5'],
    [{ 3: 0.52, 5: 0.48 }, '3 or 5, hard to tell'],
  ];
  for (const [known, words] of said) assert.equal(inWords(ten(known)), words);
});
