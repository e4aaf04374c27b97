// The page in the visitor's language. Gradio's own internationalisation holds the dictionaries and chooses
// the language, which it writes into <html lang>; Gradio translates its parts, this file translates ours.
//
// A key is the English text, spaces made single. In it {#} stands for a number, {} for anything else, which
// is translated too if it is known, and <1>, <2> for the elements inside a sentence. A translation may name
// them in another order: {2} ... {1}. What is not known as a whole is looked up part by part, at full stops, colons,
// semicolons and commas; without its full stop; and with a small first letter. Names need no translation.
//
// Scripts go on writing English; one observer translates what they write, before it is painted. For a language
// without a dictionary, English among them, nothing is observed. What has lang="en" stays as it is; a part of it
// with data-page-language speaks the page's language again.

const words = (window.digitWords ??= makeWords());

function makeWords() {
  const ATTRIBUTES = ['aria-label', 'aria-valuetext', 'aria-roledescription', 'title', 'placeholder', 'alt', 'data-told'];
  const MOST_REMEMBERED = 4000; // texts: numbers make ever new ones
  const dictionaries = window.gradio_config?.i18n_translations ?? {};
  const observer = new MutationObserver(followed);
  const texts = new WeakMap(); // text node: {english, shown}
  const labels = new WeakMap(); // element: Map of attribute to {english, shown}
  const sentences = new WeakMap(); // element: {nodes, english, shown}, where its words stand in another order
  let dictionary = null;
  const spent = { calls: 0, milliseconds: 0 };

  const hasLetters = (text) => /\p{L}{2}/u.test(text);

  // English and what is no language: the nearest of these decides.
  function stays(element) {
    const language = element?.closest('[lang], script, style, textarea, code')?.getAttribute('lang');
    return !language || language === 'en';
  }

  // ---- on the page ----

  function followed(records) {
    const began = performance.now();
    for (const { type, target, addedNodes, attributeName } of records) {
      if (type === 'attributes') translateAttribute(target, attributeName);
      else if (type === 'characterData') translateAdded(target);
      else for (const node of addedNodes) translateAdded(node);
    }
    observer.takeRecords(); // our own changes
    spent.calls += 1;
    spent.milliseconds += performance.now() - began;
  }

  function translateAdded(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (hasLetters(node.data) && !sentence(node.parentElement)) translateText(node);
    } else if (node.nodeType === Node.ELEMENT_NODE && !stays(node)) {
      translateUnder(node);
      if (node.parentElement && !node.parentElement.closest('svg')) sentence(node.parentElement);
    }
  }

  function translateUnder(root) {
    for (const element of [root, ...root.querySelectorAll('*')]) {
      for (const name of ATTRIBUTES) if (element.hasAttribute(name)) translateAttribute(element, name);
      if (element.childNodes.length && !sentence(element)) {
        for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) translateText(child);
      }
    }
  }

  function translateText(node) {
    const { data } = node;
    const known = texts.get(node);
    if (known?.shown === data || !hasLetters(data) || stays(node.parentElement)) return;
    const found = translated(data);
    if (found === null) return void texts.delete(node);
    const shown = data.match(/^\s*/)[0] + found + data.match(/\s*$/)[0];
    texts.set(node, { english: data, shown });
    node.data = shown;
  }

  function translateAttribute(element, name) {
    const value = element.getAttribute(name);
    if (!value || !hasLetters(value) || stays(element)) return;
    const mine = labels.get(element) ?? labels.set(element, new Map()).get(element);
    if (mine.get(name)?.shown === value) return;
    const shown = translated(value);
    if (shown === null) return void mine.delete(name);
    mine.set(name, { english: value, shown });
    element.setAttribute(name, shown);
  }

  // A sentence with elements inside it is translated whole: other languages order words in other ways.
  // Returns whether the element is one; its elements stay the same, only their places change.
  function sentence(element) {
    if (!element?.firstElementChild || stays(element)) return false;
    const nodes = [...element.childNodes];
    const known = sentences.get(element);
    if (known && same(known.shown, nodes) && nodes.every(asWritten)) return true;
    if (!nodes.some((node) => node.nodeType === Node.TEXT_NODE && hasLetters(node.data))) return false;
    const inner = nodes.filter((node) => node.nodeType === Node.ELEMENT_NODE);
    const found = translated(inSentence(nodes));
    if (found === null) return false;
    const parts = found.split(/(<\d+>)/).filter(Boolean);
    const shown = parts.map((part) => {
      const place = part.match(/^<(\d+)>$/);
      return place ? inner[place[1] - 1] : document.createTextNode(part);
    });
    element.replaceChildren(...shown);
    for (const node of shown) if (node.nodeType === Node.TEXT_NODE) texts.set(node, { english: node.data, shown: node.data });
    sentences.set(element, { english: nodes, shown });
    return true;
  }

  const asWritten = (node) => node.nodeType !== Node.TEXT_NODE || texts.get(node)?.shown === node.data;
  const same = (a, b) => a.length === b.length && a.every((node, i) => node === b[i]);

  function inSentence(nodes) {
    let count = 0;
    return nodes
      .map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : node.nodeType === Node.ELEMENT_NODE ? `<${(count += 1)}>` : ''))
      .join('');
  }

  // ---- in the dictionary ----

  // "12.5", "−3", "3.1e-07", "2.4 · 10⁻⁶", and a negative one in brackets.
  const PLAIN = /[+−-]?\d(?:[\d.,]*\d)?(?:e[+−-]?\d+| [·×] 10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)?/.source;
  const NUMBER = new RegExp(`\\((?=[−-]\\d)${PLAIN}\\)|${PLAIN}`, 'g');
  const SLOT_OR_NUMBER = new RegExp(`\\{#\\}|${NUMBER.source}`, 'g');
  const PLACE_OR_NUMBER = new RegExp(`<\\d+>|${NUMBER.source}`, 'g');
  const BETWEEN_PARTS = [/((?<=[.!?]) )/, /([;:] )/, /(, )/];
  const NAME = /^\P{L}*(?:\S*(?:\d|\p{Lu}\S*\p{Lu})\S*|tanh|softmax|swish|ln|px|ms|kB)?\P{L}*$/u;
  let exact = new Map();
  let counted = new Map();
  let patterns = [];
  let remembered = new Map();

  function open(entries) {
    exact = new Map();
    counted = new Map();
    patterns = [];
    remembered = new Map();
    for (const [key, text] of Object.entries(entries)) {
      if (key.includes('{}')) patterns.push(patternOf(key, text));
      else if (key.includes('{#}')) counted.set(...countedOf(key, text));
      else exact.set(key, text);
    }
    patterns.sort((a, b) => b.start.length - a.start.length); // what begins with anything comes last
  }

  // "{#} of 784 pixels" is found as "{#} of {#} pixels", and its first number belongs into the translation.
  function countedOf(key, text) {
    const numbers = withoutPlaces(key).match(SLOT_OR_NUMBER) ?? [];
    const slots = numbers.flatMap((part, i) => (part === '{#}' ? [i] : []));
    return [numberless(key), { text, slots }];
  }

  function patternOf(key, text) {
    const source = key
      .split(/(\{#?\})/)
      .map((part) => (part === '{#}' ? `(${NUMBER.source})` : part === '{}' ? '(.+?)' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('');
    return { start: key.split('{')[0], expression: new RegExp(`^${source}$`, 'su'), text };
  }

  // The text in the visitor's language, or null where the dictionary has none.
  function translated(text) {
    const key = text.replace(/\s+/g, ' ').trim();
    if (!remembered.has(key)) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(key, look(key));
    }
    return remembered.get(key);
  }

  const look = (key) => asItStands(key) ?? withoutItsStop(key) ?? byParts(key) ?? byPattern(key) ?? withSmallLetter(key);

  function asItStands(key) {
    if (exact.has(key)) return exact.get(key);
    const found = counted.get(numberless(key));
    if (!found) return null;
    const numbers = withoutPlaces(key).match(NUMBER);
    return filled(found.text, found.slots.map((slot) => numbers[slot]));
  }

  function withoutItsStop(key) {
    const bare = key.endsWith('.') ? asItStands(key.slice(0, -1)) : null;
    return bare === null ? null : bare + exact.get('.');
  }

  // Its sentences, or what colons and semicolons or at least commas part, if the dictionary has all of it.
  function byParts(key) {
    for (const between of BETWEEN_PARTS) {
      const parts = key.split(between);
      const found = parts.length > 1 ? parts.map((part, i) => (i % 2 ? part : known(part))) : [null];
      if (!found.includes(null)) return found.join('');
    }
    return null;
  }

  const known = (part) => look(part) ?? (isName(part) ? part : null);

  function byPattern(key) {
    for (const { start, expression, text } of patterns) {
      const parts = key.startsWith(start) && key.match(expression);
      if (parts) return filled(text, parts.slice(1).map((part) => (/\p{L}/u.test(part) ? translated(part) ?? part : part)));
    }
    return null;
  }

  // "Answers to ink" begins a sentence or stands in one; so does its translation.
  function withSmallLetter(key) {
    if (!/^\p{Lu}\p{Ll}/u.test(key)) return null;
    const found = look(key[0].toLowerCase() + key.slice(1));
    return found && found[0].toUpperCase() + found.slice(1);
  }

  // Numbers, formulas and names are the same everywhere: "conv1 (28 × 28)", "CNN 98 %".
  const isName = (text) => text.split(' ').every((word) => NAME.test(word) || !hasLetters(word));

  const withoutPlaces = (key) => key.replace(/<\d+>/g, '');
  const numberless = (key) => key.replace(PLACE_OR_NUMBER, (part) => (part[0] === '<' ? part : '{#}'));

  function filled(text, parts) {
    let next = 0;
    return text.replace(/\{(#|\d*)\}/g, (_, place) => parts[/\d/.test(place) ? place - 1 : next++] ?? '');
  }

  // ---- which language ----

  function restore() {
    observer.disconnect();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (texts.has(node) && texts.get(node).shown === node.data) node.data = texts.get(node).english;
      for (const [name, { english, shown }] of labels.get(node) ?? []) {
        if (node.getAttribute(name) === shown) node.setAttribute(name, english);
      }
      const known = sentences.get(node);
      if (known && same(known.shown, [...node.childNodes])) node.replaceChildren(...known.english);
      sentences.delete(node);
    }
  }

  const OURS = '#masthead, #studio, [data-page-language]';

  function speak() {
    const language = document.documentElement.lang.split('-')[0];
    const entries = language === 'en' ? undefined : dictionaries[language];
    if (entries === dictionary) return;
    if (dictionary) restore();
    dictionary = entries ?? null;
    for (const part of document.querySelectorAll(OURS)) part.lang = entries ? language : 'en';
    if (!entries) return;
    open(entries);
    document.documentElement.style.setProperty('--guess-first', JSON.stringify(translated(GUESS_FIRST) ?? GUESS_FIRST));
    document.title = translated(document.title) ?? document.title;
    translateUnder(document.body);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ATTRIBUTES,
    });
  }

  const GUESS_FIRST = 'Your guess first: what will the CNN read? Answer beside the drawing, then all of this opens.';
  new MutationObserver(speak).observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
  speak();
  const unknown = () => [...remembered.keys()].filter((text) => remembered.get(text) === null && !isName(text));
  return { translated: (text) => (dictionary ? translated(text) ?? text : text), spent: () => spent, unknown };
}
