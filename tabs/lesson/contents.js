// The contents list, with what has been read and answered; and small things that all parts use.

const lesson = element.querySelector('.le');
const inLesson = (selector) => lesson.querySelector(selector);
const CHAPTERS = props.chapters ?? [];
const chapterOf = (number) => CHAPTERS.find((chapter) => chapter.number === Number(number));

// Makes an element; `parts` are texts or elements.
function make(tag, className, ...parts) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...parts);
  return made;
}

// A chapter's own words stay English on a page in another language.
function english(element) {
  element.lang = 'en';
  return element;
}

// What is no chapter's own, inside a chapter, speaks the page's language: see words.js.
function inPageLanguage(element) {
  element.dataset.pageLanguage = '';
  element.lang = document.querySelector('#studio').lang;
  return element;
}

function makeButton(className, words, press) {
  const button = make('button', className, words);
  button.type = 'button';
  button.addEventListener('click', press);
  return button;
}

// Says something to those who listen.
function announce(text) {
  inLesson('.le-said').textContent = '';
  requestAnimationFrame(() => (inLesson('.le-said').textContent = text));
}

const addressOf = (number, row) => `#lesson?${new URLSearchParams(row ? { chapter: number, row } : { chapter: number })}`;

// A link that this page follows by itself, unless it is asked for in another tab or window.
function makeChapterLink(className, number, go, ...parts) {
  const link = make('a', className, ...parts);
  link.href = addressOf(number);
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go();
  });
  return link;
}

function showContents(open) {
  inLesson('.le-list').replaceChildren(...CHAPTERS.map((chapter) => contentsEntry(chapter, open)));
  if (!CHAPTERS.length) inLesson('.le-list').append(make('li', 'le-none', 'The chapters are not here: the folder “lesson” is missing.'));
  updateContents();
}

function contentsEntry(chapter, open) {
  const words = english(
    make('span', 'le-entry-words', make('b', '', chapter.title), make('span', 'le-entry-summary', chapter.summary)),
  );
  const state = make('span', 'le-entry-state', make('span', 'le-minutes', `${chapter.minutes} min`), ' ', make('span', 'le-done'));
  const entry = makeChapterLink('le-entry', chapter.number, () => open(chapter.number), make('span', 'le-number', chapter.number), words, state);
  const item = make('li', '', entry);
  item.dataset.chapter = chapter.number;
  return item;
}

function updateContents() {
  for (const chapter of CHAPTERS) {
    const item = inLesson(`.le-list [data-chapter="${chapter.number}"]`);
    const { answered, first } = progress.score(chapter.questions);
    const said = [progress.isRead(chapter.number) && 'read', answered && `quiz ${first} of ${chapter.questions.length}`].filter(Boolean);
    item.querySelector('.le-done').textContent = said.join(' · ');
    item.classList.toggle('le-is-read', progress.isRead(chapter.number));
  }
  updateTotal();
}

function updateTotal() {
  const minutes = CHAPTERS.reduce((sum, chapter) => sum + chapter.minutes, 0);
  const read = CHAPTERS.filter(({ number }) => progress.isRead(number)).length;
  const ids = CHAPTERS.flatMap(({ questions }) => questions);
  const { answered, first } = progress.score(ids);
  const parts = [`${CHAPTERS.length} chapters, about ${minutes} minutes to read, ${ids.length} questions`];
  if (read) parts.push(`You have read ${read}`);
  if (answered) parts.push(`You have answered ${answered}, ${first} of them right at the first try`);
  inLesson('.le-total').textContent = CHAPTERS.length ? `${parts.join('. ')}.` : '';
  inLesson('.le-forget').hidden = !read && !answered;
}

// Forgetting cannot be undone, so the button asks once more.
const forgetButton = inLesson('.le-forget button');
forgetButton.addEventListener('click', () => {
  if (forgetButton.dataset.sure) {
    progress.forget();
    announce('Everything that you read and answered is forgotten.');
    inLesson('.le-head h2').focus();
  }
  askAgain(!forgetButton.dataset.sure);
});
forgetButton.addEventListener('blur', () => askAgain(false));

function askAgain(sure) {
  forgetButton.dataset.sure = sure ? 'yes' : '';
  forgetButton.textContent = sure ? 'Forget what I read and answered' : 'Start over';
}

progress.changed(updateContents);
