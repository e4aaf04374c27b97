// A module worker that reads drawings, so that the page never waits. What it answers is in reading.js.

import { ASKED } from './asked.js';
import { answer, newState, takeNext, transferables } from './reading.js';

/** @typedef {import('./reading.js').Message} Message */

const state = newState(ASKED);
/** @type {Message[]} */
const waiting = [];

// A message to oneself comes after all that have arrived: by then it is known whether a drawing is among them.
const { port1: later, port2: now } = new MessageChannel();
now.onmessage = () => {
  const message = takeNext(waiting);
  if (!message) return;
  const reply = answer(state, message);
  if (reply?.type === 'later') waiting.push(reply.message);
  else if (reply) postMessage(reply, { transfer: transferables(reply) });
  later.postMessage(null);
};

addEventListener('message', (/** @type {MessageEvent<Message>} */ { data }) => {
  waiting.push(data);
  later.postMessage(null);
});
