// The Feature maps tab: follows the drawing, one request at a time, and only while it is in sight.
// `element` and `server` come from Gradio.

const panel = element.querySelector('.fm');
const find = (selector) => panel.querySelector(selector);
const state = {
  network: 'cnn',
  layers: [], // of that network, once Python has described them
  maps: null, // its newest maps, and the short rows among them exactly
  rows: null,
  mapsOf: null, // the drawing that these belong to
  pixels: null, // {of: a drawing, pixels: the same as Python understood it}
  mapped: 'cnn', // the last network chosen that has maps, for Grad-CAM
  opened: null, // {layer, channel, position}
  bringing: false, // it was just opened, and comes into sight
  focusing: false, // the keyboard opened it, and follows
  drawing: null,
  moving: false,
  visible: false,
};
let retry = null;

const row = makeRow(find('.fm-row'), (layer, channel, position, byKeyboard) => {
  state.focusing = byKeyboard;
  openMap(layer.name, channel, position);
});

const opened = makeOpened(find('.fm-opened'), {
  layers: () => state.layers,
  maps: () => state.maps,
  move: (position) => openMap(state.opened.layer, state.opened.channel, position),
  step: stepMap,
  mute: () => surgery.toggle(state.opened.layer, state.opened.channel ?? state.opened.position[0]),
  isMuted: () => surgery.isMuted(state.opened.layer, state.opened.channel ?? state.opened.position?.[0]),
  canMute: () => surgery.canMute(state.opened.layer),
  close: closeMap,
});

const surgery = makeSurgery(find('.fm-surgery'), {
  maps: () => state.maps,
  changed: () => {
    row.showMuted(surgery.isMuted);
    opened.showMuted();
    look();
  },
  measure: (muted, onAnswer) => measure({ network: state.network, muted, onAnswer }),
});

const reasons = makeReasons(find('.fm-reasons'), (request, onAnswer) => {
  if (canAsk()) explain({ request: { network: state.mapped, drawing: asPixels(), ...request }, of: state.drawing, onAnswer });
});

const tour = makeTour(find('.fm-tour'), {
  layers: () => state.layers,
  reveal: row.reveal,
  ask: (onAnswer) => {
    if (isBlank(state.drawing)) tour.blank('Nothing is drawn yet.');
    else guide({ request: { network: state.network, drawing: asPixels() }, of: state.drawing, onAnswer });
  },
  started: () => panel.classList.add('touring'),
  ended: () => {
    panel.classList.remove('touring');
    find('.fm-start').focus();
  },
});

// ---- asking ----

const UNREACHABLE = 'The server does not answer. Trying again.';

// Wraps one of Python's functions: answers to older networks are dropped, troubles are told.
function asker(name, onAnswer, onTrouble = say) {
  return oneAtATime(
    (asked) => server[name](asked.request ?? asked),
    (answer, asked) => {
      if (answer.state === 'answer') return onAnswer(answer, asked);
      onTrouble(answer.message);
      if (answer.state === 'loading') again(500);
      return undefined;
    },
    () => {
      onTrouble(UNREACHABLE);
      again(2000);
    },
  );
}

function again(delay) {
  clearTimeout(retry);
  retry = setTimeout(() => (state.layers.length ? look() : describe({ network: state.network })), delay);
}

const current = (onAnswer) => (answer, asked) => {
  if (answer.network === undefined || answer.network === state.network) onAnswer(answer, asked);
};

const describe = asker('describe', current(showNetwork));
const ask = asker('look', current(show), (message) => {
  showNothing(message); // what was shown belongs to another drawing
  say(message);
});
// Both are asked anew when the pen lifts: an answer to an older drawing is of no use.
const newest = (answer, asked) => {
  if (asked.of === state.drawing) asked.onAnswer(answer);
};
const guide = asker('guide', current(newest));
const explain = asker('explain', newest);
const measure = oneAtATime(
  ({ network, muted }) => server.operate({ network, muted }),
  (answer, asked) => {
    if (answer.state !== 'answer') surgery.failed(answer.message);
    else if (answer.network === state.network) asked.onAnswer(answer);
  },
  () => surgery.failed('The server does not answer. Mute or restore a filter to try again.'),
);

const canAsk = () => state.visible && state.layers.length > 0 && !isBlank(state.drawing);

// The drawing as strokes or picture when it is new; once Python has seen it, as its 28×28 pixels.
function asPixels() {
  const { drawing, pixels } = state;
  return pixels?.of === drawing ? { pixels: pixels.pixels } : drawing;
}

// One request carries the drawing and whatever is open; with it come all maps of all layers.
function look() {
  if (!state.visible) return;
  if (!state.layers.length) return void describe({ network: state.network });
  if (isBlank(state.drawing)) return void showBlank();
  const { network, opened, drawing: of } = state;
  const request = { network, drawing: asPixels(), maps: state.mapsOf !== of, ...opened, muted: surgery.asked() };
  ask({ request, of, opened });
}

let said = '';
function say(text) {
  if (text !== said) find('.fm-status').textContent = text; // read aloud when it changes
  said = text;
}

