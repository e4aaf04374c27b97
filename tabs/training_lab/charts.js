// Lines in a frame, drawn as SVG at the size it is shown.

const FRAME = { left: 46, right: 12, top: 10, bottom: 26 };

// `host` is an empty element; returns show(data), and show(null) empties it.
// data: {
//   x: [low, high], y: [low, high], logarithmic: true for the x axis,
//   ticksX: [[x, text]], ticksY: [[y, text]],
//   lines: [{points: [[x, y]], kind: class names}],
//   mark: x of an upright line, dots: [{x, y, kind}],
//   label: the whole in words
// }
function makeChart(host, height = 190) {
  let data = null;

  function show(next) {
    data = next;
    draw();
  }

  function draw() {
    if (!data) host.textContent = '';
    if (!data || !host.clientWidth) return;
    const at = scales(host.clientWidth);
    host.innerHTML =
      `<svg role="img" width="${at.width}" height="${height}" viewBox="0 0 ${at.width} ${height}">` +
      `${grid(at)}${(data.lines ?? []).map((line) => path(line, at)).join('')}${marks(at)}</svg>`;
    host.firstChild.setAttribute('aria-label', data.label);
  }

  function scales(width) {
    const onX = data.logarithmic ? Math.log : (value) => value;
    const [left, right] = [FRAME.left, width - FRAME.right];
    const [top, floor] = [FRAME.top, height - FRAME.bottom];
    const between = (value, [low, high]) => (high > low ? (value - low) / (high - low) : 0);
    const clip = (part) => Math.min(1, Math.max(0, part));
    return {
      width,
      left,
      right,
      top,
      floor,
      x: (value) => left + clip(between(onX(value), data.x.map(onX))) * (right - left),
      y: (value) => floor - clip(between(value, data.y)) * (floor - top),
    };
  }

  function grid(at) {
    const levels = data.ticksY.map(([value, text]) => {
      const y = at.y(value).toFixed(1);
      return (
        `<line class="ui-rule" x1="${at.left}" x2="${at.right}" y1="${y}" y2="${y}" />` +
        `<text class="ui-axis" x="${at.left - 6}" y="${Number(y) + 4}" text-anchor="end">${text}</text>`
      );
    });
    const steps = data.ticksX.map(([value, text]) => {
      const anchor = value === data.x[0] ? 'start' : value === data.x[1] ? 'end' : 'middle';
      return `<text class="ui-axis" x="${at.x(value).toFixed(1)}" y="${at.floor + 18}" text-anchor="${anchor}">${text}</text>`;
    });
    return levels.join('') + steps.join('');
  }

  function path({ points, kind }, at) {
    const placed = points.map(([x, y]) => `${at.x(x).toFixed(1)} ${at.y(y).toFixed(1)}`);
    return `<polyline class="ui-line ${kind}" points="${placed.join(' ')}" />`;
  }

  function marks(at) {
    const dots = (data.dots ?? []).map(
      ({ x, y, kind }) => `<circle class="ui-dot ${kind}" cx="${at.x(x).toFixed(1)}" cy="${at.y(y).toFixed(1)}" r="5" />`,
    );
    if (data.mark == null) return dots.join('');
    const x = at.x(data.mark).toFixed(1);
    return `<line class="ui-here" x1="${x}" x2="${x}" y1="4" y2="${at.floor}" />${dots.join('')}`;
  }

  new ResizeObserver(draw).observe(host);
  return show;
}

// Shares of right answers: from 0, or from 80 % on where all that matters lies above.
function accuracyAxis(smallest = 0) {
  const low = smallest >= 0.8 ? 0.8 : 0;
  const ticks = low ? [0.8, 0.85, 0.9, 0.95, 1] : [0, 0.25, 0.5, 0.75, 1];
  return { y: [low, 1], ticksY: ticks.map((value) => [value, `${Math.round(100 * value)} %`]) };
}

// Losses from 0 up to a round number.
function lossAxis(largest) {
  const high = [0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000].find((step) => step >= largest) ?? 10_000;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * high);
  return { y: [0, high], ticksY: ticks.map((value) => [value, String(Number(value.toPrecision(3)))]) };
}
