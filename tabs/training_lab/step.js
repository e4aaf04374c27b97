// One training step in slow motion on the visitor's digit: forward, loss, gradients, update, forward again.
// The server computes all of it in one request; the five stages show it one after the other.

const STAGES = ['Forward', 'Loss', 'Gradients', 'Update', 'Forward again'];
const LAYER_WORDS = { conv1: 'Convolution 1', conv2: 'Convolution 2', dense1: 'Dense, hidden', logits: 'Dense, last' };
const EARLY = 4; // the moment to start from: it knows a little, and has much to learn
const RATE_STEPS = 40; // positions of the slider, from 0.001 to 10

const stepNetwork = radios('tl-step-network', stepChanged);
const stepMoment = find('#tl-step-moment');
const stepRate = find('#tl-step-rate');
const stepPart = find('.tl-slow');
const stepBefore = makeBars(find('.tl-forward .tl-bars-host'), ['before']);
const stepAfter = makeBars(find('.tl-again .tl-bars-host'), ['before', 'after']);
const lossCurve = makeChart(find('.tl-loss-curve'));
const rateCurve = makeChart(find('.tl-rate-curve'), 210);

let stage = 0;
let chosenDigit = null; // what the visitor says; null: what the page's CNN reads
let readDigit = null;
let stepShown = null; // {key, answer}
let swept = null; // {key, answer}

const stepDigit = () => chosenDigit ?? readDigit;
const rateAt = (position) => Number((10 ** (-3 + (4 * position) / RATE_STEPS)).toPrecision(2));
const stepRateValue = () => rateAt(Number(stepRate.value));

// ---- what is asked ----

function stepKey() {
  if (!lab.about || !lab.image || stepDigit() === null) return null;
  return JSON.stringify([lab.image, stepNetwork.value(), Number(stepMoment.value), stepDigit(), stepRateValue()]);
}

const askStep = oneAtATime(
  ({ request }) => server.step(request),
  (answer, { key }) => {
    if (key !== stepKey()) return;
    if (answer.state !== 'answer') return failStep(answer.message);
    stepShown = { key, answer };
    showStep();
  },
  () => failStep('The server does not answer. Move a slider to try again.'),
);

// The losses at all learning rates depend on everything but the chosen rate, and are asked for only then.
const askSweep = oneAtATime(
  ({ request }) => server.sweep(request),
  (answer, { key }) => {
    if (answer.state !== 'answer' || key !== sweepKey()) return;
    swept = { key, answer };
    showRates();
  },
  () => {}, // the step itself says that nobody answers
);

const sweepKey = () => JSON.stringify(JSON.parse(stepKey() ?? '[]').slice(0, 4));

function failStep(message) {
  stepShown = null;
  showIn(stepPart, false, message);
}

let stepTimer = null;

function updateStep() {
  const key = stepKey();
  if (key === null) {
    stepShown = null;
    showIn(stepPart, false, whyNoDigit());
  } else if (key !== stepShown?.key && lab.part === 'step') {
    const [image, network, moment, digit, rate] = JSON.parse(key);
    clearTimeout(stepTimer);
    stepTimer = setTimeout(() => askStep({ key, request: { image, network, moment, digit, rate } }), stepShown ? 60 : 0);
    if (swept?.key !== sweepKey()) askSweep({ key: sweepKey(), request: { image, network, moment, digit } });
  }
  showDigitChoice();
}

function stepChanged() {
  find('.tl-step-rate-value').textContent = stepRateValue();
  updateStep();
}

stepMoment.addEventListener('change', stepChanged);
stepRate.addEventListener('input', stepChanged);
find('.tl-step-form').addEventListener('change', remember);
find('.tl-step-form').addEventListener('submit', (event) => event.preventDefault());

// ---- which digit it is ----

const digitButtons = Array.from({ length: 10 }, (_, digit) => {
  const button = make('button', '', String(digit));
  button.type = 'button';
  button.addEventListener('click', () => {
    chosenDigit = digit;
    updateStep();
  });
  return button;
});
find('.tl-digits').append(...digitButtons);

function showDigitChoice() {
  digitButtons.forEach((button, digit) => button.setAttribute('aria-pressed', String(digit === stepDigit() && !lab.blank)));
}

studio.watch('drawing', panel, () => (chosenDigit = null));
studio.watch('answer', panel, (answer) => {
  readDigit = answer?.state === 'answer' && answer.cnn ? ranked(answer.cnn).best : null;
  updateStep();
});

// ---- the stages ----

const stageButtons = STAGES.map((title, i) => {
  const item = make('li');
  const button = make('button', 'ui-button', title);
  button.type = 'button';
  button.addEventListener('click', () => goToStage(i));
  item.append(button);
  find('.tl-stages').append(item);
  return button;
});

