/** The top of the page: which networks are at work. */

import { finder } from './shared/dom.js';
import { t } from './shared/messages.js';
import { count, share } from './shared/numbers.js';

/**
 * @param {HTMLElement} element
 * @param {import('./start.js').Context} context
 */
export function mountMasthead(element, { studio }) {
  const line = finder(element)('.model-line');
  studio.watch('networks', element, (served) => {
    if (!served) return;
    const { accuracy, parameters, source } = served;
    line.textContent = t('model: CNN {} on MNIST · {} parameters · {}', share(accuracy), count(parameters), t(source));
  });
}
