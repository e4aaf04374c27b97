// The sliders, what both networks say of the changed digit, the curve over the chosen slider's whole
// range, the curve measured on the test set, and the map of every shift.

const SLIDERS = props.sliders;
const NEUTRAL = Object.fromEntries(SLIDERS.map(({ name, neutral }) => [name, neutral]));

// "1 pixel", "3 pixels".
const many = (value, word) => `${Math.abs(value)} ${word}${Math.abs(value) === 1 ? '' : 's'}`;

const WORDS = {
  dx: { short: (v) => `${signed(v)} px`, long: (v) => `${many(v, 'pixel')} to the ${v < 0 ? 'left' : 'right'}`, ends: 'left, right' },
  dy: { short: (v) => `${signed(v)} px`, long: (v) => `${many(v, 'pixel')} ${v < 0 ? 'up' : 'down'}`, ends: 'up, down' },
  degrees: { short: (v) => `${signed(v)}°`, long: (v) => `${many(v, 'degree')} ${v < 0 ? '' : 'counter-'}clockwise`, ends: 'clockwise, counter-clockwise' },
  factor: { short: (v) => `× ${v.toFixed(2)}`, long: (v) => `${Math.round(v * 100)} percent of its size`, ends: 'smaller, larger' },
  pixels: { short: (v) => `${signed(v, 2)} px`, long: (v) => `edges ${many(v, 'pixel')} further ${v < 0 ? 'in' : 'out'}`, ends: 'thinner, thicker' },
  sigma: { short: (v) => v.toFixed(2), long: (v) => `standard deviation ${v.toFixed(2)}`, ends: 'none, strong' },
};
const TICKS = {
  dx: [-8, -4, 0, 4, 8],
  dy: [-8, -4, 0, 4, 8],
  degrees: [-60, -30, 0, 30, 60],
  factor: [0.5, 0.75, 1, 1.25, 1.5],
  pixels: [-1.5, 0, 1.5, 3],
  sigma: [0, 0.2, 0.4, 0.6],
};

const positionOf = (name) => now.change[name] ?? NEUTRAL[name];
const chosen = () => SLIDERS.find(({ name }) => name === now.slider);
const spoken = (name, value) => (value === NEUTRAL[name] ? 'unchanged' : WORDS[name].long(value));

// ---- the sliders ----

const inputs = Object.fromEntries(SLIDERS.map((slider) => [slider.name, makeSlider(slider)]));

function makeSlider({ name, label, low, high, step, neutral }) {
  const row = document.createElement('div');
  row.className = 'avc-slider';
  row.innerHTML =
    `<label for="avc-${name}">${label} <small>${WORDS[name].ends}</small></label><output for="avc-${name}"></output>` +
    `<input type="range" id="avc-${name}" min="${low}" max="${high}" step="${step}" value="${neutral}" />`;
  find('.avc-sliders').append(row);
  const input = row.querySelector('input');
  input.addEventListener('input', () => setSliders({ [name]: Number(input.value) }));
  input.addEventListener('focus', () => choose(name));
  input.addEventListener('pointerdown', () => choose(name));
  return input;
}

function setSliders(positions) {
  const all = { ...NEUTRAL, ...now.change, ...positions };
  now.change = Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== NEUTRAL[name]));
  showPositions();
  updateAll();
  route.remember('ann-vs-cnn', now.change);
}

function choose(name) {
  if (now.slider === name) return;
  now.slider = name;
  showPositions();
  updateAll();
}

function showPositions() {
  for (const { name } of SLIDERS) {
    const value = positionOf(name);
    const row = inputs[name].closest('.avc-slider');
    inputs[name].value = value;
    inputs[name].setAttribute('aria-valuetext', spoken(name, value));
    row.querySelector('output').textContent = WORDS[name].short(value);
    row.classList.toggle('moved', value !== NEUTRAL[name]);
    row.classList.toggle('chosen', name === now.slider);
  }
  find('.avc-reset').disabled = !Object.keys(now.change).length;
  for (const title of panel.querySelectorAll('.avc-chosen')) title.textContent = chosen().label.toLowerCase();
  showMeasured();
}

