// One map, opened: large, with its caption, its filter's weights, one pixel's arithmetic, and what that
// pixel sees on every layer back to the drawing.

// `actions`: move(position), step(direction), mute(), canMute(), isMuted(), close(), layers(), maps().
function makeOpened(box, actions) {
  const find = (selector) => box.querySelector(selector);
  const canvas = find('.fm-large canvas');
  const pixel = find('.fm-large');
  const legend = find('.fm-large-legend');
  legend.append(makeLegend(viridis));
  const weightsLegend = makeLegend(blueOrange);
  const state = { input: null };
  let shown = null; // what Python said last
  let layer = null;
  let overlay = null;

  function show(unit) {
    const next = actions.layers().find(({ name }) => name === unit.layer);
    if (layer !== next || shown?.channel !== unit.channel) state.input = null;
    layer = next;
    shown = unit;
    box.dataset.state = 'open';
    showMap();
    showFilter();
    showSum();
    showField();
  }

  // ---- the map ----

  function showMap() {
    const { rows, columns } = gridOf(layer.shape);
    const values = floatsOf(shown.values);
    const low = Math.min(...values, 0);
    const high = Math.max(...values);
    find('.fm-title').textContent = `${mapName(layer, shown.channel)[0].toUpperCase()}${mapName(layer, shown.channel).slice(1)}`;
    find('.fm-subtitle').textContent = `${outputOf(layer)}: ${layer.text}`;
    find('.fm-caption').textContent = shown.caption;
    paintMap(canvas, layer.shape, Uint8Array.from(values, (value) => levelOf(value, low, high)));
    pixel.style.aspectRatio = `${columns} / ${rows}`;
    showLegend(legend.firstChild, low, high);
    overlay?.remove();
    overlay = makeOverlay(columns, rows, 'fm-line');
    const { row, column } = placeOf(layer.shape, shown.position);
    outline(overlay, boxPath(column, row, 1, 1));
    pixel.append(overlay);
    const name = unitName(layer, shown.position);
    pixel.setAttribute('aria-label', `Pixel of ${mapName(layer, shown.channel)}`);
    pixel.setAttribute('aria-valuemax', rows * columns - 1);
    pixel.setAttribute('aria-valuenow', row * columns + column);
    pixel.setAttribute('aria-valuetext', `${name}: ${figure(shown.value)}`);
    const one = !isSpatial(layer.shape);
    for (const button of box.querySelectorAll('.fm-previous, .fm-next')) button.hidden = one;
    find('.fm-mute').hidden = !actions.canMute();
    showMuted();
  }

  function showMuted() {
    if (!layer) return;
    const silent = actions.isMuted();
    find('.fm-mute').setAttribute('aria-pressed', silent);
    find('.fm-mute').textContent = `${silent ? 'Unmute' : 'Mute'} this ${isSpatial(layer.shape) ? 'filter' : 'unit'}`;
  }

  // ---- its filter ----

  function showFilter() {
    const holder = find('.fm-filter');
    const { filter } = shown;
    holder.hidden = !filter;
    if (!filter) return;
    const [height, width, channels] = filter.weights.shape;
    const own = filter.layer === layer.name;
    const which = filter.kind === 'dense' ? `Weights of number ${shown.position[0]}` : `Filter ${shown.channel}`;
    find('.fm-filter h4').textContent = own ? which : `${which} of ${filter.layer}`;
    const numbers = floatsOf(filter.weights);
    const most = Math.max(...numbers.map(Math.abs)) || 1;
    const levels = Uint8Array.from(numbers, (value) => signedLevel(value, most));
    const view = height === 1 && channels === 1 ? rowOfWeights(levels) : mosaicOfWeights(filter, levels, most);
    find('.fm-weights-picture').replaceChildren(view);
    find('.fm-weights-legend').replaceChildren(weightsLegend);
    showLegend(weightsLegend, -most, most);
    const size = `${height} × ${width} weights`;
    const parts = channels > 1 ? `${size} for each of ${channels} input maps` : height === 1 ? `${width} weights` : size;
    find('.fm-filter .fm-note').textContent = filter.bias === null ? parts : `${parts}, and a bias of ${figure(filter.bias)}`;
  }

  function rowOfWeights(levels) {
    const picture = make('canvas', { role: 'img', 'aria-label': 'One weight for each number of the layer before' });
    paintMap(picture, [levels.length], levels, blueOrange);
    return make('div', { class: 'fm-picture' }, picture);
  }

  // Every input channel's weights; pressing one shows its part of the sum.
  function mosaicOfWeights({ weights, kind }, levels, most) {
    const mosaic = mosaicFor(weights.shape);
    const [height, width, channels] = weights.shape;
    const picture = make('canvas', { 'aria-hidden': 'true' });
    paintMosaic(picture, { shape: weights.shape, levels }, mosaic, blueOrange);
    const holder = make('div', { class: 'fm-picture', role: 'group', 'aria-label': 'Weights by input map' }, picture);
    holder.style.aspectRatio = `${mosaic.width} / ${mosaic.height}`;
    const canChoose = kind === 'convolution' && shown.unit.kind === 'convolution' && channels > 1;
    if (!canChoose) {
      picture.removeAttribute('aria-hidden');
      picture.setAttribute('role', 'img');
      picture.setAttribute('aria-label', `${height} by ${width} weights for ${counted(channels, 'input map')}, up to ±${figure(most)}`);
      return holder;
    }
    const chosen = state.input ?? weightiest(shown.unit);
    const sums = floatsOf(shown.unit.channel_sums);
    for (let k = 0; k < channels; k += 1) {
      const { x, y } = mosaic.corner(k);
      const button = make('button', { type: 'button', class: 'fm-map', 'aria-pressed': String(k === chosen) });
      button.title = `Input map ${k} adds ${figure(sums[k])}`;
      button.setAttribute('aria-label', button.title);
      button.style.cssText =
        `left:${(100 * x) / mosaic.width}%;top:${(100 * y) / mosaic.height}%;` +
        `width:${(100 * width) / mosaic.width}%;height:${(100 * height) / mosaic.height}%`;
      button.addEventListener('click', () => {
        state.input = k;
        for (const each of holder.querySelectorAll('button')) each.setAttribute('aria-pressed', String(each === button));
        showSum();
      });
      holder.append(button);
    }
    roving(holder, 'button', mosaic.columns);
    return holder;
  }

  // ---- the sum ----

  function showSum() {
    const where = unitName(layer, shown.position);
    find('.fm-arithmetic h4').textContent = `${where[0].toUpperCase()}${where.slice(1)} = ${figure(shown.value)}`;
    find('.fm-tables').replaceChildren(...[arithmeticOf(shown.unit, state)].filter(Boolean));
    find('.fm-steps').replaceChildren(...shown.steps.map((text) => make('li', { text })));
  }

  // ---- what it sees ----

  function showField() {
    const list = find('.fm-field ol');
    const maps = actions.maps();
    list.replaceChildren(
      ...shown.field.map((region, i) => {
        const seen = actions.layers().find(({ name }) => name === region.layer);
        const { rows, columns } = gridOf(seen.shape);
        const own = i === shown.field.length - 1;
        const picture = make('canvas', { 'aria-hidden': 'true' });
        const levels = own && shown.channel !== null ? levelsOfMap(maps[seen.name], shown.channel) : levelsOfAll(maps[seen.name]);
        paintMap(picture, seen.shape, levels);
        const lines = makeOverlay(columns, rows, 'fm-line');
        outline(lines, regionPath(seen.shape, region));
        const text = seenText(seen, region, own);
        return make(
          'li',
          {},
          make('div', { class: 'fm-picture' }, picture, lines),
          make('b', { text: seen.name === 'input' ? 'drawing' : seen.name }),
          make('span', { text }),
        );
      }),
    );
    list.scrollLeft = 0;
  }

  function seenText(seen, { top, left, bottom, right }, own) {
    if (own) return 'this number';
    if (isSpatial(seen.shape)) return `${bottom - top} × ${right - left} of ${seen.shape[0]} × ${seen.shape[1]}`;
    return right - left > 1 ? `all ${right - left} numbers` : `number ${left}`;
  }

  // ---- hands ----

  function moveTo(row, column) {
    const { rows, columns } = gridOf(layer.shape);
    const inside = (value, size) => Math.min(size - 1, Math.max(0, value));
    actions.move(positionAt(layer.shape, shown.channel, inside(row, rows), inside(column, columns)));
  }

  pixel.addEventListener('click', (event) => {
    const { rows, columns } = gridOf(layer.shape);
    const frame = canvas.getBoundingClientRect();
    const cell = (offset, length, count) => Math.floor((offset / length) * count);
    moveTo(cell(event.clientY - frame.top, frame.height, rows), cell(event.clientX - frame.left, frame.width, columns));
  });
  pixel.addEventListener('keydown', (event) => {
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { row, column } = placeOf(layer.shape, shown.position);
    moveTo(row + moves[event.key][0], column + moves[event.key][1]);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') actions.close();
  });
  find('.fm-previous').addEventListener('click', () => actions.step(-1));
  find('.fm-next').addEventListener('click', () => actions.step(1));
  find('.fm-mute').addEventListener('click', () => actions.mute());
  find('.fm-close').addEventListener('click', () => actions.close());

  function hide() {
    box.dataset.state = 'closed';
    shown = null;
    layer = null;
  }

  const focus = () => pixel.focus({ preventScroll: true });

  return { show, hide, focus, showMuted };
}
