// Buttons, links from elsewhere, and the start.

const PRESSES = {
  '.le-all': () => closeChapter(),
  '.le-share': (button) => copyPlace(button, openNumber),
  '.le-link': (button) => copyPlace(button, openNumber, button.dataset.link),
  '.le-copy': (button) => copyCode(button),
  '.le-download': () => downloadNotebook(openNumber),
  '.le-try button': (button) => followTry(button, openNumber),
};

lesson.addEventListener('click', (event) => {
  for (const [selector, press] of Object.entries(PRESSES)) {
    const button = event.target.closest?.(selector);
    if (button) press(button);
  }
});

// Links inside a chapter's text that lead to another part of the page.
inLesson('.le-body').addEventListener('click', (event) => {
  const found = event.target.closest?.('a[href^="#"]');
  if (!found) return;
  event.preventDefault();
  const [tab, query = ''] = found.getAttribute('href').slice(1).split('?');
  route.open(tab, Object.fromEntries(new URLSearchParams(query)));
});

showContents((number) => openChapter(number));

route.follow('lesson', element, ({ chapter, row }) => {
  const left = takePlaceLeft();
  if (left && Number(chapter) === openNumber) goTo(left, left, false, 'center');
  else if (chapterOf(chapter)) openChapter(Number(chapter), /^L\d+$/.test(row) ? row : '');
});