function goToStage(which) {
  stage = Math.min(STAGES.length - 1, Math.max(0, which));
  stageButtons.forEach((button, i) => button.setAttribute('aria-current', i === stage ? 'step' : 'false'));
  findAll('.tl-stage').forEach((part, i) => (part.hidden = i !== stage));
  find('.tl-back').disabled = stage === 0;
  find('.tl-next').disabled = stage === STAGES.length - 1;
}

find('.tl-back').addEventListener('click', () => goToStage(stage - 1));
find('.tl-next').addEventListener('click', () => goToStage(stage + 1));
find('.tl-stepper').addEventListener('keydown', (event) => {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way || event.target.matches('input, select')) return;
  event.preventDefault();
  goToStage(stage + way);
});

function showStep() {
  const { answer } = stepShown;
  showIn(stepPart, true);
  const digit = stepDigit();
  const p = answer.before.probabilities[digit];
  for (const place of findAll('.tl-the-digit')) place.textContent = aDigit(digit);
  for (const place of findAll('.tl-the-rate')) place.textContent = stepRateValue();
  find('.tl-forward-words').textContent =
    `The network reads ${inWords(answer.before.probabilities)}. To ${aDigit(digit)}, which is right, it gives p = ${tidy(p)}.`;
  stepBefore({ before: answer.before.probabilities });
  showLoss(p, answer.before.loss);
  showLast(answer.last, digit);
  showLayers(answer.layers);
  showNine(answer.nine);
  showAgain(answer, digit);
}

function showLoss(p, loss) {
  find('.tl-loss-words').textContent = `−ln ${tidy(p)} = ${tidy(loss)}`;
  const points = Array.from({ length: 100 }, (_, i) => (i + 1) / 100).map((x) => [x, -Math.log(x)]);
  const high = Math.max(5, Math.ceil(loss));
  lossCurve({
    x: [0, 1],
    y: [0, high],
    ticksX: [[0, 'p = 0'], [0.5, '0.5'], [1, '1']],
    ticksY: [0, 0.5, 1].map((part) => [part * high, String(part * high)]),
    lines: [{ points, kind: 'first' }],
    dots: [{ x: p, y: loss, kind: 'first' }],
    label: `The loss −ln p falls from very large at p = 0 to 0 at p = 1. Here p is ${tidy(p)} and the loss ${tidy(loss)}`,
  });
}

// The chain rule in numbers, for the ten weights that join the most active feature to the ten digits.
function showLast({ feature, activation, errors, weights, gradients, updated }, digit) {
  const p = errors[digit] + 1;
  find('.tl-chain').textContent =
    `For the weight from feature ${feature} (${tidy(activation)}) to the digit ${digit}: ` +
    `(p − y) · activation = (${tidy(p)} − 1) · ${tidy(activation)} = ${tidy(gradients[digit])}`;
  find('.tl-last tbody').replaceChildren(
    ...errors.map((error, i) =>
      tableRow(String(i), [tidy(i === digit ? error + 1 : error), i === digit ? '1' : '0', tidy(error), tidy(gradients[i]), `${tidy(weights[i])} → ${tidy(updated[i])}`], i === digit),
    ),
  );
}

function showLayers(layers) {
  find('.tl-layers tbody').replaceChildren(
    ...layers.map(({ name, parameters, weight, gradient, change }) =>
      tableRow(LAYER_WORDS[name] ?? name, [parameters.toLocaleString('en'), tidy(weight), tidy(gradient), tidy(change)]),
    ),
  );
}

function tableRow(head, cells, isMarked = false) {
  const row = make('tr', isMarked ? 'marked' : '');
  const first = make('th', '', head);
  first.scope = 'row';
  row.append(first, ...cells.map((text) => make('td', '', text)));
  return row;
}

function showNine({ unit, row, column, weights, gradients, updated }) {
  const isCnn = stepNetwork.value() === 'cnn';
  find('.tl-nine-words').textContent = isCnn
    ? `The nine weights of filter ${unit + 1}, which changes most:`
    : `Unit ${unit + 1} changes most. Nine of its 784 weights, those of the pixels in rows ${row + 1} to ${row + 3}, columns ${column + 1} to ${column + 3}:`;
  const most = Math.max(...[weights, updated].flat(2).map(Math.abs));
  const steepest = Math.max(...gradients.flat().map(Math.abs));
  fillNine(find('.tl-nine-weights'), weights, most);
  fillNine(find('.tl-nine-gradients'), gradients, steepest);
  fillNine(find('.tl-nine-updated'), updated, most);
  const rate = stepRateValue();
  find('.tl-nine-sum').textContent =
    `The middle one: ${tidy(weights[1][1])} − ${rate} · ${bracketed(gradients[1][1])} = ${tidy(updated[1][1])}`;
}

