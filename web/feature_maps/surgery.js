/** Filter surgery: filters are muted one by one; probabilities follow at once, accuracy a moment later. */

import { ranked } from '../shared/answers.js';
import { question } from '../shared/ask.js';
import { finder, make, roving, whenSeen } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { percent, share } from '../shared/numbers.js';
import { isMaps, scaleOf } from './maps.js';
import { makeGrid } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('../net/network.js').Muted} Muted */
/** @typedef {ReturnType<typeof makeSurgery>} Surgery */
/** @typedef {{button: HTMLButtonElement, picture: ReturnType<typeof makeGrid> | null}} Chip */

/**
 * @param {HTMLElement} box
 * @param {() => void} onChange after each cut
 */
export function makeSurgery(box, onChange) {
  const find = finder(box);
  const select = /** @type {HTMLSelectElement} */ (find('select'));
  const shares = makeShares(find('.fm-shares'));
  const accuracy = makeAccuracy(box);
  /** @type {Map<string, Set<number>>} */
  const muted = new Map();
  /** @type {Layer[]} */
  let layers = [];
  /** @type {Chip[]} */
  let chips = [];
  /** @type {Record<string, Maps> | null} */
  let maps = null;
  let network = '';
  let isSeen = false;

  const layerOf = (/** @type {string} */ name) => layers.find((layer) => layer.name === name);
  /** Whose filters make a layer's maps: its own, or those of the convolution before. @param {string} name */
  const ownerOf = (name) => layerOf(name)?.filterLayer ?? '';
  const count = () => [...muted.values()].reduce((sum, filters) => sum + filters.size, 0);
  const canMute = (/** @type {string} */ name) => [...select.options].some(({ value }) => value === ownerOf(name));
  const isMuted = (/** @type {string} */ name, /** @type {number} */ k) => muted.get(ownerOf(name))?.has(k) ?? false;
  /** @returns {Muted} */
  const asked = () =>
    Object.fromEntries([...muted].filter(([, set]) => set.size).map(([name, set]) => [name, [...set]]));

  /** @param {string} name @param {number} k */
  function toggle(name, k) {
    const owner = ownerOf(name);
    if (!canMute(name)) return;
    const filters = muted.get(owner) ?? new Set();
    muted.set(owner, filters);
    if (!filters.delete(k)) filters.add(k);
    changed();
  }

  function changed() {
    showButtons();
    accuracy(count() ? { network, muted: asked() } : null);
    onChange();
  }

  function build() {
    const layer = layerOf(select.value);
    if (!layer) return;
    chips = Array.from({ length: layer.filters }, (_, k) => makeChip(layer, k, () => toggle(layer.name, k)));
    const group = find('.fm-filters');
    group.replaceChildren(...chips.map(({ button }) => button));
    group.classList.toggle('plain', !isMaps(layer.shape));
    roving(group, 'button', () => getComputedStyle(group).gridTemplateColumns.split(' ').length);
    showButtons();
    paint();
  }

  function showButtons() {
    const own = muted.get(select.value);
    chips.forEach(({ button }, k) => button.setAttribute('aria-pressed', String(own?.has(k) ?? false)));
    const number = count();
    button('.fm-restore').disabled = !number;
    button('.fm-mute-all').disabled = chips.length > 0 && own?.size === chips.length;
    find('.fm-surgery-status').textContent = number
      ? counted(number, '{} filter muted. The maps above stay whole.', '{} filters muted. The maps above stay whole.')
      : t('Press a filter to mute it: its map becomes 0 for all layers after it.');
  }

  /** @param {string} selector */
  const button = (selector) => /** @type {HTMLButtonElement} */ (find(selector));

  /** Each chip shows its filter's map, after its ReLU if it has one. */
  function paint() {
    const at = layers.findIndex(({ name }) => name === select.value);
    const after = layers[at + 1];
    const source = after?.filterLayer === select.value ? after : layers[at];
    const shown = source && isMaps(source.shape) ? maps?.[source.name] : null;
    if (shown && !isSeen) return;
    const scale = shown && scaleOf(shown);
    chips.forEach(({ picture }, k) => {
      if (shown && scale) picture?.paint(shown, k, scale);
      else picture?.clear();
    });
  }

  select.addEventListener('change', build);
  button('.fm-mute-all').addEventListener('click', () => {
    muted.set(select.value, new Set(chips.keys()));
    changed();
  });
  button('.fm-restore').addEventListener('click', () => {
    muted.clear();
    changed();
  });
  whenSeen(box, (seen) => {
    isSeen = seen;
    paint();
  });
  return {
    asked,
    toggle,
    canMute,
    isMuted,
    /** @param {string} name @param {Layer[]} described */
    layersAre(name, described) {
      [network, layers, maps] = [name, described, null];
      muted.clear();
      const wanted = layers.filter(({ filters }) => filters).slice(0, -1); // muting a digit's own score is no surgery
      const options = wanted.map((layer) =>
        make('option', { value: layer.name, text: `${layer.name} (${layer.filters})` }),
      );
      select.replaceChildren(...options);
      build();
      shares(null, null);
      accuracy(null);
    },
    /** @param {Record<string, Maps> | null} newest @param {ArrayLike<number> | null} whole @param {ArrayLike<number> | null} cut */
    show(newest, whole, cut) {
      maps = newest;
      find('.fm-outcome').classList.toggle('empty', !whole);
      shares(whole, count() ? cut : null);
      paint();
    },
  };
}

