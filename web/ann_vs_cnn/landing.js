/**
 * Where your digit lands: its place among digits in three spaces, and its nearest training digits in each. All of it
 * follows the pen; what it needs is fetched when the part is first seen.
 */

import { NEIGHBOURS, nearest, placed, readLanding } from '../net/landing.js';
import { TITLES } from '../shared/answers.js';
import { paintInk } from '../shared/colours.js';
import { finder, make, radios, roving, whenSeen } from '../shared/dom.js';
import { makeFiles, pixelsOf } from '../shared/files.js';
import { t, told } from '../shared/messages.js';
import { figure, fixed, share } from '../shared/numbers.js';
import { style, template } from '../shared/template.js';
import { DigitMap } from './digit_map.js';

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('../net/landing.js').Space} Space */
/** @typedef {import('../net/landing.js').Landing} Landing */
/** @typedef {import('../net/landing.js').Nearest} Nearest */
/** @typedef {import('../shared/studio.js').Reading} Reading */
/** @typedef {{images: Uint8Array, labels: Uint8Array}} Digits */

const FIRST = 'cnn';
const EVERY = '';
const LISTS_EVERY = 100; // milliseconds

/** @param {Bench} bench @param {HTMLElement} panel @param {Record<string, string>} files where the tab's files lie */
export async function makeLanding(bench, panel, files) {
  const place = finder(panel)('.avc-landing');
  const [content] = await Promise.all([
    template('landing.html', import.meta.url),
    style('landing.css', import.meta.url),
  ]);
  place.replaceChildren(content);
  new Part(bench, finder(place)('.la'), files).begin();
}

class Part {
  /** @type {Landing | null} */
  #landing = null;
  /** @type {DigitMap | null} */
  #map = null;
  /** @type {Reading | null} */
  #reading = null;
  /** What was found of the newest reading, by space. @type {Map<string, Nearest>} */
  #found = new Map();
  /** @type {Map<string, ReturnType<typeof makeList>>} */
  #lists = new Map();
  #chosen = FIRST;
  /** @type {(name: string) => void} */
  #showChosen = () => {};
  #isSeen = false;
  #isFetched = false;
  #listed = 0; // when the lists were shown
  /** @type {number | null} */
  #frame = null;

  /** @param {Bench} bench @param {HTMLElement} box @param {Record<string, string>} files */
  constructor(bench, box, files) {
    this.bench = bench;
    this.box = box;
    this.find = finder(box);
    this.files = makeFiles(files, (text) => {
      this.find('.la-hint').textContent = text || t('The map is on its way.');
    });
  }

