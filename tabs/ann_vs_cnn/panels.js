// What the tab knows now, and panels that follow it: each asks the server only while it can be seen,
// one question at a time, and shows nothing that belongs to an older drawing.

const NAMES = ['cnn', 'ann'];
const TITLES = { cnn: 'CNN', ann: 'ANN' };
const panel = element.querySelector('.avc');
const find = (selector) => panel.querySelector(selector);

const now = {
  number: 0, // grows with every change of the drawing
  imageNumber: -1, // of which drawing `image` is
  image: null, // the networks' 28×28, as the server encoded it
  plain: null, // what both say of the drawing itself
  digit: null, // the CNN's answer to it: the digit whose probability the curves follow
  blank: true,
  message: '', // why there is no answer
  change: {}, // the sliders that are not neutral
  slider: 'dx', // whose curve is shown
  facts: null,
};

const followers = [];
const updateAll = () => followers.forEach((update) => update());

// True once the server has told what the present drawing looks like to the networks.
const hasImage = () => now.imageNumber === now.number && now.image !== null;

// A key that names the present drawing and whatever else a panel depends on: null if there is nothing
// to show, undefined if it is not known yet.
function keyOf(...parts) {
  if (now.blank || now.message) return null;
  return hasImage() ? JSON.stringify([now.number, ...parts]) : undefined;
}

// Says in a part without content what will appear there, or why nothing does.
function hint(part, text) {
  const place = part.querySelector('.avc-hint');
  if (place) place.textContent = text;
}

// Makes a part of the tab follow what it depends on, from the next `updateAll` on.
//   key()         see keyOf
//   ask()         sends the question; returns a promise of the answer
//   show(answer)  puts it on the page
//   clear()       takes everything off the page
//   delay         milliseconds of rest before asking
//   seenBy        the element that must be in sight; the part itself unless another is named
//   late          true: an answer that a newer question has overtaken is shown all the same
function follow(part, { key, ask, show, clear, delay = 0, late = false, seenBy = part }) {
  let shown = null;
  let wanted = null;
  let seen = false;
  let timer = null;

  const send = oneAtATime(
    (request) => request.ask(),
    (answer, request) => {
      if (answer.state === 'loading') return again(700);
      if (request.key !== wanted && !(late && wanted && request.number === now.number)) return undefined;
      if (answer.state !== 'answer') return fail(answer.message);
      part.classList.remove('failed');
      show(answer);
      return settle(request.key);
    },
    () => {
      fail('The server does not answer. Trying again.');
      again(3000);
    },
  );

  function settle(key) {
    shown = key;
    part.setAttribute('aria-busy', String(shown !== wanted));
  }

  function fail(message) {
    clear();
    settle(wanted);
    part.classList.add('failed');
    hint(part, message);
  }

  function again(delayed) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      shown = null;
      update();
    }, delayed);
  }

  function update() {
    wanted = key();
    clearTimeout(timer);
    if (wanted === null) return empty();
    part.classList.remove('empty');
    if (wanted === shown) return settle(shown);
    part.setAttribute('aria-busy', 'true');
    if (!seen || wanted === undefined) return undefined;
    const request = { key: wanted, number: now.number, ask };
    if (delay) timer = setTimeout(() => send(request), delay);
    else send(request);
    return undefined;
  }

  function empty() {
    clear();
    shown = null;
    part.classList.add('empty');
    part.classList.remove('failed');
    part.setAttribute('aria-busy', 'false');
    hint(part, now.message || part.dataset.hint);
  }

  followers.push(update);
  whenSeen(seenBy, (isSeen) => {
    seen = isSeen;
    if (seen) update();
  });
}

// Something that the visitor asks for with a button: the button, what is said, and what goes when the
// drawing changes. `depends` false: it stays whatever is drawn.
function onDemand(part, { button, ask, show, clear, busy, depends = true }) {
  let number = null;
  const say = (text) => (part.querySelector('.avc-said').textContent = text);

  const send = oneAtATime(
    () => ask(),
    (answer, asked) => {
      button.disabled = false;
      part.setAttribute('aria-busy', 'false');
      if (depends && asked !== now.number) return say('');
      if (answer.state !== 'answer') return say(answer.message);
      number = asked;
      return say(show(answer));
    },
    () => {
      button.disabled = false;
      part.setAttribute('aria-busy', 'false');
      say('The server does not answer. Try again.');
    },
  );

  button.addEventListener('click', () => {
    button.disabled = true;
    part.setAttribute('aria-busy', 'true');
    say(busy);
    send(now.number);
  });
  if (!depends) return;
  followers.push(() => {
    const blank = keyOf() === null;
    if (part.getAttribute('aria-busy') !== 'true') button.disabled = blank;
    part.classList.toggle('empty', blank);
    hint(part, now.message || part.dataset.hint);
    if (number === null && !blank) return;
    if (blank || number !== now.number) {
      if (number !== null || blank) say('');
      number = null;
      clear();
    }
  });
}

// Paints float probabilities' picture: what `packed` in Python packed.
function paintPacked(canvas, picture, label) {
  paintLevels(canvas, unpacked(picture));
  canvas.setAttribute('aria-label', label);
}

// The networks' image as brightness 0 to 255.
function levelsOf(image) {
  const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
  const values = new Float32Array(bytes.buffer);
  return { width: 28, height: 28, levels: Uint8Array.from(values, (value) => Math.round(value * 255)) };
}

function wipe(canvas, label) {
  canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
  canvas.setAttribute('aria-label', label);
}

// "+3", "−2.5", "0": with a real minus sign.
function signed(value, decimals = 0) {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

const share = (value, decimals = 2) => (value == null ? '–' : `${(100 * value).toFixed(decimals)} %`);
const aDigit = (digit) => `${digit === 8 ? 'an' : 'a'} ${digit}`;
