// What is chosen, and what is asked of the server: one question of a kind at a time, the newest next.

const state = { ...defaultsFor('convolution'), name: 'lesson', kernels: null, ownBias: 0 };
const subject = { drawing: null, known: null, picture: null }; // `known`: {of: drawing, pixels}
let visible = false;
let wanted = null; // settings that came before the kernels did
let pendingKernel = ''; // a filter's name that came before the network did
let retry = null;
let channel = 0; // of the kernel that is edited
let pooled = false; // the window's size and stride are a pooling's

const NOTHING = 'Draw a digit, or press one of the samples: it appears here as 28 × 28 numbers.';
const UNREACHABLE = 'The server does not answer. Trying again.';

// Wraps one of Python's functions. What is shown belongs to an older question once one is refused: it goes.
function asker(name, onAnswer, onTrouble = empty) {
  return oneAtATime(
    ({ request }) => server[name](request),
    (answer, asked) => {
      if (answer.state === 'loading') again(700);
      if (answer.state !== 'answer') return onTrouble(answer.message);
      if (asked.settings && (asked.settings.operation === 'flatten') !== (state.operation === 'flatten')) return undefined;
      return onAnswer(answer, asked);
    },
    () => {
      say(UNREACHABLE);
      again(2500);
    },
  );
}

function again(delay) {
  clearTimeout(retry);
  retry = setTimeout(() => (kernels.haveLearned() ? update() : askKernels({ request: {} })), delay);
}

const askKernels = asker('kernels', (answer) => {
  kernels.load(answer);
  if (answer.later) again(1000);
  if (wanted) return use(wanted);
  if (pendingKernel && useKernel(pendingKernel)) return changed();
  if (!state.kernels) useKernel('lesson');
  return changed();
});
const askSlide = asker('slide', (answer, asked) => {
  if (!keep(answer, asked)) return;
  const view = viewOf(answer, asked.settings);
  panel.dataset.state = view.problem ? 'problem' : 'shown';
  stage.show(view, state.step);
  find('.cl-phrase').textContent = phraseOf(view.phrase);
});
const askFlatten = asker('flatten', (answer, asked) => {
  if (!keep(answer, asked)) return;
  panel.dataset.state = 'shown';
  const { input, colours } = asked.settings;
  flattened.show(answer, state.step, input === 'grid', input === 'picture' && colours === 'rgb');
});
const askPicture = asker('open_picture', (answer, { name }) => {
  subject.picture = answer;
  state.input = 'picture';
  state.step = 0;
  find('.cl-file').textContent = `${name}, shrunk to ${answer.width} × ${answer.height}`;
  changed();
}, (message) => say(message)); // the picture before it stays

// Notes what Python understood the drawing as. False if nothing is drawn, or another question was asked since.
function keep(answer, { settings, drawing }) {
  if (settings.input !== state.input) return false;
  say('');
  if (answer.blank) {
    empty(NOTHING);
    return false;
  }
  if (answer.pixels) subject.known = { of: drawing, pixels: answer.pixels };
  return true;
}

function update() {
  if (!visible || !state.kernels) return;
  if (state.input === 'digit' && isBlank(subject.drawing)) {
    return void empty(NOTHING);
  }
  const settings = { ...state, kernels: inChannels(), dilation: state.operation === 'convolution' ? state.dilation : 1 };
  const asked = { request: requestOf(settings), settings, drawing: subject.drawing };
  if (state.operation === 'flatten') askFlatten(asked);
  else askSlide(asked);
}

function requestOf({ input, operation, size, stride, padding, dilation, kernels: rows, bias, colours }) {
  const window_ = { size, stride, dilation, padding: Number.isNaN(Number(padding)) ? padding : Number(padding) };
  const { drawing, known, picture } = subject;
  const subjects = {
    grid: {},
    digit: known?.of === drawing ? { pixels: known.pixels } : { drawing },
    picture: { picture, colours },
  };
  return { input, operation, ...window_, kernels: rows, bias, ...subjects[input] };
}

const isColour = () => state.input === 'picture' && state.colours === 'rgb';
const inChannels = () => (isColour() ? state.kernels : [state.kernels[channelInUse()]]);
const channelInUse = () => (state.kernels.length > 1 ? channel : 0);
