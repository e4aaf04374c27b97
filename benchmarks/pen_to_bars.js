// Watches a page from inside: when each position of the pen came, when the bars on Draw had changed for it, and when
// all maps of Feature maps were painted for it. A position is known with the first drawing read that holds it.
window.watchPen = (studio) => {
  const came = []; // [milliseconds, drawing] of each position
  let [bars, maps] = [[], []]; // milliseconds from a position until then
  let moved = 0;
  let painted = new Set();

  addEventListener('pointerrawupdate', (event) => event.buttons && (moved = event.timeStamp), true);
  studio.watch('drawing', null, (drawing) => {
    if (moved && moved !== came.at(-1)?.[0]) came.push([moved, drawing]);
  });

  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...image) {
    painted.add(this.canvas);
    return put.apply(this, image);
  };

  const note = (times, drawing) => {
    const last = came.findIndex(([, each]) => each === drawing);
    for (let i = times.length; i <= last; i += 1) times.push(performance.now() - came[i][0]);
  };

  const row = () => [...document.querySelectorAll('.fm-row canvas')];
  const frame = (of) => {
    const canvases = row();
    if (canvases.length && canvases.every((canvas) => painted.has(canvas))) note(maps, of);
  };

  studio.watch('reading', null, ({ of }) => {
    painted = new Set();
    queueMicrotask(() => {
      note(bars, of); // all tabs have been told
      requestAnimationFrame(() => frame(of)); // after those of the tabs
    });
  });

  return {
    read() {
      const found = { bars, maps, positions: came.length };
      came.length = 0;
      [bars, maps, moved] = [[], [], 0];
      return found;
    },
  };
};
