/** The drawing survives Back, Forward and reload: the browser keeps it until the page's window is closed. */

import { base64Of, floatsOf } from '../shared/ask.js';
import { isBlank } from '../shared/studio.js';

const KEY = 'digit-drawing';

/**
 * Keep a drawing. A photo that is too large to be kept is kept as the networks' image of it.
 * @param {import('../shared/studio.js').Drawing} drawing
 * @param {() => Pick<Storage, 'setItem' | 'removeItem'>} storage may throw: a browser that keeps nothing has none
 */
export function keep(drawing, storage = () => sessionStorage) {
  const { strokes, width, height, picture, pixels } = drawing;
  const image = pixels && base64Of(pixels);
  for (const content of [
    { strokes, width, height, picture, image },
    { strokes, width, height, image },
  ]) {
    try {
      storage().removeItem(KEY);
      if (!isBlank(drawing)) storage().setItem(KEY, JSON.stringify(content));
      return;
    } catch {
      // too large, or no storage here
    }
  }
}

/**
 * The drawing that was kept, or null.
 * @param {() => Pick<Storage, 'getItem'>} storage
 * @returns {import('../shared/studio.js').Drawing | null}
 */
export function kept(storage = () => sessionStorage) {
  try {
    const { image, ...content } = JSON.parse(storage().getItem(KEY) ?? 'null');
    const drawing = image ? { ...content, pixels: floatsOf(image) } : content;
    return isBlank(drawing) ? null : drawing;
  } catch {
    return null; // nothing, or not ours
  }
}
