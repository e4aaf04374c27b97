/** Layers on top of each other: `what` is fields (3×3 kernels against one large kernel) or signal (with and without skips). */

import { make } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { fixed, plain } from '../../shared/numbers.js';
import { makeDial } from '../parts.js';
import { stackedKernels, throughLayers } from '../sums.js';

/** @param {HTMLElement} box */
export function stacked(box) {
  const isSignal = box.dataset.what === 'signal';
  const now = { layers: isSignal ? 10 : 2, weight: 0.5 };
  const said = make('p', { class: 'le-sum', 'aria-live': 'polite' });
  const show = () => {
    said.textContent = isSignal ? saySignal(now) : sayFields(now.layers);
  };
  const layers = {
    id: `le-stacked-${box.dataset.what}`,
    label: t('Layers'),
    low: 1,
    high: isSignal ? 50 : 8,
    step: 1,
    decimals: 0,
  };
  box.append(
    makeDial({ ...layers, value: now.layers }, (moved) => {
      now.layers = moved;
      show();
    }),
  );
  if (isSignal) {
    const weight = { id: 'le-stacked-weight', label: t('Weight'), low: -0.5, high: 1.5, step: 0.05, decimals: 2 };
    box.append(
      makeDial({ ...weight, value: now.weight }, (moved) => {
        now.weight = moved;
        show();
      }),
    );
  }
  box.setAttribute('aria-label', isSignal ? t('A signal through many layers') : t('Small kernels, stacked'));
  box.append(said);
  show();
}

/** @param {number} layers */
function sayFields(layers) {
  const { sees, small, large } = stackedKernels(layers);
  return t(
    '{} layers of 3×3 see {} × {} pixels with {} weights for each pair of maps. One kernel of that size has {}.',
    fixed(layers),
    fixed(sees),
    fixed(sees),
    fixed(small),
    fixed(large),
  );
}

/** @param {{layers: number, weight: number}} now */
function saySignal({ layers, weight }) {
  const { plainly, skipping } = throughLayers(layers, weight);
  return t(
    'A signal of 1 leaves {} plain layers with a weight of {} as {}. If each layer is added to its input, a layer that learned 0 passes on 1, and these pass on {}.',
    fixed(layers),
    fixed(weight, 2),
    plain(plainly),
    plain(skipping),
  );
}
