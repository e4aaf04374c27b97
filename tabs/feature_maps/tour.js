// The narrated tour: one step at a time, picture and text together, with buttons or Left, Right, Escape.

// `actions`: ask(onAnswer), layers(), reveal(layer), started(), ended().
function makeTour(box, actions) {
  const find = (selector) => box.querySelector(selector);
  const scenes = find('.fm-scenes');
  let steps = [];
  let maps = null;
  let rows = {};
  let at = 0;
  let running = false;

  function start() {
    running = true;
    at = 0;
    box.hidden = false;
    actions.started();
    follow(() => {
      box.focus({ preventScroll: true });
      box.scrollIntoView({ behavior: prefersCalm() ? 'auto' : 'smooth', block: 'nearest' });
    });
  }

  // Asks anew for the newest drawing; the tour stays where it is.
  function follow(then = () => {}) {
    if (!running) return;
    actions.ask((answer) => {
      if (!running) return;
      if (answer.blank) return blank('Nothing is drawn yet.');
      steps = answer.steps;
      maps = unpackMaps(actions.layers(), answer.maps);
      rows = answer.rows;
      go(Math.min(at, steps.length - 1));
      then();
    });
  }

  function blank(why) {
    steps = [];
    maps = null;
    delete box.dataset.state;
    find('h3').textContent = why;
    find('.fm-told').textContent = 'Draw a digit or press a sample: the tour follows it from pixels to answer.';
    find('.fm-progress').textContent = '';
    scenes.replaceChildren();
    actions.reveal(null);
    showButtons();
  }

  function go(to) {
    if (!steps[to]) return;
    at = to;
    delete box.dataset.state;
    const { title, text, layer, before, after } = steps[at];
    find('.fm-progress').textContent = `Step ${at + 1} of ${steps.length}`;
    find('h3').textContent = title;
    find('.fm-told').textContent = text;
    const arrow = make('span', { class: 'fm-sign', 'aria-hidden': 'true', text: '→' });
    scenes.replaceChildren(...(before ? [sceneOf(before), arrow] : []), sceneOf(after));
    actions.reveal(layer);
    showButtons();
  }

  function showButtons() {
    find('.fm-back').disabled = at === 0 || !steps.length;
    find('.fm-onward').disabled = !steps.length;
    find('.fm-onward').textContent = at === steps.length - 1 ? 'Finish' : 'Next';
  }

  function sceneOf({ layer: name, channel, mark }) {
    const layer = actions.layers().find((each) => each.name === name);
    const exact = rows[name];
    const caption = make('figcaption', { text: channel === null ? outputOf(layer) : nameOf(layer, channel) });
    if (exact) return make('figure', {}, barsOf(exact, mark), caption);
    const { rows: down, columns } = gridOf(layer.shape);
    const at = mark && (isSpatial(layer.shape) ? `row ${mark.top}, column ${mark.left}` : `number ${mark.left}`);
    const label = mark ? `: marked from ${at} on` : '';
    const canvas = make('canvas', { role: 'img', 'aria-label': `${mapName(layer, channel)}${label}` });
    const levels = levelsOfMap(maps[name], channel);
    paintMap(canvas, layer.shape, levels);
    const lines = makeOverlay(columns, down, 'fm-line');
    if (mark) outline(lines, regionPath(layer.shape, mark));
    const picture = make('div', { class: 'fm-picture' }, canvas, lines);
    picture.style.aspectRatio = `${columns} / ${down}`;
    const legend = makeLegend(viridis);
    showLegend(legend, maps[name].low, maps[name].high);
    return make('figure', {}, picture, caption, legend);
  }

  function nameOf(layer, channel) {
    const name = mapName(layer, channel);
    return layer.name === 'input' ? name : `${name} (${layer.shape[0]} × ${layer.shape[1]})`;
  }

  function barsOf(numbers, mark) {
    const most = Math.max(...numbers.map(Math.abs), 1e-9);
    const list = make('ol', { class: 'fm-bars', role: 'img', 'aria-label': numbers.map((value, i) => `${i}: ${figure(value)}`).join(', ') });
    list.classList.toggle('signed', numbers.some((value) => value < 0));
    numbers.forEach((value, i) => {
      const row = make('li', { class: mark?.left === i ? 'fm-bar seen' : 'fm-bar' });
      row.innerHTML = `<b>${i}</b><span><i></i></span><em>${figure(value)}</em>`;
      row.querySelector('i').style.width = `${(100 * Math.abs(value)) / most}%`;
      row.querySelector('i').classList.toggle('negative', value < 0);
      list.append(row);
    });
    return list;
  }

  // While the pen moves, what is told belongs to an older drawing.
  function wait() {
    if (running) box.dataset.state = 'waiting';
  }

  function end() {
    if (!running) return;
    running = false;
    box.hidden = true;
    actions.reveal(null);
    actions.ended();
  }

  const onward = () => (at === steps.length - 1 ? end() : go(at + 1));

  find('.fm-back').addEventListener('click', () => go(at - 1));
  find('.fm-onward').addEventListener('click', onward);
  find('.fm-end').addEventListener('click', end);
  box.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = { ArrowLeft: () => go(at - 1), ArrowRight: onward, Escape: end }[event.key];
    if (!wanted) return;
    event.preventDefault();
    wanted();
  });

  return { start, follow, wait, end, blank: (why) => running && blank(why), isRunning: () => running };
}
