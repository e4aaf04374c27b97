/** Work that takes a moment, asked for faster than it can be done: one at a time, and the newest next. */

/**
 * @template Request, Found
 * @param {(request: Request) => Promise<Found>} work
 * @param {(found: Found, request: Request, isNewest: boolean) => void} show also what a newer request has overtaken: a
 *   slider is followed while it moves
 * @returns {(request: Request | null) => void} asks; null: what is under way will not be shown
 */
export function newest(work, show) {
  /** @type {Request | null} */
  let waiting = null;
  let isBusy = false;
  let turn = 0;

  /** @param {Request} request */
  async function run(request) {
    const mine = turn;
    const found = await work(request);
    if (mine === turn) show(found, request, !waiting);
  }

  return async (request) => {
    waiting = request;
    if (!request) turn += 1;
    if (isBusy) return;
    isBusy = true;
    try {
      while (waiting) {
        const next = waiting;
        waiting = null;
        await run(next);
      }
    } finally {
      isBusy = false;
    }
  };
}
