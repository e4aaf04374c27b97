/**
 * The networks in the browser: fetches them, hands them to the worker, and lets it read.
 *
 * Which networks are served, and where their weights lie, the server says in `networks`. The CNN comes first, the ANN
 * next, all others when somebody needs them. While the server still loads others (from the Hub), it is asked again.
 */

import { readNetwork } from '../net/weights.js';
import { server } from './ask.js';

/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('../net/reading.js').Read} Read */
/** @typedef {import('../net/reading.js').Refused} Refused */
/** @typedef {{file: string, description: import('../net/weights.js').Description}} Entry */
/** @typedef {{serving: string, isLoading: boolean, source: string, threshold: number, accuracy: number, parameters: number, networks: Record<string, Entry>}} Served */
/** @typedef {Omit<import('../net/reading.js').DrawMessage, 'type' | 'id'>} Wanted */

const FIRST = ['cnn', 'ann'];
const NEWER = 2000; // milliseconds between two looks whether other networks are served

/** @typedef {{postMessage(message: any): void, onmessage: ((event: any) => any) | null}} WorkerLike */

/** @typedef {{get: (path: string) => Promise<Response>, whenBack: (callback: () => void) => void}} From */

export class Reader {
  #worker;
  #from;
  /** @type {Map<string, Promise<Network>>} */
  #coming = new Map();
  /** @type {Map<string, Network>} */
  #here = new Map();
  /** @type {Map<number, (value: any) => void>} */
  #asked = new Map();
  /** @type {Set<() => void>} */
  #watchers = new Set();
  /** @type {Served | null} */
  #served = null;
  /** @type {(reply: Read | Refused) => void} */
  #onRead = () => {};
  #number = 0;
  #reading = 0; // the id of the drawing that the worker reads; it is given one at a time
  /** The newest drawing since. @type {{id: number, type: 'draw'} & Wanted | null} */
  #next = null;
  #isHeld = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {WorkerLike} worker @param {From} from */
  constructor(worker, from) {
    this.#worker = worker;
    this.#from = from;
    worker.onmessage = ({ data }) => this.#hear(data);
  }

  /** @param {any} data from the worker */
  #hear(data) {
    if (data.id === this.#reading) this.#readNext();
    if (data.type === 'read' || data.type === 'refused') return this.#onRead(data);
    if (data.type === 'failed') console.error(data.message);
    this.#asked.get(data.id)?.(data.value);
    this.#asked.delete(data.id);
  }

  /** What stood in the page itself, once. @returns {Served | null} */
  #told() {
    const text = this.#served ? null : globalThis.document?.getElementById('networks')?.textContent;
    return text ? JSON.parse(text) : null;
  }

  /** Begin: learn what is served and fetch the first networks. */
  start = async () => {
    try {
      const newest = this.#told() ?? /** @type {Served} */ (await (await this.#from.get('networks')).json());
      if (newest.serving !== this.#served?.serving) await this.#use(newest);
      else if (this.#served) this.#served.isLoading = newest.isLoading;
      this.#lookLater();
    } catch {
      this.#from.whenBack(this.start);
    }
  };

  /** While a stroke is drawn nothing is asked of the server. @param {boolean} isDrawing */
  hold(isDrawing) {
    this.#isHeld = isDrawing;
    this.#lookLater();
  }

  /** Look whether other networks are served; the end of a stroke begins the wait anew. */
  #lookLater() {
    clearTimeout(this.#timer);
    if (!this.#isHeld && this.#served?.isLoading) this.#timer = setTimeout(this.start, NEWER);
  }

  /** @param {Served} newest */
  async #use(newest) {
    this.#served = newest;
    this.#coming.clear();
    const wanted = new Set([...FIRST, ...this.#here.keys()]);
    this.#here.clear();
    this.#tell();
    for (const name of wanted) if (name in newest.networks) await this.network(name);
  }

  #tell() {
    for (const callback of this.#watchers) callback();
  }

  /**
   * A network with its weights, fetched if it is not here yet.
   * @param {string} name one of `served().networks`
   * @returns {Promise<Network>}
   */
  network(name) {
    const found = this.#coming.get(name) ?? this.#fetch(name, /** @type {Served} */ (this.#served));
    this.#coming.set(name, found);
    return found;
  }

  /** @param {string} name @param {Served} of @returns {Promise<Network>} */
  async #fetch(name, of) {
    const { file, description } = of.networks[name];
    const buffer = await this.#bytes(`weights/${file}`);
    const found = readNetwork(description, buffer);
    if (of !== this.#served) return found; // others are served by now
    this.#worker.postMessage({ type: 'networks', networks: { [name]: { description, buffer } } });
    this.#here.set(name, found);
    this.#tell();
    return found;
  }

  /** @param {string} path @returns {Promise<ArrayBuffer>} */
  async #bytes(path) {
    for (;;) {
      try {
        return await (await this.#from.get(path)).arrayBuffer();
      } catch {
        await new Promise((back) => this.#from.whenBack(() => back(undefined)));
      }
    }
  }

  /**
   * Read a drawing or image; only the newest is answered, through `follow`.
   * @param {Wanted} wanted
   * @returns {number} the id that the answer will have
   */
  read(wanted) {
    this.#number += 1;
    this.#next = { type: 'draw', id: this.#number, ...wanted };
    if (!this.#reading) this.#readNext();
    return this.#number;
  }

  /** The worker is free for a drawing. */
  #readNext() {
    this.#reading = this.#next?.id ?? 0;
    if (this.#next) this.#worker.postMessage(this.#next);
    this.#next = null;
  }

  /**
   * Let the worker compute something else; see web/net/asked.js.
   * @param {string} fn
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  run(fn, ...args) {
    this.#number += 1;
    const id = this.#number;
    this.#worker.postMessage({ type: 'ask', id, fn, args });
    return new Promise((resolve) => this.#asked.set(id, resolve));
  }

  /** Who hears each answer. @param {(reply: Read | Refused) => void} callback */
  follow(callback) {
    this.#onRead = callback;
  }

  /** Called when networks arrive or others are served. @param {() => void} callback */
  watch(callback) {
    this.#watchers.add(callback);
  }

  served() {
    return this.#served;
  }

  /** @param {string} name @returns {Network | undefined} a network that is here already */
  known(name) {
    return this.#here.get(name);
  }
}

/** The page's reader. */
export const reader = new Reader(new Worker(new URL('../net/worker.js', import.meta.url), { type: 'module' }), server);
