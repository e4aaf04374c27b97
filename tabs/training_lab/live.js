// Train live: the visitor's settings go to the server, its curves and weights come back while it learns,
// and the fresh network reads the visitor's digit here in the browser.

const FOLLOW_EVERY = 300; // milliseconds between two looks at a run; more while it waits
const MOST_FAILURES = 10; // looks in a row that may get no answer
const RUNS_SHOWN = 8;

const form = find('.tl-form');
const liveNetwork = radios('tl-network', settingsChanged);
const liveInputs = Object.fromEntries(['activation', 'optimizer', 'rate', 'batch', 'epochs'].map((name) => [name, find(`#tl-${name}`)]));
const liveAccuracy = makeChart(find('.tl-live-accuracy'));
const liveLoss = makeChart(find('.tl-live-loss'));
const liveSheet = makeSheet(find('.tl-live-filters .tl-sheet-host'));
const liveBars = { cnn: makeBars(find('.tl-fresh .tl-bars-host.cnn'), ['cnn']), ann: makeBars(find('.tl-fresh .tl-bars-host.ann'), ['ann']) };

let run = null; // {ticket, settings, points, version, weights, phase, step, steps, left, place, message, guess}
const past = []; // finished runs of this visit: {settings, accuracy, seconds}

// What this browser calls itself, so that its second run replaces its first; a new name for each page.
const visitor = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

// ---- settings ----

function liveSettings() {
  const { activation, optimizer, rate, batch, epochs } = liveInputs;
  return {
    network: liveNetwork.value(),
    activation: activation.value,
    optimizer: optimizer.value,
    rate: Number(rate.value),
    batch: Number(batch.value),
    epochs: Number(epochs.value),
  };
}

function putSettings(settings) {
  if (settings.network) liveNetwork.set(settings.network);
  for (const [name, input] of Object.entries(liveInputs)) {
    const value = String(settings[name] ?? '');
    if ([...(input.options ?? [])].some((option) => option.value === value)) input.value = value;
    else if (input.type === 'range' && /^\d+$/.test(value)) input.value = value; // the range itself keeps it in its limits
  }
  showEpochs();
}

const showEpochs = () => (find('.tl-epochs').textContent = liveInputs.epochs.value);

function settingsChanged() {
  showEpochs();
  remember();
}

form.addEventListener('change', settingsChanged);
liveInputs.epochs.addEventListener('input', showEpochs);
putSettings(props.defaults);

// ---- a run ----

const isRunning = () => run && ['asking', 'waiting', 'running'].includes(run.phase);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (isRunning()) return;
  if (guess.now().on) askForGuess();
  else startRun(null);
});

async function startRun(guessed) {
  find('.tl-guess').hidden = true;
  const settings = liveSettings();
  run = { settings, points: [], version: 0, weights: null, phase: 'asking', step: 0, steps: 0, guessed, began: performance.now() };
  const mine = run;
  showRun();
  const answer = await ask(() => server.begin({ visitor, settings }));
  if (mine !== run) return;
  if (answer.state === 'loading') {
    mine.message = answer.message;
    showRun();
    setTimeout(() => mine === run && mine.phase === 'asking' && startRun(guessed), 1500);
    return;
  }
  if (answer.state !== 'answer') return endRun(mine, 'failed', answer.message);
  mine.ticket = answer.ticket;
  mine.phase = 'waiting';
  if (mine.stopWanted) server.stop({ ticket: mine.ticket }).catch(() => {});
  followRun(mine, 0);
}

const ask = (call) => call().catch(() => ({ state: 'lost', message: 'The server does not answer.' }));

async function followRun(mine, failures) {
  if (mine !== run || !panel.isConnected) return;
  const answer = await ask(() => server.follow({ ticket: mine.ticket, seen: mine.points.length, version: mine.version }));
  if (mine !== run) return;
  if (answer.state === 'lost' && failures < MOST_FAILURES) {
    setTimeout(() => followRun(mine, failures + 1), 1000);
    return;
  }
  if (answer.state !== 'answer') return endRun(mine, 'failed', answer.message);
  takeNews(mine, answer);
  if (isRunning()) setTimeout(() => followRun(mine, 0), mine.phase === 'waiting' ? 1000 : FOLLOW_EVERY);
}