find('.avc-reset').addEventListener('click', () => setSliders(NEUTRAL));

// ---- the changed digit ----

const plainDuel = makeDuel(find('.avc-both .avc-duel'));
const changedDuel = makeDuel(find('.avc-disturb .avc-duel'));
const changedVerdicts = makeVerdicts(find('.avc-disturb .avc-verdicts'));

function changesInWords() {
  const names = SLIDERS.map(({ name }) => name).filter((name) => name in now.change);
  return names.map((name) => WORDS[name].long(now.change[name])).join(', ') || 'as drawn';
}

function showChanged({ picture, changed }) {
  const answer = changed.verdict === 'blank' ? null : changed;
  paintPacked(find('.avc-changed'), picture, `Your digit, ${changesInWords()}`);
  changedDuel.show(answer);
  changedVerdicts.show(answer);
  find('.avc-disturb .avc-now').textContent = `${bothInWords(changed)}${changed.verdict === 'not a digit' ? ' Below the threshold: probably not a digit.' : ''}`;
}

function clearChanged() {
  wipe(find('.avc-changed'), 'Your changed digit: nothing yet');
  changedDuel.show(null);
  changedVerdicts.show(null);
  find('.avc-disturb .avc-now').textContent = '';
}

// ---- the curve for this digit ----

const curve = makeChart(find('.avc-curve .avc-chart'));
let swept = null;

follow(find('.avc-curve'), {
  key: () => {
    const { [now.slider]: _, ...others } = now.change;
    return keyOf(now.slider, others);
  },
  ask: () => server.sweep({ image: now.image, change: now.change, slider: now.slider, digit: now.digit }),
  show(answer) {
    swept = { ...answer, wanted: now.digit };
    showCurve();
  },
  clear() {
    swept = null;
    curve.clear();
    showKey('.avc-curve', null);
  },
  delay: 120,
});
followers.push(() => swept && showCurve());

function showCurve() {
  const { slider, values, wanted, cnn, ann } = swept;
  const mark = positionOf(slider);
  const shares = { cnn: cnn.shares, ann: ann.shares };
  const here = NAMES.map((name) => valueAt(values, shares[name], mark));
  find('.avc-wanted').textContent = aDigit(wanted);
  showKey('.avc-curve', here.map((p) => percent(p)));
  curve.show({
    x: values,
    ...shares,
    digits: { cnn: cnn.digits, ann: ann.digits },
    wanted,
    mark,
    ticks: ticksOf(slider),
    label:
      `How likely ${aDigit(wanted)} is over the whole range of ${labelOf(slider)}. ` +
      NAMES.map((name, i) => `${TITLES[name]}: ${inRange(values, shares[name], slider)}; here ${percent(here[i])}`).join('. '),
  });
}

const labelOf = (name) => SLIDERS.find((slider) => slider.name === name).label.toLowerCase();
const ticksOf = (name) => TICKS[name].map((value) => [value, WORDS[name].short(value)]);

// "above 50 % from −3 px to +4 px", where a curve stays high around its middle.
function inRange(x, values, name) {
  const high = x.filter((_, i) => values[i] >= 0.5);
  if (!high.length) return 'never above 50 %';
  return `above 50 % between ${WORDS[name].short(high[0])} and ${WORDS[name].short(high.at(-1))}`;
}

function showKey(part, numbers) {
  NAMES.forEach((name, i) => {
    find(`${part} .avc-key.${name} b`).textContent = numbers ? numbers[i] : '–';
  });
}

// ---- the curve measured on the test set ----

const measured = makeChart(find('.avc-measured .avc-chart'));

function measuredCurve() {
  const { facts, slider } = now;
  if (slider !== 'dx' && slider !== 'dy') return facts?.curves[slider] ?? null;
  if (!facts?.shifts) return null;
  const other = slider === 'dx' ? 'dy' : 'dx';
  const line = facts.shifts[other].indexOf(Math.round(positionOf(other)));
  const cut = (rows) => (slider === 'dx' ? rows[line] : rows.map((row) => row[line]));
  return { x: facts.shifts[slider], cnn: cut(facts.shifts.cnn), ann: cut(facts.shifts.ann) };
}