const bracketed = (value) => (value < 0 ? `(${tidy(value)})` : tidy(value));

function fillNine(table, numbers, most) {
  table.tBodies[0].replaceChildren(
    ...numbers.map((row) => {
      const line = make('tr');
      for (const value of row) {
        const cell = make('td', '', tidy(value));
        const level = signedLevel(value, most);
        cell.style.background = colourOf(blueOrange, level);
        cell.style.color = inkOn(blueOrange, level);
        line.append(cell);
      }
      return line;
    }),
  );
}

function showAgain({ before, after, others_before: others, others_after: othersAfter }, digit) {
  stepAfter({ before: before.probabilities, after: after.probabilities });
  const right = [others, othersAfter].map(({ accuracy }) => share(accuracy, 0));
  find('.tl-again-words').textContent =
    `Your digit: loss ${tidy(before.loss)} → ${tidy(after.loss)}, p of ${digit}: ${tidy(before.probabilities[digit])} → ${tidy(after.probabilities[digit])}. ` +
    `Thirty other digits: loss ${tidy(others.loss)} → ${tidy(othersAfter.loss)}, read rightly: ${right[0]} → ${right[1]}.`;
  const overshot = othersAfter.loss > others.loss + 1;
  find('.tl-verdict-words').textContent = verdictOnStep(before.loss, after.loss, othersAfter.loss - others.loss);
  find('.tl-verdict-words').classList.toggle('overshot', overshot);
  showRates();
}

function verdictOnStep(before, after, cost) {
  if (cost > 1) return 'The step overshot: it fits your digit, and the other digits are ruined. The learning rate is too large.';
  if (cost > 0.1) return 'It helps your digit and costs the others something. This is why a real step follows the mean gradient of a whole batch.';
  if (before - after < 0.05 * before) return 'Hardly a change: the learning rate is small, or there is nothing left to learn.';
  return 'Your digit gains, and the others lose next to nothing.';
}

// Both losses for all learning rates, with the chosen one marked.
function showRates() {
  if (!swept || swept.key !== sweepKey() || !stepShown) return rateCurve(null);
  const { rates, own, others } = swept.answer;
  const { before, after, others_before: othersBefore, others_after: othersAfter } = stepShown.answer;
  const rate = stepRateValue();
  const lineOf = (losses) => rates.map((value, i) => [value, losses[i]]);
  rateCurve({
    x: [rates[0], rates.at(-1)],
    logarithmic: true,
    ...lossAxis(1.5 * Math.max(before.loss, othersBefore.loss, 0.3)),
    ticksX: [0.001, 0.01, 0.1, 1, 10].map((value) => [value, String(value)]),
    lines: [
      { points: lineOf(others), kind: 'second' },
      { points: lineOf(own), kind: 'first' },
    ],
    dots: [
      { x: rate, y: othersAfter.loss, kind: 'second' },
      { x: rate, y: after.loss, kind: 'first' },
    ],
    mark: rate,
    label:
      `Losses after one step for learning rates from ${rates[0]} to ${rates.at(-1)}. Your digit: from ${tidy(own[0])} down to ${tidy(own.at(-1))}. ` +
      `Other digits: from ${tidy(others[0])} up to ${tidy(others.at(-1))}. At ${rate}: ${tidy(after.loss)} and ${tidy(othersAfter.loss)}`,
  });
  return undefined;
}

// ---- starting ----

function fillMoments() {
  const words = (step) => (step === 0 ? 'random weights' : `after ${many(step, 'step')}`);
  stepMoment.replaceChildren(...lab.about.steps.map((step, i) => new Option(words(step), i)));
  stepMoment.value = stepAsked.moment ?? EARLY;
}

let stepAsked = {};

followers.push(updateStep);
goToStage(0);
find('.tl-step-rate-value').textContent = stepRateValue();

parts.step = {
  settings() {
    const now = { network: stepNetwork.value(), moment: Number(stepMoment.value || EARLY), rate: stepRateValue() };
    const usual = { network: 'cnn', moment: EARLY, rate: 0.01 };
    return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== usual[name]));
  },
  adopt({ network, moment: asked, rate }) {
    if (network) stepNetwork.set(network);
    if (/^\d{1,2}$/.test(asked ?? '')) {
      stepAsked = { moment: asked };
      if (lab.about && Number(asked) < lab.about.steps.length) stepMoment.value = asked;
    }
    const position = RATE_STEPS * ((Math.log10(Number(rate)) + 3) / 4);
    if (Number.isFinite(position)) stepRate.value = Math.round(position);
    stepChanged();
  },
};
