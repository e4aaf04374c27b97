/** What can be undone. States are never changed once they are in: a new drawing is a new object. */

const MOST = 200;

/**
 * @template T
 * @param {T} first
 */
export function makeHistory(first) {
  /** @type {T[]} */
  let past = [];
  /** @type {T[]} */
  let future = [];
  let now = first;

  return {
    get now() {
      return now;
    },
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
    /** @param {T} state */
    add(state) {
      past = [...past.slice(1 - MOST), now];
      future = [];
      now = state;
    },
    /** The newest state is known better now. @param {T} state */
    replace(state) {
      now = state;
    },
    undo() {
      if (!past.length) return;
      future.push(now);
      now = /** @type {T} */ (past.pop());
    },
    redo() {
      if (!future.length) return;
      past.push(now);
      now = /** @type {T} */ (future.pop());
    },
  };
}
