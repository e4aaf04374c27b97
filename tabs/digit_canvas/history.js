// What can be undone. States are never changed once they are in: a new drawing is a new object.

function makeHistory(first) {
  let past = [];
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
    add(state) {
      past = [...past.slice(-199), now];
      future = [];
      now = state;
    },
    undo() {
      if (!past.length) return;
      future.push(now);
      now = past.pop();
    },
    redo() {
      if (!future.length) return;
      past.push(now);
      now = future.pop();
    },
  };
}
