// A module worker that reads drawings, so that the page never waits. What it answers is in reading.js.

import { ASKED } from './asked.js';
import { answer, newState, transferables, worthAnswering } from './reading.js';

/** @typedef {import('./reading.js').Message} Message */

const state = newState(ASKED);
/** @type {Message[]} */
let waiting = [];

// A message to oneself comes after all that have arrived: by then the newest drawing is known.
const { port1: later, port2: now } = new MessageChannel();
now.onmessage = () => {
  const messages = worthAnswering(waiting);
  waiting = [];
  for (const message of messages) {
    const reply = answer(state, message);
    if (reply) postMessage(reply, { transfer: transferables(reply) });
  }
};

onmessage = (/** @type {MessageEvent<Message>} */ { data }) => {
  if (waiting.push(data) === 1) later.postMessage(null);
};