function takeNews(mine, { phase, message, place, points, step, steps, left, version, weights }) {
  mine.points.push(...points);
  Object.assign(mine, { phase, message, place, step, steps, left, version });
  if (weights) mine.weights = floatsOf(weights);
  if (isRunning()) showRun();
  else endRun(mine, phase, message);
}

function endRun(mine, phase, message) {
  Object.assign(mine, { phase, message });
  const accuracy = heldAccuracy(mine);
  if (accuracy !== null && mine.step > 0) {
    past.unshift({ settings: mine.settings, accuracy, epoch: mine.points.at(-1).epoch, phase });
    past.splice(RUNS_SHOWN);
    if (phase === 'done' && mine.guessed) recordGuess(mine, accuracy);
  }
  showRun();
  showPast();
}

find('.tl-stop').addEventListener('click', () => {
  if (!isRunning()) return;
  run.stopWanted = true;
  if (run.ticket) ask(() => server.stop({ ticket: run.ticket }));
  find('.tl-progress-words').textContent = 'Stopping.';
});

// The newest accuracy on held-out digits, or null.
function heldAccuracy({ points }) {
  return points.findLast((point) => point.held_accuracy !== null)?.held_accuracy ?? null;
}

// ---- predict before you look ----

const RANGES = [[0, 0.9, 'below 90 %'], [0.9, 0.95, '90 to 95 %'], [0.95, 0.97, '95 to 97 %'], [0.97, 0.98, '97 to 98 %'], [0.98, 1.01, '98 % or more']];

function askForGuess() {
  const place = find('.tl-guess');
  place.hidden = false;
  place.querySelector('.tl-choices').replaceChildren(
    ...RANGES.map((range) => {
      const button = make('button', 'ui-button', range[2]);
      button.type = 'button';
      button.addEventListener('click', () => startRun(range));
      return button;
    }),
  );
  place.querySelector('button').focus();
}

function recordGuess(mine, accuracy) {
  const [low, high] = mine.guessed;
  mine.wasRight = accuracy >= low && accuracy < high;
  guess.record(mine.wasRight);
}

// ---- what is shown ----

function showRun() {
  find('.tl-start').disabled = Boolean(isRunning());
  find('.tl-stop').disabled = !isRunning();
  find('.tl-progress-words').textContent = runInWords();
  const bar = find('.tl-progress');
  const part = run?.steps ? run.step / run.steps : 0;
  bar.setAttribute('aria-valuenow', Math.round(100 * part));
  bar.firstElementChild.style.transform = `scaleX(${part})`;
  showIn(find('.tl-curves'), run?.points.length);
  showLiveCharts();
  showFresh();
}

function runInWords() {
  if (!run) return '';
  const { phase, place, left, message, settings, points } = run;
  const epoch = points.at(-1)?.epoch ?? 0;
  const reads = heldAccuracy(run);
  const result = reads === null ? '' : ` It reads ${share(reads, 1)} of 1,000 digits that it never learned from.`;
  const guessed = run.wasRight === undefined ? '' : ` You guessed ${run.guessed[2]}: ${run.wasRight ? 'right.' : 'not this time.'}`;
  if (phase === 'asking') return message || 'Asking for a place.';
  if (phase === 'waiting') return place ? `Two others are training. You are number ${place} in the queue; it starts by itself.` : 'It starts.';
  if (phase === 'running') return `Epoch ${epoch.toFixed(1)} of ${settings.epochs}${left ? `, about ${Math.max(1, Math.round(left))} s left` : ''}.`;
  if (phase === 'done') return `Done.${result}${guessed}`;
  if (phase === 'stopped') return `${message || 'Stopped.'}${result}`;
  return message;
}

