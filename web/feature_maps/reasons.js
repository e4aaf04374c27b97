/** Which pixels count: four pictures side by side on the visitor's digit at rest, for any class. */

import { TITLES } from '../shared/answers.js';
import { floatsOf, question, REST } from '../shared/ask.js';
import { activations } from '../shared/colours.js';
import { finder, make, roving } from '../shared/dom.js';
import { t, told } from '../shared/messages.js';
import { shortFigure, signed } from '../shared/numbers.js';
import { isMaps, signedScale } from './maps.js';
import { makeLegend, makePicture } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */

/** What the server says of one picture. @typedef {{title: import('../shared/messages.js').Message, network: string, text: import('../shared/messages.js').Message, values: string, signed: boolean, most: number}} Reason */

/** What is drawn, and what a network makes of it. @typedef {{image: string, digit: number}} Subject */

const SIDE = 28;

export class Reasons {
  /** The visitor's choice; null is the network's own answer. @type {number | null} */
  #digit = null;
  /** @type {Subject | null} */
  #subject = null;
  #mapped = 'cnn'; // the last network chosen that has maps, for Grad-CAM
  #figures = Array.from({ length: 4 }, makeFigure);

  /**
   * @param {HTMLElement} box
   * @param {() => string} network the chosen one
   */
  constructor(box, network) {
    this.box = box;
    this.find = finder(box);
    this.network = network;
    this.select = /** @type {HTMLSelectElement} */ (this.find('select'));
    this.digits = makeDigits(this.find('.fm-digits'), (chosen) => {
      this.#digit = chosen;
      this.#request();
    });
    this.ask = question('feature-maps/explain', {
      show: (reply, asked) => this.#show(reply.pictures, asked),
      say: (text) => this.#say(text),
      clear: () => box.classList.add('waiting'),
      delay: REST,
    });
    this.find('.fm-figures').append(...this.#figures.map(({ element }) => element));
    this.select.addEventListener('change', () => this.#request());
  }

  #request() {
    const [subject, layer] = [this.#subject, this.select.value];
    const digit = this.#digit ?? subject?.digit ?? null;
    this.ask(subject && layer ? { network: this.#mapped, image: subject.image, layer, digit } : null);
    this.digits(subject && digit);
  }

  /** @param {Reason[]} pictures @param {{image: string, digit: number}} asked */
  #show(pictures, asked) {
    const path = inkOutline(floatsOf(asked.image));
    const own = this.network();
    const ownFirst = [...pictures].sort((a, b) => Number(b.network === own) - Number(a.network === own));
    ownFirst.forEach((picture, i) => this.#figures[i].show(picture, path, asked.digit));
    this.box.dataset.state = 'shown';
    this.box.classList.remove('waiting');
    this.find('.fm-reasons-status').textContent =
      this.#digit === null
        ? t('Why the {} says {}, asked in four ways.', TITLES[own] ?? own, asked.digit)
        : t('What speaks for {}, asked in four ways.', asked.digit);
  }

  /** What was shown belongs to something else, or nothing can be shown. @param {string} text */
  #say(text) {
    if (!text) return;
    this.box.dataset.state = 'blank';
    this.find('.fm-reasons-status').textContent = text;
  }

  /** @param {string} name @param {Layer[]} layers */
  layersAre(name, layers) {
    this.#digit = null;
    const wanted = layers.slice(1).filter(({ shape }) => isMaps(shape));
    if (!wanted.length) return;
    this.#mapped = name;
    this.select.replaceChildren(...wanted.map((layer) => make('option', { value: layer.name, text: layer.name })));
    // The last maps say most, as they come out of an activation: what a convolution found, and where.
    const activated = wanted.filter(({ filters, shape }, i) => !filters && wanted[i - 1]?.filters && shape[0] > 1);
    this.select.value = (activated[activated.length - 1] ?? wanted[wanted.length - 1]).name;
  }

  /** The drawing at rest, or null while the pen moves or nobody looks. @param {Subject | null} next */
  about(next) {
    this.#subject = next;
    this.#request();
  }

  /** There is no drawing. @param {string} why */
  clear(why) {
    this.#digit = null;
    this.about(null);
    this.#say(t('{} Draw a digit, and four pictures show what its reading rests on.', why));
  }
}

/** @param {HTMLElement} group @param {(digit: number) => void} choose @returns {(digit: number | null) => void} */
function makeDigits(group, choose) {
  const buttons = Array.from({ length: 10 }, (_, digit) => {
    const button = make('button', { type: 'button', role: 'radio', 'aria-checked': 'false', text: digit });
    button.addEventListener('click', () => choose(digit));
    return button;
  });
  group.append(...buttons);
  roving(group, 'button', 10);
  return (chosen) =>
    buttons.forEach((button, digit) => {
      button.setAttribute('aria-checked', String(digit === chosen));
      if (chosen !== null) button.tabIndex = digit === chosen ? 0 : -1;
    });
}

function makeFigure() {
  const picture = makePicture(SIDE, SIDE, { role: 'img' }, 'fm-ink');
  const legend = makeLegend();
  const title = make('h4');
  const [text, meaning] = [make('p'), make('p', { class: 'ui-note fm-hint' })];
  const element = make('figure', {}, title, picture.holder, legend.element, text, meaning);

  /** @param {Reason} reason @param {string} path @param {number} digit */
  function show(reason, path, digit) {
    const [what, name, words] = [told(reason.title), TITLES[reason.network] ?? reason.network, told(reason.text)];
    const scale = reason.signed ? signedScale(reason.most) : { low: 0, high: reason.most, table: activations };
    picture.paint({ shape: [SIDE, SIDE, 1], values: floatsOf(reason.values) }, 0, scale);
    picture.outline(path);
    picture.canvas.setAttribute('aria-label', t('{}, {}, for {}: {}', what, name, digit, words));
    title.replaceChildren(what, ' ', make('span', { class: reason.network, text: name }));
    legend.show(scale, reason.title.key === 'Occlusion' ? points : shortFigure);
    text.textContent = words;
    meaning.textContent = meaningOf(reason.title.key);
  }

  return { element, show };
}

/** A change of probability in percentage points. @param {number} change */
const points = (change) => signed(100 * change, 1);

/** @param {string} title */
function meaningOf(title) {
  if (title === 'Grad-CAM') return t('orange: where that layer’s maps speak for the digit');
  if (title === 'Evidence') return t('orange: ink that speaks for the digit; blue: against it');
  return t(
    'orange: covering this lowers the probability; blue: raises it; in percentage points, averaged over all covers of a pixel',
  );
}

/** The border between ink and paper, along the pixels' edges. @param {Float32Array} pixels */
function inkOutline(pixels) {
  const isInked = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= 0 && row < SIDE && column >= 0 && column < SIDE && pixels[row * SIDE + column] > 0.4;
  let path = '';
  for (let row = 0; row <= SIDE; row += 1) {
    for (let column = 0; column <= SIDE; column += 1) {
      if (isInked(row, column) !== isInked(row - 1, column)) path += `M${column} ${row}h1`;
      if (isInked(row, column) !== isInked(row, column - 1)) path += `M${column} ${row}v1`;
    }
  }
  return path;
}
