/**
 * Language, colours and motion, as the visitor chooses them: kept in their browser, read by page.html before anything is
 * painted. Everything obeys the attributes on <html>; another language needs the page anew.
 */

const KEY = 'page-settings';

/** @param {HTMLFormElement} form */
export function mountSettings(form) {
  const { dataset } = document.documentElement;
  const choices = /** @type {NodeListOf<HTMLSelectElement>} */ (form.querySelectorAll('select'));
  for (const choice of choices) choice.value = dataset[choice.name] ?? '';
  form.addEventListener('change', ({ target }) => {
    const { name, value } = /** @type {HTMLSelectElement} */ (target);
    dataset[name] = value;
    keep(Object.fromEntries([...choices].map((choice) => [choice.name, choice.value])));
    if (name === 'language') location.reload();
    if (name === 'scheme') document.body.classList.toggle('dark', isDark(value));
  });
}

/** @param {string} scheme */
const isDark = (scheme) => (scheme ? scheme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);

/** @param {Record<string, string>} settings */
function keep(settings) {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // they last as long as the page
  }
}
