// Shuffled pixels, a quarrel between the networks, and the few pixels that fool each of them.

// ---- shuffle ----

const shuffleDuel = makeDuel(find('.avc-shuffle .avc-duel'));
const shuffleVerdicts = makeVerdicts(find('.avc-shuffle .avc-verdicts'));

follow(find('.avc-shuffle'), {
  key: () => keyOf('shuffle'),
  ask: () => server.shuffle({ image: now.image }),
  show(answer) {
    if (!answer.there) return clearShuffle('No networks that learned on shuffled pixels came with this model.');
    paintLevels(find('.avc-ordered'), levelsOf(now.image));
    find('.avc-ordered').setAttribute('aria-label', 'Your digit as both networks see it');
    paintPacked(find('.avc-shuffled'), answer.picture, 'Your digit with its pixels shuffled: grey dots without a shape');
    shuffleDuel.show(answer);
    shuffleVerdicts.show(answer);
    find('.avc-shuffle .avc-said').textContent = bothInWords(answer);
    return undefined;
  },
  clear: () => clearShuffle(''),
  delay: 200,
});

function clearShuffle(text) {
  wipe(find('.avc-ordered'), 'Your digit: nothing yet');
  wipe(find('.avc-shuffled'), 'Your digit with its pixels shuffled: nothing yet');
  shuffleDuel.show(null);
  shuffleVerdicts.show(null);
  find('.avc-shuffle .avc-said').textContent = text;
}

// What the shuffle cost each network, said only as far as the measurements say it.
function shuffleInWords({ cnn, ann }) {
  const points = (value) => `${Math.abs(100 * value).toFixed(2)} points`;
  const moved = (value) => (Math.abs(value) < 0.0005 ? 'keeps its score' : `${value < 0 ? 'loses' : 'gains'} ${points(value)}`);
  const [before, after] = [cnn.plain - ann.plain, cnn.shuffled - ann.shuffled];
  const lead = (value) => (value < 0 ? `${points(value)} behind` : `${points(value)} ahead`);
  return (
    `With its pixels shuffled, the ANN ${moved(ann.shuffled - ann.plain)} and the CNN ${moved(cnn.shuffled - cnn.plain)}: ` +
    `it was ${lead(before)} of the ANN, and is ${lead(after)} now.`.replaceAll('behind of', 'behind')
  );
}

function showShuffleFacts() {
  const measuredThem = now.facts?.shuffled;
  find('.avc-shuffle-facts').hidden = !measuredThem;
  if (!measuredThem) return;
  for (const name of NAMES) {
    for (const kind of ['plain', 'shuffled']) {
      find(`.avc-shuffle-facts .${name} .${kind}`).textContent = share(measuredThem[name][kind]);
    }
  }
  const known = NAMES.every((name) => measuredThem[name].plain != null && measuredThem[name].shuffled != null);
  find('.avc-shuffle-words').textContent = known ? shuffleInWords(measuredThem) : '';
}

// ---- quarrels ----

const QUARRELS = {
  sample: { part: find('.avc-sample'), empty: 'A digit that the networks read differently: nothing yet' },
  nearby: { part: find('.avc-nearby'), empty: 'Your digit, changed until they disagree: nothing yet' },
};
for (const one of Object.values(QUARRELS)) one.verdicts = makeVerdicts(one.part.querySelector('.avc-verdicts'));
let turn = 0;
let found = null; // the sliders of the quarrel near the drawing

function showQuarrel({ part, verdicts }, answer, label) {
  part.classList.add('shown');
  paintPacked(part.querySelector('canvas'), answer.picture, label);
  verdicts.show(answer);
}

function clearQuarrel({ part, verdicts, empty }) {
  part.classList.remove('shown');
  wipe(part.querySelector('canvas'), empty);
  verdicts.show(null);
}

