/** The sliders, and what both networks say of the changed digit while one moves. */

import { verdictOf } from '../net/reading.js';
import { makeBars } from '../shared/bars.js';
import { all, finder } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { makeSlider } from '../shared/slider.js';
import { live } from './parts.js';
import { showPicture, wipePicture } from './pictures.js';
import { changeInWords, labelOf, NEUTRAL, positionOf, SLIDERS } from './sliders.js';
import { bothInWords, makeVerdicts } from './words.js';

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Subject} Subject */
/** @typedef {import('./sliders.js').Positions} Positions */
/** @typedef {import('../net/asked.js').Reading} Changed */

/** @param {Bench} bench @param {HTMLElement} panel */
export function makeSliders(bench, panel) {
  const find = finder(panel);
  const reset = /** @type {HTMLButtonElement} */ (find('.avc-reset'));
  const made = SLIDERS.map((slider) => {
    const id = `avc-${slider.name}`;
    const texts = { id, label: slider.label(), note: slider.ends(), zero: slider.neutral };
    const one = makeSlider({ ...slider, ...texts }, (value) => bench.move({ [slider.name]: value }));
    const choose = () => bench.now.slider !== slider.name && bench.know({ slider: slider.name });
    one.input.addEventListener('focus', choose);
    one.input.addEventListener('pointerdown', choose);
    return { ...slider, ...one };
  });
  find('.avc-sliders').append(...made.map(({ row }) => row));
  reset.addEventListener('click', () => bench.move(NEUTRAL));
  bench.follow(['change', 'slider'], () => {
    const { change, slider: chosen } = bench.now;
    for (const { name, neutral, short, long, row, show } of made) {
      const value = positionOf(name, change);
      show(value, short(value), value === neutral ? t('unchanged') : long(value));
      row.classList.toggle('chosen', name === chosen);
    }
    reset.disabled = !Object.keys(change).length;
    for (const title of all(panel, '.avc-chosen')) title.textContent = labelOf(chosen);
  });
}

/** @param {Bench} bench @param {HTMLElement} panel */
export function makeDisturbed(bench, panel) {
  const element = finder(panel)('.avc-disturb');
  const find = finder(element);
  const canvas = /** @type {HTMLCanvasElement} */ (find('.avc-changed'));
  const bars = makeBars(find('.avc-duel'));
  const verdicts = makeVerdicts(find('.avc-verdicts'));

  /** @param {Changed} changed @param {Subject} _ @param {Positions} change */
  function show({ pixels, isBlank, probabilities }, _, change) {
    const found = isBlank ? null : probabilities;
    showPicture(canvas, pixels, t('Your digit, {}', changeInWords(change)));
    bars(found);
    verdicts(found);
    find('.avc-now').textContent = found ? inWords(found) : t('No ink is left: nothing to read.');
  }

  /** @param {Record<string, Float32Array>} found */
  function inWords(found) {
    const isDigit = verdictOf(found.cnn, bench.reader.served()?.threshold ?? 0, false) === 'digit';
    return isDigit ? bothInWords(found) : `${bothInWords(found)} ${t('Below the threshold: probably not a digit.')}`;
  }

  function clear() {
    wipePicture(canvas, t('Your changed digit: nothing yet'));
    bars(null);
    verdicts(null);
    find('.avc-now').textContent = '';
  }

  live(bench, element, {
    settings: () => bench.now.change,
    work: (subject, change) => changedBy(bench, subject, change),
    show,
    clear,
    seenBy: panel,
  });
}

/**
 * What both networks say of a drawing that the sliders change.
 * @param {Bench} bench
 * @param {Subject} subject
 * @param {Positions} change
 * @returns {Promise<Changed>}
 */
async function changedBy({ reader }, { pixels, found, names }, change) {
  if (!Object.keys(change).length) return { pixels, isBlank: false, probabilities: found };
  return reader.run('change', { networks: names, pixels, change });
}
