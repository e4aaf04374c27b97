// The layer table: a row for each block, which opens into its layers.

const COLUMNS = ['Layer', 'Kind', 'Window', 'Output', 'Parameters', 'Multiplications'];

// `host` is an empty element. Returns show(name, table), open(index), unfold(all) and onOpen.
function makeLayers(host, onOpen) {
  let groups = [];

  function show(name, table) {
    const head = put('tr', {}, ...COLUMNS.map((title) => put('th', { scope: 'col', text: title })));
    groups = table.blocks.map((block, index) => group(block, index));
    host.replaceChildren(
      put(
        'table',
        { class: 'ui-table' },
        put('caption', { class: 'ui-unseen', text: `Layers of ${name}, block by block` }),
        put('thead', {}, head),
        ...groups.flatMap(({ top, body }) => [top, body]),
        total(table),
      ),
    );
  }

  function group(block, index) {
    const button = put('button', { type: 'button', 'aria-expanded': 'false', text: block.name });
    const count = `${block.layers.length} ${block.layers.length === 1 ? 'layer' : 'layers'}`;
    const row = put(
      'tr',
      { class: block.kind },
      put('th', { scope: 'row' }, button),
      put('td', { text: count }),
      put('td', { text: windowOf(block) }),
      ...sizes(block),
    );
    const made = { block, button, top: put('tbody', { class: 'ar-group' }, row), body: put('tbody', { hidden: true }) };
    button.addEventListener('click', () => {
      toggle(made, made.body.hidden);
      onOpen(made.body.hidden ? null : index);
    });
    return made;
  }

  // Rows are made when they are first seen: some networks have hundreds.
  function toggle(made, isOpen) {
    if (isOpen && !made.body.children.length) made.body.append(...made.block.layers.map(layerRow));
    made.body.hidden = !isOpen;
    made.button.setAttribute('aria-expanded', String(isOpen));
  }

  function open(index) {
    toggle(groups[index], true);
    groups[index].button.focus({ preventScroll: true });
    groups[index].top.scrollIntoView({ block: 'nearest', behavior: prefersCalm() ? 'auto' : 'smooth' });
  }

  const unfold = (all) => groups.forEach((made) => toggle(made, all));
  const clear = () => host.replaceChildren();
  return { show, open, unfold, clear };
}

function layerRow(layer) {
  const inner = layer.activation ? `${layer.kind}, ${layer.activation}` : layer.kind;
  const kind = layer.groups ? `${inner}, in ${layer.groups} groups` : inner;
  const name = put('th', { scope: 'row' }, put('span', { lang: 'en', text: layer.name }), put('small', { class: 'ar-narrow', 'aria-hidden': 'true', text: kind }));
  return put('tr', {}, name, put('td', { text: kind }), put('td', { text: windowOf({ layers: [layer] }) }), ...sizes(layer));
}

// A layer's parameters come with their reason: the shapes of the arrays that hold them.
const sizes = ({ shape, parameters, multiplications, arrays }) => [
  put('td', { text: timesSign(shape) }),
  put('td', { text: parameters ? grouped(parameters) : '–' }, arrays ? put('small', { text: reasonOf(arrays) }) : null),
  put('td', { text: multiplications ? grouped(multiplications) : '–' }),
];

// "3 × 3 × 64 × 128 + 128": weights, then biases; a single number is an array of none.
const reasonOf = (arrays) => arrays.map((shape) => timesSign(shape) || '1').join(' + ');

// "3 × 3, stride 2" where all windows are alike, "1 × 1, 3 × 3" where they are not.
function windowOf({ layers }) {
  const slides = layers.filter((layer) => layer.kernel);
  const kernels = [...new Set(slides.map((layer) => timesSign(layer.kernel)))];
  const stride = Math.max(1, ...slides.map((layer) => layer.stride[0]));
  if (!kernels.length) return '–';
  return kernels.join(', ') + (stride > 1 ? `, stride ${stride}` : '');
}

function total({ blocks }) {
  const sum = (key) => grouped(blocks.reduce((all, block) => all + block[key], 0));
  const cells = ['', '', '', sum('parameters'), sum('multiplications')].map((words) => put('td', { text: words }));
  return put('tfoot', {}, put('tr', {}, put('th', { scope: 'row', text: 'All' }), ...cells));
}