function showLiveCharts() {
  if (!run?.points.length) {
    liveAccuracy(null);
    liveLoss(null);
    return;
  }
  const { points, settings } = run;
  const of = (key) => points.filter((point) => point[key] !== null).map((point) => [point.epoch, point[key]]);
  const epochs = settings.epochs;
  const every = Math.max(1, Math.ceil(epochs / 5));
  const ticksX = Array.from({ length: Math.floor(epochs / every) + 1 }, (_, i) => [i * every, String(i * every)]);
  const frame = { x: [0, epochs], ticksX };
  const draw = (chart, axis, [training, held], words, write) => {
    const newest = held.at(-1)?.[1];
    chart({
      ...frame,
      ...axis,
      lines: [{ points: training, kind: `${settings.network} faint` }, { points: held, kind: settings.network }],
      dots: held.length ? [{ x: held.at(-1)[0], y: newest, kind: settings.network }] : [],
      label: `${words} over ${many(epochs, 'epoch')}. Held-out digits, newest: ${newest === undefined ? 'none yet' : write(newest)}`,
    });
  };
  const accuracies = [of('accuracy'), of('held_accuracy')];
  const losses = [of('loss'), of('held_loss')];
  // Once it reads nearly everything, the top of the axis is what matters.
  draw(liveAccuracy, accuracyAxis(heldAccuracy(run) > 0.9 ? 0.8 : 0), accuracies, 'Share read rightly', (v) => share(v, 1));
  draw(liveLoss, lossAxis(largestLoss(losses.flat())), losses, 'Loss', (v) => v.toFixed(3));
  for (const [where, rows, write] of [['accuracy', accuracies, (v) => share(v, 1)], ['loss', losses, (v) => v.toFixed(3)]]) {
    find(`.tl-live-${where}-training b`).textContent = rows[0].length ? write(rows[0].at(-1)[1]) : '–';
    find(`.tl-live-${where}-held b`).textContent = rows[1].length ? write(rows[1].at(-1)[1]) : '–';
  }
  for (const key of findAll('.tl-curves .ui-key')) {
    for (const name of NAMES) key.classList.toggle(name, name === settings.network);
    key.classList.toggle('faint', 'faint' in key.dataset);
  }
}

// The largest loss that the axis must show: after the first epoch, the steep start may be cut off.
function largestLoss(points) {
  const later = points.filter(([epoch]) => epoch >= 1);
  return Math.min(10, 1.1 * Math.max(...(later.length > 2 ? later : points).map(([, loss]) => loss)));
}

// The layers as the visitor's settings make them: the same, with another activation.
function chosenLayers({ network, activation }) {
  return layersOf(network).map((layer) =>
    layer.kind === 'activation' && layer.activation !== 'softmax' ? { ...layer, activation } : layer,
  );
}

// The network as it is now: its filters, and what it reads.
function showFresh() {
  const there = lab.about && run?.weights;
  const filters = find('.tl-live-filters');
  showIn(filters, there);
  const name = run?.settings.network;
  for (const one of NAMES) find(`.tl-fresh .tl-bars-host.${one}`).hidden = one !== (name ?? 'cnn');
  showIn(find('.tl-fresh'), there && lab.pixels, there ? whyNoDigit() || 'Draw a digit: the network that you trained reads it here.' : '');
  if (!there) return;
  const layers = chosenLayers(run.settings);
  liveSheet(filterPictures(name, layers, run.weights, reachOf(layers, run.weights)), blueOrange, filtersInWords(name, layers, run.weights));
  filters.querySelector('.tl-sheet-host').className = `tl-sheet-host tl-sheet ${name}`;
  if (!lab.pixels) return;
  const said = runNetwork(layers, run.weights, lab.pixels).at(-1).values;
  liveBars[name]({ [name]: said });
  find('.tl-fresh-words').textContent = `It reads ${inWords(Array.from(said))}.`;
}

function showPast() {
  find('.tl-past').hidden = !past.length;
  const best = Math.max(...past.map(({ accuracy }) => accuracy));
  find('.tl-past tbody').replaceChildren(
    ...past.map(({ settings, accuracy, epoch, phase }) => {
      const row = make('tr', settings.network);
      const { network, activation, optimizer, rate, batch, epochs } = settings;
      const learned = phase === 'done' ? String(epochs) : `${epoch.toFixed(1)} of ${epochs}`;
      const words = [wordOf('activation', activation), wordOf('optimizer', optimizer), rate, batch, learned];
      row.append(Object.assign(make('th', '', TITLES[network]), { scope: 'row' }));
      row.append(make('td', accuracy === best ? 'best' : '', share(accuracy, 1)));
      row.append(...words.map((word) => make('td', '', String(word))));
      return row;
    }),
  );
}

const wordOf = (name, value) => [...liveInputs[name].options].find((option) => option.value === value)?.text ?? value;

followers.push(showFresh);

parts.live = {
  settings() {
    const chosen = Object.entries(liveSettings());
    return Object.fromEntries(chosen.filter(([name, value]) => value !== props.defaults[name]));
  },
  adopt: (settings) => putSettings({ ...props.defaults, ...settings }),
};
