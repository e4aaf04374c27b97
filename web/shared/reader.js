/**
 * The networks in the browser: fetches them, hands them to the worker, and lets it read.
 *
 * Which networks are served, and where their weights lie, the server says in `networks`. The CNN comes first, the ANN
 * next, all others when somebody needs them. While the server still loads others (from the Hub), it is asked again.
 */

import { readNetwork } from '../net/network.js';
import { server } from './ask.js';

/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('../net/reading.js').Read} Read */
/** @typedef {import('../net/reading.js').Refused} Refused */
/** @typedef {{file: string, description: import('../net/network.js').Description}} Entry */
/** @typedef {{serving: string, isLoading: boolean, source: string, threshold: number, accuracy: number, parameters: number, networks: Record<string, Entry>}} Served */
/** @typedef {Omit<import('../net/reading.js').DrawMessage, 'type' | 'id'>} Wanted */

const FIRST = ['cnn', 'ann'];
const NEWER = 2000; // milliseconds between two looks whether other networks are served

/** @typedef {{postMessage(message: any): void, onmessage: ((event: any) => any) | null}} WorkerLike */

/**
 * @param {() => WorkerLike} makeWorker
 * @param {{get: (path: string) => Promise<Response>, whenBack: (callback: () => void) => void}} from
 */
export function makeReader(makeWorker, from) {
  const worker = makeWorker();
  /** @type {Map<string, Promise<Network>>} */
  const coming = new Map();
  /** @type {Map<string, Network>} */
  const here = new Map();
  /** @type {Map<number, (value: any) => void>} */
  const asked = new Map();
  /** @type {Set<() => void>} */
  const watchers = new Set();
  /** @type {Served | null} */
  let served = null;
  /** @type {(reply: Read | Refused) => void} */
  let onRead = () => {};
  let number = 0;

  worker.onmessage = ({ data }) => {
    if (data.type === 'read' || data.type === 'refused') return onRead(data);
    if (data.type === 'failed') console.error(data.message);
    asked.get(data.id)?.(data.value);
    asked.delete(data.id);
  };

  /** What stood in the page itself, once. @returns {Served | null} */
  function told() {
    const text = served ? null : globalThis.document?.getElementById('networks')?.textContent;
    return text ? JSON.parse(text) : null;
  }

  /** Begin: learn what is served and fetch the first networks. */
  async function start() {
    try {
      const newest = told() ?? /** @type {Served} */ (await (await from.get('networks')).json());
      if (newest.serving !== served?.serving) await use(newest);
      else if (served) served.isLoading = newest.isLoading;
      if (newest.isLoading) setTimeout(start, NEWER);
    } catch {
      from.whenBack(start);
    }
  }

  /** @param {Served} newest */
  async function use(newest) {
    served = newest;
    coming.clear();
    const wanted = new Set([...FIRST, ...here.keys()]);
    here.clear();
    tell();
    for (const name of wanted) if (name in newest.networks) await network(name);
  }

  function tell() {
    for (const callback of watchers) callback();
  }

  /**
   * A network with its weights, fetched if it is not here yet.
   * @param {string} name one of `served().networks`
   * @returns {Promise<Network>}
   */
  function network(name) {
    let found = coming.get(name);
    if (!found) {
      found = fetchNetwork(name, /** @type {Served} */ (served));
      coming.set(name, found);
    }
    return found;
  }

  /** @param {string} name @param {Served} of @returns {Promise<Network>} */
  async function fetchNetwork(name, of) {
    const { file, description } = of.networks[name];
    const buffer = await bytes(`weights/${file}`);
    const found = readNetwork(description, buffer);
    if (of !== served) return found; // others are served by now
    worker.postMessage({ type: 'networks', networks: { [name]: { description, buffer } } });
    here.set(name, found);
    tell();
    return found;
  }

  /** @param {string} path @returns {Promise<ArrayBuffer>} */
  async function bytes(path) {
    for (;;) {
      try {
        return await (await from.get(path)).arrayBuffer();
      } catch {
        await new Promise((back) => from.whenBack(() => back(undefined)));
      }
    }
  }

  /**
   * Read a drawing or image; only the newest is answered, through `follow`.
   * @param {Wanted} wanted
   * @returns {number} the id that the answer will have
   */
  function read(wanted) {
    number += 1;
    worker.postMessage({ type: 'draw', id: number, ...wanted });
    return number;
  }

  /**
   * Let the worker compute something else; see web/net/asked.js.
   * @param {string} fn
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  function run(fn, ...args) {
    number += 1;
    const id = number;
    worker.postMessage({ type: 'ask', id, fn, args });
    return new Promise((resolve) => asked.set(id, resolve));
  }

  return {
    start,
    network,
    read,
    run,
    /** Who hears each answer. @param {(reply: Read | Refused) => void} callback */
    follow(callback) {
      onRead = callback;
    },
    /** Called when networks arrive or others are served. @param {() => void} callback */
    watch: (callback) => watchers.add(callback),
    served: () => served,
    /** @param {string} name @returns {Network | undefined} a network that is here already */
    known: (name) => here.get(name),
  };
}

/** The page's reader. */
export const reader = makeReader(
  () => new Worker(new URL('../net/worker.js', import.meta.url), { type: 'module' }),
  server,
);
