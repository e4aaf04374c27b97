/**
 * Predict before you look: while it is on, whoever has a result to show asks for a guess first.
 * The score is the visitor's own and stays in their browser. Published as studio's topic "guessing".
 */

const KEY = 'digit-guess';

/** @typedef {{on: boolean, right: number, all: number}} Score */

/**
 * @param {{publish: (topic: string, value: any) => void}} studio
 * @param {() => Pick<Storage, 'getItem' | 'setItem'>} storage may throw: a browser that keeps nothing has none
 */
export function makeGuess(studio, storage) {
  /** @type {Score} */
  let score = { on: false, right: 0, all: 0, ...kept() };

  function kept() {
    try {
      return JSON.parse(storage().getItem(KEY) ?? '{}');
    } catch {
      return {}; // no storage here, or not ours: begin anew
    }
  }

  /** @param {Score} next */
  function become(next) {
    score = next;
    try {
      storage().setItem(KEY, JSON.stringify(score));
    } catch {
      // the score lasts as long as the page
    }
    studio.publish('guessing', score);
  }

  studio.publish('guessing', score);
  return {
    now: () => score,
    set: (/** @type {boolean} */ on) => become({ ...score, on }),
    record: (/** @type {boolean} */ wasRight) =>
      become({ ...score, right: score.right + Number(wasRight), all: score.all + 1 }),
    reset: () => become({ ...score, right: 0, all: 0 }),
  };
}
