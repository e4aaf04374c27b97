/** For putting a network online: `what` is commands, filled in with the visitor's names, or checklist, of the list before it. */

import { all, make } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';

/** @param {HTMLElement} box */
export const publish = (box) => (box.dataset.what === 'checklist' ? checklist(box) : commands(box));

/** @param {HTMLElement} box */
function commands(box) {
  const shown = make('pre', { tabindex: 0, 'aria-live': 'polite' });
  const input = make('input', { id: 'le-publish-name', type: 'text', value: 'user/name', spellcheck: 'false' });
  const show = () => {
    const name = input.value.trim();
    shown.textContent = /^[\w.-]+\/[\w.-]+$/.test(name)
      ? `python -m hub.publish --repo ${name} --dry-run\npython -m hub.publish --repo ${name}`
      : t('A name has two parts with a slash between them: letters, digits, points, dashes.');
  };
  input.addEventListener('input', show);
  box.setAttribute('aria-label', t('Commands with your own names'));
  const label = make('label', { for: input.id, text: t('Your repository') });
  box.append(make('div', { class: 'le-tools' }, label, input), shown);
  show();
}

/** Turn the points of the list before the box into boxes to tick. @param {HTMLElement} box */
function checklist(box) {
  const list = box.previousElementSibling;
  if (!(list instanceof HTMLUListElement)) return;
  const said = make('p', { role: 'status' });
  const ticks = all(list, 'li').map((item) => {
    const tick = make('input', { type: 'checkbox' });
    item.replaceChildren(make('label', { class: 'le-check' }, tick, ...item.childNodes));
    return tick;
  });
  const show = () => {
    said.textContent = t('{} of {} checked', ticks.filter((tick) => tick.checked).length, ticks.length);
  };
  list.addEventListener('change', show);
  box.setAttribute('aria-label', t('Your checklist'));
  box.append(said);
  show();
}
