// The time line: a column for each year, a lane for each problem, a mark for each network. The marks are
// one group of choices: arrow keys move along it in the order of years.

const LANES = [
  ['classification', 'Classification', 'What is it?'],
  ['detection', 'Detection', 'Where is each thing?'],
  ['segmentation', 'Segmentation', 'Which pixels belong to it?'],
];

// `line` is an empty element; onChoose(id) is called when a mark is chosen.
function makeTimeline(line, cards, onChoose) {
  const inOrder = [...cards].sort((a, b) => a.year - b.year);
  const first = 2012; // before it there is a gap, drawn as one
  const last = inOrder.at(-1).year;
  const columns = ['1998', '', ...Array.from({ length: last - first + 1 }, (_, i) => String(first + i))];
  const marks = new Map();
  line.style.setProperty('--columns', columns.length);
  line.append(put('div', { class: 'ar-years', 'aria-hidden': 'true' }, ...columns.map(yearLabel)));
  for (const [problem, title, question] of LANES) line.append(lane(problem, title, question));

  function yearLabel(year, index) {
    return put('span', { class: index === 1 ? 'ar-gap' : '', text: year || '· · ·' });
  }

  function lane(problem, title, question) {
    const row = put('div', { class: `ar-lane ${problem}` });
    row.append(put('p', { class: 'ar-lane-name', html: `<b>${title}</b> ${question}` }));
    const cells = put('div', { class: 'ar-cells' });
    for (const year of columns) {
      const here = inOrder.filter((card) => card.problem === problem && String(card.year) === year);
      cells.append(put('div', { class: 'ar-cell' }, ...here.map(mark)));
    }
    row.append(cells);
    return row;
  }

  function mark(card) {
    const label = `${card.name}, ${card.year}, ${card.problem}`;
    const button = put('button', { type: 'button', role: 'radio', class: 'ar-mark', 'aria-label': label, text: card.name });
    button.addEventListener('click', () => onChoose(card.id));
    button.addEventListener('keydown', (event) => step(event, card));
    marks.set(card.id, button);
    return button;
  }

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  function step(event, card) {
    const places = inOrder.length;
    const now = inOrder.indexOf(card);
    const next = { Home: 0, End: places - 1 }[event.key] ?? (now + (STEPS[event.key] ?? NaN) + places) % places;
    if (Number.isNaN(next)) return;
    event.preventDefault();
    onChoose(inOrder[next].id);
    marks.get(inOrder[next].id).focus();
  }

  // Marks the chosen one, and brings it into sight within the line where that scrolls.
  function show(id) {
    marks.forEach((button, name) => {
      button.setAttribute('aria-checked', String(name === id));
      button.tabIndex = name === id ? 0 : -1;
    });
    const scroller = line.parentElement;
    const chosen = marks.get(id);
    const middle = chosen.offsetLeft + chosen.offsetWidth / 2 - scroller.clientWidth / 2;
    scroller.scrollTo({ left: middle, behavior: prefersCalm() ? 'auto' : 'smooth' });
  }

  return { show };
}
