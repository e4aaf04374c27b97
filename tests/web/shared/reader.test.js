import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

const worker = { postMessage() {}, onmessage: null };
/** @type {any} */ (globalThis).Worker = class {};
const { Reader } = await import('../../../web/shared/reader.js');

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

test('while a stroke is drawn the server is not asked for newer networks', async () => {
  /** @type {string[]} */
  const asked = [];
  const served = { serving: 'a', isLoading: true, networks: {} };
  const get = async (/** @type {string} */ path) => {
    asked.push(path);
    return /** @type {Response} */ ({ json: async () => ({ ...served }) });
  };
  const reader = new Reader(worker, { get, whenBack: () => assert.fail() });
  await reader.start();
  reader.hold(true);
  mock.timers.tick(60_000);
  assert.equal(asked.length, 1);
  reader.hold(false);
  assert.equal(asked.length, 1);
  served.isLoading = false;
  mock.timers.tick(60_000);
  assert.deepEqual(asked, ['networks', 'networks']);
});

test('a stroke that begins while an answer is on its way holds the next question', async () => {
  /** @type {((response: Response) => void)[]} */
  const answers = [];
  const get = () => /** @type {Promise<Response>} */ (new Promise((resolve) => answers.push(resolve)));
  const reader = new Reader(worker, { get, whenBack: () => assert.fail() });
  const started = reader.start();
  reader.hold(true);
  answers[0](Response.json({ serving: 'a', isLoading: true, networks: {} }));
  await started;
  mock.timers.tick(60_000);
  assert.equal(answers.length, 1);
});

test('a worker has one drawing at a time, and then the newest', () => {
  /** @type {number[]} */
  const sent = [];
  const busy = { postMessage: (/** @type {any} */ { id }) => sent.push(id), onmessage: /** @type {any} */ (null) };
  const reader = new Reader(busy, { get: () => assert.fail(), whenBack: () => assert.fail() });
  /** @type {number[]} */
  const heard = [];
  reader.follow(({ id }) => heard.push(id));
  const ids = Array.from({ length: 3 }, () => reader.read({ networks: [] }));
  assert.deepEqual(sent, [ids[0]]);
  busy.onmessage({ data: { type: 'read', id: ids[0] } });
  assert.deepEqual(sent, [ids[0], ids[2]]);
  busy.onmessage({ data: { type: 'refused', id: ids[2] } });
  assert.deepEqual(heard, [ids[0], ids[2]]);
  const last = reader.read({ networks: [] });
  assert.deepEqual(sent, [ids[0], ids[2], last]);
});

test('a drawing on which the worker fails does not keep the next from being read', (context) => {
  /** @type {number[]} */
  const sent = [];
  const broken = { postMessage: (/** @type {any} */ { id }) => sent.push(id), onmessage: /** @type {any} */ (null) };
  const reader = new Reader(broken, { get: () => assert.fail(), whenBack: () => assert.fail() });
  const ids = Array.from({ length: 2 }, () => reader.read({ networks: [] }));
  context.mock.method(console, 'error', () => {});
  broken.onmessage({ data: { type: 'failed', id: ids[0], message: 'a mistake' } });
  assert.deepEqual(sent, ids);
});
