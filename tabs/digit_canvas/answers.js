// The two answers under the canvas, the same two in the strip on a phone, and the spoken sentence.

function makeAnswers(root) {
  const find = (selector) => root.querySelector(selector);
  const spoken = find('.dc-spoken');
  const status = find('.dc-status');

  function showNetwork(name, probabilities) {
    const card = find(`.dc-answer.${name}`);
    const strip = find(`.dc-strip-answer.${name}`);
    const { best, p } = probabilities ? ranked(probabilities) : {};
    card.querySelector('.dc-digit').textContent = probabilities ? best : '–';
    card.querySelector('.dc-percent').textContent = probabilities ? percent(p) : '';
    card.querySelector('.dc-level span').style.transform = `scaleX(${probabilities ? p : 0})`;
    strip.textContent = `${name.toUpperCase()} ${probabilities ? `${best} ${percent(p)}` : '–'}`;
  }

  function show(answer) {
    const read = answer.state === 'answer' && answer.verdict !== 'blank';
    root.dataset.answer = read ? answer.verdict : answer.state === 'answer' ? 'blank' : answer.state;
    showNetwork('cnn', read ? answer.cnn : null);
    showNetwork('ann', read ? answer.ann : null);
    status.textContent = statusOf(answer);
    if (answer.final && answer.state === 'answer') spoken.textContent = sentenceFor(answer);
  }

  function statusOf(answer) {
    if (answer.state === 'loading') return 'The networks are still loading';
    if (answer.message) return answer.message;
    return answer.verdict === 'not a digit' ? 'Probably not a digit' : '';
  }

  // Screen readers hear an answer when the pen has lifted, never while it moves.
  function sentenceFor(answer) {
    if (answer.verdict !== 'blank') return spokenAnswer(answer);
    return spoken.textContent ? 'The canvas is empty' : '';
  }

  return { show };
}
