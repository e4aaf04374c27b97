// "Try it" opens another tab; a small strip at the foot of the page then leads back to where the visitor read.

const wayBack = { strip: null, from: null };

function followTry(button, number) {
  const settings = JSON.parse(button.dataset.settings);
  leaveStrip();
  wayBack.from = button;
  route.open(button.dataset.tab, settings);
  if (button.dataset.tab !== 'lesson') showStrip(number);
}

function showStrip(number) {
  const back = makeButton('le-back-go', `Back to chapter ${number}`, () => {
    leaveStrip();
    route.open('lesson', { chapter: number });
  });
  const stay = makeButton('le-back-stay', '×', () => {
    leaveStrip();
    wayBack.from = null;
  });
  stay.setAttribute('aria-label', 'Stay here');
  wayBack.strip = make('nav', 'le-back', back, stay);
  wayBack.strip.setAttribute('aria-label', 'Way back to the lesson');
  const page = document.querySelector('.gradio-container .contain'); // where Gradio lets style sheets apply
  (page ?? document.body).append(wayBack.strip);
}

function leaveStrip() {
  wayBack.strip?.remove();
  wayBack.strip = null;
}

// The button that led away, if it is still on the page: where to go on reading.
function takePlaceLeft() {
  const button = wayBack.from?.isConnected ? wayBack.from : null;
  wayBack.from = null;
  return button;
}

// Whichever way the visitor came back, the strip has done its work.
whenSeen(lesson, (isSeen) => isSeen && leaveStrip());
