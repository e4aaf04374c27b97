/** Pictures from a file, the camera, the clipboard or a drop: opened here, sent small, read by the server once. */

import { floatsOf } from '../shared/ask.js';
import { contextOf } from '../shared/colours.js';
import { t, told } from '../shared/messages.js';

const SENT_AS_IT_IS = 1_500_000; // bytes
const LONGEST_EDGE = 1600; // pixels of a picture that had to be made smaller
const KINDS = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp']; // that the server reads too

/**
 * Open a file.
 * @param {Blob} file
 * @returns {Promise<{picture: string, image: HTMLImageElement}>} a data URL to send, and what is shown
 * @throws {Error} its message is for the visitor
 */
export async function openPicture(file) {
  const original = await dataUrl(file);
  const image = await loaded(original);
  const asItIs = file.size <= SENT_AS_IT_IS && KINDS.includes(file.type);
  return { picture: asItIs ? original : reduced(image), image };
}

/** @param {Blob} file @returns {Promise<string>} */
function dataUrl(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error(t('That file could not be read. Try another one.')));
    reader.readAsDataURL(file);
  });
}

/**
 * An image that can be shown.
 * @param {string} url
 * @returns {Promise<HTMLImageElement>}
 * @throws {Error} its message is for the visitor
 */
export async function loaded(url) {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    throw new Error(t('That file is no picture this browser can open. Try a PNG or JPEG.'));
  }
  return image;
}

/** Transparency is kept: what is paper there, the server decides, the same for pages and programs. @param {HTMLImageElement} image */
function reduced(image) {
  const [width, height] = [image.naturalWidth || 512, image.naturalHeight || 512];
  const scale = Math.min(1, LONGEST_EDGE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = contextOf(canvas);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const isOpaque = !data.some((value, i) => i % 4 === 3 && value < 255);
  return isOpaque ? canvas.toDataURL('image/jpeg', 0.92) : canvas.toDataURL('image/png');
}

/**
 * What the server made of a picture: the networks' image and how it got there, or why there is none.
 * @param {import('../shared/ask.js').Reply} reply to "canvas/read_picture"
 */
export function readOf(reply) {
  const stages = (reply.stages ?? []).map((/** @type {any} */ stage) => ({ ...stage, values: floatsOf(stage.values) }));
  if (reply.state !== 'answer') return { trouble: told(reply.message) };
  if (!reply.pixels) return { trouble: told(reply.message), stages };
  return { pixels: floatsOf(reply.pixels), stages };
}

/**
 * Take a picture chosen, photographed, dropped on the board, or pasted anywhere but into a text field.
 * @param {{root: HTMLElement, board: HTMLElement, buttons: {upload: HTMLElement, camera: HTMLElement}, input: HTMLInputElement, take: (file: File) => void}} parts
 */
export function listenForPictures({ root, board, buttons, input, take }) {
  askFor(input, buttons);
  input.addEventListener('change', () => {
    if (input.files?.length) take(input.files[0]);
    input.value = ''; // so that the same file can be chosen again
  });
  listenForDrops(board, take);
  document.addEventListener('paste', function paste(event) {
    if (!root.isConnected) return document.removeEventListener('paste', paste);
    if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')) return;
    const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith('image/'));
    if (file) take(file);
  });
}

/**
 * One button opens the files, the other the camera: a phone's own, so the page itself needs no leave to use one.
 * @param {HTMLInputElement} input
 * @param {{upload: HTMLElement, camera: HTMLElement}} buttons
 */
export function askFor(input, { upload, camera }) {
  for (const button of [upload, camera]) {
    button.addEventListener('click', () => {
      input.toggleAttribute('capture', button === camera);
      if (button === camera) input.setAttribute('capture', 'environment');
      input.click();
    });
  }
}

/** @param {HTMLElement} board @param {(file: File) => void} take */
function listenForDrops(board, take) {
  for (const kind of /** @type {const} */ (['dragenter', 'dragover'])) {
    board.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      board.classList.add('dropping');
    });
  }
  board.addEventListener('dragleave', (event) => {
    if (!board.contains(/** @type {Node | null} */ (event.relatedTarget))) board.classList.remove('dropping');
  });
  board.addEventListener('drop', (event) => {
    event.preventDefault();
    board.classList.remove('dropping');
    if (event.dataTransfer?.files.length) take(event.dataTransfer.files[0]);
  });
}
