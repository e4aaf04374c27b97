// Drawing with the arrow keys: a cursor on the paper, Space for the pen.

const STEPS = { coarse: 35, fine: 140 }; // steps across the paper
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// `actions`: begin(point), move(point), end(), undo(), redo(), clear(), say(text), bounds(), repaint().
// Returns {cursor(), hide()}: cursor() is {x, y, down}, or null while no key is used.
function listenToKeys(paper, actions) {
  let cursor = null;
  const held = new Set();

  function start() {
    const { width, height } = actions.bounds();
    cursor ??= { x: width / 2, y: height / 2, down: false };
  }

  function step(fine) {
    const { width, height } = actions.bounds();
    const length = Math.min(width, height) / (fine ? STEPS.fine : STEPS.coarse);
    for (const key of held) {
      cursor.x = Math.min(width, Math.max(0, cursor.x + ARROWS[key][0] * length));
      cursor.y = Math.min(height, Math.max(0, cursor.y + ARROWS[key][1] * length));
    }
    if (cursor.down) actions.move([cursor.x, cursor.y]);
    actions.repaint();
  }

  function toggle() {
    if (cursor.down) lift();
    else if (actions.begin([cursor.x, cursor.y])) {
      cursor.down = true;
      actions.say(`Pen down, ${whereabouts()}`);
    }
    actions.repaint();
  }

  function lift() {
    if (!cursor?.down) return;
    cursor.down = false;
    actions.end();
    actions.say('Pen up');
  }

  function whereabouts() {
    const { width, height } = actions.bounds();
    const across = Math.round((cursor.x / width) * 100);
    const downwards = Math.round((cursor.y / height) * 100);
    return `${across} percent across, ${downwards} percent down`;
  }

  // True if the key meant something here.
  function press(event) {
    const command = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (command && letter === 'z') return event.shiftKey ? actions.redo() : actions.undo(), true;
    if (command && letter === 'y') return actions.redo(), true;
    if (command || event.altKey) return false;
    if (event.key in ARROWS) {
      start();
      held.add(event.key);
      return step(event.shiftKey), true;
    }
    if (event.key === ' ') return start(), event.repeat || toggle(), true;
    if (event.key === 'Escape') return lift(), false;
    if (event.key === 'Backspace') return lift(), actions.undo(), true;
    if (event.key === 'Delete') return lift(), actions.clear(), true;
    return false;
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
