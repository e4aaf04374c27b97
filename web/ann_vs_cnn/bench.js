/** What the tab knows now: the drawing as both networks read it, where the sliders stand, and what was measured. */

import { NAMES, ranked } from '../shared/answers.js';
import { NEUTRAL } from './sliders.js';

/** @typedef {import('./sliders.js').Name} Name */
/** @typedef {import('./sliders.js').Positions} Positions */
/** What the bench knows. @typedef {'subject' | 'message' | 'change' | 'slider' | 'facts' | 'trouble'} Key */
/** @typedef {Record<string, ArrayLike<number>>} Found ten probabilities by network */

/**
 * A drawing that is read.
 * @typedef {object} Subject
 * @property {Float32Array} pixels (28, 28) in [0, 1]
 * @property {string[]} names the networks that read it: the ANN's weights may still be on their way
 * @property {Record<string, Float32Array>} found
 * @property {number} digit the CNN's answer, whose probability the curves follow
 * @property {boolean} isFinal the pen is lifted
 * @property {unknown} drawing what was read
 * @property {unknown} networks by which
 */

/** @typedef {ReturnType<typeof makeBench>} Bench */

/** @param {import('../start.js').Context} context */
export function makeBench({ studio, route, reader }) {
  const now = {
    /** @type {Subject | null} */
    subject: null,
    /** Why there is no subject, if that is not because nothing is drawn. */
    message: '',
    /** @type {Positions} */
    change: {},
    /** Whose curve is shown. @type {Name} */
    slider: 'dx',
    /** What was measured, as `tabs/ann_vs_cnn/facts.py` tells it. @type {any} */
    facts: null,
    /** Why nothing of that is known. */
    trouble: '',
  };
  /** @type {{callback: () => void, keys: Key[] | null}[]} */
  const followers = [];

  /** @param {Partial<typeof now>} next */
  function know(next) {
    const changed = /** @type {Key[]} */ (Object.keys(next)).filter((key) => next[key] !== now[key]);
    Object.assign(now, next);
    for (const { callback, keys } of followers) if (!keys || keys.some((key) => changed.includes(key))) callback();
  }

  /** @param {Positions} positions of some sliders; the others stay */
  function move(positions) {
    const moved = Object.entries({ ...now.change, ...positions });
    know({
      change: Object.fromEntries(moved.filter(([name, value]) => value !== NEUTRAL[/** @type {Name} */ (name)])),
    });
    route.remember('ann-vs-cnn', now.change);
  }

  return {
    now,
    know,
    move,
    studio,
    reader,
    route,
    /**
     * Be called now, and whenever one of these is another: a pen changes the subject 60 times a second, and whatever
     * does not show it need not be drawn again.
     * @param {Key[] | null} keys null: whenever anything is told
     * @param {() => void} callback
     */
    follow(keys, callback) {
      followers.push({ callback, keys });
      callback();
    },
  };
}

/**
 * @param {import('../shared/studio.js').Reading} reading
 * @param {unknown} networks that are served now
 * @returns {Subject | null} null if there is nothing to disturb
 */
export function subjectOf({ of, pixels, probabilities, answer }, networks) {
  if (!pixels || answer.state !== 'answer' || answer.verdict === 'blank') return null;
  const names = NAMES.filter((name) => name in probabilities);
  const { best } = ranked(probabilities.cnn);
  return { pixels, names, found: probabilities, digit: best, isFinal: Boolean(answer.final), drawing: of, networks };
}
