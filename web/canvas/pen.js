/** Mouse, pen and finger: pointer events become strokes. */

/** @typedef {import('../shared/studio.js').Point} Point */

const MOST_POINTS = 3900; // a little less than what a drawing may have

/**
 * Follow one pointer at a time.
 * @param {HTMLElement} paper
 * @param {{begin: (event: PointerEvent) => boolean, move: (events: PointerEvent[]) => void, end: () => void}} actions
 */
export function listenToPen(paper, { begin, move, end }) {
  /** @type {number | null} */
  let pointer = null;
  // "pointermove" waits for the next frame; with the raw event reading begins up to a frame sooner.
  const moves = /** @type {'pointermove'} */ ('onpointerrawupdate' in paper ? 'pointerrawupdate' : 'pointermove');

  paper.addEventListener('pointerdown', (event) => {
    if (pointer !== null || event.button !== 0 || !begin(event)) return;
    pointer = event.pointerId;
    paper.setPointerCapture(pointer);
  });
  paper.addEventListener(moves, (event) => {
    if (event.pointerId !== pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    move(between.length ? between : [event]);
  });
  for (const kind of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
    paper.addEventListener(kind, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      end();
    });
  }
}

/**
 * Add a point unless it is too close to the last one to matter.
 * @param {Point[]} stroke changed in place
 * @param {Point} point
 */
export function extend(stroke, point) {
  const last = stroke[stroke.length - 1];
  if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 1) return;
  stroke.push(point);
}

/**
 * A drawing goes on however long it gets: every second point of the longest stroke is given up, never its last one.
 * @param {Point[][]} strokes
 * @param {number} [most] points in all
 * @returns {Point[][]}
 */
export function thinned(strokes, most = MOST_POINTS) {
  const total = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (total <= most) return strokes;
  const longest = strokes.reduce((a, b) => (b.length > a.length ? b : a));
  const half = longest.filter((_, i) => i % 2 === 0 || i === longest.length - 1);
  return half.length === longest.length
    ? strokes
    : thinned(
        strokes.map((one) => (one === longest ? half : one)),
        most,
      );
}

/**
 * The first points of strokes, in the order in which they were drawn.
 * @param {Point[][]} strokes
 * @param {number} count
 * @returns {Point[][]}
 */
export function firstPoints(strokes, count) {
  const parts = [];
  let left = count;
  for (const stroke of strokes) {
    if (left <= 0) break;
    parts.push(stroke.slice(0, left));
    left -= stroke.length;
  }
  return parts;
}
