/** Going to a place of the lesson: the focus goes there with the eyes. */

const STRIP = 60; // pixels at the top that may be covered: on a phone the drawing stays in sight there
const PATIENCE = 60; // frames

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
  target.scrollIntoView({ block: how.block ?? 'start' });
}
