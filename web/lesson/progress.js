/** What the visitor has read and answered. It stays in their browser; without storage it lasts as long as the page. */

const KEY = 'digit-lesson';

/** How a question was answered: right at the first try, and right in the end. @typedef {{first: boolean, solved: boolean}} Answered */
/** @typedef {{read: number[], answers: Record<string, Answered>}} State */

/** @typedef {ReturnType<typeof makeProgress>} Progress */

/** @param {() => Storage} storage may throw: a browser that keeps nothing has none */
export function makeProgress(storage) {
  /** @type {(() => void)[]} */
  const callbacks = [];
  let state = kept(storage);

  /** @param {State} next */
  function become(next) {
    state = next;
    try {
      storage().setItem(KEY, JSON.stringify(state));
    } catch {
      // it lasts as long as the page
    }
    for (const callback of callbacks) callback();
  }

  /** @param {string} id @param {boolean} right */
  function answer(id, right) {
    const before = state.answers[id];
    const after = before ? { ...before, solved: before.solved || right } : { first: right, solved: right };
    become({ ...state, answers: { ...state.answers, [id]: after } });
  }

  /** Forget the answers to these questions; without an argument everything. @param {string[]} [ids] */
  function forget(ids) {
    const left = Object.entries(state.answers).filter(([id]) => ids && !ids.includes(id));
    become({ read: ids ? state.read : [], answers: Object.fromEntries(left) });
  }

  /** @param {string} id */
  const of = (id) => state.answers[id];
  /** @param {number} number of a chapter */
  const isRead = (number) => state.read.includes(number);
  return {
    of,
    isRead,
    answer,
    forget,
    /** @param {number} number of a chapter */
    read: (number) => isRead(number) || become({ ...state, read: [...state.read, number] }),
    /** How many were tried, and right at the first try. @param {string[]} ids */
    score: (ids) => ({ answered: ids.filter(of).length, first: ids.filter((id) => of(id)?.first).length }),
    /** Called at every change. @param {() => void} callback */
    watch: (callback) => void callbacks.push(callback),
  };
}

/** @param {() => Storage} storage @returns {State} */
function kept(storage) {
  try {
    const { read, answers } = JSON.parse(storage().getItem(KEY) ?? '{}');
    if (Array.isArray(read) && answers && typeof answers === 'object') return { read, answers };
  } catch {
    // no storage here, or not ours: begin anew
  }
  return { read: [], answers: {} };
}
