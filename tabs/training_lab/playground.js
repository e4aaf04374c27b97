// The activation playground: one number through every function, and three numbers through softmax.

const REACH_X = 6;
const playSlider = find('#tl-x');
const softSliders = findAll('.tl-soft input');
const playCards = Object.entries(ACTIVATIONS).map(([name, activation]) => makeCard(name, activation));

function makeCard(name, { title, formula, slopeFormula, strength, weakness }) {
  const card = make('article', 'tl-card');
  card.dataset.activation = name;
  const chart = make('div', 'tl-curve');
  const [value, slope] = [make('p', 'tl-now'), make('p', 'tl-now')];
  const list = make('dl', 'tl-points');
  for (const [term, text] of [['Good at', strength], ['Bad at', weakness]]) list.append(make('dt', '', term), make('dd', '', text));
  card.append(make('h4', '', title), chart, value, slope, list);
  find('.tl-cards').append(card);
  return { name, value, slope, formula, slopeFormula, draw: makeChart(chart, 160) };
}

function showPlayground() {
  const x = Number(playSlider.value);
  find('.tl-x-value').textContent = short(x);
  for (const card of playCards) showCard(card, x);
  showSoftmax();
}

function showCard({ name, value, slope, formula, slopeFormula, draw }, x) {
  const { title, value: f, slope: df } = ACTIVATIONS[name];
  const xs = Array.from({ length: 241 }, (_, i) => -REACH_X + i / 20);
  const wide = name.endsWith('relu');
  const y = wide ? [-1, REACH_X] : [-1.1, 1.1];
  value.replaceChildren(make('b', '', 'f(x)'), ` = ${formula} = `, make('b', 'tl-number', fixed(f(x))));
  slope.replaceChildren(make('b', '', 'f′(x)'), ` = ${slopeFormula} = `, make('b', 'tl-number', fixed(df(x))));
  draw({
    x: [-REACH_X, REACH_X],
    y,
    ticksX: [-6, -3, 0, 3, 6].map((tick) => [tick, minus(tick)]),
    ticksY: (wide ? [0, 3, 6] : [-1, 0, 1]).map((tick) => [tick, minus(tick)]),
    lines: [
      { points: xs.map((place) => [place, df(place)]), kind: 'second' },
      { points: xs.map((place) => [place, f(place)]), kind: 'first' },
    ],
    mark: x,
    dots: [
      { x, y: df(x), kind: 'second' },
      { x, y: f(x), kind: 'first' },
    ],
    label: `${title} and its slope from −6 to 6. At ${short(x)} the value is ${fixed(f(x))} and the slope ${fixed(df(x))}`,
  });
}

const fixed = (value) => minus(value.toFixed(4));

function showSoftmax() {
  const values = softSliders.map((slider) => Number(slider.value));
  const shares = softmax(values);
  const powers = values.map((value) => Math.exp(value));
  const sum = powers.reduce((all, power) => all + power, 0);
  softSliders.forEach((slider, i) => {
    const row = slider.closest('.tl-soft-row');
    row.querySelector('output').textContent = short(values[i]);
    row.querySelector('.tl-soft-bar span').style.transform = `scaleX(${shares[i]})`;
    row.querySelector('.tl-soft-words').textContent = `e^${short(values[i])} = ${powers[i].toFixed(2)}; ${powers[i].toFixed(2)} / ${sum.toFixed(2)} = ${shares[i].toFixed(3)}`;
  });
  find('.tl-soft-sum').textContent = `Together ${shares.map((part) => part.toFixed(3)).join(' + ')} = ${shares.reduce((a, b) => a + b, 0).toFixed(3)}`;
}

playSlider.addEventListener('input', showPlayground);
playSlider.addEventListener('change', remember);
for (const slider of softSliders) slider.addEventListener('input', showSoftmax);

parts.activations = {
  settings: () => (Number(playSlider.value) === 1 ? {} : { x: playSlider.value }),
  adopt({ x }) {
    if (x !== undefined && x.trim() !== '' && Number.isFinite(Number(x))) playSlider.value = Number(x); // its range limits it
    showPlayground();
  },
};
