// Parameters of all counted networks on one logarithmic scale, from ten thousand to a billion.

const LOWEST = 4; // 10⁴
const HIGHEST = 9;

// `host` is an empty element; onOpen(id) is called when a network is pressed.
function makeSizes(host, cards, onOpen) {
  const counted = cards.filter((card) => card.graph);
  const rows = new Map();

  function show(own) {
    const all = own ? [...counted, { id: null, name: 'This page’s CNN', parameters: own, problem: 'own' }] : counted;
    all.sort((a, b) => a.parameters - b.parameters);
    rows.clear();
    host.replaceChildren(axis(), put('ul', {}, ...all.map(row)));
  }

  function row(card) {
    const share = (Math.log10(card.parameters) - LOWEST) / (HIGHEST - LOWEST);
    const inner = [
      put('span', { class: 'ar-size-name', text: card.name }),
      put('span', { class: 'ar-size-track' }, put('span', { class: 'ar-size-bar', style: `width: ${(100 * share).toFixed(2)}%` })),
      put('span', { class: 'ar-size-number', text: grouped(card.parameters) }),
    ];
    const label = `${card.name}: ${grouped(card.parameters)} parameters`;
    const pressed = card.id
      ? put('button', { type: 'button', 'aria-label': label, onclick: () => onOpen(card.id, true) }, ...inner)
      : put('div', {}, ...inner);
    rows.set(card.id, pressed);
    return put('li', { class: card.problem }, pressed);
  }

  function axis() {
    const names = ['10,000', '100,000', '1 million', '10 million', '100 million', ''];
    const marks = names.map((name, i) => put('span', { style: `left: ${(100 * i) / (HIGHEST - LOWEST)}%`, text: name }));
    return put('div', { class: 'ar-size-axis', 'aria-hidden': 'true' }, put('span', {}), put('div', {}, ...marks), put('span', {}));
  }

  function mark(id) {
    rows.forEach((pressed, name) => pressed.classList.toggle('open', name === id));
  }

  return { show, mark };
}
