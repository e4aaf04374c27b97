/** Follow a pixel: an animation on the visitor's own digit that can be played, paused, dragged and stepped through. */

import { ARROWS, isCommand, make, prefersCalm, whenSeen } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { fixed, nth } from '../../shared/numbers.js';
import { makeSlider } from '../../shared/slider.js';
import { journeyOf, LENGTH, sayAt, stopsOf, strongestStart } from '../journey.js';
import { pixelAt, stage } from '../journey_view.js';
import { followDigit, makeDial } from '../parts.js';

/** @typedef {import('../journey.js').Journey} Journey */
/** @typedef {import('../journey.js').Start} Start */

const FRAME = 0.05; // seconds that the slider moves by

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function follow(box, { studio, reader }) {
  const view = new Follow(box);
  followDigit(box, studio, t('Draw a digit: one of its pixels is followed from here to the answer.'), (reading) => {
    const network = reader.known('cnn');
    if (network) view.read({ network, outputs: reading.outputs.cnn, pixels: reading.pixels });
  });
  whenSeen(box, (isSeen) => !isSeen && view.pause());
  new IntersectionObserver(
    ([{ isIntersecting }]) => {
      view.isInSight = isIntersecting;
      view.startByItself();
    },
    { threshold: 0.6 },
  ).observe(view.canvas);
}

class Follow {
  /** @type {{network: import('../../net/network.js').Network, outputs: import('../../net/network.js').Outputs, pixels: Float32Array} | null} */
  subject = null;
  /** What the visitor chose. @type {Partial<Start>} */
  chosen = {};
  /** @type {Journey | null} */
  journey = null;
  seconds = 0;
  isPlaying = false;
  isInSight = false;
  /** It starts by itself once, and never after the visitor has taken it in hand. */
  isUntouched = true;
  canvas = make('canvas', { class: 'le-stage', role: 'img', tabindex: 0 });
  said = make('p', { class: 'le-sum' });
  play = make('button', { type: 'button', class: 'ui-button le-play' });
  time = makeSlider({ id: 'le-follow-time', label: t('Time'), low: 0, high: LENGTH, step: FRAME }, (moved) =>
    this.goTo(prefersCalm() ? this.nearest(moved) : moved),
  );
  filter = make('div');

  /** @param {HTMLElement} box */
  constructor(box) {
    box.setAttribute('aria-label', t('Follow a pixel'));
    this.play.hidden = prefersCalm(); // a still sequence then: steps alone
    this.play.addEventListener('click', () => (this.isPlaying ? this.pause() : this.start()));
    this.canvas.addEventListener('click', (event) => this.press(event));
    this.canvas.addEventListener('keydown', (event) => this.keys(event));
    const tools = make(
      'div',
      { class: 'le-tools' },
      this.play,
      this.stepper(t('Back'), -1),
      this.stepper(t('Next'), 1),
    );
    const keys = make('p', {
      class: 'le-keys',
      text: t('Press a pixel, or use the arrow keys, to follow another one.'),
    });
    box.append(make('div', { class: 'ui-live' }, this.canvas, this.said, tools, this.time.row, this.filter, keys));
    new ResizeObserver(() => this.show()).observe(this.canvas);
    const ofTheme = new MutationObserver(() => (this.canvas.isConnected ? this.show() : ofTheme.disconnect()));
    ofTheme.observe(document.body, { attributeFilter: ['class'] });
    this.label();
  }

  /** @param {string} text @param {number} way */
  stepper(text, way) {
    const button = make('button', { type: 'button', class: 'ui-button', text });
    button.addEventListener('click', () => this.step(way));
    return button;
  }

  /** @param {NonNullable<Follow['subject']>} subject */
  read(subject) {
    if (!this.subject) this.begin(subject.network.layers[0].outputShape[2]);
    this.subject = subject;
    this.set();
    this.startByItself();
  }

  /** @param {number} filters of the first layer */
  begin(filters) {
    const dial = {
      id: 'le-follow-filter',
      label: t('Filter'),
      low: 1,
      high: filters,
      step: 1,
      value: 1,
      decimals: 0,
    };
    this.filter.append(makeDial(dial, (number) => this.change({ filter: number - 1 })));
  }

  /** @param {Partial<Start>} changed */
  change(changed) {
    Object.assign(this.chosen, changed);
    this.set();
  }

  set() {
    if (!this.subject) return;
    const { network, outputs, pixels } = this.subject;
    const start = { ...strongestStart(network, outputs), ...this.chosen };
    this.journey = journeyOf(network, outputs, pixels, start);
    const dial = this.filter.querySelector('input');
    const number = nth(start.filter);
    if (dial && Number(dial.value) !== number) {
      dial.value = String(number);
      /** @type {HTMLElement} */ (this.filter.querySelector('output')).textContent = fixed(number);
    }
    this.show();
  }

  show() {
    if (!this.journey) return;
    const said = sayAt(this.journey, this.seconds);
    if (this.said.textContent !== said) this.said.textContent = said;
    this.canvas.setAttribute('aria-label', said);
    this.time.show(this.seconds, t('{} s', fixed(this.seconds, 1)), said);
    stage(this.canvas, this.journey, this.seconds);
  }

  /** @param {number} seconds */
  goTo(seconds) {
    this.isUntouched = false;
    this.pause();
    this.seconds = seconds;
    this.show();
  }

  /** @param {number} way 1 for the next thing that happens, −1 for the one before */
  step(way) {
    if (!this.journey) return;
    const stops = stopsOf(this.journey);
    const ahead =
      way > 0 ? stops.find((stop) => stop > this.seconds + 1e-6) : stops.findLast((stop) => stop < this.seconds - 1e-6);
    this.goTo(ahead ?? (way > 0 ? LENGTH : 0));
  }

  /** @param {number} seconds */
  nearest(seconds) {
    const stops = this.journey ? stopsOf(this.journey) : [0];
    return stops.reduce((best, stop) => (Math.abs(stop - seconds) < Math.abs(best - seconds) ? stop : best));
  }

  startByItself() {
    if (this.isUntouched && this.isInSight && !prefersCalm()) this.start();
  }

  start() {
    if (!this.journey) return;
    this.isUntouched = false;
    if (this.seconds >= LENGTH) this.seconds = 0;
    this.isPlaying = true;
    this.label();
    let before = performance.now();
    const frame = (/** @type {number} */ now) => {
      if (!this.isPlaying || !this.canvas.isConnected) return;
      this.seconds = Math.min(LENGTH, this.seconds + Math.max(0, now - before) / 1000);
      before = now;
      this.show();
      if (this.seconds >= LENGTH) this.pause();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  pause() {
    this.isPlaying = false;
    this.label();
  }

  /** A moving picture is not read aloud, a standing one is. */
  label() {
    this.play.textContent = this.isPlaying ? t('Pause') : t('Play');
    this.said.setAttribute('aria-live', this.isPlaying ? 'off' : 'polite');
  }

  /** @param {MouseEvent} event */
  press(event) {
    const found = this.journey && pixelAt(this.canvas, this.journey, this.seconds, event);
    if (found) this.change(found);
  }

  /** @param {KeyboardEvent} event */
  keys(event) {
    const move = ARROWS[event.key];
    if (!this.journey || !move || isCommand(event)) return;
    event.preventDefault();
    const { start, side } = this.journey;
    const inside = (/** @type {number} */ place) => Math.min(side - 1, Math.max(0, place));
    this.change({ row: inside(start.row + move[0]), column: inside(start.column + move[1]) });
  }
}
