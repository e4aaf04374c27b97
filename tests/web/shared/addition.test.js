// Sums that a visitor can add up as they are written.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writtenSum } from '../../../web/lesson/sums.js';
import { alike, chain, saidRounded, writtenUnit } from '../../../web/shared/addition.js';

test('terms and total have the same decimals, whole numbers none', () => {
  const { write, cell } = alike([0.1234, -2.5, 0, 1]);
  assert.deepEqual([0.1234, -2.5, 0, 1].map(write), ['0.123', '−2.500', '0', '1']);
  assert.equal(alike([1, 3, 7]).write(7), '7');
  assert.equal(alike([28.3333, 1 / 9]).write(1 / 9), '0.11');
  assert.equal(alike([0.0123]).write(0.00456), '0.0046');
  assert.equal(write(4.6e-11), '4.6\u00a0×\u00a010⁻¹¹'); // not 0, so not written as 0
  assert.equal(cell(4.6e-11), '0.000');
});

test('what is written adds up, or is said to be rounded', () => {
  assert.ok(alike([1, 3, 7]).addsUp([1, 3, 7], 11));
  assert.ok(alike([0.25, 0.5]).addsUp([0.25, 0.5], 0.75));
  const thirds = [1 / 3, 1 / 3, 1 / 3];
  assert.ok(!alike([...thirds, 1]).addsUp(thirds, 1)); // 0.333 three times
  assert.equal(saidRounded('1', false), '1 (rounded)');
  assert.equal(writtenSum(thirds), '0.333 + 0.333 + 0.333 = 1 (rounded)');
  assert.equal(writtenSum([1, 0, -3]), '1 − 3 = −2');
  assert.equal(writtenSum([]), '0 = 0');
});

test('products that showed 0.63 beside a sum of 0.611 are written with its decimals', () => {
  const products = [0.104, 0.096, 0.066, 0.064, 0.065, 0.056, 0.064, 0.046, 0.05];
  const sum = products.reduce((all, value) => all + value, 0);
  const { write, addsUp } = writtenUnit({ products, sum, bias: -0.01, total: sum - 0.01 });
  assert.equal(chain(products.slice(0, 2), write), '0.104 + 0.096');
  assert.equal(write(sum), '0.611');
  assert.ok(addsUp(products, sum));
});
