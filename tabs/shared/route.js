// Links into the page: which tab is open, with which settings, and if wanted with the drawing.
// An address reads #convolution-lab?stride=2&kernel=sobel; every part of it can be shared.
//
//   route.open(tab, settings)               go there, as a link would
//   route.follow(tab, element, callback)    the settings that a link or another tab asks for, as texts
//   route.remember(tab, settings)           what the tab shows now, put into the page's address
//   route.link(tab, settings, drawing)      the whole address, with a drawing if one is given
//   route.copy(button, address)             put an address on the clipboard; the button says so
//   route.copyText(text, button)            put any text there; whether that was possible
//   route.here()                            {tab, settings} of what is open now
//
// A tab that was never open is not on the page yet: its callback is called as soon as it follows.

const route = (window.digitRoute ??= makeRoute());

function makeRoute() {
  const MOST_POINTS = 400; // of a drawing in a link: some two thousand characters
  let latest = { tab: '', settings: {} };

  function open(tab, settings = {}) {
    select(tab);
    latest = { tab, settings: asTexts(settings) }; // chosen now, though Gradio shows it in its own time
    studio.publish(`open ${tab}`, asTexts(settings));
    remember(tab, settings);
  }

  function follow(tab, element, callback) {
    studio.watch(`open ${tab}`, element, callback);
  }

  // Only the open tab may speak: one that is still computing in the background must not change the address.
  function remember(tab, settings = {}) {
    const chosen = tabButton(tab);
    if (chosen && chosen.getAttribute('aria-selected') !== 'true' && latest.tab !== tab) return;
    latest = { tab, settings: asTexts(settings) };
    window.history.replaceState(window.history.state, '', hashOf(tab, settings));
    tellFrame();
  }

  function link(tab, settings, drawing) {
    const whole = drawing?.strokes?.length ? { ...settings, drawing: written(drawing) } : settings;
    const { origin, pathname, search } = window.location;
    return origin + pathname + search + hashOf(tab, whole);
  }

  async function copy(button, address) {
    const words = button.dataset.words ?? button.textContent;
    button.dataset.words = words;
    if (await copyText(address, button)) button.textContent = 'Link copied';
    else window.prompt('Copy this link', address); // no clipboard here: let the visitor do it
    setTimeout(() => (button.textContent = words), 2000);
  }

  // The site around a frame may keep it from the clipboard, which the old way asks nobody for.
  async function copyText(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = Object.assign(document.createElement('textarea'), { value: text, className: 'ui-unseen' });
      button.after(area);
      area.select();
      const copied = document.execCommand('copy');
      area.remove();
      button.focus({ preventScroll: true });
      return copied;
    }
  }

  function here() {
    const tab = document.querySelector('#tabs [role="tab"][aria-selected="true"]')?.dataset.tabId ?? 'draw';
    return { tab, settings: latest.tab === tab ? latest.settings : {} };
  }

  function hashOf(tab, settings) {
    const query = new URLSearchParams(asTexts(settings)).toString();
    return `#${tab}${query ? `?${query}` : ''}`;
  }

  // On a Space the page stands in a frame; its surroundings take the address over when told.
  function tellFrame() {
    if (window.parent === window) return;
    const { search, hash } = window.location;
    window.parent.postMessage({ queryString: search.slice(1), hash }, 'https://huggingface.co');
  }

  function arrive() {
    const [tab, query = ''] = window.location.hash.slice(1).split('?');
    if (!/^[a-z-]+$/.test(tab)) return;
    const { drawing, ...settings } = Object.fromEntries(new URLSearchParams(query));
    if (drawing) loadWhenReady(drawing);
    select(tab);
    latest = { tab, settings };
    studio.publish(`open ${tab}`, settings);
  }

  function loadWhenReady(text) {
    const drawing = readDrawing(text);
    if (drawing) studio.whenReady(() => studio.load(drawing));
  }

  function tabButton(tab) {
    return document.querySelector(`#tabs [role="tab"][data-tab-id="${tab}"]`);
  }

  // Gradio puts the tabs on the page in its own time.
  function select(tab, patience = 100) {
    const button = tabButton(tab);
    if (button) {
      button.click();
      button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (patience) setTimeout(() => select(tab, patience - 1), 100);
  }

  function written({ strokes, width, height }) {
    const step = Math.ceil(strokes.flat().length / MOST_POINTS);
    const kept = strokes.map((stroke) => stroke.filter((_, i) => i % step === 0 || i === stroke.length - 1));
    return [`${Math.round(width)},${Math.round(height)}`, ...kept.map((s) => s.flat().map(Math.round).join(','))].join('_');
  }

  function readDrawing(text) {
    const [[width, height], ...flat] = text.split('_').map((part) => part.split(',').map(Number));
    const numbers = [width, height, ...flat.flat()];
    if (!numbers.every((n) => Number.isFinite(n) && Math.abs(n) < 5000) || numbers.length > 4000) return null;
    const pairs = (all) => Array.from({ length: all.length >> 1 }, (_, i) => [all[2 * i], all[2 * i + 1]]);
    return { strokes: flat.map(pairs).filter((stroke) => stroke.length), width, height };
  }

  const asTexts = (settings) =>
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));

  document.addEventListener('click', (event) => {
    const tab = event.target.closest?.('#tabs [role="tab"]')?.dataset.tabId;
    if (tab && event.isTrusted) remember(tab, latest.tab === tab ? latest.settings : {});
  });
  window.addEventListener('hashchange', arrive);
  setTimeout(arrive);
  return { open, follow, remember, link, copy, copyText, here };
}
