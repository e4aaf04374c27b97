// The page's one drawing and its newest answer, for every component that wants to look at them.
// Each component loads this file; the first one in makes the studio, the others find it.
//
//   studio.watch('drawing', element, callback)  every change, also while the pen moves
//   studio.watch('drawn', element, callback)    the pen was lifted, or something was loaded or cleared
//   studio.watch('answer', element, callback)   what the networks say, or why they do not
//   studio.latest.drawing                       {strokes, width, height} or {picture}
//   studio.load(drawing)                        put a drawing or picture on the canvas
//   studio.whenReady(callback)                  once there is a canvas that can load
//
// A callback is called at once with the newest value, and no more once its element has left the page.

const studio = (window.digitStudio ??= makeStudio());

function makeStudio() {
  const watchers = new Map();
  const latest = {};

  function watch(topic, element, callback) {
    if (!watchers.has(topic)) watchers.set(topic, new Set());
    watchers.get(topic).add({ element, callback });
    if (topic in latest) callback(latest[topic]);
  }

  function publish(topic, value) {
    latest[topic] = value;
    for (const watcher of watchers.get(topic) ?? []) {
      if (watcher.element.isConnected) watcher.callback(value);
      else watchers.get(topic).delete(watcher);
    }
  }

  const waiting = [];
  function whenReady(callback) {
    if (studio.isReady) callback();
    else waiting.push(callback);
  }

  // The canvas calls this, with what only it can do.
  function ready(abilities) {
    Object.assign(studio, abilities, { isReady: true });
    for (const callback of waiting.splice(0)) callback();
  }

  const idle = { load: () => {}, refresh: () => {}, wantsStages: () => false };
  return { latest, watch, publish, whenReady, ready, isReady: false, ...idle };
}

// Nothing there to be read: no ink and no picture.
function isBlank(drawing) {
  return !drawing || (!drawing.picture && !drawing.strokes.some((stroke) => stroke.length));
}

// Wraps a slow call so that one is under way at a time and only the newest waiting argument is sent next.
function oneAtATime(call, onAnswer, onFailure) {
  let busy = false;
  let waiting = null;

  async function run(argument) {
    busy = true;
    try {
      onAnswer(await call(argument), argument);
    } catch (error) {
      onFailure(error, argument);
    }
    busy = false;
    if (waiting) {
      const next = waiting.argument;
      waiting = null;
      run(next);
    }
  }

  return (argument) => {
    if (busy) waiting = { argument };
    else run(argument);
  };
}

// Calls back whenever the element comes into sight or leaves it: a closed tab computes nothing.
function whenSeen(element, callback) {
  new IntersectionObserver((entries) => callback(entries.at(-1).isIntersecting)).observe(element);
}

const prefersCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
