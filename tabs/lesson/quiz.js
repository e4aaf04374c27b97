// The questions at the end of a chapter. Each answer says at once whether it is right, and why. A wrong one may be
// followed by another; only the first try counts.

function showQuiz(questions) {
  const quiz = inLesson('.le-quiz');
  quiz.hidden = !questions.length;
  quiz.dataset.ids = JSON.stringify(questions.map(({ id }) => id));
  inLesson('.le-questions').replaceChildren(...questions.map(makeQuestion));
  inLesson('.le-again').onclick = () => {
    progress.forget(questions.map(({ id }) => id));
    showQuiz(questions);
    inLesson('#le-quiz-title').focus();
  };
  updateScore();
}

function makeQuestion(question, index) {
  const legend = make('legend', '', make('span', 'le-question-number', `${index + 1}`));
  const words = make('span', 'le-question-words');
  words.lang = 'en';
  words.innerHTML = question.question;
  legend.append(words);
  const choices = make('ul', 'le-choices');
  const asked = make('fieldset', 'le-question', legend, choices);
  asked.dataset.question = question.id;
  choices.append(...question.choices.map((choice) => makeChoice(asked, question, choice)));
  if (progress.of(question.id)?.solved) revealRight(asked, question);
  return asked;
}

function makeChoice(asked, question, choice) {
  const words = make('span', 'le-choice-words');
  words.lang = 'en';
  words.innerHTML = choice.text;
  const button = makeButton('le-choice', '', () => choose(asked, question, choice, item));
  button.append(make('span', 'le-mark'), words);
  const why = make('p', 'le-why');
  why.setAttribute('role', 'status'); // empty until chosen, so that what then comes is read out
  const item = make('li', '', button, why);
  return item;
}

// Once a question is solved, its other answers may still be pressed to read why they are wrong.
function choose(asked, question, choice, item) {
  if (!asked.classList.contains('solved')) progress.answer(question.id, Boolean(choice.right));
  reveal(item, choice);
  if (choice.right) asked.classList.add('solved');
  updateScore();
}

function reveal(item, { right, why }) {
  item.className = right ? 'right' : 'wrong';
  item.querySelector('.le-choice').setAttribute('aria-pressed', 'true');
  item.querySelector('.le-why').innerHTML = `<b>${right ? 'Right.' : 'Not quite.'}</b> <span lang="en">${why}</span>`;
}

function revealRight(asked, question) {
  const index = question.choices.findIndex(({ right }) => right);
  reveal(asked.querySelectorAll('li')[index], question.choices[index]);
  asked.classList.add('solved');
}

function updateScore() {
  const ids = JSON.parse(inLesson('.le-quiz').dataset.ids ?? '[]');
  const { answered, first } = progress.score(ids);
  const all = ids.length;
  const words = answered ? `${first} of ${all} right at the first try` : `${all} questions; the first try counts`;
  inLesson('.le-score').textContent = answered && answered < all ? `${words} so far` : words;
  inLesson('.le-again').hidden = !answered;
}
