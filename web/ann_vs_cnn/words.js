/** What two networks say of one picture: in a sentence, and as two small cards. */

import { aDigit, NAMES, ranked, TITLES } from '../shared/answers.js';
import { showVerdict } from '../shared/bars.js';
import { finder, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { percent } from '../shared/numbers.js';

/** @typedef {import('./bench.js').Found} Found */

/** "98 %" that no line break tears apart. @param {number} p */
const sure = (p) => percent(p).replace(' ', '\u00a0');

/**
 * What both networks read, in one sentence.
 * @param {Found} found the ANN's may be missing
 */
export function bothInWords(found) {
  const cnn = ranked(found.cnn);
  if (!found.ann) return t('The CNN reads {}, {}.', aDigit(cnn.best), sure(cnn.p));
  const ann = ranked(found.ann);
  if (cnn.best === ann.best)
    return t('Both read {}: the CNN {}, the ANN {}.', aDigit(cnn.best), sure(cnn.p), sure(ann.p));
  return t('The CNN reads {}, {}; the ANN {}, {}.', aDigit(cnn.best), sure(cnn.p), aDigit(ann.best), sure(ann.p));
}

/**
 * "CNN 7, 98 %" and "ANN 1, 54 %" as two small cards.
 * @param {HTMLElement} box an empty one
 * @returns {(found: Found | null) => void}
 */
export function makeVerdicts(box) {
  const parts = ['ui-digit', 'ui-sure'];
  for (const name of NAMES) {
    const spans = parts.map((kind) => make('span', { class: kind }));
    box.append(make('p', { class: `ui-verdict ${name}` }, make('b', { text: TITLES[name] }), ...spans));
  }
  const find = finder(box);
  return (found) => {
    for (const name of NAMES) showVerdict(find(`.${name}`), found?.[name]);
  };
}
