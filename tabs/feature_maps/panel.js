// The Feature maps tab: follows the drawing, one request at a time, and only while it is in sight.
// `element` and `server` come from Gradio.

const panel = element.querySelector('.fm');
const find = (selector) => panel.querySelector(selector);
const state = {
  network: 'cnn',
  layers: [], // of that network, once Python has described them
  maps: null, // its newest maps, and the short rows among them exactly
  rows: null,
  opened: null, // {layer, channel, position}
  drawing: null,
  moving: false,
  visible: false,
};
let retry = null;

const row = makeRow(find('.fm-row'), (layer, channel, position) => openMap(layer.name, channel, position));

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
    look(false);
  },
  measure: (muted, onAnswer) => measure({ network: state.network, muted, onAnswer }),
});

const reasons = makeReasons(find('.fm-reasons'), (request, onAnswer) => {
  if (canAsk()) explain({ request: { network: withMaps(), drawing: state.drawing, ...request }, onAnswer });
});

const tour = makeTour(find('.fm-tour'), {
  layers: () => state.layers,
  reveal: row.reveal,
  ask: (onAnswer) => {
    if (isBlank(state.drawing)) onAnswer({ blank: true });
    else guide({ request: { network: state.network, drawing: state.drawing }, onAnswer });
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
  retry = setTimeout(() => (state.layers.length ? look(true) : describe({ network: state.network })), delay);
}

const current = (onAnswer) => (answer, asked) => {
  if (answer.network === undefined || answer.network === state.network) onAnswer(answer, asked);
};

const describe = asker('describe', current(showNetwork));
const ask = asker('look', current(show));
const guide = asker('guide', current((answer, asked) => asked.onAnswer(answer)));
const explain = asker('explain', (answer, asked) => {
  if (!isBlank(state.drawing)) asked.onAnswer(answer);
});
const measure = oneAtATime(
  ({ network, muted }) => server.operate({ network, muted }),
  (answer, asked) => {
    if (answer.state !== 'answer') surgery.failed(answer.message);
    else if (answer.network === state.network) asked.onAnswer(answer);
  },
  () => surgery.failed('The server does not answer. Mute or restore a filter to try again.'),
);

const canAsk = () => state.visible && state.layers.length > 0 && !isBlank(state.drawing);
const withMaps = () => (state.layers.some(({ name, shape }) => name !== 'input' && isSpatial(shape)) ? state.network : 'cnn');

// One request carries the drawing and whatever is open; with it come all maps of all layers.
function look(maps) {
  if (!state.visible) return;
  if (!state.layers.length) return void describe({ network: state.network });
  if (isBlank(state.drawing)) return void showBlank();
  const muted = surgery.asked();
  ask({ network: state.network, drawing: state.drawing, maps: maps || !state.maps, ...state.opened, muted, since: state.drawing });
}

function say(text) {
  find('.fm-status').textContent = text;
}

// ---- showing ----

function showNetwork(answer) {
  state.layers = answer.layers;
  state.maps = null;
  row.build(answer.layers);
  showNetworks(answer.networks);
  surgery.layersAre(answer.layers);
  if (withMaps() === state.network) reasons.layersAre(answer.layers);
  row.clear();
  say(summary());
  look(true);
  if (!isBlank(state.drawing)) askReasons();
  if (tour.isRunning()) tour.follow();
}

function summary() {
  const parameters = state.layers.reduce((sum, layer) => sum + layer.parameters, 0);
  const layers = counted(state.layers.length - 1, 'layer');
  const what = isBlank(state.drawing) ? 'Draw a digit to fill them.' : 'All of them follow your pen.';
  return `${layers}, ${counted(parameters, 'learned number')}. ${what}`;
}

function show(answer, asked) {
  if (isBlank(state.drawing)) return showBlank();
  if (answer.blank) return showBlank();
  panel.dataset.state = 'shown';
  if (answer.maps) {
    state.maps = unpackMaps(state.layers, answer.maps);
    state.rows = answer.rows;
    row.show(state.maps, state.rows);
    if (!state.moving) row.describe(state.maps, state.rows);
  }
  if (answer.unit && isStillOpen(answer.unit)) showUnit(answer.unit);
  surgery.show(state.rows[state.layers.at(-1).name], answer.without ?? null);
  say(summary());
  if (asked.since !== state.drawing && !state.moving) look(true);
  return undefined;
}

const isStillOpen = (unit) => state.opened?.layer === unit.layer && (state.opened.channel ?? null) === unit.channel;

function showUnit(unit) {
  state.opened.position ??= unit.position;
  opened.show(unit);
  row.mark(unit.field, unit.channel);
}

function showBlank() {
  panel.dataset.state = 'blank';
  state.maps = null;
  state.rows = null;
  row.clear();
  row.unmark();
  opened.hide();
  surgery.show(null, null);
  reasons.clear();
  tour.blank();
  say(summary());
}

// ---- opening ----

function openMap(layer, channel, position) {
  if (isBlank(state.drawing)) return;
  if (layer === 'input') return void say('That is what the network sees: 28 × 28 numbers. Press a map after it.');
  const first = find('.fm-opened').dataset.state === 'closed';
  state.opened = { layer, channel, position };
  look(false);
  if (first) requestAnimationFrame(() => find('.fm-opened').scrollIntoView({ behavior: prefersCalm() ? 'auto' : 'smooth', block: 'nearest' }));
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
  state.opened = null;
  opened.hide();
  reasons.forget();
  describe({ network: name });
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
  look(true);
});
studio.watch('drawn', panel, () => {
  state.moving = false;
  if (!state.visible) return;
  look(true);
  if (!isBlank(state.drawing)) askReasons();
  tour.follow();
});
whenSeen(panel, (seen) => {
  state.visible = seen;
  state.moving = false;
  if (seen) look(true);
});
whenSeen(find('.fm-reasons'), (seen) => {
  reasonsSeen.now = seen;
  askReasons();
});
find('.fm-start').addEventListener('click', () => (tour.isRunning() ? tour.end() : tour.start()));
