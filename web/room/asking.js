/** Asks the server about a room, and says in the asker's own place what went wrong. */

import { ask, server, Unreachable, unreachable } from '../shared/ask.js';
import { told } from '../shared/messages.js';

/**
 * Ask once.
 * @param {string} name
 * @param {object} request
 * @param {(text: string) => void} say '' when all is well
 * @returns {Promise<import('../shared/ask.js').Reply | null>} null where there is no answer
 */
export async function inquire(name, request, say) {
  try {
    const reply = await ask(name, request);
    say(reply.state === 'answer' ? '' : told(reply.message));
    return reply.state === 'answer' ? reply : null;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    say(unreachable());
    return null;
  }
}

/**
 * Ask again and again, also after the server was gone, until told to stop or the room is no more.
 * @param {string} name
 * @param {() => object} request
 * @param {number} rest milliseconds between an answer and the next question
 * @param {object} asker
 * @param {(reply: import('../shared/ask.js').Reply) => void} asker.hear
 * @param {(text: string) => void} asker.end the room is gone; why
 * @param {(text: string) => void} asker.say '' when all is well
 * @returns {() => void} stops
 */
export function keepAsking(name, request, rest, { hear, end, say }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isOver = false;

  async function turn() {
    if (isOver) return;
    try {
      const reply = await ask(name, request());
      if (isOver) return;
      if (reply.state === 'gone') return end(told(reply.message));
      say(reply.state === 'answer' ? '' : told(reply.message));
      if (reply.state === 'answer') hear(reply);
      timer = setTimeout(turn, rest);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      say(unreachable());
      server.whenBack(turn);
    }
  }

  turn();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
