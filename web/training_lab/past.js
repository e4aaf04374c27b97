/** The table of this visit's runs. */

import { TITLES } from '../shared/answers.js';
import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { count, fixed, share } from '../shared/numbers.js';

/** @typedef {import('./live.js').Run} Run */

/** What a row says beside network and accuracy, in the order of the table's head. */
const COLUMNS = /** @type {const} */ ([
  'activation',
  'width',
  'dropout',
  'optimizer',
  'rate',
  'batch',
  'digits',
  'moved',
]);

/**
 * @param {<E extends Element = HTMLElement>(selector: string) => E} find
 * @param {Run[]} runs the newest first
 * @param {(name: string, value: string | number) => string} wordOf as the form says it
 */
export function showPast(find, runs, wordOf) {
  const best = Math.max(...runs.map((run) => heldAccuracy(run) ?? 0));
  find('.tl-past').hidden = !runs.length;
  const rows = runs.map((run) => {
    const accuracy = heldAccuracy(run);
    const words = COLUMNS.map((name) => wordOf(name, run.settings[name]));
    return make(
      'tr',
      { class: run.settings.network },
      make('th', { scope: 'row', text: TITLES[run.settings.network] }),
      make('td', { class: accuracy === best && 'best', text: share(accuracy, 1) }),
      ...[...words, learned(run)].map((text) => make('td', { text })),
    );
  });
  find('.tl-past tbody').replaceChildren(...rows);
}

/** How many epochs it has learned. @param {Run} run */
function learned({ state, settings, points }) {
  if (state === 'done') return count(settings.epochs);
  return t('{} of {}', fixed(points[points.length - 1].epoch, 1), settings.epochs);
}

/** The newest accuracy on held-out digits, or null. @param {Pick<Run, 'points'>} run */
export const heldAccuracy = ({ points }) =>
  points.findLast((point) => point.heldAccuracy !== null)?.heldAccuracy ?? null;
