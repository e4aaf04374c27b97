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

/**
 * @param {HTMLElement} paper
 * @param {Actions} actions
 * @returns {{cursor: () => import('./ink.js').Cursor | null, hide: () => void}} the cursor is null while no key is used
 */
export function listenToKeys(paper, actions) {
  /** @type {import('./ink.js').Cursor | null} */
  let cursor = null;
  /** @type {Set<string>} */
  const held = new Set();

  /** @type {Record<string, () => void>} */
  const commands = {
    ' ': toggle,
    Backspace: () => lifted(actions.undo),
    Delete: () => lifted(actions.clear),
  };

  function start() {
    const { width, height } = actions.bounds();
    cursor ??= { x: width / 2, y: height / 2, down: false };
    return cursor;
  }

  /** @param {boolean} fine */
  function step(fine) {
    const { width, height } = actions.bounds();
    const place = start();
    const length = Math.min(width, height) / (fine ? STEPS.fine : STEPS.coarse);
    for (const key of held) {
      const [down, right] = ARROWS[key];
      place.x = Math.min(width, Math.max(0, place.x + right * length));
      place.y = Math.min(height, Math.max(0, place.y + down * length));
    }
    if (place.down) actions.move([place.x, place.y]);
    actions.repaint();
  }

  function toggle() {
    const place = start();
    if (place.down) lift();
    else if (actions.begin([place.x, place.y])) {
      place.down = true;
      const { width, height } = actions.bounds();
      const [across, down] = [Math.round((place.x / width) * 100), Math.round((place.y / height) * 100)];
      actions.say(t('Pen down, {} percent across, {} percent down', across, down));
    }
    actions.repaint();
  }

  function lift() {
    if (!cursor?.down) return;
    cursor.down = false;
    actions.end();
    actions.say(t('Pen up'));
  }

  /** @param {() => void} action */
  function lifted(action) {
    lift();
    action();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key meant something here */
  function press(event) {
    if (event.ctrlKey || event.metaKey) return command(event);
    if (event.altKey) return false;
    if (event.key in ARROWS) {
      held.add(event.key);
      step(event.shiftKey);
      return true;
    }
    if (event.key === 'Escape') lift();
    if (!(event.key in commands)) return false;
    if (!(event.key === ' ' && event.repeat)) commands[event.key]();
    return true;
  }

  /** @param {KeyboardEvent} event */
  function command(event) {
    const letter = event.key.toLowerCase();
    if (letter !== 'z' && letter !== 'y') return false;
    if (letter === 'y' || event.shiftKey) actions.redo();
    else actions.undo();
    return true;
  }

  paper.addEventListener('keydown', (event) => {
    if (press(event)) event.preventDefault();
  });
  paper.addEventListener('keyup', (event) => held.delete(event.key));
  paper.addEventListener('focus', () => {
    if (!paper.matches(':focus-visible')) return;
    start();
    actions.repaint();
  });
  paper.addEventListener('blur', () => {
    held.clear();
    lift();
    cursor = null;
    actions.repaint();
  });

  return {
    cursor: () => cursor,
    hide() {
      lift();
      cursor = null;
    },
  };
}
