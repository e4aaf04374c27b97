/** Going to a place of the lesson: the focus goes there with the eyes. */

const STRIP = 60; // pixels at the top that may be covered: on a phone the drawing stays in sight there
const PATIENCE = 60; // frames
const SETTLED = 2000; // milliseconds

/**
 * Focus one element and scroll to another. A tab that was just chosen is shown in Gradio's own time, and what is hidden
 * cannot be gone to.
 * @param {HTMLElement} focused
 * @param {HTMLElement} [target]
 * @param {{isNear?: boolean, block?: ScrollLogicalPosition}} [how] `isNear`: not if its top is well in sight already
 * @param {number} [patience] frames left
 */
export function goTo(focused, target = focused, how = {}, patience = PATIENCE) {
  if (target.offsetParent === null) {
    if (patience) requestAnimationFrame(() => goTo(focused, target, how, patience - 1));
    return;
  }
  focused.focus({ preventScroll: true });
  const { top } = target.getBoundingClientRect();
  if (how.isNear && top >= STRIP && top <= window.innerHeight * 0.4) return;
  keepInSight(target, how.block ?? 'start');
}

/**
 * What is shown anew grows for a moment, above the target too: stay there until the visitor does something.
 * @param {HTMLElement} target
 * @param {ScrollLogicalPosition} block
 */
function keepInSight(target, block) {
  const stay = new ResizeObserver(() => target.scrollIntoView({ block }));
  const leaving = new AbortController();
  const leave = () => {
    stay.disconnect();
    leaving.abort();
  };
  for (const act of ['pointerdown', 'keydown', 'wheel', 'touchstart', 'hashchange']) {
    addEventListener(act, leave, { signal: leaving.signal, capture: true, passive: true });
  }
  stay.observe(document.body); // calls back at once
  setTimeout(leave, SETTLED);
}
