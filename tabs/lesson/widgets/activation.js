// One number goes through each activation: what comes out, and how steep the curve is there.

widgets.activation = (box) => {
  const logistic = (x) => 1 / (1 + Math.exp(-x));
  const CURVES = [
    { title: 'ReLU', formula: 'max(0, x)', f: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0), bottom: -1, top: 5 },
    { title: 'Sigmoid', formula: '1 / (1 + e⁻ˣ)', f: logistic, slope: (x) => logistic(x) * (1 - logistic(x)), bottom: -0.2, top: 1.2 },
    { title: 'Tanh', formula: '(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)', f: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2, bottom: -1.2, top: 1.2 },
  ];

  box.setAttribute('aria-label', 'A number through each activation');
  const cards = CURVES.map(makeCard);
  const shares = makeShares();
  const slider = makeSlider({ label: 'x', low: -5, high: 5, step: 0.1, value: 1 }, move);
  box.append(slider, make('div', 'le-activations', ...cards.map(({ card }) => card), shares.card));
  move(1);

  function makeCard({ title, formula, f, slope, bottom, top }) {
    const curve = makeCurve({ f, low: -5, high: 5, bottom, top, label: '' });
    const place = curve.addDot('var(--cnn)');
    const said = make('p', 'le-numbers-said');
    const card = make('div', 'le-activation', make('b', '', title), make('code', '', formula), curve.svg, said);
    const show = (x) => {
      place(x);
      said.textContent = `${written(f(x))}, slope ${written(slope(x))}`;
      curve.svg.setAttribute('aria-label', `${title} of ${written(x, 1)} is ${said.textContent}`);
    };
    return { card, show };
  }

  // Softmax needs company: three numbers share 1 among them.
  function makeShares() {
    const rows = ['x', '1', '0'].map((name) => make('li', '', make('span', '', name), make('i', '', make('i')), make('b')));
    const list = make('ul', 'le-shares', ...rows);
    const card = make('div', 'le-activation', make('b', '', 'Softmax'), make('code', '', 'of x, 1 and 0'), list, make('p', 'le-numbers-said', 'Together always 1'));
    const show = (x) => {
      const powers = [x, 1, 0].map(Math.exp);
      const total = powers.reduce((sum, power) => sum + power);
      rows.forEach((row, i) => {
        row.querySelector('i > i').style.transform = `scaleX(${powers[i] / total})`;
        row.querySelector('b').textContent = written(powers[i] / total);
      });
    };
    return { card, show };
  }

  function move(x) {
    for (const { show } of cards) show(x);
    shares.show(x);
  }
};
