/** The narrated tour: one step at a time, picture and text together, with buttons or Left, Right, Escape. */

import { INPUT } from '../net/network.js';
import { question, REST } from '../shared/ask.js';
import { bringIntoSight, finder, isCommand, make } from '../shared/dom.js';
import { t, told } from '../shared/messages.js';
import { nth } from '../shared/numbers.js';
import { mapName, outputOf, unitName, writtenIn } from './layers.js';
import { isMaps, regionPath, scaleOf } from './maps.js';
import { areFew, makeGrid, makeLegend, makeNumbers } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('../net/receptive_field.js').Region} Region */
/** @typedef {import('../shared/messages.js').Message} Message */
/** @typedef {{layer: string, channel: number | null, mark: Region | null}} Scene */
/** @typedef {{title: Message, sentences: Message[], layer: string, before: Scene | null, after: Scene}} Step */
/** The drawing at rest. @typedef {{network: string, image: string, layers: Layer[], maps: Record<string, Maps>}} Subject */

/** @typedef {{reveal: (layer: string | null) => void, started: () => void, ended: () => void}} Actions */

export class Tour {
  /** @type {Step[]} */
  steps = [];
  /** @type {Subject | null} */
  subject = null;
  at = 0;
  isRunning = false;
  isArriving = false;

  /** @param {HTMLElement} box @param {Actions} actions */
  constructor(box, actions) {
    this.box = box;
    this.actions = actions;
    this.find = finder(box);
    this.back = /** @type {HTMLButtonElement} */ (this.find('.fm-back'));
    this.onward = /** @type {HTMLButtonElement} */ (this.find('.fm-onward'));
    this.ask = question('feature-maps/guide', {
      show: (reply) => this.tell(reply.steps),
      say: (text) => text && this.stop(t('The tour is waiting'), text),
      clear: () => box.classList.add('waiting'),
      delay: REST,
    });
    this.back.addEventListener('click', () => this.go(this.at - 1));
    this.onward.addEventListener('click', () => this.goOn());
    this.find('.fm-end').addEventListener('click', () => this.end());
    box.addEventListener('keydown', (event) => this.press(event));
  }

  start() {
    [this.isRunning, this.isArriving, this.at] = [true, true, 0];
    this.box.hidden = false;
    this.actions.started();
    this.request();
  }

  end() {
    if (!this.isRunning) return;
    this.isRunning = false;
    this.box.hidden = true;
    this.ask(null);
    this.actions.reveal(null);
    this.actions.ended();
  }

  /** The drawing at rest; null while the pen moves. The tour stays where it is. @param {Subject | null} subject */
  about(subject) {
    if (!subject) return this.ask(null);
    this.subject = subject;
    this.request();
  }

  /** There is no drawing. @param {string} why */
  clear(why) {
    this.subject = null;
    this.ask(null);
    this.stop(why, t('Draw a digit or press a sample: the tour follows it from pixels to answer.'));
  }

  request() {
    const { isRunning, subject } = this;
    if (isRunning) this.ask(subject && { network: subject.network, image: subject.image });
  }

  /** @param {Step[]} steps */
  tell(steps) {
    this.steps = steps;
    this.go(Math.min(this.at, steps.length - 1));
    if (!this.isArriving) return;
    this.isArriving = false;
    this.box.focus({ preventScroll: true });
    bringIntoSight(this.box);
  }

  /** There is nothing to tell. @param {string} title @param {string} why */
  stop(title, why) {
    this.steps = [];
    this.write('', title, why);
    this.find('.fm-scenes').replaceChildren();
    this.actions.reveal(null);
  }

  /** @param {number} to */
  go(to) {
    const { subject, steps } = this;
    if (!steps[to] || !subject) return;
    this.at = to;
    const { title, sentences, layer, before, after } = steps[to];
    this.write(t('Step {} of {}', to + 1, steps.length), told(title), sentences.map(told).join(' '));
    const arrow = make('span', { class: 'fm-sign', 'aria-hidden': 'true', text: '→' });
    const first = before ? [sceneOf(subject, before), arrow] : [];
    this.find('.fm-scenes').replaceChildren(...first, sceneOf(subject, after));
    this.actions.reveal(layer);
  }

  goOn() {
    if (this.at === this.steps.length - 1) this.end();
    else this.go(this.at + 1);
  }

  /** @param {string} progress @param {string} title @param {string} text */
  write(progress, title, text) {
    const { at, steps } = this;
    this.box.classList.remove('waiting');
    this.find('.fm-progress').textContent = progress;
    this.find('h3').textContent = title;
    this.find('.fm-told').textContent = text;
    this.back.disabled = at === 0 || !steps.length;
    this.onward.disabled = !steps.length;
    this.onward.textContent = at === steps.length - 1 ? t('Finish') : t('Next');
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const wanted = { ArrowLeft: () => this.go(this.at - 1), ArrowRight: () => this.goOn(), Escape: () => this.end() };
    if (isCommand(event) || !(event.key in wanted)) return;
    event.preventDefault();
    wanted[/** @type {keyof typeof wanted} */ (event.key)]();
  }
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
    ? t('{}: marked from row {}, column {} on', name, nth(mark.top), nth(mark.left))
    : t('{}: marked from number {} on', name, nth(mark.left));
}

/** @param {Layer} layer @param {ArrayLike<number>} values @param {Region | null} mark */
function barsOf(layer, values, mark) {
  const written = writtenIn(layer);
  const numbers = makeNumbers(values.length, written, null);
  numbers.element.setAttribute('role', 'img');
  numbers.element.setAttribute(
    'aria-label',
    Array.from(values, (value, i) => `${unitName(layer, [i])}: ${written(value)}`).join(', '),
  );
  numbers.show(values);
  if (mark) numbers.mark(mark.left, mark.left + 1);
  return numbers.element;
}
