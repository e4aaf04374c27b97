// Maps laid out as one row of numbers: which cell gets which index, and where an index came from.

// `actions`: moved(index).
function makeFlatten(holder, actions) {
  const maps = make('div', { class: 'cl-maps' });
  const row = makeMatrix({ press: pressRow, keys: press });
  const fields = {};
  const chosen = make('div', { class: 'cl-fields' });
  for (const name of ['row', 'column', 'channel', 'index']) chosen.append(field(name));
  const told = make('div', { class: 'cl-told', role: 'status' });
  const mapsTitle = make('h3');
  const rowTitle = make('h3');
  const note = make('p', { class: 'ui-note cl-note' });
  row.picture.setAttribute('role', 'slider');
  holder.append(
    make('section', {}, mapsTitle, maps),
    make('section', {}, chosen, told),
    make('section', {}, rowTitle, note, row.figure),
  );
  let matrices = [];
  let shown = null;
  let at = 0;

  const total = () => shown.height * shown.width * shown.channels;
  const placeOf = (index) => {
    const cell = Math.floor(index / shown.channels);
    return { row: Math.floor(cell / shown.width), column: cell % shown.width, channel: index % shown.channels };
  };
  const indexOf = (place) => (place.row * shown.width + place.column) * shown.channels + place.channel;

  function field(name) {
    const input = make('input', { class: 'ui-field', type: 'number', min: 0, step: 1, inputmode: 'numeric', 'aria-label': name });
    fields[name] = input;
    input.addEventListener('change', () => {
      const value = Math.min(Number(input.max), Math.max(0, Math.round(Number(input.value) || 0)));
      open(name === 'index' ? value : indexOf({ ...placeOf(at), [name]: value }));
      input.value = value;
    });
    return make('label', { class: name }, make('span', { text: name }), input);
  }

  // `answer` as Python gives it; `colours` is whether the maps are a picture's red, green and blue.
  function show(answer, index, example, colours) {
    const [height, width, channels] = answer.maps.shape;
    const values = floatsOf(answer.maps);
    shown = { height, width, channels, values, example };
    // A line holds a row of the maps if that is short or has few channels, else one cell with all its channels.
    const short = matchMedia('(max-width: 900px)').matches ? 16 : 64;
    shown.across = width * channels <= short || channels < 8 ? width * channels : channels;
    const [, most] = extremes([values]);
    const look = { table: viridis, level: (value) => levelOf(value, 0, most), text: shortFigure };
    showMaps(planesOf(answer.maps), look, colours);
    row.show({ ...look, rows: Math.ceil(values.length / shown.across), columns: shown.across, values, title: '' });
    const shape = `${height} × ${width} × ${channels}`;
    mapsTitle.textContent = `${answer.from === 'an example' ? 'Maps' : `Maps of ${answer.from}`}: ${shape}`;
    rowTitle.textContent = `Flattened: one row of ${values.length.toLocaleString('en')} numbers`;
    note.textContent = `Broken into lines of ${shown.across} to fit here. The channel changes fastest.`;
    const limits = { row: height, column: width, channel: channels, index: values.length };
    for (const [name, limit] of Object.entries(limits)) fields[name].max = limit - 1;
    holder.style.setProperty('--cl-channels', channels > 8 ? 16 : channels);
    holder.classList.toggle('few', channels < 8);
    holder.classList.toggle('many', channels > 8);
    at = -1;
    open(Math.min(Math.max(0, index), total() - 1));
  }

  function showMaps(planes, look, colours) {
    if (matrices.length !== planes.length) {
      matrices = planes.map((_, channel) =>
        makeMatrix({ press: (y, x) => open(indexOf({ row: y, column: x, channel })) }),
      );
      maps.replaceChildren(...matrices.map(({ figure: one }) => one));
    }
    planes.forEach((values, k) => {
      const table = colours ? Object.values(PRIMARIES)[k] : look.table;
      matrices[k].show({ ...look, table, rows: shown.height, columns: shown.width, values, title: colours ? 'RGB'[k] : String(k) });
      matrices[k].picture.setAttribute('role', 'img');
      matrices[k].picture.setAttribute('aria-label', `Channel ${k}, ${shown.height} by ${shown.width} numbers`);
    });
  }

  function open(index) {
    if (!shown || index === at) return;
    at = index;
    const place = placeOf(at);
    matrices.forEach((matrix, k) => (k === place.channel ? matrix.mark({ top: place.row, left: place.column, size: 1 }) : matrix.unmark()));
    row.mark({ top: Math.floor(at / shown.across), left: at % shown.across, size: 1 });
    for (const [name, value] of Object.entries({ ...place, index: at })) fields[name].value = value;
    tell(place);
    actions.moved(at);
  }

  function tell(place) {
    const { width, channels, values, example } = shown;
    const cell = place.row * width + place.column;
    const lines = [
      `(row ${place.row} · ${width} + column ${place.column}) · ${channels} + channel ${place.channel} = index ${at}`,
      `Back: ${at} ÷ ${channels} = ${cell}, remainder ${place.channel}, the channel; ${cell} ÷ ${width} = ${place.row}, the row, remainder ${place.column}, the column.`,
    ];
    if (!example) lines.push(`The number there: ${figure(values[at])}.`);
    told.replaceChildren(...lines.map((text) => make('p', { text })));
    const { picture } = row;
    picture.setAttribute('aria-label', 'The flattened row');
    picture.setAttribute('aria-valuemin', 0);
    picture.setAttribute('aria-valuemax', total() - 1);
    picture.setAttribute('aria-valuenow', at);
    picture.setAttribute('aria-valuetext', `index ${at}: row ${place.row}, column ${place.column}, channel ${place.channel}`);
  }

  function pressRow(y, x) {
    const index = y * shown.across + x;
    if (x >= 0 && x < shown.across && index >= 0 && index < total()) open(index);
  }

  function press(event) {
    if (!shown || event.ctrlKey || event.metaKey || event.altKey) return;
    const { across } = shown;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, Home: -at, End: total() - 1 - at };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const next = at + steps[event.key];
    if (next >= 0 && next < total()) open(next);
  }

  return { show };
}
