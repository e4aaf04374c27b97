/** The files that a tab's Python made for it, kept for ever under their hash. */

import { server, unreachable } from './ask.js';
import { t } from './messages.js';

/** @typedef {ReturnType<typeof makeFiles>} Files */

const PIXELS = 784; // of a digit

/**
 * One of many digits as the networks get it.
 * @param {Uint8Array} images
 * @param {number} index
 * @returns {Float32Array} (28, 28) in [0, 1]
 */
export const pixelsOf = (images, index) =>
  Float32Array.from(images.subarray(PIXELS * index, PIXELS * (index + 1)), (ink) => ink / 255);

/**
 * The tab's files. Each is fetched once, and if the server cannot be reached, as soon as it is back.
 * @param {Record<string, string>} addresses
 * @param {(text: string) => void} say what is the matter; '' when all is well
 */
export function makeFiles(addresses, say) {
  /** @type {Map<string, Promise<ArrayBuffer>>} */
  const fetched = new Map();

  /** @param {string} name @returns {Promise<ArrayBuffer>} never, if the server has no such file; that is said */
  async function fetchFile(name) {
    for (;;) {
      try {
        const response = name in addresses ? await server.get(addresses[name]) : null;
        say(response?.ok ? '' : t('The server lacks a file of this part. It works again when the server does.'));
        if (response?.ok) return await response.arrayBuffer();
        await new Promise(() => {});
      } catch {
        say(unreachable());
        await new Promise((back) => server.whenBack(() => back(undefined)));
      }
    }
  }

  return {
    /** @param {string} name @returns {Promise<ArrayBuffer>} */
    bytes(name) {
      const found = fetched.get(name) ?? fetchFile(name);
      fetched.set(name, found);
      return found;
    },
    /** Digits as model/image/samples.py packs them. @param {string} name @returns {Promise<import('../net/training.js').Digits>} */
    async digits(name) {
      const bytes = new Uint8Array(await this.bytes(name));
      const count = bytes.length / (PIXELS + 1); // and a label each
      return { images: bytes.subarray(0, PIXELS * count), labels: bytes.subarray(PIXELS * count) };
    },
  };
}
