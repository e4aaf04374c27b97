// The loss of one digit: choose which it truly is, and see −ln p for both networks.

widgets['cross-entropy'] = (box) => {
  const NETWORKS = { cnn: 'CNN', ann: 'ANN' };
  let answer = null;
  let truth = null; // until the visitor says, the digit that the CNN reads

  box.setAttribute('aria-label', 'Cross-entropy on your digit');
  const digits = make('fieldset', 'le-digits', make('legend', '', 'Which digit did you mean?'));
  const name = `le-truth-${Math.random().toString(36).slice(2)}`;
  for (let digit = 0; digit < 10; digit += 1) {
    const input = make('input');
    Object.assign(input, { type: 'radio', name, value: digit });
    input.addEventListener('change', () => {
      truth = digit;
      show();
    });
    digits.append(make('label', '', input, make('span', '', String(digit))));
  }
  const lines = make('ul', 'le-losses');
  lines.setAttribute('aria-live', 'polite');
  const curve = makeCurve({ f: (p) => -Math.log(Math.max(p, 1e-9)), low: 0, high: 1, bottom: 0, top: 6, label: '' });
  const places = Object.fromEntries(Object.keys(NETWORKS).map((key) => [key, curve.addDot(`var(--${key})`)]));
  const picture = make('figure', 'le-loss-curve', curve.svg, make('figcaption', '', 'Loss over the probability of the true digit, from 0 to 1.'));
  box.append(make('div', 'le-live', digits, make('div', 'le-two', lines, picture)));

  function show() {
    const meant = truth ?? ranked(answer.cnn).best;
    digits.querySelectorAll('input')[meant].checked = true;
    lines.replaceChildren(...Object.keys(NETWORKS).map((key) => line(key, answer[key][meant])));
    for (const key of Object.keys(NETWORKS)) places[key](answer[key][meant]);
    const losses = Object.entries(NETWORKS).map(([key, title]) => `${title} ${loss(answer[key][meant])}`);
    curve.svg.setAttribute('aria-label', `The curve of −ln p falls from left to right. Loss if it is a ${meant}: ${losses.join(', ')}.`);
  }

  const loss = (p) => {
    const value = -Math.log(Math.max(p, Number.MIN_VALUE));
    return value && value < 0.01 ? writtenLarge(value) : written(value + 0);
  };

  function line(key, p) {
    const sum = make('span', 'le-loss-sum', `−ln ${p >= 0.01 ? p.toFixed(p > 0.99 ? 5 : 3) : writtenLarge(p)} = `);
    return make('li', key, make('b', '', NETWORKS[key]), sum, make('strong', '', loss(p)));
  }

  studio.watch('answer', box, (latest) => {
    const isRead = latest.state === 'answer' && latest.verdict !== 'blank';
    if (!isRead || answer === null) truth = null;
    answer = isRead ? latest : null;
    hintIn(box, answer ? '' : latest.message || 'Draw a digit: the loss of both networks on it appears here.');
    if (answer) show();
  });
  if (!studio.latest.answer) hintIn(box, 'Draw a digit: the loss of both networks on it appears here.');
};
