/** How pictures, batch size and epochs become steps of training. */

import { make } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { count } from '../../shared/numbers.js';
import { makeDial } from '../parts.js';
import { batchesOf } from '../sums.js';

/** @param {HTMLElement} box */
export function batches(box) {
  const now = { pictures: 54_000, size: 128, epochs: 15 };
  const said = make('p', { class: 'le-sum', 'aria-live': 'polite' });
  const show = () => {
    const { steps, last, all } = batchesOf(now);
    said.textContent = t(
      'An epoch has {} batches, and the last one holds {} pictures. {} epochs are {} steps, each a little downhill.',
      count(steps),
      count(last),
      count(now.epochs),
      count(all),
    );
  };
  /** @param {keyof typeof now} name @param {string} label @param {number} low @param {number} high @param {number} step */
  const dial = (name, label, low, high, step) =>
    makeDial({ id: `le-batches-${name}`, label, low, high, step, value: now[name], decimals: 0 }, (moved) => {
      now[name] = moved;
      show();
    });
  box.setAttribute('aria-label', t('Batches and steps'));
  box.append(
    dial('pictures', t('Pictures'), 1000, 60_000, 1000),
    dial('size', t('Batch'), 1, 512, 1),
    dial('epochs', t('Epochs'), 1, 50, 1),
    said,
  );
  show();
}
