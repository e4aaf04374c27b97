/** Files that the page makes, on their way to the visitor's disk. */

import { make } from './dom.js';

/**
 * Let the browser save something as a file.
 * @param {string} name
 * @param {Blob | BlobPart} content
 */
export function save(name, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser begins to read it in its own time
}

/**
 * A canvas as a PNG file.
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>}
 */
export const pngOf = (canvas) =>
  new Promise((resolve) => canvas.toBlob((blob) => resolve(/** @type {Blob} */ (blob)), 'image/png'));
