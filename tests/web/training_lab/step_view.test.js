import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdict } from '../../../web/training_lab/step_view.js';

/** @param {number} own loss after, 2 before @param {number} loss of the others after, 1 before @param {number} accuracy after, 0.8 before */
const judged = (own, loss, accuracy) =>
  verdict(
    /** @type {any} */ ({
      before: { loss: 2 },
      after: { loss: own },
      othersBefore: { loss: 1, accuracy: 0.8 },
      othersAfter: { loss, accuracy },
    }),
  );

test('the others are judged by their loss and by how many are read correctly', () => {
  assert.match(judged(0.5, 1.05, 0.8), /lose next to nothing: their loss changes by \+0\.05, and 24 of 30/);
  assert.match(
    judged(0.5, 1.05, 0.7),
    /costs the others something: their loss changes by \+0\.05, and 21 of 30 .* 24 before/,
  );
  assert.match(judged(0.5, 1.2, 0.8), /costs the others something/);
  assert.match(judged(1.99, 1, 0.8), /Hardly a change/);
  assert.match(judged(0.1, 2.5, 0.2), /overshot/);
});