/** @param {Layer} layer @param {number} k @param {() => void} toggle @returns {Chip} */
function makeChip(layer, k, toggle) {
  const picture = isMaps(layer.shape) ? makeGrid([...layer.shape.slice(0, 2), 1]) : null;
  const text = make('span', { text: k });
  const button = make('button', { type: 'button', class: 'fm-chip', 'aria-pressed': 'false' }, picture?.canvas, text);
  const label = picture ? t('Mute filter {} of {}', k, layer.name) : t('Mute unit {} of {}', k, layer.name);
  button.setAttribute('aria-label', label);
  button.addEventListener('click', toggle);
  return { button, picture };
}

/**
 * Ten shares, of the whole network and of the one without some filters.
 * @param {HTMLElement} list
 * @returns {(whole: ArrayLike<number> | null, cut: ArrayLike<number> | null) => void}
 */
function makeShares(list) {
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const [whole, cut, text] = [make('i', { class: 'whole' }), make('i', { class: 'cut' }), make('em')];
    const row = make('li', {}, make('b', { text: digit }), make('span', {}, whole, cut), text);
    list.append(row);
    return { row, whole, cut, text };
  });
  return (whole, cut) => {
    const now = cut ?? whole;
    const best = now ? ranked(now).best : null;
    rows.forEach((each, digit) => {
      each.whole.style.transform = `scaleX(${whole ? whole[digit] : 0})`;
      each.cut.style.transform = `scaleX(${now ? now[digit] : 0})`;
      each.row.classList.toggle('best', digit === best);
      const after = now ? percent(now[digit], 1) : '';
      each.text.textContent = whole && cut ? `${percent(whole[digit], 1)} → ${after}` : after;
    });
  };
}

/** How many sample digits are read with filters muted; see `operate` in the tab's Python. @param {HTMLElement} box */
function makeAccuracy(box) {
  const find = finder(box);
  /** @param {string} text @param {string} [hurt] */
  function write(text, hurt = '') {
    find('.fm-accuracy').textContent = text;
    find('.fm-hurt').textContent = hurt;
  }

  /** @param {{count: number, whole: number, accuracy: number, hurt: [number, number, number][]}} reply */
  function show({ count, whole, accuracy, hurt }) {
    const [before, after] = [share(whole, 1), share(accuracy, 1)];
    const text =
      whole === accuracy
        ? t('Of {} sample digits it reads {} whole, still {}.', count, before, after)
        : t('Of {} sample digits it reads {} whole, now {}.', count, before, after);
    const digits = hurt.map(([digit, from, to]) => `${digit} (${share(from, 1)} → ${share(to, 1)})`).join(', ');
    write(text, digits ? t('It hurts most: {}.', digits) : t('No digit suffers from it.'));
  }

  const ask = question('feature-maps/operate', {
    show: (reply) => show(/** @type {any} */ (reply)),
    say: (text) => text && write(text),
    delay: 200,
  });
  return (/** @type {{network: string, muted: Muted} | null} */ request) => {
    write(request ? t('Reading the sample digits anew …') : t('No filter is muted: nothing changes.'));
    ask(request);
  };
}
