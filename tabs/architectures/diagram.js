// A network drawn as slabs from its layer table: press a block to see its layers.

const MIDDLE = 128; // where all slabs are centred
const LOW = 262; // the picture's lower edge

// `host` is an empty element; onPress(index) is called when a block is pressed.
function makeDiagram(host, onPress) {
  let digit = null;

  function show(name, table) {
    const plan = planOf(table);
    const parts = plan.blocks.map((place, i) => drawnBlock(place, i - 1));
    host.innerHTML = tag(
      'svg',
      { class: 'ar-plan', viewBox: `0 0 ${plan.width} ${LOW}`, width: plan.width, style: `min-width: ${Math.min(plan.width, 780)}px`, role: 'group', 'aria-label': `${name}, block by block` },
      ARROW_HEAD + skips(plan) + parts.join(''),
    );
    host.scrollLeft = 0;
    showDigit(digit);
    for (const block of host.querySelectorAll('[role="button"]')) {
      block.addEventListener('click', () => onPress(Number(block.dataset.block)));
      block.addEventListener('keydown', pressByKey);
    }
  }

  function pressByKey(event) {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPress(Number(event.currentTarget.dataset.block));
  }

  // The visitor's digit on the slab that is read.
  function showDigit(href) {
    digit = href;
    const picture = host.querySelector('.ar-input-picture');
    if (picture && href) picture.setAttribute('href', href);
  }

  function mark(index) {
    for (const block of host.querySelectorAll('[role="button"]')) block.classList.toggle('open', Number(block.dataset.block) === index);
  }

  function clear(message) {
    host.textContent = message;
  }

  return { show, showDigit, mark, clear };
}

function drawnBlock(place, index) {
  const { block, x, room, slabs, height, lean } = place;
  const drawn = slabs.map((slab) => drawnSlab(slab, height, lean, block.kind)).join('');
  const centre = x + room / 2;
  const picture = block.kind === 'input' ? inputPicture(slabs[0], height, lean) : '';
  const words = [
    text(centre, 20, block.kind === 'pooling' ? 'pool' : block.name, block.kind === 'pooling' ? 'ar-small' : 'ar-strong'),
    block.times > 1 ? text(centre, 35, `${block.times} ×`, 'ar-small') : '',
    text(centre, LOW - 26, block.shape.slice(0, 2).join(' × '), 'ar-small'),
    block.shape.length > 2 ? text(centre, LOW - 11, `× ${block.shape[2]}`, 'ar-small') : '',
  ].join('');
  if (index < 0) return tag('g', { class: 'ar-block input' }, drawn + picture + words);
  const label = `${blockInWords(block)}, ${grouped(block.parameters)} parameters`;
  const attributes = { class: `ar-block ${block.kind}`, role: 'button', tabindex: 0, 'aria-label': label, 'data-block': index };
  return tag('g', attributes, tag('rect', { class: 'ar-press', x, y: 2, width: room, height: LOW - 4, rx: 8 }) + drawn + words);
}

// A box seen a little from the side: its front is as wide as there are maps, its side is the map.
function drawnSlab({ x, width }, height, lean, kind) {
  const rise = lean * 0.4;
  const top = MIDDLE - height / 2 + rise / 2;
  const right = x + width;
  const side = `M${right} ${top} l${lean} ${-rise} v${height} l${-lean} ${rise} z`;
  const lid = `M${x} ${top} l${lean} ${-rise} h${width} l${-lean} ${rise} z`;
  const front = tag('rect', { class: 'ar-front', x, y: top, width, height });
  const stripes = kind === 'inception' ? [1, 2, 3].map((i) => path(`M${x} ${top + (height * i) / 4} h${width}`, 'ar-stripe')).join('') : '';
  return tag('path', { class: 'ar-side', d: side }) + tag('path', { class: 'ar-lid', d: lid }) + front + stripes;
}

// The picture lies on the input's side, leaning with it.
function inputPicture({ x, width }, height, lean) {
  const rise = lean * 0.4;
  const top = MIDDLE - height / 2 + rise / 2;
  const lie = [lean / 28, -rise / 28, 0, height / 28, x + width, top].map((n) => n.toFixed(4)).join(' ');
  return tag('image', { class: 'ar-input-picture ar-pixels', width: 28, height: 28, transform: `matrix(${lie})`, preserveAspectRatio: 'none' });
}

// Arcs over the slabs: around the blocks of a residual stage, and from a U-Net's way down to its way up.
function skips({ blocks }) {
  const named = new Map(blocks.map((place) => [place.block.name, place]));
  const top = (place) => MIDDLE - place.height / 2 - 0.2 * place.lean;
  const start = (place) => place.slabs[0].x;
  const ways = blocks.filter((place) => place.block.kind === 'upward').length;
  const end = (place) => place.slabs.at(-1).x + place.lean;
  return blocks
    .map((place) => {
      const { kind, name } = place.block;
      if (kind === 'residual') return arc(start(place) - 4, end(place) + 8, top(place) - 2, 16);
      if (kind !== 'upward') return '';
      const from = named.get(name.replace('Up', 'Down'));
      const level = LOW - 42 - (24 / ways) * (Number(name.at(-1)) - 1); // the longest way lies lowest
      const d = `M${end(from)} ${MIDDLE + from.height / 2 - 0.2 * from.lean} V${level} H${start(place) + 4} V${MIDDLE + place.height / 2 + 0.2 * place.lean}`;
      return tag('path', { d, class: 'ar-path ar-skip', 'marker-end': 'url(#ar-head)' });
    })
    .join('');
}

const arc = (x1, x2, y, rise) => path(`M${x1} ${y + 12} C${x1} ${y - rise} ${x2} ${y - rise} ${x2} ${y + 12}`, 'ar-skip');

// Which colours a diagram has, in words.
function showLegend(list, { blocks }) {
  const kinds = [...new Set(blocks.map((block) => block.kind))];
  const names = kinds.map((kind) => put('li', { class: kind, text: KINDS[kind] }));
  if (kinds.includes('residual') || kinds.includes('upward')) names.push(put('li', { class: 'ar-arc', text: 'skip connections' }));
  list.replaceChildren(...names);
}
