/** Which pixels count: four pictures side by side on the visitor's digit at rest, for any class. */

import { TITLES } from '../shared/answers.js';
import { floatsOf, question, REST } from '../shared/ask.js';
import { viridis } from '../shared/colours.js';
import { finder, make, roving } from '../shared/dom.js';
import { t, told } from '../shared/messages.js';
import { shortFigure, signed } from '../shared/numbers.js';
import { isMaps, signedScale } from './maps.js';
import { makeLegend, makePicture } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */

/** What the server says of one picture. @typedef {{title: import('../shared/messages.js').Message, network: string, text: import('../shared/messages.js').Message, values: string, signed: boolean, most: number}} Reason */

/** What is drawn, and what a network makes of it. @typedef {{image: string, digit: number}} Subject */

const SIDE = 28;

/**
 * @param {HTMLElement} box
 * @param {() => string} network the chosen one
 */
export function makeReasons(box, network) {
  const find = finder(box);
  const select = /** @type {HTMLSelectElement} */ (find('select'));
  const figures = Array.from({ length: 4 }, makeFigure);
  const digits = makeDigits(find('.fm-digits'), (chosen) => {
    digit = chosen;
    request();
  });
  /** The visitor's choice; null is the network's own answer. @type {number | null} */
  let digit = null;
  /** @type {Subject | null} */
  let subject = null;
  let mapped = 'cnn'; // the last network chosen that has maps, for Grad-CAM
  const ask = question('feature-maps/explain', {
    show: (reply, asked) => show(reply.pictures, asked),
    say,
    clear: () => box.classList.add('waiting'),
    delay: REST,
  });
  find('.fm-figures').append(...figures.map(({ element }) => element));

  function request() {
    const asked = digit ?? subject?.digit;
    ask(subject && select.value ? { network: mapped, image: subject.image, layer: select.value, digit: asked } : null);
    digits(subject ? (asked ?? null) : null);
  }

  /** @param {Reason[]} pictures @param {{image: string, digit: number}} asked */
  function show(pictures, asked) {
    const path = inkOutline(floatsOf(asked.image));
    const ownFirst = [...pictures].sort((a, b) => Number(b.network === network()) - Number(a.network === network()));
    ownFirst.forEach((picture, i) => figures[i].show(picture, path, asked.digit));
    box.dataset.state = 'shown';
    box.classList.remove('waiting');
    find('.fm-reasons-status').textContent =
      digit === null
        ? t('Why the {} says {}, asked in four ways.', TITLES[network()] ?? network(), asked.digit)
        : t('What speaks for {}, asked in four ways.', asked.digit);
  }

  /** What was shown belongs to something else, or nothing can be shown. @param {string} text */
  function say(text) {
    if (!text) return;
    box.dataset.state = 'blank';
    find('.fm-reasons-status').textContent = text;
  }

  select.addEventListener('change', request);
  return {
    /** @param {string} name @param {Layer[]} layers */
    layersAre(name, layers) {
      digit = null;
      const wanted = layers.slice(1).filter(({ shape }) => isMaps(shape));
      if (!wanted.length) return;
      mapped = name;
      select.replaceChildren(...wanted.map((layer) => make('option', { value: layer.name, text: layer.name })));
      const activations = wanted.filter((layer) => !layer.filters && layer.filterLayer && layer.shape[0] > 1);
      const best = activations.filter((layer, i) => layer.shape[0] === activations[i - 1]?.shape[0] || i === 0);
      select.value = (best[best.length - 1] ?? wanted[wanted.length - 1]).name;
    },
    /** The drawing at rest, or null while the pen moves or nobody looks. @param {Subject | null} next */
    about(next) {
      subject = next;
      request();
    },
    /** There is no drawing. @param {string} why */
    clear(why) {
      digit = null;
      subject = null;
      request();
      say(t('{} Draw a digit, and four pictures show what its reading rests on.', why));
    },
  };
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
    const scale = reason.signed ? signedScale(reason.most) : { low: 0, high: reason.most, table: viridis };
    picture.paint({ shape: [SIDE, SIDE, 1], values: floatsOf(reason.values) }, 0, scale);
    picture.outline(path);
    picture.canvas.setAttribute('aria-label', t('{}, {}, for {}: {}', what, name, digit, words));
    element.classList.toggle('signed', reason.signed);
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
  if (title === 'Grad-CAM') return t('bright: where that layer’s maps speak for the digit');
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
