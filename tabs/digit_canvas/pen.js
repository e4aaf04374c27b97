// Mouse, pen and finger: pointer events become strokes.

const MOST_STROKES = 64; // the server accepts no more
const MOST_POINTS = 3900;

// Calls begin(event), move(events) and end() for one pointer at a time.
function listenToPen(paper, { begin, move, end }) {
  let pointer = null;

  paper.addEventListener('pointerdown', (event) => {
    if (pointer !== null || event.button !== 0 || !begin(event)) return;
    pointer = event.pointerId;
    paper.setPointerCapture(pointer);
  });
  paper.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    move(between.length ? between : [event]);
  });
  for (const kind of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    paper.addEventListener(kind, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      end();
    });
  }
}

// Adds a point unless it is too close to the last one to matter.
function extend(stroke, point) {
  const last = stroke.at(-1);
  if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 1) return;
  stroke.push(point);
}

// A drawing goes on however long it gets: every second point of the longest stroke is given up.
function thinned(strokes) {
  const total = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (total <= MOST_POINTS) return strokes;
  const longest = strokes.reduce((a, b) => (b.length > a.length ? b : a));
  const half = longest.filter((_, i) => i % 2 === 0 || i === longest.length - 1);
  return thinned(strokes.map((stroke) => (stroke === longest ? half : stroke)));
}
