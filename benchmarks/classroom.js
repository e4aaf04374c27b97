// Draws the samples over and over, at a pen's pace, as a hand would; called with what web/canvas/samples.json holds.
(samples) => {
  const paper = document.querySelector('.dc-paper');
  const pace = 1000 / 60;
  Element.prototype.setPointerCapture = () => {}; // this pointer is no device's

  const say = (kind, [x, y]) => {
    const box = paper.getBoundingClientRect();
    const scale = Math.min(box.width, box.height) / 280;
    const [clientX, clientY] = [box.left + x * scale, box.top + y * scale];
    const common = { pointerId: 77, isPrimary: true, pointerType: 'pen', button: 0, buttons: 1, bubbles: true };
    paper.dispatchEvent(new PointerEvent(kind, { ...common, clientX, clientY }));
  };
  const rest = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  async function draw({ strokes }) {
    document.querySelector('.dc-clear').click();
    for (const stroke of strokes) {
      say('pointerdown', stroke[0]);
      for (const point of stroke.slice(1)) {
        await rest(pace);
        say('pointermove', point);
      }
      say('pointerup', stroke.at(-1));
    }
    window.drawn += 1;
    await rest(1000);
  }

  window.drawn = 0;
  (async () => {
    for (let number = Math.floor(Math.random() * samples.length); ; number += 1) await draw(samples[number % samples.length]);
  })();
};
