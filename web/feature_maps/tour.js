/** The narrated tour: one step at a time, picture and text together, with buttons or Left, Right, Escape. */

import { INPUT } from '../net/network.js';
import { question, REST } from '../shared/ask.js';
import { bringIntoSight, finder, isCommand, make } from '../shared/dom.js';
import { t, told } from '../shared/messages.js';
import { mapName, outputOf, writtenIn } from './layers.js';
import { isMaps, regionPath, scaleOf } from './maps.js';
import { areFew, makeGrid, makeLegend, makeNumbers } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('../net/receptive_field.js').Region} Region */
/** @typedef {import('../shared/messages.js').Message} Message */
/** @typedef {{layer: string, channel: number | null, mark: Region | null}} Scene */
/** @typedef {{title: Message, sentences: Message[], layer: string, before: Scene | null, after: Scene}} Step */
/** The drawing at rest. @typedef {{network: string, image: string, layers: Layer[], maps: Record<string, Maps>}} Subject */

/**
 * @param {HTMLElement} box
 * @param {{reveal: (layer: string | null) => void, started: () => void, ended: () => void}} actions
 */
export function makeTour(box, actions) {
  const find = finder(box);
  /** @type {Step[]} */
  let steps = [];
  /** @type {Subject | null} */
  let subject = null;
  let at = 0;
  let isRunning = false;
  let isArriving = false;
  const ask = question('feature-maps/guide', {
    show: (reply) => tell(reply.steps),
    say: (text) => text && stop(t('The tour is waiting'), text),
    clear: () => box.classList.add('waiting'),
    delay: REST,
  });

  function start() {
    [isRunning, isArriving, at] = [true, true, 0];
    box.hidden = false;
    actions.started();
    request();
  }

  function request() {
    if (isRunning) ask(subject && { network: subject.network, image: subject.image });
  }

  /** @param {Step[]} told_ */
  function tell(told_) {
    steps = told_;
    go(Math.min(at, steps.length - 1));
    if (!isArriving) return;
    isArriving = false;
    box.focus({ preventScroll: true });
    bringIntoSight(box);
  }

  /** There is nothing to tell. @param {string} title @param {string} why */
  function stop(title, why) {
    steps = [];
    box.classList.remove('waiting');
    find('h3').textContent = title;
    find('.fm-told').textContent = why;
    find('.fm-progress').textContent = '';
    find('.fm-scenes').replaceChildren();
    actions.reveal(null);
    showButtons();
  }

  /** @param {number} to */
  function go(to) {
    if (!steps[to] || !subject) return;
    at = to;
    box.classList.remove('waiting');
    const { title, sentences, layer, before, after } = steps[at];
    find('.fm-progress').textContent = t('Step {} of {}', at + 1, steps.length);
    find('h3').textContent = told(title);
    find('.fm-told').textContent = sentences.map(told).join(' ');
    const arrow = make('span', { class: 'fm-sign', 'aria-hidden': 'true', text: '→' });
    const first = before ? [sceneOf(subject, before), arrow] : [];
    find('.fm-scenes').replaceChildren(...first, sceneOf(subject, after));
    actions.reveal(layer);
    showButtons();
  }

  function showButtons() {
    const [back, onward] = ['.fm-back', '.fm-onward'].map((name) => /** @type {HTMLButtonElement} */ (find(name)));
    back.disabled = at === 0 || !steps.length;
    onward.disabled = !steps.length;
    onward.textContent = at === steps.length - 1 ? t('Finish') : t('Next');
  }

  function end() {
    if (!isRunning) return;
    isRunning = false;
    box.hidden = true;
    ask(null);
    actions.reveal(null);
    actions.ended();
  }

  const onward = () => (at === steps.length - 1 ? end() : go(at + 1));
  find('.fm-back').addEventListener('click', () => go(at - 1));
  find('.fm-onward').addEventListener('click', onward);
  find('.fm-end').addEventListener('click', end);
  box.addEventListener('keydown', (event) => {
    const wanted = { ArrowLeft: () => go(at - 1), ArrowRight: onward, Escape: end }[event.key];
    if (!wanted || isCommand(event)) return;
    event.preventDefault();
    wanted();
  });

  return {
    start,
    end,
    isRunning: () => isRunning,
    /** The drawing at rest; null while the pen moves. The tour stays where it is. @param {Subject | null} next */
    about(next) {
      if (next) subject = next;
      if (next) request();
      else ask(null);
    },
    /** There is no drawing. @param {string} why */
    clear(why) {
      subject = null;
      ask(null);
      stop(why, t('Draw a digit or press a sample: the tour follows it from pixels to answer.'));
    },
  };
}

/** @param {Subject} subject @param {Scene} scene */
function sceneOf({ layers, maps }, { layer: name, channel, mark }) {
  const layer = /** @type {Layer} */ (layers.find((each) => each.name === name));
  const caption = make('figcaption', { text: channel === null ? outputOf(layer) : nameOf(layer, channel) });
  if (areFew(layer.shape)) return make('figure', {}, barsOf(layer, maps[name].values, mark), caption);
  const picture = makeGrid(layer.shape, { role: 'img', 'aria-label': labelOf(layer, channel, mark) });
  const [scale, legend] = [scaleOf(maps[name]), makeLegend()];
  picture.paint(maps[name], channel ?? 0, scale);
  if (mark) picture.outline(regionPath(layer.shape, mark));
  legend.show(scale);
  return make('figure', {}, picture.holder, caption, legend.element);
}

/** @param {Layer} layer @param {number} channel */
function nameOf(layer, channel) {
  const name = mapName(layer, channel);
  return layer.name === INPUT ? name : t('{} ({} × {})', name, layer.shape[0], layer.shape[1]);
}

/** @param {Layer} layer @param {number | null} channel @param {Region | null} mark */
function labelOf(layer, channel, mark) {
  const name = mapName(layer, channel);
  if (!mark) return name;
  return isMaps(layer.shape)
    ? t('{}: marked from row {}, column {} on', name, mark.top, mark.left)
    : t('{}: marked from number {} on', name, mark.left);
}

/** @param {Layer} layer @param {ArrayLike<number>} values @param {Region | null} mark */
function barsOf(layer, values, mark) {
  const written = writtenIn(layer);
  const numbers = makeNumbers(values.length, written, null);
  numbers.element.setAttribute('role', 'img');
  numbers.element.setAttribute('aria-label', Array.from(values, (value, i) => `${i}: ${written(value)}`).join(', '));
  numbers.show(values);
  if (mark) numbers.mark(mark.left, mark.left + 1);
  return numbers.element;
}
