/** The form of a live training: what a visitor chooses. */

import { DEFAULTS } from '../net/training.js';
import { count } from '../shared/numbers.js';
import { radioGroup } from './parts.js';

/** @typedef {import('../net/training.js').Settings} Settings */

const MENUS = ['activation', 'optimizer', 'width', 'dropout', 'digits', 'moved', 'rate', 'batch'];
const TEXTS = ['activation', 'optimizer', 'moved']; // all others are numbers

/**
 * @param {import('./parts.js').Lab} lab
 * @param {() => void} onChange
 */
export function makeSettings({ panel, find }, onChange) {
  const network = radioGroup(panel, 'tl-network', () => {});
  const menus = new Map(MENUS.map((name) => [name, /** @type {HTMLSelectElement} */ (find(`#tl-${name}`))]));
  const epochs = /** @type {HTMLInputElement} */ (find('#tl-epochs'));

  /** @returns {Settings} */
  function now() {
    const chosen = [...menus].map(([name, menu]) => [name, TEXTS.includes(name) ? menu.value : Number(menu.value)]);
    return { ...Object.fromEntries(chosen), network: network.value(), epochs: Number(epochs.value) };
  }

  /** What makes no sense is left as it is. @param {Record<string, unknown>} settings */
  function put(settings) {
    network.set(String(settings.network));
    for (const [name, menu] of menus) {
      const value = String(settings[name]);
      if ([...menu.options].some((option) => option.value === value)) menu.value = value;
    }
    if (/^\d+$/.test(String(settings.epochs))) epochs.value = String(settings.epochs); // the range limits it
    showEpochs();
  }

  function showEpochs() {
    find('.tl-epochs').textContent = count(Number(epochs.value));
  }

  put({ ...DEFAULTS });
  epochs.addEventListener('input', showEpochs);
  find('.tl-form').addEventListener('change', () => {
    showEpochs();
    onChange();
  });
  return {
    now,
    put,
    /** What differs from the usual, for a link. */
    changed: () =>
      Object.fromEntries(
        Object.entries(now()).filter(([name, value]) => value !== DEFAULTS[/** @type {keyof Settings} */ (name)]),
      ),
    /** A setting as its menu says it. @param {string} name @param {string | number} value */
    wordOf(name, value) {
      const options = [...(menus.get(name)?.options ?? [])];
      return options.find((option) => option.value === String(value))?.text ?? String(value);
    },
  };
}