  begin() {
    const { studio, route, reader } = this.bench;
    whenSeen(/** @type {HTMLElement} */ (this.box.parentElement), (isSeen) => {
      this.#isSeen = isSeen;
      if (isSeen && !this.#isFetched) this.#fetch();
      this.#want();
      this.#schedule();
    });
    studio.watch('reading', this.box, (reading) => {
      this.#reading = reading;
      this.#schedule();
    });
    route.follow('ann-vs-cnn', this.box, ({ space }) => {
      if (space) this.#choose(space);
    });
    reader.watch(() => this.#choose(this.#chosen));
  }

  async #fetch() {
    this.#isFetched = true;
    const [bytes, held] = await Promise.all([this.files.bytes('landing'), this.files.digits('held')]);
    this.#landing = readLanding(bytes);
    this.box.dataset.state = 'shown';
    this.#build(this.#landing, held);
    this.#want();
  }

  // ---- what does not change ----

  /** @param {Landing} landing @param {Digits} held */
  #build(landing, held) {
    const { find } = this;
    find('.la-spaces').append(...landing.spaces.map(({ name }) => spaceButton(name)));
    this.#showChosen = radios(find('.la-spaces'), (name) => this.#choose(name));
    for (const space of landing.spaces) {
      const list = makeList(space, landing, (pixels) => this.#draw(pixels));
      this.#lists.set(space.name, list);
      find('.la-lists').append(list.element);
    }
    this.#map = new DigitMap(find('.la-map'), { landing, held, press: (i) => this.#draw(pixelsOf(held.images, i)) });
    this.#listenToFilter();
    this.#tell(landing, held.labels.length);
    this.#choose(this.#chosen);
  }

  #listenToFilter() {
    const filter = /** @type {HTMLSelectElement} */ (this.find('.la-filter select'));
    const digits = Array.from({ length: 10 }, (_, digit) => make('option', { value: digit, text: digit }));
    filter.append(make('option', { value: EVERY, text: t('all') }), ...digits);
    filter.addEventListener('change', () => this.#map?.filter(filter.value === EVERY ? null : Number(filter.value)));
  }

  /** How the maps were made, and how well digits lie among their kind. @param {Landing} landing @param {number} held */
  #tell({ labels, spaces }, held) {
    const { find } = this;
    find('.la-how').textContent = t(
      'The dots are {} training digits of MNIST, laid out once in each space by t-SNE, which keeps near ones together. The pictures are {} test digits that no network learned from. They and your drawing had no part in that: each is placed among its {} nearest training digits, at the mean of their places; the nearest weighs most, the last a twentieth of it. Distances are those in the space, not on the map.',
      labels.length,
      held,
      NEIGHBOURS,
    );
    find('.la-scores caption').textContent = t('How many of the {} test digits lie among their own kind', held);
    find('.la-scores tbody').append(
      ...spaces.map(({ name, scores }) =>
        make(
          'tr',
          { 'data-space': name },
          make('th', { scope: 'row', text: titleOf(name) }),
          ...[scores.all, scores.most, scores.lands].map((value) => make('td', { text: share(value, 1) })),
        ),
      ),
    );
  }

  // ---- what follows the pen ----

