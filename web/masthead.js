/** The top of the page: which networks are at work. */

import { all } from './shared/dom.js';
import { t } from './shared/messages.js';
import { count, share } from './shared/numbers.js';

/**
 * @param {HTMLElement} element
 * @param {import('./start.js').Context} context
 */
export function mountMasthead(element, { studio }) {
  studio.watch('networks', element, (served) => {
    if (!served) return;
    const { accuracy, parameters, source } = served;
    const text = t('model: CNN {} on MNIST · {} parameters · {}', share(accuracy), count(parameters), t(source));
    for (const line of all(element, '.model-line, #settings p')) line.textContent = text;
  });
}
