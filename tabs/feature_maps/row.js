// The network as a row of layers, each with all its maps. Elements are made once for a network; while
// the pen moves, only pixels and legends change.

const WIDEST = 260; // pixels of a layer's picture on the page
const HIGHEST = 236;
const FINGERTIP = matchMedia('(max-width: 640px)').matches ? 44 : 0; // on a phone each map is at least so wide and high

// Calls open(layer, channel, position or null, whether by keyboard) when a map or a number is pressed.
function makeRow(list, open) {
  let layers = [];
  let views = new Map();

  function build(described) {
    layers = described;
    views = new Map(layers.map((layer) => [layer.name, makeLayer(layer)]));
    list.replaceChildren(...[...views.values()].map((view) => view.item));
  }

  function makeLayer(layer) {
    const view = isSpatial(layer.shape) ? makeMaps(layer) : layer.shape[0] <= 16 ? makeBars(layer) : makeCells(layer);
    const weights = layer.parameters ? counted(layer.parameters, 'parameter') : 'no parameters';
    view.legend = makeLegend(viridis);
    view.legend.hidden = view.picture.classList.contains('fm-bars'); // which have their figures beside them
    view.item = make(
      'li',
      { class: 'fm-layer', 'data-layer': layer.name },
      make('h4', { text: layer.name === 'input' ? 'your drawing' : layer.name }),
      make('p', { class: 'fm-kind', text: layer.name === 'input' ? 'what the network sees' : layer.kind }),
      make('p', { class: 'fm-weights', text: layer.name === 'input' ? '784 numbers' : weights }),
      view.picture,
      make('p', { class: 'fm-shape', text: outputOf(layer) }),
      view.legend,
    );
    view.item.title = layer.text;
    return view;
  }

  // ---- maps side by side, a button over each ----

  function makeMaps(layer) {
    const mosaic = mosaicFor(layer.shape);
    const [height, width, channels] = layer.shape;
    const fits = Math.min(Math.floor(WIDEST / mosaic.width), Math.floor(HIGHEST / mosaic.height));
    const scale = Math.max(1, fits, Math.ceil(FINGERTIP / Math.min(height, width)));
    const { picture, canvas, overlay } = makePicture(mosaic.width, mosaic.height, scale);
    picture.setAttribute('role', 'group');
    picture.setAttribute('aria-label', outputOf(layer));
    for (let k = 0; k < channels; k += 1) {
      const { x, y } = mosaic.corner(k);
      const button = make('button', { type: 'button', class: 'fm-map', 'data-channel': k });
      button.style.cssText =
        `left:${(100 * x) / mosaic.width}%;top:${(100 * y) / mosaic.height}%;` +
        `width:${(100 * width) / mosaic.width}%;height:${(100 * height) / mosaic.height}%`;
      button.setAttribute('aria-label', mapName(layer, k));
      picture.append(button);
    }
    picture.addEventListener('click', (event) => {
      const button = event.target.closest('.fm-map');
      if (button) open(layer, Number(button.dataset.channel), null, !event.detail);
    });
    roving(picture, '.fm-map', mosaic.columns);
    return {
      layer,
      picture,
      paint: (map) => paintMosaic(canvas, map, mosaic),
      clear: () => canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height),
      describe: (map) => describeMaps(picture, layer, map),
      mark: ({ top, left, bottom, right }, channel) => {
        const wanted = channel === null ? Array.from({ length: channels }, (_, k) => k) : [channel];
        const boxes = wanted.map((k) => {
          const { x, y } = mosaic.corner(k);
          return boxPath(x + left, y + top, right - left, bottom - top);
        });
        outline(overlay, boxes.join(''));
        picture.querySelector(`[data-channel="${channel}"]`)?.classList.add('open');
      },
      unmark: () => {
        outline(overlay, '');
        picture.querySelector('.open')?.classList.remove('open');
      },
    };
  }

  // Text alternatives are brought up to date when the pen lifts: nobody listens while it moves.
  function describeMaps(picture, layer, map) {
    const [height, width, channels] = layer.shape;
    for (const button of picture.querySelectorAll('.fm-map')) {
      const k = Number(button.dataset.channel);
      let best = k;
      if (map) for (let i = k; i < map.levels.length; i += channels) if (map.levels[i] > map.levels[best]) best = i;
      const cell = Math.floor(best / channels);
      const where = height * width > 1 ? ` at row ${Math.floor(cell / width)}, column ${cell % width}` : '';
      const value = map ? map.low + (map.levels[best] / 255) * (map.high - map.low) : 0;
      const told = map ? `${height} by ${width}, at most ${shortFigure(value)}${where}` : 'nothing drawn yet';
      button.setAttribute('aria-label', `${mapName(layer, k)}: ${told}`);
    }
  }

  // ---- a row of numbers, as cells or, where they are few, as bars ----

  function makeCells(layer) {
    const { rows, columns } = gridOf(layer.shape);
    const scale = Math.max(2, Math.floor((HIGHEST - 10) / Math.max(rows, columns)));
    const { picture, canvas, overlay } = makePicture(columns, rows, scale);
    const button = make('button', { type: 'button', class: 'fm-map fm-whole', 'aria-label': mapName(layer) });
    button.addEventListener('click', (event) => {
      const box = button.getBoundingClientRect();
      const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
      const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
      const pointed = event.detail > 0; // else the keyboard pressed it
      open(layer, null, pointed ? positionAt(layer.shape, null, row, column) : null, !pointed);
    });
    picture.append(button);
    return {
      layer,
      picture,
      paint: (map) => paintMap(canvas, layer.shape, map.levels),
      clear: () => canvas.getContext('2d').clearRect(0, 0, columns, rows),
      describe: (map) => {
        const told = map ? `from ${shortFigure(map.low)} to ${shortFigure(map.high)}` : 'nothing drawn yet';
        button.setAttribute('aria-label', `${mapName(layer)}: ${counted(layer.shape[0], 'number')}, ${told}`);
      },
      mark: (region) => outline(overlay, regionPath(layer.shape, region)),
      unmark: () => outline(overlay, ''),
    };
  }

  function makeBars(layer) {
    const picture = make('div', { class: 'fm-bars', role: 'group', 'aria-label': outputOf(layer) });
    const rows = Array.from({ length: layer.shape[0] }, (_, index) => {
      const row = make('button', { type: 'button', class: 'fm-bar' });
      row.innerHTML = `<b>${index}</b><span><i></i></span><em></em>`;
      row.addEventListener('click', (event) => open(layer, null, [index], !event.detail));
      picture.append(row);
      return row;
    });
    roving(picture, '.fm-bar', 1);
    const paint = (map, numbers) => {
      const most = Math.max(...numbers.map(Math.abs)) || 1;
      const signed = numbers.some((value) => value < 0);
      picture.classList.toggle('signed', signed);
      rows.forEach((row, index) => {
        const share = Math.abs(numbers[index]) / (signed ? most : Math.max(most, 1));
        const bar = row.querySelector('i');
        bar.style.width = `${100 * share}%`;
        bar.classList.toggle('negative', numbers[index] < 0);
        row.querySelector('em').textContent = figure(numbers[index]);
      });
    };
    const clear = () => {
      for (const row of rows) {
        row.querySelector('i').style.width = 0;
        row.querySelector('em').textContent = '';
      }
    };
    const mark = ({ left, right }) => rows.forEach((row, i) => row.classList.toggle('seen', i >= left && i < right));
    const describe = (map, numbers) =>
      rows.forEach((row, i) => {
        row.setAttribute('aria-label', `${layer.name}, number ${i}: ${numbers ? figure(numbers[i]) : 'nothing drawn yet'}`);
      });
    return { layer, picture, paint, clear, describe, mark, unmark: () => mark({ left: 0, right: 0 }) };
  }

  function makePicture(width, height, scale) {
    const canvas = make('canvas', { width, height, 'aria-hidden': 'true' });
    const overlay = makeOverlay(width, height, 'fm-line');
    const picture = make('div', { class: 'fm-picture' }, canvas, overlay);
    picture.style.width = `${width * scale}px`;
    picture.style.aspectRatio = `${width} / ${height}`;
    return { picture, canvas, overlay };
  }

  // ---- what changes ----

  function show(maps, rows) {
    for (const [name, view] of views) {
      view.paint(maps[name], rows[name]);
      showLegend(view.legend, maps[name].low, maps[name].high);
    }
  }

  function describe(maps, rows) {
    for (const [name, view] of views) view.describe(maps?.[name], rows?.[name]);
  }

  function clear() {
    for (const view of views.values()) view.clear();
    describe(null);
  }

  // Outlines what one unit sees, from the drawing to the unit itself.
  function mark(field, channel) {
    unmark();
    field.forEach((region, i) => {
      const own = i === field.length - 1;
      views.get(region.layer)?.mark(region, own && channel !== null ? channel : null);
    });
  }

  function unmark() {
    for (const view of views.values()) {
      view.unmark();
    }
  }

  function showMuted(muted) {
    for (const view of views.values()) {
      for (const button of view.picture.querySelectorAll('.fm-map[data-channel]')) {
        const silent = muted(view.layer.name, Number(button.dataset.channel));
        button.classList.toggle('muted', silent);
      }
    }
  }

  function focus(name, channel) {
    const picture = views.get(name)?.picture;
    const button = picture?.querySelector(channel === null ? 'button' : `[data-channel="${channel}"]`);
    button?.focus();
  }

  function reveal(name) {
    for (const view of views.values()) view.item.classList.toggle('told', view.layer.name === name);
    const item = views.get(name)?.item;
    if (!item) return;
    const left = item.offsetLeft - (list.clientWidth - item.offsetWidth) / 2;
    list.scrollTo({ left, behavior: prefersCalm() ? 'auto' : 'smooth' });
  }

  return { build, show, describe, clear, mark, unmark, showMuted, focus, reveal };
}
