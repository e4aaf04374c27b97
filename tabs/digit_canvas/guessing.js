// Predict before you look: the visitor says what the CNN will read, and only then sees it.
// `reveal` is called once a guess is made and there is an answer to compare it with.

function makeGuessing(root, reveal) {
  const NONE = 'none'; // the guess that it is no digit at all
  const find = (selector) => root.querySelector(selector);
  const panel = find('.dc-guess');
  const control = find('.dc-guess-first input');
  let mine = null;
  let told = false; // this drawing's answer is known: more strokes change nothing
  let inked = false;

  const isDue = () => guess.now().on && inked && !told;

  function follow(answer) {
    inked = answer.state === 'answer' ? answer.verdict !== 'blank' : answer.state === 'loading';
    if (!inked && answer.state === 'answer') renew();
    else if (mine !== null && answer.final && answer.state === 'answer') settle(answer);
    show();
  }

  // Another drawing: its answer is not known yet.
  function renew() {
    mine = null;
    told = false;
    panel.classList.remove('told');
  }

  function settle(answer) {
    const read = answer.verdict === 'digit' ? String(answer.digit) : NONE;
    const right = mine === read;
    told = true;
    guess.record(right);
    const { right: hits, all } = guess.now();
    const said = read === NONE ? 'The CNN finds no digit here' : `The CNN reads ${read}`;
    find('.dc-guess-said').textContent =
      `${said}; you said ${mine === NONE ? 'no digit' : mine}. ${right ? 'Right' : 'Not this time'}: ${hits} of ${all}.`;
    panel.classList.add('told');
    mine = null;
    show();
    reveal();
  }

  function choose(value) {
    if (!isDue()) return;
    mine = value;
    const { answer } = studio.latest;
    if (answer?.final && answer.state === 'answer') settle(answer);
    show();
  }

  function show() {
    const { on, right, all } = guess.now();
    const due = isDue();
    panel.hidden = !on || !inked;
    find('.dc-guess-ask').hidden = !due;
    find('.dc-answers').hidden = due;
    document.body.classList.toggle('guess-due', due);
    control.checked = on;
    find('.dc-score').textContent = on && all ? `${right} of ${all} right` : '';
    find('.dc-forget').hidden = !on || !all;
    for (const button of panel.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.value === mine));
    }
  }

  function addChoices() {
    const choices = [...Array(10).keys()].map((digit) => [String(digit), String(digit), '']);
    for (const [value, text, label] of [...choices, [NONE, 'none', 'no digit']]) {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', value, textContent: text });
      if (label) button.setAttribute('aria-label', label);
      button.addEventListener('click', () => choose(value));
      find('.dc-guess-choices').append(button);
    }
  }

  addChoices();
  control.addEventListener('change', () => {
    told = !control.checked || Boolean(inked); // what is on the paper was seen already
    guess.set(control.checked);
    reveal();
  });
  find('.dc-forget').addEventListener('click', () => guess.reset());
  studio.watch('guessing', root, show);
  return { follow, renew, isDue };
}
