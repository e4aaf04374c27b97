// What the visitor has read and answered. It stays in their browser; without storage it lasts as long as the page.
//
//   progress.isRead(number), progress.read(number)
//   progress.of(id)                {first: right at the first try, solved} or undefined
//   progress.answer(id, right)
//   progress.score(ids)            {answered, first}: how many were tried, and right at the first try
//   progress.forget(ids)           these answers; everything without an argument
//   progress.changed(callback)     called at every change

const progress = makeProgress();

function makeProgress() {
  const KEY = 'digit-lesson';
  const callbacks = [];
  let state = { read: [], answers: {}, ...kept() };

  function kept() {
    try {
      const { read, answers } = JSON.parse(window.localStorage.getItem(KEY)) ?? {};
      return Array.isArray(read) && answers && typeof answers === 'object' ? { read, answers } : {};
    } catch {
      return {}; // no storage here, or not ours: begin anew
    }
  }

  function become(next) {
    state = next;
    try {
      window.localStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // it lasts as long as the page
    }
    for (const callback of callbacks) callback();
  }

  function answer(id, right) {
    const before = state.answers[id];
    const after = before ? { ...before, solved: before.solved || right } : { first: right, solved: right };
    become({ ...state, answers: { ...state.answers, [id]: after } });
  }

  function forget(ids) {
    const left = Object.entries(state.answers).filter(([id]) => ids && !ids.includes(id));
    become({ read: ids ? state.read : [], answers: Object.fromEntries(left) });
  }

  const of = (id) => state.answers[id];
  return {
    isRead: (number) => state.read.includes(number),
    read: (number) => state.read.includes(number) || become({ ...state, read: [...state.read, number] }),
    of,
    answer,
    score: (ids) => ({ answered: ids.filter(of).length, first: ids.filter((id) => of(id)?.first).length }),
    forget,
    changed: (callback) => callbacks.push(callback),
  };
}
