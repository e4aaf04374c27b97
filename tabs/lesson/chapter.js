// One chapter, opened: its text comes from the server when it is first wanted, and stays.

const chapterTexts = new Map();
let openNumber = 0; // 0 is the contents list

async function openChapter(number, row = '') {
  const chapter = chapterOf(number);
  if (!chapter) return;
  if (openNumber === chapter.number) return arriveAt(row);
  openNumber = chapter.number;
  showFrame(chapter);
  route.remember('lesson', row ? { chapter: number, row } : { chapter: number });
  goTo(inLesson('.le-opening h2'), inLesson('.le-reading'), true);
  const answer = await textOf(chapter);
  if (openNumber === chapter.number) showText(chapter, answer, row);
}

async function textOf({ number }) {
  if (chapterTexts.has(number)) return chapterTexts.get(number);
  const answer = await asked(server.chapter, { number });
  if (answer.state === 'answer') chapterTexts.set(number, answer);
  return answer;
}

function closeChapter() {
  const left = openNumber;
  openNumber = 0;
  inLesson('.le-reading').hidden = true;
  inLesson('.le-body').replaceChildren(); // its widgets stop
  inLesson('.le-contents').hidden = false;
  route.remember('lesson', {});
  goTo(inLesson(`.le-list [data-chapter="${left}"] a`), inLesson('.le-contents'), true);
}

// ---- the frame around the text ----

function showFrame(chapter) {
  inLesson('.le-contents').hidden = true;
  inLesson('.le-reading').hidden = false;
  inLesson('.le-where').textContent = `Chapter ${chapter.number} of ${CHAPTERS.length}`;
  inLesson('.le-opening h2').textContent = chapter.title;
  inLesson('.le-summary').textContent = chapter.summary;
  inLesson('.le-meta').textContent = `${chapter.minutes} ${chapter.minutes === 1 ? 'minute' : 'minutes'} to read`;
  inLesson('.le-body').replaceChildren(inPageLanguage(make('p', 'le-waiting', 'Drawing the figures …')));
  inLesson('.le-export').hidden = true;
  inLesson('.le-export-said').textContent = '';
  showQuiz([]);
  showParts(chapter);
  showTurn(chapter);
}

function showParts(chapter) {
  const links = chapter.rows.map(({ id, title }) => {
    const link = makeChapterLink('', chapter.number, () => arriveAt(id), title);
    link.href = addressOf(chapter.number, id);
    return make('li', '', link);
  });
  inLesson('.le-parts').replaceChildren(make('b', '', 'In this chapter'), english(make('ul', '', ...links)));
}

function showTurn(chapter) {
  const turns = [
    [chapterOf(chapter.number - 1), 'le-previous', 'Previous'],
    [chapterOf(chapter.number + 1), 'le-next', 'Next'],
  ];
  const links = turns
    .filter(([other]) => other)
    .map(([other, name, word]) =>
      makeChapterLink(name, other.number, () => turnTo(chapter, other), make('span', '', word), english(make('b', '', `${other.number}  ${other.title}`))),
    );
  inLesson('.le-turn').replaceChildren(...links);
}

// Whoever goes on has read what was there, however quickly.
function turnTo(chapter, other) {
  if (other.number > chapter.number && chapterTexts.has(chapter.number)) progress.read(chapter.number);
  openChapter(other.number);
}

// ---- the text ----

function showText(chapter, answer, row) {
  const body = inLesson('.le-body');
  if (answer.state !== 'answer') return showFailure(chapter, answer.message, row);
  body.innerHTML = answer.html; // our own chapters; whatever is put into them was escaped
  inLesson('.le-summary').innerHTML = answer.summary;
  inLesson('.le-export').hidden = false;
  inLesson('.le-download').textContent = answer.code ? 'Download as notebook' : 'Download as notebook, to read';
  for (const part of body.querySelectorAll('.le-widget, .le-link, .le-copy')) inPageLanguage(part);
  for (const box of body.querySelectorAll('.le-widget')) {
    box.setAttribute('role', 'group');
    widgets[box.dataset.widget]?.(box);
  }
  for (const wide of body.querySelectorAll('.le-table, .le-drawn')) {
    if (wide.scrollWidth > wide.clientWidth + 1) wide.tabIndex = 0; // so that keys can scroll it
  }
  showQuiz(answer.quiz);
  if (row) arriveAt(row);
  return undefined;
}

function showFailure(chapter, message, row) {
  const again = makeButton('ui-button', 'Try again', () => {
    openNumber = 0;
    openChapter(chapter.number, row);
  });
  inLesson('.le-body').replaceChildren(...[make('p', 'le-failed', `${message} `), again].map(inPageLanguage));
}

// ---- moving about ----

// Scrolls to a row, or without one to the chapter's title, and lets keys and readers go on there.
function arriveAt(row) {
  const heading = row && inLesson(`[data-row="${row}"] h3`);
  if (heading) goTo(heading, heading);
  else goTo(inLesson('.le-opening h2'), inLesson('.le-reading'), true);
  route.remember('lesson', heading ? { chapter: openNumber, row } : { chapter: openNumber });
}

const STRIP = 60; // pixels at the top that may be covered: on a phone the drawing stays in sight there

// Focuses one element and scrolls to another; with `near`, not if its top is well in sight already.
// A tab that was just chosen is shown in Gradio's own time, and what is hidden cannot be gone to.
function goTo(focused, target, near = false, block = 'start', patience = 60) {
  if (target.offsetParent === null) {
    if (patience) requestAnimationFrame(() => goTo(focused, target, near, block, patience - 1));
    return;
  }
  focused.focus({ preventScroll: true });
  const { top } = target.getBoundingClientRect();
  if (!near || top < STRIP || top > window.innerHeight * 0.4) target.scrollIntoView({ block });
}

// A chapter counts as read once its end has been in sight.
whenSeen(inLesson('.le-turn'), (isSeen) => {
  if (isSeen && openNumber && chapterTexts.has(openNumber)) progress.read(openNumber);
});
