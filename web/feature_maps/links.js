/**
 * Links into this tab: network=lenet5 chooses a network, layer=conv1 and map=3 open a map, part=tour, reasons or
 * surgery goes there, part=firing to what makes the map's filter fire. A map can be opened only once something is
 * drawn: until then it is wanted.
 */

/** @typedef {{network: string, layer: string | null, channel: number | null}} Place */

const PARTS = new Map([
  ['tour', '.fm-head'],
  ['reasons', '.fm-reasons'],
  ['surgery', '.fm-surgery'],
]);

/**
 * @param {HTMLElement} panel
 * @param {import('../shared/route.js').Route} route
 * @param {{choose: (network: string) => void, open: (layer: string, channel: number, part?: string) => void, startTour: () => void}} actions
 */
export function followLinks(panel, route, { choose, open, startTour }) {
  route.follow('feature-maps', panel, ({ network, layer, map, part }) => {
    if (network) choose(network);
    if (layer) open(layer, Number(map ?? 0), part);
    const selector = PARTS.get(part);
    if (selector) panel.querySelector(selector)?.scrollIntoView({ behavior: 'auto', block: 'start' });
    if (part === 'tour') startTour();
  });
}

/**
 * The address of what is open.
 * @param {import('../shared/route.js').Route} route
 * @param {Place} place
 */
export function rememberPlace(route, { network, layer, channel }) {
  const map = layer ? { layer, ...(channel === null ? {} : { map: channel }) } : {};
  route.remember('feature-maps', { ...(network === 'cnn' ? {} : { network }), ...map });
}
