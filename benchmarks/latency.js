// Watches a page from inside: when each position of the pen came, and when the answer's bars knew it.
// A position is known once an answer is shown to a request that was sent after it.
window.penLatency = (() => {
  const came = []; // milliseconds at which each position came
  const known = []; // and at which the bars changed for it
  let sent = 0; // positions that had come when the newest request was sent
  let answered = 0; // the same of the newest answer

  addEventListener('pointermove', (event) => event.buttons && came.push(event.timeStamp), true);

  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    if (!String(asked[1]?.body).includes('"fn_name":"recognize"')) return fetched(...asked);
    const now = came.length;
    const response = await fetched(...asked);
    sent = now;
    return response;
  };

  new MutationObserver(() => {
    for (; answered < sent; answered += 1) known[answered] = performance.now();
  }).observe(document.querySelector('.dc-answer.cnn'), { subtree: true, childList: true, attributes: true });

  return () => known.map((time, index) => time - came[index]);
})();

// Asks server functions turn by turn, one question at a time; returns {name: [milliseconds]}.
window.askInTurn = async (address, components, drawings, rounds) => {
  const times = Object.fromEntries(Object.keys(components).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const data = { ...drawings[round % drawings.length], stages: true };
    for (const [fn_name, component_id] of Object.entries(components)) {
      const body = JSON.stringify({ data, fn_name, session_hash: `in-turn-${round % 16}`, component_id });
      const began = performance.now();
      const answer = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      await answer.json();
      times[fn_name].push(performance.now() - began);
    }
  }
  return times;
};
