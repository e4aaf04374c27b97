// Predict before you look: while it is on, whoever has a result to show asks for a guess first.
// The score is the visitor's own and stays in their browser.
//
//   guess.now()                         {on, right, all}
//   guess.set(true)                     switch it on or off
//   guess.record(wasRight)              one more guess
//   studio.watch('guessing', element, callback)    told at once and at every change

const guess = (window.digitGuess ??= makeGuess());

function makeGuess() {
  const KEY = 'digit-guess';
  let state = { on: false, right: 0, all: 0, ...kept() };

  function kept() {
    try {
      return JSON.parse(window.localStorage.getItem(KEY)) ?? {};
    } catch {
      return {}; // no storage here, or not ours: begin anew
    }
  }

  function become(next) {
    state = next;
    try {
      window.localStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // the score lasts as long as the page
    }
    studio.publish('guessing', state);
  }

  setTimeout(() => studio.publish('guessing', state));
  return {
    now: () => state,
    set: (on) => become({ ...state, on }),
    record: (wasRight) => become({ ...state, right: state.right + Number(wasRight), all: state.all + 1 }),
    reset: () => become({ ...state, right: 0, all: 0 }),
  };
}