  /** @param {string} name whatever a link says */
  #choose(name) {
    const spaces = this.#landing?.spaces ?? [];
    if (!this.#landing) this.#chosen = name in TITLES || name === 'pixels' ? name : this.#chosen;
    const space = spaces.find((one) => one.name === name && this.#isServed(one)) ?? spaces[0];
    if (!space) return;
    this.#chosen = space.name;
    this.#showChosen(space.name);
    for (const row of this.find('.la-scores tbody').children)
      row.classList.toggle('chosen', row.getAttribute('data-space') === space.name);
    for (const [own, { element }] of this.#lists) element.classList.toggle('chosen', own === space.name);
    this.#map?.use(space);
    this.#schedule();
  }

  /** A map belongs to the weights that it was made with. @param {Space} space */
  #isServed({ name, weights }) {
    return !weights || this.bench.reader.served()?.networks[name]?.file === weights;
  }

  #want() {
    const layers = (this.#landing?.spaces ?? []).filter(({ weights }) => weights).map(({ name }) => name);
    this.bench.studio.want(this, this.#isSeen && layers.length ? { layers } : null);
  }

  #schedule() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      if (this.#isSeen && this.#landing) this.#follow(this.#landing.spaces);
    });
  }

  /** The point follows every move of the pen, the lists as fast as they can be read. @param {Space[]} spaces */
  #follow(spaces) {
    const reading = this.#reading;
    const isRead = reading?.pixels && reading.answer.verdict !== 'blank';
    const isListed = !isRead || reading.answer.final || performance.now() - this.#listed > LISTS_EVERY;
    if (isListed) this.#listed = performance.now();
    this.#found.clear();
    for (const space of spaces) {
      if (!isListed && space.name !== this.#chosen) continue;
      const features = isRead && this.#isServed(space) ? featuresOf(space, reading) : null;
      if (features) this.#found.set(space.name, nearest(space, features));
      if (isListed) this.#lists.get(space.name)?.show(this.#found.get(space.name) ?? null, this.#whyNot(space));
    }
    this.#showPlace(spaces, isRead ? reading.pixels : null);
  }

  /** @param {Space[]} spaces @param {Float32Array | null | undefined} pixels */
  #showPlace(spaces, pixels) {
    const space = spaces.find(({ name }) => name === this.#chosen);
    const found = this.#found.get(this.#chosen);
    if (space && found && pixels) this.#map?.show({ place: placed(space, found), near: found.indices, pixels });
    else this.#map?.show(null);
    const text = found ? inWords(this.#landing?.labels ?? [], found) : t('your digit is not on it yet');
    const label = t('Map of digits, {}: {}', titleOf(this.#chosen), text);
    if (this.#reading?.answer.final) this.find('.la-map').setAttribute('aria-label', label);
  }

  /** @param {Space} space */
  #whyNot(space) {
    if (!this.#isServed(space))
      return t('This space has no map: other networks are served than those it was made with.');
    const { answer } = this.#reading ?? {};
    if (answer && answer.state !== 'answer') return told(answer.message);
    return answer?.verdict === 'blank'
      ? t('Draw a digit: its neighbours appear here.')
      : t('The weights are on their way.');
  }

  /** Make a picture the drawing. @param {Float32Array} pixels */
  #draw(pixels) {
    this.bench.studio.load({ pixels });
  }
}

/** @param {string} name */
const titleOf = (name) => (name === 'pixels' ? t('Pixels') : t('{}, last hidden layer', TITLES[name]));

/** @param {string} name */
const spaceButton = (name) =>
  make('button', { type: 'button', role: 'radio', class: name, 'data-value': name, text: TITLES[name] ?? t('Pixels') });

/** @param {Space} space @param {Reading} reading */
const featuresOf = ({ name, layer, weights }, { pixels, outputs }) =>
  (weights ? outputs[name]?.[layer] : pixels) ?? null;

/** "its five nearest training digits: 7, 7, 7, 1, 7". @param {ArrayLike<number>} labels @param {Nearest} found */
const inWords = (labels, { indices }) =>
  t('your digit’s nearest training digits are {}', indices.map((index) => fixed(labels[index])).join(', '));

/**
 * The nearest training digits in one space, as buttons.
 * @param {Space} space
 * @param {Landing} landing
 * @param {(pixels: Float32Array) => void} press
 */
function makeList(space, { images, labels }, press) {
  /** @type {Nearest | null} */
  let shown = null;
  const buttons = Array.from({ length: NEIGHBOURS }, (_, i) =>
    makeNear(images, () => shown && press(pixelsOf(images, shown.indices[i]))),
  );
  const name = titleOf(space.name);
  const attributes = { class: 'la-five', role: 'group', 'aria-label': t('Nearest training digits: {}', name) };
  const list = make('div', attributes, ...buttons.map(({ button }) => button));
  list.hidden = true; // until there is something to name
  const words = make('p');
  const element = make('section', { class: `la-list ${space.name}` }, make('h4', { text: name }), words, list);
  roving(list, '.la-near', NEIGHBOURS);

  return {
    element,
    /** @param {Nearest | null} found @param {string} why there are none */
    show(found, why) {
      shown = found;
      list.hidden = !found;
      words.textContent = found ? kindsIn(labels, found) : why;
      found?.indices.forEach((index, i) => buttons[i].show(index, labels[index], found.distances[i]));
    },
  };
}

/** @param {Uint8Array} images @param {() => void} press */
function makeNear(images, press) {
  let painted = -1;
  const canvas = make('canvas', { width: 28, height: 28, 'aria-hidden': 'true' });
  const [digit, distance] = [make('b'), make('span')];
  const button = make('button', { type: 'button', class: 'la-near' }, canvas, digit, distance);
  button.addEventListener('click', press);
  return {
    button,
    /** @param {number} index @param {number} label @param {number} far */
    show(index, label, far) {
      if (index !== painted) paintInk(canvas, { width: 28, height: 28, values: pixelsOf(images, index) });
      painted = index;
      digit.textContent = fixed(label);
      distance.textContent = fixed(far, 2);
      button.setAttribute('aria-label', t('a {}, distance {}: make it your drawing', label, figure(far)));
    },
  };
}

/** "4 of the 5 nearest are of one kind: 7." @param {ArrayLike<number>} labels @param {Nearest} found */
function kindsIn(labels, { indices }) {
  const counts = new Array(10).fill(0);
  for (const index of indices) counts[labels[index]] += 1;
  const most = Math.max(...counts);
  return t('{} of the {} nearest are of one kind: {}', most, indices.length, fixed(counts.indexOf(most)));
}
