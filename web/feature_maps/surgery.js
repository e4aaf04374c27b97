/** Filter surgery: filters are muted one by one; probabilities follow at once, accuracy a moment later. */

import { ranked } from '../shared/answers.js';
import { question } from '../shared/ask.js';
import { finder, make, roving, whenSeen } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { nth, percent, share } from '../shared/numbers.js';
import { isMaps, scaleOf } from './maps.js';
import { makeGrid } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('../net/network.js').Muted} Muted */
/** @typedef {{button: HTMLButtonElement, picture: ReturnType<typeof makeGrid> | null}} Chip */

export class Surgery {
  /** By layer: filters. @type {Map<string, Set<number>>} */
  muted = new Map();
  /** @type {Layer[]} */
  layers = [];
  /** @type {Chip[]} */
  chips = [];
  /** @type {Record<string, Maps> | null} */
  maps = null;
  network = '';
  isSeen = false;

  /**
   * @param {HTMLElement} box
   * @param {() => void} onChange after each cut
   */
  constructor(box, onChange) {
    this.find = finder(box);
    this.onChange = onChange;
    this.select = /** @type {HTMLSelectElement} */ (this.find('select'));
    this.muteAll = /** @type {HTMLButtonElement} */ (this.find('.fm-mute-all'));
    this.restore = /** @type {HTMLButtonElement} */ (this.find('.fm-restore'));
    this.shares = makeShares(this.find('.fm-shares'));
    this.accuracy = makeAccuracy(box);
    this.listen(box);
  }

  /** @param {HTMLElement} box */
  listen(box) {
    this.select.addEventListener('change', () => this.build());
    this.muteAll.addEventListener('click', () => {
      this.muted.set(this.select.value, new Set(this.chips.keys()));
      this.changed();
    });
    this.restore.addEventListener('click', () => {
      this.muted.clear();
      this.changed();
    });
    whenSeen(box, (seen) => {
      this.isSeen = seen;
      this.paint();
    });
  }

  /** @param {string} name @param {Layer[]} layers */
  layersAre(name, layers) {
    [this.network, this.layers, this.maps] = [name, layers, null];
    this.muted.clear();
    const wanted = layers.filter(({ filters }) => filters).slice(0, -1); // muting a digit's own score is no surgery
    const options = wanted.map((layer) =>
      make('option', { value: layer.name, text: `${layer.name} (${layer.filters})` }),
    );
    this.select.replaceChildren(...options);
    this.build();
    this.shares(null, null);
    this.accuracy(null);
  }

  /**
   * @param {Record<string, Maps> | null} maps
   * @param {ArrayLike<number> | null} whole probabilities
   * @param {ArrayLike<number> | null} cut the same without the muted filters
   */
  show(maps, whole, cut) {
    this.maps = maps;
    this.find('.fm-outcome').classList.toggle('empty', !whole);
    this.shares(whole, this.count() ? cut : null);
    this.paint();
  }

  // ---- what is muted ----

  count = () => [...this.muted.values()].reduce((sum, filters) => sum + filters.size, 0);

  /** @returns {Muted} */
  asked = () =>
    Object.fromEntries([...this.muted].filter(([, set]) => set.size).map(([name, set]) => [name, [...set]]));

  /** Whose filters make a layer's maps: its own, or those of the convolution before. @param {string} name */
  ownerOf = (name) => this.layers.find((layer) => layer.name === name)?.filterLayer ?? '';

  /** @param {string} name */
  canMute = (name) => [...this.select.options].some(({ value }) => value === this.ownerOf(name));

  /** @param {string} name @param {number} k */
  isMuted = (name, k) => this.muted.get(this.ownerOf(name))?.has(k) ?? false;

  /** @param {string} name @param {number} k */
  toggle(name, k) {
    const owner = this.ownerOf(name);
    if (!this.canMute(name)) return;
    const filters = this.muted.get(owner) ?? new Set();
    this.muted.set(owner, filters);
    if (!filters.delete(k)) filters.add(k);
    this.changed();
  }

  changed() {
    this.showButtons();
    this.accuracy(this.count() ? { network: this.network, muted: this.asked() } : null);
    this.onChange();
  }

  // ---- the filters of one layer, each with its map ----

  build() {
    const layer = this.layers.find(({ name }) => name === this.select.value);
    if (!layer) return;
    const toggle = (/** @type {number} */ k) => this.toggle(layer.name, k);
    this.chips = Array.from({ length: layer.filters }, (_, k) => makeChip(layer, k, () => toggle(k)));
    const group = this.find('.fm-filters');
    group.replaceChildren(...this.chips.map(({ button }) => button));
    group.classList.toggle('plain', !isMaps(layer.shape));
    roving(group, 'button', () => getComputedStyle(group).gridTemplateColumns.split(' ').length);
    this.showButtons();
    this.paint();
  }

  showButtons() {
    const own = this.muted.get(this.select.value);
    this.chips.forEach(({ button }, k) => button.setAttribute('aria-pressed', String(own?.has(k) ?? false)));
    const number = this.count();
    this.restore.disabled = !number;
    this.muteAll.disabled = this.chips.length > 0 && own?.size === this.chips.length;
    this.find('.fm-surgery-status').textContent = number
      ? counted(number, '{} filter muted. The maps above stay whole.', '{} filters muted. The maps above stay whole.')
      : t('Press a filter to mute it: its map becomes 0 for all layers after it.');
  }

  /** Each chip shows its filter's map, after its ReLU if it has one. */
  paint() {
    const owner = this.select.value;
    const at = this.layers.findIndex(({ name }) => name === owner);
    const after = this.layers[at + 1];
    const source = after?.filterLayer === owner ? after : this.layers[at];
    const shown = source && isMaps(source.shape) ? this.maps?.[source.name] : null;
    if (shown && !this.isSeen) return;
    const scale = shown && scaleOf(shown);
    this.chips.forEach(({ picture }, k) => {
      if (shown && scale) picture?.paint(shown, k, scale);
      else picture?.clear();
    });
  }
}

/** @param {Layer} layer @param {number} k @param {() => void} toggle @returns {Chip} */
function makeChip(layer, k, toggle) {
  const picture = isMaps(layer.shape) ? makeGrid([...layer.shape.slice(0, 2), 1]) : null;
  const text = make('span', { text: nth(k) });
  const button = make('button', { type: 'button', class: 'fm-chip', 'aria-pressed': 'false' }, picture?.canvas, text);
  const label = picture ? t('Mute filter {} of {}', nth(k), layer.name) : t('Mute unit {} of {}', nth(k), layer.name);
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
