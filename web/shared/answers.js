/** What a network answers, in figures and in words, the same on every tab. */

import { t } from './messages.js';
import { percent } from './numbers.js';

/** How the networks are called on the page. @type {Record<string, string>} */
export const TITLES = { cnn: 'CNN', ann: 'ANN', lenet5: 'LeNet-5' };

/** The two networks that are compared everywhere. */
export const NAMES = ['cnn', 'ann'];

/**
 * What the networks make of the drawing, or why they do not.
 * @typedef {object} Answer
 * @property {'answer' | 'loading' | 'refused' | 'unreachable'} state
 * @property {string} [message] for the visitor, where there is no answer
 * @property {'digit' | 'blank' | 'not a digit'} [verdict]
 * @property {number | null} [digit]
 * @property {number} [score] the CNN's largest probability
 * @property {number} [threshold] below which a drawing counts as no digit
 * @property {Float32Array} [cnn] ten probabilities
 * @property {Float32Array} [ann] ten probabilities; missing until its weights have come
 * @property {boolean} [final] the pen is lifted
 */

/**
 * The two best digits with their probabilities.
 * @param {ArrayLike<number>} probabilities ten
 */
export function ranked(probabilities) {
  const order = Array.from(probabilities, (_, digit) => digit).sort((a, b) => probabilities[b] - probabilities[a]);
  const [best, second] = order;
  return { best, p: probabilities[best], second, p2: probabilities[second] };
}

/**
 * "7, perhaps 1": the answer with its runner-up, as firm as the numbers are.
 * @param {ArrayLike<number>} probabilities
 */
export function inWords(probabilities) {
  const { best, p, second, p2 } = ranked(probabilities);
  if (p2 < 0.0005) return t('{}, clearly', best); // the next would be shown with 0.0 %
  if (p2 < 0.01) return t('{}, clearly; then {}', best, second);
  if (p2 < 0.1) return t('{}, hardly {}', best, second);
  if (p - p2 > 0.15) return t('{}, perhaps {}', best, second);
  return t('{} or {}, hard to tell', best, second);
}

/**
 * "CNN: 7, 98 %; ANN: 1, 54 %", for those who listen.
 * @param {Answer} answer
 */
export function spokenAnswer(answer) {
  const both = NAMES.flatMap((name) => {
    const found = answer[/** @type {'cnn' | 'ann'} */ (name)];
    if (!found) return [];
    const { best, p } = ranked(found);
    return [`${TITLES[name]}: ${best}, ${percent(p)}`];
  }).join('; ');
  return answer.verdict === 'not a digit' ? `${t('Probably not a digit')}. ${both}` : both;
}

/**
 * "a 7", "an 8".
 * @param {number} digit
 */
export const aDigit = (digit) => (digit === 8 ? t('an {}', digit) : t('a {}', digit));
