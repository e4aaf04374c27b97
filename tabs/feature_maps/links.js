// Links into this tab: network=lenet5 chooses a network, layer=conv1 and map=3 open a map, part=tour, reasons or
// surgery goes there. A map can be opened only once something is drawn: until then it is wanted.

const links = (() => {
  const NETWORKS = ['cnn', 'ann', 'lenet5'];
  const PARTS = { tour: '.fm-head', reasons: '.fm-reasons', surgery: '.fm-surgery' };
  let wanted = null;

  function follow() {
    route.follow('feature-maps', panel, ({ network, layer, map, part }) => {
      if (NETWORKS.includes(network)) choose(network);
      wanted = layer ? { layer, channel: Number(map ?? 0) } : null;
      if (part in PARTS) find(PARTS[part]).scrollIntoView({ behavior: 'auto', block: 'start' });
      if (part === 'tour' && !tour.isRunning()) tour.start();
      if (state.maps) openWanted();
    });
  }

  function openWanted() {
    const layer = wanted && state.layers.find(({ name }) => name === wanted.layer);
    if (!layer || layer.name === 'input') return;
    const { channel } = wanted;
    wanted = null;
    if (!isSpatial(layer.shape)) openMap(layer.name, null, [0]);
    else if (channel >= 0 && channel < layer.shape[2]) openMap(layer.name, Math.floor(channel), null);
  }

  function remember() {
    const { network, opened } = state;
    const place = opened ? { layer: opened.layer, ...(opened.channel === null ? {} : { map: opened.channel }) } : {};
    route.remember('feature-maps', { ...(network === 'cnn' ? {} : { network }), ...place });
  }

  return { follow, openWanted, remember };
})();
