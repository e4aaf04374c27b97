import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64Of, floatsOf, question, Server, Unreachable } from '../../../web/shared/ask.js';

/** Let everything that waits for nothing but promises and short timers go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A panel that remembers what it was told, and a server that answers when the test says so. */
function bench() {
  /** @type {string[]} */
  const log = [];
  /** @type {{request: any, answer: (reply: any) => void, fail: () => void}[]} */
  const asked = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  const from = {
    ask: (/** @type {string} */ _name, /** @type {any} */ request) =>
      new Promise((answer, reject) => asked.push({ request, answer, fail: () => reject(new Unreachable()) })),
    whenBack: (/** @type {() => void} */ callback) => waiting.push(callback),
  };
  const panel = {
    show: (/** @type {any} */ reply) => log.push(`show ${reply.value}`),
    say: (/** @type {string} */ text) => text && log.push(`say ${text}`),
    clear: () => log.push('clear'),
  };
  const put = question('tab/thing', panel, /** @type {any} */ (from));
  return { log, asked, put, back: () => waiting.splice(0).forEach((callback) => callback()) };
}

test('the newest request is answered; a stale answer is dropped', async () => {
  const { log, asked, put } = bench();
  put({ n: 1 });
  await settle();
  put({ n: 2 });
  put({ n: 3 });
  asked[0].answer({ state: 'answer', value: 1 });
  await settle();
  assert.deepEqual(
    asked.map(({ request }) => request.n),
    [1, 3],
  );
  asked[1].answer({ state: 'answer', value: 3 });
  await settle();
  assert.deepEqual(
    log.filter((line) => line.startsWith('show')),
    ['show 3'],
  );
});

test('the same is not asked twice, and nothing is asked about nothing', async () => {
  const { log, asked, put } = bench();
  put(null);
  put({ n: 1 });
  put({ n: 1 });
  await settle();
  assert.equal(asked.length, 1);
  put(null);
  asked[0].answer({ state: 'answer', value: 1 });
  await settle();
  assert.deepEqual(
    log.filter((line) => line.startsWith('show')),
    [],
  );
});

test('without the server the panel says so, and goes on by itself once it is back', async () => {
  const { log, asked, put, back } = bench();
  put({ n: 1 });
  await settle();
  asked[0].fail();
  await settle();
  assert.match(log.at(-1) ?? '', /server does not answer/);
  back();
  await settle();
  asked[1].answer({ state: 'answer', value: 1 });
  await settle();
  assert.equal(log.at(-1), 'show 1');
});

test('a refusal is said, with its values', async () => {
  const { log, asked, put } = bench();
  put({ n: 1 });
  await settle();
  asked[0].answer({ state: 'refused', message: { key: 'At most {} points.', values: [4000] } });
  await settle();
  assert.equal(log.at(-1), 'say At most 4,000 points.');
});

test('one look at a time tells everybody that the server is back', async () => {
  let isThere = false;
  /** @type {(() => void)[]} */
  const later = [];
  const sent = /** @type {string[]} */ ([]);
  const server = new Server(
    async (url) => {
      sent.push(String(url).split('/').at(-1) ?? '');
      if (!isThere) throw new TypeError('no connection');
      return new Response(null, { status: 204 });
    },
    (callback) => later.push(callback),
  );
  await assert.rejects(server.ask('a/b', {}), Unreachable);
  await assert.rejects(server.ask('a/c', {}), Unreachable);
  const heard = /** @type {number[]} */ ([]);
  server.whenBack(() => heard.push(1));
  server.whenBack(() => heard.push(2));
  assert.equal(later.length, 1);
  await later.splice(0)[0]();
  assert.deepEqual(heard, []);
  isThere = true;
  await later.splice(0)[0]();
  assert.deepEqual(heard, [1, 2]);
  assert.equal(server.isDown(), false);
  assert.equal(sent.filter((name) => name === 'alive').length, 2);
});

test('numbers survive the way there and back', () => {
  const numbers = new Float32Array([0, 0.1, -3.5, 1e-20]);
  assert.deepEqual(floatsOf(base64Of(numbers)), numbers);
});
