// The time line: a column for each year, a lane for each problem, a mark for each network. The marks are
// one group of choices: arrow keys move along it in the order of years.

const LANES = [
  ['classification', 'Classification', 'What is it?'],
  ['detection', 'Detection', 'Where is each thing?'],
  ['segmentation', 'Segmentation', 'Which pixels belong to it?'],
];

// "R-CNN" stays in one piece where a name takes two lines.
const unbroken = (name) => name.replaceAll('-', '\u2011');

// `line` is an empty element; onChoose(id) is called when a mark is chosen.
function makeTimeline(line, cards, onChoose) {
  const inOrder = [...cards].sort((a, b) => a.year - b.year);
  const first = 2012; // before it there is a gap, drawn as one
  const years = [1998, null, ...Array.from({ length: inOrder.at(-1).year - first + 1 }, (_, i) => first + i)];
  const marks = new Map();
  const columns = new Map();
  line.append(...LANES.map(([problem, title, question]) => laneName(problem, title, question)), ...years.map(column));

  function laneName(problem, title, question) {
    return put('p', { class: `ar-lane-name ${problem}`, html: `<span><b>${title}</b> ${question}</span>` });
  }

  function column(year, index) {
    const here = inOrder.filter((card) => card.year === year);
    const cells = LANES.map(([problem]) => put('div', { class: `ar-cell ${problem}` }, ...here.filter((card) => card.problem === problem).map(mark)));
    const kind = here.length ? 'ar-used' : 'ar-unused';
    const label = put('span', { class: 'ar-when', 'aria-hidden': 'true', text: year ?? '· · ·' });
    const made = put('div', { class: `ar-year-column ${kind}`, style: `--column: ${index + 1}` }, label, put('div', { class: 'ar-marks' }, ...cells));
    columns.set(year, made);
    return made;
  }

  function mark(card) {
    const label = `${card.name}, ${card.year}, ${card.problem}`;
    const button = put('button', { type: 'button', role: 'radio', class: 'ar-mark', 'aria-label': label, text: unbroken(card.name) });
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
    const { year } = inOrder.find((card) => card.id === id);
    columns.forEach((made, when) => made.classList.toggle('open', when === year));
    const scroller = line.parentElement;
    const chosen = marks.get(id);
    const offset = chosen.getBoundingClientRect().left - line.getBoundingClientRect().left;
    scroller.scrollTo({ left: offset + chosen.offsetWidth / 2 - scroller.clientWidth / 2, behavior: prefersCalm() ? 'auto' : 'smooth' });
  }

  return { show };
}
