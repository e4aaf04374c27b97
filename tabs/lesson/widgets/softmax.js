// From the CNN's ten last sums to ten probabilities: exponential, then divided by the sum of all ten.

widgets.softmax = (box) => {
  box.setAttribute('aria-label', 'Softmax on your digit');
  const body = make('tbody');
  const foot = make('tfoot');
  const head = make('thead');
  head.innerHTML =
    '<tr><th scope="col">Digit</th><th scope="col">Score <i>z</i></th><th scope="col"><i>e</i><sup><i>z</i></sup></th>' +
    '<th scope="col" colspan="2">÷ total</th></tr>';
  const table = make('table', 'ui-table le-softmax', head, body, foot);
  box.append(make('div', 'le-live', table));

  function row(digit, logit, power, probability, isBest) {
    const bar = make('td', 'le-bar-cell', make('i'));
    bar.firstChild.style.transform = `scaleX(${probability})`;
    const name = make('th', '', String(digit));
    name.scope = 'row';
    const cells = [written(logit), writtenLarge(power), percent(probability, 2)].map((text) => make('td', '', text));
    return make('tr', isBest ? 'le-best' : '', name, ...cells, bar);
  }

  followDigit(box, (answer, why) => {
    hintIn(box, answer ? '' : why || 'Draw a digit: the CNN’s ten scores, and what softmax makes of them, appear here.');
    if (!answer) return;
    const { logits, probabilities } = answer;
    const powers = logits.map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power, 0);
    const best = probabilities.indexOf(Math.max(...probabilities));
    body.replaceChildren(...logits.map((logit, digit) => row(digit, logit, powers[digit], powers[digit] / total, digit === best)));
    const last = make('tr', '', make('th', '', 'Total'), make('td'), make('td', '', writtenLarge(total)), make('td', '', '1'), make('td'));
    foot.replaceChildren(last);
  });
};