onDemand(QUARRELS.sample.part, {
  button: find('.avc-sample button'),
  depends: false,
  busy: 'Both networks read the bundled test digits …',
  ask: () => server.find_quarrel({ turn }),
  show(answer) {
    if (!answer.found) return answer.tried ? `They agree on all ${answer.tried.toLocaleString('en')} bundled test digits.` : 'No sample digits came with this model.';
    turn = answer.place; // the next press shows the next one
    showQuarrel(QUARRELS.sample, answer, `A test digit, written as ${aDigit(answer.label)}`);
    find('.avc-sample button').textContent = 'Show the next one';
    return `${bothInWords(answer)} Its writer meant ${aDigit(answer.label)}. Number ${answer.place} of ${answer.count} quarrels among ${answer.tried.toLocaleString('en')} test digits.`;
  },
});

onDemand(QUARRELS.nearby.part, {
  button: find('.avc-search'),
  busy: 'Moving, turning, scaling and thickening your digit …',
  ask: () => server.find_quarrel({ image: now.image }),
  show(answer) {
    if (!answer.found) return `They agree on your digit and on ${answer.tried - 1} small changes of it. Try another drawing.`;
    found = answer.change;
    const words = quarrelInWords(found);
    showQuarrel(QUARRELS.nearby, answer, `Your digit, ${words}`);
    return `${words[0].toUpperCase()}${words.slice(1)}. ${bothInWords(answer)}`;
  },
  clear() {
    found = null;
    clearQuarrel(QUARRELS.nearby);
  },
});
clearQuarrel(QUARRELS.sample);

function quarrelInWords(change) {
  const names = SLIDERS.map(({ name }) => name).filter((name) => change[name] !== NEUTRAL[name]);
  return names.map((name) => WORDS[name].long(change[name])).join(', ') || 'as you drew it';
}

find('.avc-adopt').addEventListener('click', () => {
  const own = Object.fromEntries(SLIDERS.map(({ name }) => [name, found[name]]));
  setSliders({ ...NEUTRAL, ...own });
  find('.avc-disturb').scrollIntoView({ behavior: prefersCalm() ? 'auto' : 'smooth', block: 'start' });
});

// ---- a few pixels ----

const FOOLED = ['before', 'after', 'difference'];

for (const name of NAMES) {
  const part = find(`.avc-fooled.${name}`);
  const canvas = (kind) => part.querySelector(`.avc-${kind}`);
  const digits = (text) => FOOLED.slice(0, 2).forEach((kind, i) => (part.querySelector(`.avc-${kind}-digit`).textContent = text[i]));

  onDemand(part, {
    button: part.querySelector('button'),
    busy: `Looking for the pixels that fool the ${TITLES[name]} …`,
    ask: () => server.fool({ image: now.image, network: name }),
    show(answer) {
      const count = `${answer.changes.length} pixel${answer.changes.length === 1 ? '' : 's'}`;
      part.classList.add('shown');
      paintLevels(canvas('before'), levelsOf(now.image));
      canvas('before').setAttribute('aria-label', `Your digit, which the ${TITLES[name]} reads as ${answer.digit_before}`);
      paintPacked(canvas('after'), answer.picture, `The same with ${count} changed, read as ${answer.digit_after}`);
      paintDifference(canvas('difference'), answer.changes, `What was changed: ${changesSpoken(answer.changes)}`);
      const [b, a] = [answer.digit_before, answer.digit_after];
      digits([`${b}, ${percent(answer.before[b])}`, `${a}, ${percent(answer.after[a])}`]);
      if (!answer.flipped) return `Not fooled: ${answer.reason}. It still reads ${aDigit(a)}, ${percent(answer.after[a])}.`;
      return `${count} of 784 ${answer.changes.length === 1 ? 'makes' : 'make'} the ${TITLES[name]} read ${aDigit(a)} instead of ${aDigit(b)}.`;
    },
    clear() {
      part.classList.remove('shown');
      FOOLED.forEach((kind) => wipe(canvas(kind), `${kind}: nothing yet`));
      digits(['', '']);
    },
  });
}

function changesSpoken(changes) {
  const lighter = changes.filter(([, , before, after]) => after > before).length;
  return `${lighter} pixels got more ink, ${changes.length - lighter} less`;
}