function showMeasured() {
  const found = measuredCurve();
  find('.avc-measured').classList.toggle('empty', !found);
  find('.avc-alone').textContent = aloneInWords();
  if (!found) {
    measured.clear();
    return showKey('.avc-measured', null);
  }
  const { slider } = now;
  const mark = positionOf(slider);
  const here = NAMES.map((name) => valueAt(found.x, found[name], mark));
  showKey('.avc-measured', here.map((value) => share(value, 1)));
  const range = (values) => `${share(Math.min(...values), 1)} to ${share(Math.max(...values), 1)}`;
  return measured.show({
    ...found,
    mark,
    ticks: ticksOf(slider),
    label:
      `Share of test digits read rightly over the whole range of ${labelOf(slider)}. ` +
      NAMES.map((name, i) => `${TITLES[name]}: ${range(found[name])}; at your position ${share(here[i], 1)}`).join('. '),
  });
}

// Measured curves disturb in one way at a time, shifts in two: say so when more sliders are moved.
function aloneInWords() {
  const pair = ['dx', 'dy'].includes(now.slider) ? ['dx', 'dy'] : [now.slider];
  const others = Object.keys(now.change).filter((name) => !pair.includes(name));
  return others.length ? `Measured without your other changes (${others.map(labelOf).join(', ')}).` : '';
}

// ---- every shift at once ----

const goTo = (dx, dy) => setSliders({ dx, dy });
const mapOf = (kind, name) => makeMap(find(`.avc-${kind} .avc-map.${name}`), goTo);
const ownMaps = { cnn: mapOf('shifts', 'cnn'), ann: mapOf('shifts', 'ann') };
const testMaps = { cnn: mapOf('testshifts', 'cnn'), ann: mapOf('testshifts', 'ann') };
let mapped = null;

follow(find('.avc-shifts'), {
  key() {
    const { dx, dy, ...others } = now.change;
    return keyOf('shifts', others);
  },
  ask: () => server.every_shift({ image: now.image, change: now.change, digit: now.digit }),
  show(answer) {
    mapped = { ...answer, wanted: now.digit };
    showMaps();
  },
  clear() {
    mapped = null;
    for (const name of NAMES) {
      ownMaps[name].clear(`${TITLES[name]}, your digit at every shift: nothing yet`);
      find(`.avc-shifts .avc-count.${name}`).textContent = '';
    }
  },
  delay: 250,
});
followers.push(() => mapped && showMaps(), showTestMaps);

function showMaps() {
  for (const name of NAMES) {
    const { shares, digits } = mapped[name];
    const right = digits.filter((digit) => digit === mapped.wanted).length;
    const text = `${mapped.wanted} at ${right} of ${digits.length} places`;
    find(`.avc-shifts .avc-count.${name}`).textContent = text;
    const label = `${TITLES[name]}, your digit at every shift up to ${REACH} pixels: reads ${text}`;
    ownMaps[name].show({ shares, digits, wanted: mapped.wanted, dx: positionOf('dx'), dy: positionOf('dy'), label });
  }
}

function showTestMaps() {
  const shifts = now.facts?.shifts;
  find('.avc-testshifts').classList.toggle('empty', !shifts);
  if (!shifts || shifts.dx.length !== PLACES || shifts.dy.length !== PLACES) return;
  const [dx, dy] = [positionOf('dx'), positionOf('dy')];
  for (const name of NAMES) {
    const here = shifts[name][dy + REACH][dx + REACH];
    find(`.avc-testshifts .avc-count.${name}`).textContent = `${share(here, 1)} at your shift`;
    const worst = Math.min(...shifts[name].flat());
    const label = `${TITLES[name]}, test digits read rightly at every shift up to ${REACH} pixels: at least ${share(worst, 1)}; at your shift ${share(here, 1)}`;
    testMaps[name].show({ shares: shifts[name].flat(), dx, dy, label });
  }
}
