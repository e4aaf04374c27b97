// One neuron: two inputs, each times its weight, added up with the bias, then ReLU.

widgets.neuron = (box) => {
  const now = { x1: 0.5, x2: 1, w1: 1.5, w2: -0.8, b: 0.2 };
  const SLIDERS = [
    ['x1', 'Input x₁', 0, 1],
    ['x2', 'Input x₂', 0, 1],
    ['w1', 'Weight w₁', -2, 2],
    ['w2', 'Weight w₂', -2, 2],
    ['b', 'Bias b', -2, 2],
  ];

  box.setAttribute('aria-label', 'One neuron to play with');
  const wires = ['w1', 'w2'].map((key, i) => makeSvg('line', { x1: 42, y1: 32 + 76 * i, x2: 172, y2: 70 }));
  const texts = Object.fromEntries(
    [['x1', 26, 32], ['x2', 26, 108], ['sum', 196, 70], ['out', 316, 70]].map(([key, x, y]) => [key, makeSvg('text', { x, y: y + 5, 'text-anchor': 'middle' })]),
  );
  const circle = (cx, cy, r) => makeSvg('circle', { cx, cy, r, fill: 'var(--card)', stroke: 'var(--quiet)', 'stroke-width': 1.5 });
  const arrow = makeSvg('path', { d: 'M224 70H288M281 64l7 6-7 6', stroke: 'var(--quiet)', 'stroke-width': 1.5, fill: 'none' });
  const relu = makeSvg('text', { x: 256, y: 60, 'text-anchor': 'middle', class: 'le-small' }, 'ReLU');
  const svg = makeSvg(
    'svg',
    { viewBox: '0 0 350 140', role: 'img', class: 'le-neuron' },
    ...wires, circle(26, 32, 22), circle(26, 108, 22), circle(196, 70, 28), circle(316, 70, 26), arrow, relu, ...Object.values(texts),
  );
  const sum = make('p', 'le-sum');
  sum.setAttribute('aria-live', 'polite');
  const sliders = SLIDERS.map(([key, label, low, high]) =>
    makeSlider({ label, low, high, step: 0.1, value: now[key] }, (value) => {
      now[key] = value;
      show();
    }),
  );
  box.append(make('div', 'le-two', make('div', 'le-sliders', ...sliders), make('div', '', svg, sum)));
  show();

  function show() {
    const total = now.x1 * now.w1 + now.x2 * now.w2 + now.b;
    const out = Math.max(0, total);
    wires.forEach((wire, i) => {
      const weight = now[`w${i + 1}`];
      wire.setAttribute('stroke', weight < 0 ? '#3f83cf' : '#e08326');
      wire.setAttribute('stroke-width', 1 + 4 * Math.abs(weight));
    });
    texts.x1.textContent = written(now.x1, 1);
    texts.x2.textContent = written(now.x2, 1);
    texts.sum.textContent = written(total);
    texts.out.textContent = written(out);
    const inBrackets = (value) => (value < 0 ? `(${written(value, 1)})` : written(value, 1));
    sum.textContent =
      `${written(now.x1, 1)} × ${inBrackets(now.w1)} + ${written(now.x2, 1)} × ${inBrackets(now.w2)} + ${inBrackets(now.b)} = ` +
      `${written(total)}; ${total < 0 ? 'below zero, so ReLU says 0' : `ReLU leaves it: ${written(out)}`}`;
    svg.setAttribute('aria-label', `A neuron with two inputs. ${sum.textContent}.`);
  }
};
