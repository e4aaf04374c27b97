/** Drawing with the arrow keys: a cursor on the paper, Space for the pen. */

import { ARROWS } from '../shared/dom.js';
import { t } from '../shared/messages.js';

const STEPS = { coarse: 35, fine: 140 }; // steps across the paper

/** @typedef {import('../shared/studio.js').Point} Point */

/**
 * @typedef {object} Actions
 * @property {(point: Point) => boolean} begin
 * @property {(point: Point) => void} move
 * @property {() => void} end
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} clear
 * @property {(text: string) => void} say
 * @property {() => {width: number, height: number}} bounds
 * @property {() => void} repaint
 */

export class Keys {
  /** Where the pen is; null while no key is used. @type {import('./ink.js').Cursor | null} */
  cursor = null;
  /** @type {Set<string>} */
  #held = new Set();
  /** @type {Record<string, () => void>} */
  #commands = {
    ' ': () => this.#toggle(),
    Backspace: () => this.#lifted(this.#actions.undo),
    Delete: () => this.#lifted(this.#actions.clear),
  };
  #actions;

  /** @param {HTMLElement} paper @param {Actions} actions */
  constructor(paper, actions) {
    this.#actions = actions;
    paper.addEventListener('keydown', (event) => {
      if (this.#press(event)) event.preventDefault();
    });
    paper.addEventListener('keyup', (event) => this.#held.delete(event.key));
    paper.addEventListener('focus', () => {
      if (!paper.matches(':focus-visible')) return;
      this.#start();
      actions.repaint();
    });
    paper.addEventListener('blur', () => {
      this.#held.clear();
      this.hide();
      actions.repaint();
    });
  }

  hide() {
    this.#lift();
    this.cursor = null;
  }

  #start() {
    const { width, height } = this.#actions.bounds();
    this.cursor ??= { x: width / 2, y: height / 2, down: false };
    return this.cursor;
  }

  /** @param {boolean} fine */
  #step(fine) {
    const { width, height } = this.#actions.bounds();
    const place = this.#start();
    const length = Math.min(width, height) / (fine ? STEPS.fine : STEPS.coarse);
    for (const key of this.#held) {
      const [down, right] = ARROWS[key];
      place.x = Math.min(width, Math.max(0, place.x + right * length));
      place.y = Math.min(height, Math.max(0, place.y + down * length));
    }
    if (place.down) this.#actions.move([place.x, place.y]);
    this.#actions.repaint();
  }

  #toggle() {
    const place = this.#start();
    if (place.down) this.#lift();
    else if (this.#actions.begin([place.x, place.y])) {
      place.down = true;
      const { width, height } = this.#actions.bounds();
      const [across, down] = [Math.round((place.x / width) * 100), Math.round((place.y / height) * 100)];
      this.#actions.say(t('Pen down, {} percent across, {} percent down', across, down));
    }
    this.#actions.repaint();
  }

  #lift() {
    if (!this.cursor?.down) return;
    this.cursor.down = false;
    this.#actions.end();
    this.#actions.say(t('Pen up'));
  }

  /** @param {() => void} action */
  #lifted(action) {
    this.#lift();
    action();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key meant something here */
  #press(event) {
    if (event.ctrlKey || event.metaKey) return this.#command(event);
    if (event.altKey) return false;
    if (event.key in ARROWS) {
      this.#held.add(event.key);
      this.#step(event.shiftKey);
      return true;
    }
    if (event.key === 'Escape') this.#lift();
    if (!(event.key in this.#commands)) return false;
    if (!(event.key === ' ' && event.repeat)) this.#commands[event.key]();
    return true;
  }

  /** @param {KeyboardEvent} event */
  #command(event) {
    const letter = event.key.toLowerCase();
    if (letter !== 'z' && letter !== 'y') return false;
    if (letter === 'y' || event.shiftKey) this.#actions.redo();
    else this.#actions.undo();
    return true;
  }
}
