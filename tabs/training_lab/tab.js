// Starts everything: which part is shown, the drawing, what the server describes, and links.

let open = false;
const say = (text) => (find('.tl-status').textContent = text);

// ---- parts ----

function showPart(name) {
  if (!(name in parts)) return;
  lab.part = name;
  for (const part of findAll('.tl-part')) part.hidden = part.dataset.part !== name;
  for (const button of findAll('.tl-parts button')) button.setAttribute('aria-pressed', String(button.dataset.part === name));
  if (name === 'activations') showPlayground();
  updateAll();
}

for (const button of findAll('.tl-parts button')) {
  button.addEventListener('click', () => {
    showPart(button.dataset.part);
    remember();
  });
}

route.follow(TAB, panel, (settings) => {
  if (!Object.keys(settings).length) return;
  const name = settings.part in parts ? settings.part : 'slider';
  showPart(name);
  parts[name].adopt(settings);
});

find('.tl-copy').addEventListener('click', (event) => {
  route.copy(event.currentTarget, route.link(TAB, currentSettings(), studio.latest.drawn));
});

// ---- the drawing ----

let drawing = studio.latest.drawing ?? null;
let seenDrawing = null; // the one that lab.pixels belongs to

const askPixels = oneAtATime(
  (asked) => server.see({ drawing: asked }),
  (answer, asked) => {
    if (asked !== drawing && isBlank(drawing)) return;
    seenDrawing = asked;
    lab.message = answer.state === 'answer' ? '' : answer.message;
    lab.image = answer.image ?? null;
    lab.pixels = lab.image && floatsOf(lab.image);
    updateAll();
  },
  () => {
    lab.message = 'The server does not answer.';
    setTimeout(() => open && seenDrawing !== drawing && lookAtDrawing(), 3000);
    updateAll();
  },
);

function lookAtDrawing() {
  lab.blank = isBlank(drawing);
  if (lab.blank) {
    Object.assign(lab, { pixels: null, image: null, message: '' });
    seenDrawing = null;
    updateAll();
  } else if (seenDrawing !== drawing) askPixels(drawing);
}

studio.watch('drawing', panel, (next) => {
  drawing = next;
  if (open || isBlank(next)) lookAtDrawing();
});

// ---- starting ----

async function describe() {
  if (lab.about) return;
  const answer = await server.describe({}).catch(() => ({ state: 'lost', message: 'The server does not answer. Trying again.' }));
  if (answer.state === 'lost') {
    say(answer.message);
    if (panel.isConnected) setTimeout(describe, 3000);
  } else if (answer.state !== 'answer') say(answer.message);
  else {
    say('');
    lab.about = answer;
    fillMoments();
    for (const place of findAll('[data-fact]')) place.textContent = factOf(place.dataset.fact);
    fetchMoments();
    updateAll();
  }
}

// "cnn.parameters" or "digits", as text.
function factOf(name) {
  const [first, second] = name.split('.');
  const value = second ? lab.about.networks[first][second] : lab.about[first];
  return value.toLocaleString('en');
}

whenSeen(panel, (isSeen) => {
  open = isSeen;
  if (!open) return;
  describe();
  lookAtDrawing();
});

showPart(lab.part);
showRun();
