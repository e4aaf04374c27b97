// Through time: both networks as they were at several moments of one training, on the visitor's digit.
// All weights are fetched once; moving the slider computes here and asks nobody.

const kept = { cnn: [], ann: [] }; // Float32Array by moment, once it has come
let moment = null; // the one that is shown; null until the last one is known
let wantedMoment = null; // what a link asked for before the moments were known

const momentSlider = find('#tl-moment');
const momentBars = makeBars(find('.tl-reading .tl-bars-host'), NAMES);
const accuracyOverTime = makeChart(find('.tl-accuracy'));
const lossOverTime = makeChart(find('.tl-loss'));
const filterSheets = Object.fromEntries(NAMES.map((name) => [name, makeSheet(find(`.tl-filters.${name} .tl-sheet-host`))]));
const hiddenSheets = Object.fromEntries(
  NAMES.map((name) => [name, findAll(`.tl-hidden.${name} .tl-sheet-host`).map((host) => makeSheet(host))]),
);

const layersOf = (name) => lab.about.networks[name].layers;
const isKept = (which) => NAMES.every((name) => kept[name][which]);

// The last moment first, so that something is there at once; then all the others.
async function fetchMoments() {
  const last = lab.about.steps.length - 1;
  momentSlider.max = last;
  momentSlider.disabled = find('.tl-play').disabled = false;
  goTo(Math.min(wantedMoment ?? last, last));
  await fetchWeights([moment]);
  await fetchWeights(lab.about.steps.map((_, i) => i).filter((i) => !isKept(i)));
}

async function fetchWeights(which) {
  const answer = await server.weights({ moments: which }).catch(() => ({ state: 'lost', message: 'The server does not answer.' }));
  if (answer.state === 'lost' && panel.isConnected) {
    setTimeout(() => fetchWeights(which), 3000);
    return;
  }
  if (answer.state !== 'answer') return say(answer.message);
  for (const name of NAMES) {
    const rows = floatsOf(answer[name]);
    const size = rows.length / which.length;
    which.forEach((i, row) => (kept[name][i] = rows.subarray(row * size, (row + 1) * size)));
  }
  updateAll();
}

// ---- moving through time ----

function goTo(which) {
  moment = which;
  momentSlider.value = which;
  momentSlider.setAttribute('aria-valuetext', momentInWords(which));
  find('.tl-when').textContent = `${momentInWords(which)}.`;
  showMoment();
}

// "After 100 steps: 12,800 digits learned from, 0.23 epochs".
function momentInWords(which) {
  const { steps, batch, digits } = lab.about;
  const step = steps[which];
  if (step === 0) return 'Before the first step: the weights are random';
  const epochs = step / Math.floor(digits / batch);
  const whole = Math.abs(epochs - Math.round(epochs)) < 1e-6;
  const seen = `${(step * batch).toLocaleString('en')} digits shown`;
  return `After ${many(step, 'step')}: ${seen}, ${whole ? many(Math.round(epochs), 'epoch') : `${epochs.toFixed(3)} epochs`}`;
}

momentSlider.addEventListener('input', () => {
  pause();
  goTo(Number(momentSlider.value));
});
momentSlider.addEventListener('change', remember);

let playing = null;

function pause() {
  clearInterval(playing);
  playing = null;
  find('.tl-play').textContent = 'Play';
}

find('.tl-play').addEventListener('click', () => {
  if (playing) return pause();
  const last = lab.about.steps.length - 1;
  goTo(moment === last ? 0 : moment + 1);
  playing = setInterval(() => {
    if (!panel.isConnected || lab.part !== 'slider') return pause();
    goTo(moment + 1);
    if (moment === last) pause();
    return undefined;
  }, 900);
  find('.tl-play').textContent = 'Pause';
  return undefined;
});

// ---- what is shown ----

function showMoment() {
  if (moment === null || lab.part !== 'slider') return;
  showTimeCharts();
  const there = isKept(moment);
  for (const name of NAMES) {
    const [layers, weights] = [layersOf(name), kept[name][moment]];
    if (!there) continue;
    const most = reachOf(layers, kept[name].at(-1) ?? weights);
    filterSheets[name](filterPictures(name, layers, weights, most), blueOrange, filtersInWords(name, layers, weights));
  }
  showReading(there);
}

function showReading(there) {
  const outputs = there && lab.pixels ? NAMES.map((name) => runNetwork(layersOf(name), kept[name][moment], lab.pixels)) : null;
  const waiting = lab.blank ? '' : 'The weights are on their way.';
  for (const part of findAll('.tl-reading, .tl-inside')) showIn(part, outputs, whyNoDigit() || waiting);
  const said = outputs && Object.fromEntries(NAMES.map((name, i) => [name, outputs[i].at(-1).values]));
  momentBars(said);
  for (const name of NAMES) showVerdict(find(`.tl-reading .tl-verdict.${name}`), said?.[name]);
  if (!outputs) return;
  NAMES.forEach((name, i) => {
    hiddenPictures(name, outputs[i]).forEach(({ pictures, label }, sheet) => {
      hiddenSheets[name][sheet](pictures, viridis, label);
    });
  });
}

function showTimeCharts() {
  const { steps, scores } = lab.about;
  const ticks = steps.map((step, i) => [i, step >= 1000 ? `${Math.round(step / 100) / 10}k` : String(step)]);
  const frame = { x: [0, steps.length - 1], ticksX: ticks.filter((_, i) => (i % 2 === 0 && i < ticks.length - 2) || i === ticks.length - 1), mark: moment };
  const line = (kind, name) => ({ points: scores[name][kind].map((value, i) => [i, value]), kind: name });
  const dot = (kind, name) => ({ x: moment, y: scores[name][kind][moment], kind: name });
  const here = (kind, write) => NAMES.map((name) => `${TITLES[name]} ${write(scores[name][kind][moment])}`).join(', ');
  accuracyOverTime({
    ...frame,
    ...accuracyAxis(),
    lines: NAMES.map((name) => line('test_accuracy', name)),
    dots: NAMES.map((name) => dot('test_accuracy', name)),
    label: `Share of test digits read rightly, from step 0 to ${steps.at(-1)}. Here: ${here('test_accuracy', (v) => share(v))}`,
  });
  lossOverTime({
    ...frame,
    ...lossAxis(Math.max(...NAMES.flatMap((name) => scores[name].loss))),
    lines: NAMES.map((name) => line('loss', name)),
    dots: NAMES.map((name) => dot('loss', name)),
    label: `Loss on digits kept apart, from step 0 to ${steps.at(-1)}. Here: ${here('loss', (v) => v.toFixed(3))}`,
  });
  for (const name of NAMES) {
    find(`.tl-key-accuracy.${name} b`).textContent = share(scores[name].test_accuracy[moment]);
    find(`.tl-key-validation.${name} b`).textContent = share(scores[name].validation_accuracy[moment]);
    find(`.tl-key-loss.${name} b`).textContent = scores[name].loss[moment].toFixed(3);
  }
}

followers.push(showMoment);

parts.slider = {
  settings: () => (lab.about && moment !== lab.about.steps.length - 1 ? { moment } : {}),
  adopt({ moment: asked }) {
    if (!/^\d{1,2}$/.test(asked ?? '')) return;
    wantedMoment = Number(asked);
    if (lab.about) goTo(Math.min(wantedMoment, lab.about.steps.length - 1));
  },
};
