// Filter surgery: filters are muted one by one; probabilities follow at once, accuracy a moment later.

// `actions`: changed() after each cut; measure(muted, onAnswer) asks for the accuracy; maps() are the newest.
function makeSurgery(box, actions) {
  const find = (selector) => box.querySelector(selector);
  const select = find('select');
  const status = find('.fm-surgery-status');
  const muted = new Map(); // layer name → set of filters
  let layers = [];
  let buttons = [];
  let timer = null;

  function layersAre(described) {
    layers = described;
    muted.clear();
    const wanted = layers.filter(({ filters }) => filters).slice(0, -1); // muting a digit's own score is no surgery
    select.replaceChildren(...wanted.map(({ name, filters }) => make('option', { value: name, text: `${name} (${filters})` })));
    build();
    show(null, null);
    forgetAccuracy();
  }

  // Which layer's filters make a layer's maps; its own, or those of the convolution before.
  const filterLayer = (name) => layers.find((layer) => layer.name === name)?.filter_layer;
  const isMuted = (name, k) => muted.get(filterLayer(name))?.has(k) ?? false;
  const count = () => [...muted.values()].reduce((sum, filters) => sum + filters.size, 0);
  const asked = () => Object.fromEntries([...muted].filter(([, set]) => set.size).map(([name, set]) => [name, [...set]]));

  const canMute = (name) => [...select.options].some(({ value }) => value === filterLayer(name));

  function toggle(name, k) {
    const own = filterLayer(name);
    if (!canMute(name)) return;
    if (!muted.has(own)) muted.set(own, new Set());
    if (!muted.get(own).delete(k)) muted.get(own).add(k);
    changed();
  }

  function changed() {
    showButtons();
    actions.changed();
    forgetAccuracy();
    clearTimeout(timer);
    if (count()) timer = setTimeout(() => actions.measure(asked(), showAccuracy), 200);
  }

  // ---- the filters of one layer, each with its map ----

  function build() {
    const layer = layers.find(({ name }) => name === select.value);
    if (!layer) return;
    const maps = isSpatial(layer.shape);
    buttons = Array.from({ length: layer.filters }, (_, k) => {
      const canvas = maps ? make('canvas', { 'aria-hidden': 'true' }) : null;
      const button = make('button', { type: 'button', class: 'fm-chip', 'aria-pressed': 'false' }, canvas, make('span', { text: k }));
      button.setAttribute('aria-label', `Mute ${maps ? 'filter' : 'unit'} ${k} of ${layer.name}`);
      button.addEventListener('click', () => toggle(layer.name, k));
      return button;
    });
    find('.fm-filters').replaceChildren(...buttons);
    find('.fm-filters').classList.toggle('plain', !maps);
    roving(find('.fm-filters'), 'button', () => getComputedStyle(find('.fm-filters')).gridTemplateColumns.split(' ').length);
    showButtons();
    paint();
  }

  function showButtons() {
    const own = muted.get(select.value);
    buttons.forEach((button, k) => button.setAttribute('aria-pressed', String(own?.has(k) ?? false)));
    const number = count();
    find('.fm-restore').disabled = !number;
    find('.fm-mute-all').disabled = buttons.length > 0 && own?.size === buttons.length;
    status.textContent = number
      ? `${counted(number, 'filter')} muted. The maps above stay whole.`
      : 'Press a filter to mute it: its map becomes 0 for all layers after it.';
  }

  function paint() {
    const layer = layers.find(({ name }) => name === select.value);
    const after = layers[layers.indexOf(layer) + 1];
    const source = after?.filter_layer === layer?.name ? after : layer; // after its ReLU, if it has one
    const map = source && actions.maps()?.[source.name];
    if (!source || !isSpatial(source.shape)) return;
    buttons.forEach((button, k) => {
      const canvas = button.querySelector('canvas');
      if (map) paintMap(canvas, map.shape, levelsOfMap(map, k));
      else canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
    });
  }

  // ---- what comes of it ----

  const shares = Array.from({ length: 10 }, (_, digit) => {
    const row = make('li');
    row.innerHTML = `<b>${digit}</b><span><i class="whole"></i><i class="cut"></i></span><em></em>`;
    find('.fm-shares').append(row);
    return row;
  });

  // Probabilities of the whole network, and of the cut one or null.
  function show(whole, cut) {
    const best = whole ? ranked(cut ?? whole).best : null;
    shares.forEach((row, digit) => {
      row.querySelector('.whole').style.width = `${whole ? 100 * whole[digit] : 0}%`;
      row.querySelector('.cut').style.width = `${whole ? 100 * (cut ?? whole)[digit] : 0}%`;
      row.classList.toggle('best', digit === best);
      const now = whole ? percent((cut ?? whole)[digit], 1) : '';
      row.querySelector('em').textContent = whole && cut ? `${percent(whole[digit], 1)} → ${now}` : now;
    });
    find('.fm-outcome').classList.toggle('empty', !whole);
    paint();
  }

  function forgetAccuracy() {
    find('.fm-accuracy').textContent = count() ? 'Reading the sample digits anew …' : 'No filter is muted: nothing changes.';
    find('.fm-hurt').textContent = '';
  }

  function showAccuracy(answer) {
    if (!count()) return forgetAccuracy();
    const change = answer.whole === answer.accuracy ? 'still' : 'now';
    find('.fm-accuracy').textContent =
      `Of ${answer.count} sample digits it reads ${exactly(answer.whole)} whole, ${change} ${exactly(answer.accuracy)}.`;
    const hurt = answer.hurt.map(([digit, before, now]) => `${digit} (${exactly(before)} → ${exactly(now)})`);
    find('.fm-hurt').textContent = hurt.length ? `It hurts most: ${hurt.join(', ')}.` : 'No digit suffers from it.';
    return undefined;
  }

  function failed(message) {
    find('.fm-accuracy').textContent = message;
  }

  const exactly = (share) => `${(100 * share).toFixed(1)} %`; // a count, not a belief: it may be 100.0 %

  select.addEventListener('change', build);
  find('.fm-mute-all').addEventListener('click', () => {
    muted.set(select.value, new Set(buttons.keys()));
    changed();
  });
  find('.fm-restore').addEventListener('click', () => {
    muted.clear();
    changed();
  });

  return { layersAre, asked, toggle, canMute, isMuted, show, failed };
}
