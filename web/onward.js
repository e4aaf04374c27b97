/** What to try next: the last line of each tab leads to one thing in another, done on the visitor's own drawing. */

import { make } from './shared/dom.js';
import { t } from './shared/messages.js';

/** @type {Record<string, () => [text: string, tab: string, settings: Record<string, unknown>]>} */
const STEPS = {
  'feature-maps': () => [
    t('Push your digit sideways, and see which network still reads it'),
    'ann-vs-cnn',
    { dx: 5, part: 'disturb' },
  ],
  'ann-vs-cnn': () => [
    t('Slide one of the CNN’s own kernels over your digit'),
    'convolution-lab',
    { input: 'digit', kernel: 'conv1-2' },
  ],
  'convolution-lab': () => [t('Let a network learn from your digit, one step'), 'training-lab', { part: 'step' }],
  'training-lab': () => [t('Hand your digit to a network of 1998'), 'architectures', { part: 'duel' }],
  lesson: () => [t('Walk through every layer with your own digit'), 'feature-maps', { part: 'tour' }],
  architectures: () => [t('Read how it all works, from one neuron on'), 'lesson', { chapter: 1 }],
};

/**
 * @param {string} tab
 * @param {import('./shared/route.js').Route} route
 * @returns {HTMLElement | null}
 */
export function onward(tab, route) {
  if (!STEPS[tab]) return null;
  const [text, to, settings] = STEPS[tab]();
  const button = make('button', { type: 'button', class: 'ui-button', text: `${text} →` });
  button.addEventListener('click', () => route.open(to, settings));
  return make('nav', { class: 'ui onward', 'aria-label': t('Try next') }, make('p', { text: t('Try next') }), button);
}
