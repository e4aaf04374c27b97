// Follows the canvas, shows the facts, and starts everything.

let open = false;
let drawing = studio.latest.drawing ?? null;

// ---- the drawing ----

// Asks about the drawing, or, once the server has said what the networks see, about that.
async function askChanged() {
  const { number } = now;
  const subject = hasImage() ? { image: now.image } : { drawing };
  const answer = await server.disturb({ ...subject, change: now.change });
  if (number === now.number) remember(answer, number);
  return answer;
}

function remember(answer, number) {
  say(answer.state === 'loading' ? answer.message : '');
  if (answer.state === 'loading') return;
  if (answer.state !== 'answer') now.message = answer.message;
  else if (answer.blank) now.blank = true;
  else {
    now.image = answer.image ?? now.image;
    now.imageNumber = number;
    now.plain = answer.plain;
    now.digit = ranked(answer.plain.cnn).best;
  }
  queueMicrotask(updateAll);
}

const say = (text) => (find('.avc-status').textContent = text);

follow(find('.avc-disturb'), {
  key: () => (now.blank || now.message ? null : JSON.stringify([now.number, now.change])),
  ask: askChanged,
  show: (answer) => !answer.blank && showChanged(answer),
  clear: clearChanged,
  late: true,
  seenBy: panel, // the others wait for what this one learns of the drawing
});

// ---- side by side ----

const plainVerdicts = makeVerdicts(find('.avc-both .avc-verdicts'));

followers.push(() => {
  const part = find('.avc-both');
  const known = keyOf() !== null && now.plain;
  part.classList.toggle('empty', !known);
  hint(part, now.message || part.dataset.hint);
  plainDuel.show(known ? now.plain : null);
  plainVerdicts.show(known ? now.plain : null);
  find('.avc-both .avc-now').textContent = known ? bothInWords(now.plain) : '';
});

follow(find('.avc-timing'), {
  key: () => keyOf('time'),
  ask: () => server.time_both({ image: now.image }),
  show(answer) {
    for (const name of NAMES) {
      for (const place of factPlaces(`${name}.time`)) place.textContent = `${answer[name].toFixed(2)} ms`;
    }
    find('.avc-timing-note').textContent = `median of ${answer.runs}, on this server, just now`;
    lengthen('time', answer);
  },
  clear() {
    for (const name of NAMES) for (const place of factPlaces(`${name}.time`)) place.textContent = '–';
    find('.avc-timing-note').textContent = 'measured when you draw';
    lengthen('time', null);
  },
  delay: 600,
});

// ---- facts ----

const factPlaces = (name) => panel.querySelectorAll(`[data-fact="${name}"]`);

// Two thin bars beside two numbers, the larger one at full length.
function lengthen(name, values) {
  const most = values ? Math.max(...NAMES.map((network) => values[network] ?? 0)) : 0;
  for (const network of NAMES) {
    const bar = find(`[data-bar="${network}.${name}"]`);
    if (bar) bar.style.transform = `scaleX(${most ? (values[network] ?? 0) / most : 0})`;
  }
}

const WRITTEN = {
  parameters: (n) => n.parameters.toLocaleString('en'),
  bytes: (n) => (n.bytes == null ? '–' : `${(n.bytes / 1e6).toFixed(2)} MB`),
  mnist: (n) => share(n.mnist),
  drawings: (n) => share(n.drawings),
  sees: (n) => n.sees.toLocaleString('en'),
  reuse: (n) => (n.multiplications === n.weights ? 'once' : `${Math.round(n.multiplications / n.weights)} times`),
  multiplications: (n) => n.multiplications.toLocaleString('en'),
  layers: (n) => n.layers,
  shifted: (n) => share(n.shifted, 1),
};

function showFacts() {
  for (const name of NAMES) {
    for (const [fact, write] of Object.entries(WRITTEN)) {
      for (const place of factPlaces(`${name}.${fact}`)) place.textContent = write(now.facts.networks[name]);
    }
  }
  const of = (fact) => Object.fromEntries(NAMES.map((name) => [name, now.facts.networks[name][fact]]));
  for (const fact of ['parameters', 'bytes']) lengthen(fact, of(fact));
  const digits = now.facts.test_digits?.toLocaleString('en') ?? 'MNIST’s';
  for (const place of factPlaces('test_digits')) place.textContent = digits;
  const drawn = now.facts.networks.cnn.drawings_n?.toLocaleString('en');
  for (const place of factPlaces('drawings_n')) place.textContent = drawn ? `${drawn} drawings` : 'drawings';
  showShuffleFacts();
  showPositions();
  showTestMaps();
}

// Each time the tab is opened: other networks may be served by then.
async function fetchFacts() {
  const answer = await server.facts({}).catch(() => ({ state: 'loading' }));
  if (answer.state === 'answer') {
    now.facts = answer;
    showFacts();
  } else if (answer.state === 'loading' && open) setTimeout(fetchFacts, 1000);
}

// ---- links ----

// part=shuffle goes to that part; degrees=30 moves that slider. What is no number in its range is left alone.
route.follow('ann-vs-cnn', panel, ({ part, ...asked }) => {
  const positions = {};
  for (const { name, low, high } of SLIDERS) {
    const value = Number(asked[name]);
    if (asked[name] && value >= low && value <= high) positions[name] = value;
  }
  if (Object.keys(positions).length) setSliders(positions);
  const section = [...panel.querySelectorAll('.avc-section')].find(({ id }) => id === `avc-${part}`);
  section?.scrollIntoView({ behavior: 'auto', block: 'start' });
});

// ---- starting ----

studio.watch('drawing', panel, (next) => {
  drawing = next;
  now.number += 1;
  now.blank = isBlank(next);
  now.message = '';
  if (open || now.blank) updateAll();
});

whenSeen(panel, (isSeen) => {
  open = isSeen;
  if (!open) return;
  updateAll();
  fetchFacts();
});

showPositions();
updateAll();
