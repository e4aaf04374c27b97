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
