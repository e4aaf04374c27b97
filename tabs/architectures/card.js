// The open card: its words, its pictures, its diagram and its layers.

const PROBLEM_NAMES = { classification: 'Classification', detection: 'Detection', segmentation: 'Segmentation' };

// onOpen(id) opens another card; copyLink(button, card) puts this one's address on the clipboard.
function makeCard({ cards, onOpen, copyLink }) {
  const layerTable = makeLayers(find('.ar-rows'), (index) => diagram.mark(index));
  const diagram = makeDiagram(find('.ar-diagram'), (index) => {
    diagram.mark(index);
    layerTable.open(index);
  });
  let open = null;
  let table = null;
  let view = null; // {own, objects, digit}: what there is to draw with

  find('.ar-copy').addEventListener('click', () => copyLink(find('.ar-copy'), open));
  find('.ar-unfold').addEventListener('click', () => {
    const all = !isUnfolded();
    layerTable.unfold(all);
    showUnfolded(all);
  });

  function show(card) {
    open = card;
    table = null;
    find('.ar-card').classList.toggle('wide', !card.picture); // its picture has several panels
    find('.ar-year').textContent = card.year;
    find('.ar-problem').textContent = PROBLEM_NAMES[card.problem];
    find('#ar-name').textContent = card.name;
    find('.ar-idea').textContent = card.idea;
    find('.ar-more').textContent = card.more;
    find('.ar-counted').textContent = card.counted;
    find('.ar-facts').replaceChildren(...factsOf(card).flatMap(([name, value]) => [put('dt', { text: name }), put('dd', { text: value })]));
    showSource(card);
    find('.ar-see').replaceChildren(...(card.see ?? []).map(seeButton));
    find('.ar-inside').hidden = !card.graph;
    showUnfolded(false);
    if (card.graph) wait(`The layers of ${card.name} are on their way.`);
    showPictures();
  }

  function wait(message) {
    diagram.clear(message);
    layerTable.clear();
    find('.ar-legend').replaceChildren();
  }

  const isUnfolded = () => find('.ar-unfold').getAttribute('aria-expanded') === 'true';

  function showUnfolded(all) {
    find('.ar-unfold').setAttribute('aria-expanded', String(all));
    find('.ar-unfold').textContent = all ? 'Fold all layers' : 'Show all layers';
  }

  function factsOf(card) {
    if (!card.graph) return [['Reads', card.input]];
    return [
      ['Reads', card.input],
      ['Parameters', grouped(card.parameters)],
      ['In 32-bit numbers', `${rounded(4 * card.parameters).replace(' thousand', ' kB').replace(' million', ' MB')}`],
      ['Layers with weights', String(card.weighted)],
      ['Multiplications for one picture', rounded(card.multiplications)],
    ];
  }

  function showSource({ authors, paper, venue, link }) {
    const title = put('a', { href: link, target: '_blank', rel: 'noopener', text: paper });
    find('.ar-source').replaceChildren(`${authors}: `, title, `. ${venue}.`);
  }

  function seeButton(id) {
    return put('button', { type: 'button', class: 'ui-button', text: `See ${cards.get(id).name}`, onclick: () => onOpen(id, true) });
  }

  // The layers of the card, once they have come.
  function showTable(found) {
    if (!open || found.card !== open.id) return;
    table = found;
    diagram.show(open.name, found);
    layerTable.show(open.name, found);
    layerTable.unfold(isUnfolded()); // the button may have been pressed while they were on their way
    showLegend(find('.ar-legend'), found);
    showIdea();
  }

  function showIdea() {
    const [name, argument] = open.picture.split(' ');
    const figure = find('.ar-picture');
    figure.hidden = !name;
    if (!name) return;
    const [picture, caption] = IDEAS[name]({ cards, card: open, digit: view.digit, blocks: table?.blocks }, argument);
    fill(figure, [{ picture, words: '' }], caption);
  }

  function showPictures() {
    if (!open || !view) return;
    showIdea();
    const figure = find('.ar-outcome');
    figure.hidden = !view.objects.length; // nothing to draw with before the networks are loaded
    if (!figure.hidden) fill(figure, ...OUTCOMES[open.outcome](view));
    diagram.showDigit(view.digit);
  }

  function look(next) {
    view = next;
    showPictures();
  }

  return { show, showTable, wait, look, open: () => open };
}

// Panels that follow each other, with what each shows, and one caption for all.
function fill(figure, panels, caption) {
  const drawn = panels.map(({ picture, words }) => put('div', { html: picture }, words ? put('p', { text: words }) : null));
  figure.querySelector('.ar-drawn').replaceChildren(...drawn);
  figure.querySelector('figcaption').textContent = caption;
}
