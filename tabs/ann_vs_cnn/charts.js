// A line for each network over a slider's range, drawn as SVG at the size it is shown.

const CHART = { height: 190, left: 40, right: 10, top: 10, bottom: 26, strip: 17 };

// `host` is an empty element. Returns show(data) and clear().
// data: {x, cnn, ann: shares in [0, 1], digits: {cnn, ann} or none, wanted, mark, ticks: [[x, text]], label}
function makeChart(host) {
  let data = null;

  function show(next) {
    data = next;
    draw();
  }

  function draw() {
    if (!data || !host.clientWidth) return;
    const strips = data.digits ? 2 * CHART.strip + 8 : 0;
    const box = { ...CHART, width: host.clientWidth, height: CHART.height + strips };
    const [low, high] = [data.x[0], data.x.at(-1)];
    const plot = CHART.height - CHART.top - CHART.bottom;
    const at = {
      x: (value) => box.left + ((value - low) / (high - low)) * (box.width - box.left - box.right),
      y: (value) => box.top + (1 - value) * plot,
      floor: box.top + plot,
    };
    host.innerHTML =
      `<svg role="img" width="${box.width}" height="${box.height}" viewBox="0 0 ${box.width} ${box.height}">` +
      `${grid(box, at)}${NAMES.map((name) => line(name, at)).join('')}${marker(at)}` +
      `${data.digits ? strip('cnn', box, at, 0) + strip('ann', box, at, 1) : ''}</svg>`;
    host.firstChild.setAttribute('aria-label', data.label);
  }

  function grid(box, at) {
    const levels = [0, 0.25, 0.5, 0.75, 1].map(
      (value) =>
        `<line class="ui-rule" x1="${box.left}" x2="${box.width - box.right}" y1="${at.y(value)}" y2="${at.y(value)}" />` +
        (value * 2 === Math.round(value * 2)
          ? `<text class="ui-axis" x="${box.left - 6}" y="${at.y(value) + 4}" text-anchor="end">${value * 100} %</text>`
          : ''),
    );
    const steps = data.ticks.map(([value, text]) => {
      const anchor = value === data.x[0] ? 'start' : value === data.x.at(-1) ? 'end' : 'middle';
      const place = `x="${at.x(value)}" y="${at.floor + 17}" text-anchor="${anchor}"`;
      return `<text class="ui-axis" ${place}>${text}</text>`;
    });
    return levels.join('') + steps.join('');
  }

  function line(name, at) {
    const points = data.x.map((x, i) => `${at.x(x).toFixed(1)} ${at.y(data[name][i]).toFixed(1)}`);
    return `<polyline class="ui-line ${name}" points="${points.join(' ')}" />`;
  }

  function marker(at) {
    if (data.mark == null) return '';
    const x = at.x(Math.min(data.x.at(-1), Math.max(data.x[0], data.mark)));
    const dots = NAMES.map((name) => {
      const y = at.y(valueAt(data.x, data[name], data.mark));
      return name === 'cnn'
        ? `<circle class="ui-dot cnn" cx="${x}" cy="${y}" r="5" />`
        : `<rect class="ui-dot ann" x="${x - 4.5}" y="${y - 4.5}" width="9" height="9" />`;
    });
    return `<line class="ui-here avc-here" x1="${x}" x2="${x}" y1="4" y2="${at.floor}" />${dots.join('')}`;
  }

  // One row under the curve: which digit is read where, one label for each run of the same answer.
  function strip(name, box, at, row) {
    const top = CHART.height + 6 + row * CHART.strip;
    const half = (at.x(data.x[1]) - at.x(data.x[0])) / 2;
    const head = `<text class="ui-axis ${name}" x="${box.left - 6}" y="${top + 12}" text-anchor="end">${TITLES[name]}</text>`;
    const parts = runs(data.digits[name]).map(({ digit, first, last }) => {
      const from = Math.max(box.left, at.x(data.x[first]) - half);
      const to = Math.min(box.width - box.right, at.x(data.x[last]) + half);
      const kind = digit === data.wanted ? name : 'other';
      const text = digit ?? '–';
      return (
        `<rect class="avc-run ${kind}" x="${from + 0.5}" y="${top}" width="${Math.max(1, to - from - 1)}" height="15" rx="3" />` +
        (to - from > 8 ? `<text class="avc-read ${kind}" x="${(from + to) / 2}" y="${top + 12}">${text}</text>` : '')
      );
    });
    return head + parts.join('');
  }

  function clear() {
    data = null;
    host.textContent = '';
  }

  new ResizeObserver(draw).observe(host);
  return { show, clear };
}

// Runs of equal answers: [{digit, first, last}].
function runs(digits) {
  const found = [];
  digits.forEach((digit, i) => {
    if (found.length && found.at(-1).digit === digit) found.at(-1).last = i;
    else found.push({ digit, first: i, last: i });
  });
  return found;
}

// A measured curve's value at any place, on the straight line between two points.
function valueAt(x, values, place) {
  const last = x.length - 1;
  if (place <= x[0]) return values[0];
  if (place >= x[last]) return values[last];
  const i = x.findIndex((value) => value > place) - 1;
  const part = (place - x[i]) / (x[i + 1] - x[i]);
  return values[i] + part * (values[i + 1] - values[i]);
}