// ---- showing ----

function showNetwork(answer) {
  state.layers = answer.layers;
  state.maps = null;
  state.mapsOf = null;
  row.build(answer.layers);
  showNetworks(answer.networks);
  surgery.layersAre(answer.layers);
  if (answer.layers.some(({ name, shape }) => name !== 'input' && isSpatial(shape))) {
    state.mapped = answer.network;
    reasons.layersAre(answer.layers);
  }
  row.clear();
  say(summary());
  look();
  askReasons();
  if (tour.isRunning()) tour.follow();
}

function summary() {
  const parameters = state.layers.reduce((sum, layer) => sum + layer.parameters, 0);
  const layers = counted(state.layers.length - 1, 'layer');
  const what = isBlank(state.drawing) ? 'Draw a digit to fill them.' : 'All of them follow your pen.';
  return `${layers}, ${counted(parameters, 'learned number')}. ${what}`;
}

function show(answer, asked) {
  if (!state.layers.length) return;
  if (isBlank(state.drawing) || answer.blank) return void showBlank();
  panel.dataset.state = 'shown';
  if (answer.maps) {
    state.mapsOf = asked.of;
    state.pixels = { of: asked.of, pixels: answer.pixels };
    state.maps = unpackMaps(state.layers, answer.maps);
    state.rows = answer.rows;
    row.show(state.maps, state.rows);
    if (!state.moving) row.describe(state.maps, state.rows);
  }
  if (answer.unit && asked.opened === state.opened) showUnit(answer.unit);
  surgery.show(state.rows[state.layers.at(-1).name], answer.without ?? null);
  say(summary());
  links.openWanted();
}

function showUnit(unit) {
  state.opened.position ??= unit.position;
  opened.show(unit);
  row.mark(unit.field, unit.channel);
  if (state.bringing) bringIntoSight(find('.fm-opened'));
  state.bringing = false;
  if (state.focusing) opened.focus();
  state.focusing = false;
}

function showBlank() {
  showNothing('Nothing is drawn yet.');
  say(summary());
}

// Clears every panel, and says why.
function showNothing(why) {
  panel.dataset.state = 'blank';
  state.maps = null;
  state.mapsOf = null;
  state.rows = null;
  row.clear();
  row.unmark();
  opened.hide();
  surgery.show(null, null);
  reasons.clear(why);
  tour.blank(why);
}

// ---- opening ----

function openMap(layer, channel, position) {
  if (isBlank(state.drawing)) return;
  if (layer === 'input') return void say('That is what the network sees: 28 × 28 numbers. Press a map after it.');
  const first = find('.fm-opened').dataset.state === 'closed';
  state.opened = { layer, channel, position };
  look();
  links.remember();
  if (first) state.bringing = true;
}

function bringIntoSight(part) {
  const block = matchMedia('(max-width: 900px)').matches ? 'start' : 'nearest';
  part.scrollIntoView({ behavior: prefersCalm() ? 'auto' : 'smooth', block });
}

function stepMap(direction) {
  const { layer, channel, position } = state.opened;
  const count = state.layers.find(({ name }) => name === layer).shape[2];
  const next = (channel + direction + count) % count;
  openMap(layer, next, position && [position[0], position[1], next]);
}

function closeMap() {
  const was = state.opened;
  state.opened = null;
  links.remember();
  opened.hide();
  row.unmark();
  if (was) row.focus(was.layer, was.channel);
}

// ---- choosing the network ----

function showNetworks(networks) {
  const group = find('.fm-networks');
  if (!group.children.length) {
    for (const [name, title] of networks) {
      const button = make('button', { type: 'button', role: 'radio', class: name, text: title });
      button.addEventListener('click', () => choose(name));
      group.append(button);
      button.dataset.network = name;
    }
    roving(group, 'button', networks.length);
  }
  for (const button of group.children) {
    const chosen = button.dataset.network === state.network;
    button.setAttribute('aria-checked', String(chosen));
    button.tabIndex = chosen ? 0 : -1;
  }
}

function choose(name) {
  if (name === state.network) return;
  state.network = name;
  state.layers = [];
  state.opened = null;
  opened.hide();
  reasons.forget();
  describe({ network: name });
  links.remember();
}

// ---- following the canvas ----

const reasonsSeen = { now: false };
function askReasons() {
  if (reasonsSeen.now && canAsk()) reasons.request();
}

studio.watch('drawing', panel, (drawing) => {
  state.drawing = drawing;
  state.moving = true;
  if (!state.visible) return;
  reasons.wait();
  tour.wait();
  look();
});
studio.watch('drawn', panel, () => {
  state.moving = false;
  if (!state.visible) return;
  askReasons();
  tour.follow();
});
whenSeen(panel, (seen) => {
  state.visible = seen;
  state.moving = false;
  if (seen) look();
});
whenSeen(find('.fm-reasons'), (seen) => {
  reasonsSeen.now = seen;
  askReasons();
});
links.follow();
find('.fm-start').addEventListener('click', () => (tour.isRunning() ? tour.end() : tour.start()));
