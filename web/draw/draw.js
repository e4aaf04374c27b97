/**
 * The Draw tab: the verdict, ten bars for each network, and how the drawing became 28×28 pixels, at every move of the pen.
 * Elements are made once; only their text, bars and pixels change, so nothing flickers.
 */

import { aDigit, NAMES, ranked } from '../shared/answers.js';
import { makeBars } from '../shared/bars.js';
import { finder, whenSeen } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { percent } from '../shared/numbers.js';
import { furnish } from '../shared/template.js';
import { makeStages } from './stages.js';

/** @typedef {import('../shared/answers.js').Answer} Answer */
/** @typedef {'cnn' | 'ann'} Name */

/**
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, { studio, route }) {
  const panel = await furnish(element, 'draw.html', ['draw.css'], import.meta.url);
  const find = finder(panel);
  const stages = makeStages(panel);
  const parts = NAMES.map((name) => makeNetwork(finder(find(`.draw-network.${name}`)), name));

  /** @param {import('../shared/studio.js').Reading} reading */
  function show({ answer, stages: steps, of }) {
    const read = answer.state === 'answer' && answer.verdict !== 'blank';
    panel.dataset.state = read ? answer.verdict : answer.state === 'answer' ? 'blank' : answer.state;
    const [title, text] = headline(answer);
    find('.draw-verdict h2').textContent = title;
    find('.draw-verdict p').textContent = text;
    parts.forEach((part, i) => part(read ? answer[/** @type {Name} */ (NAMES[i])] : null, waiting(answer)));
    stages(of ? (steps ?? null) : null);
  }

  studio.watch('reading', panel, show);
  find('.draw-how').addEventListener('click', () => route.open('feature-maps', { part: 'tour' }));
  find('.draw-follow').addEventListener('click', () => route.open('lesson', { chapter: '5', row: 'L31' }));
  route.follow('draw', panel, ({ part }) => {
    if (part === 'stages') find('.draw-stages').scrollIntoView({ block: 'nearest' });
  });
  whenSeen(panel, (isSeen) => studio.want(panel, isSeen ? { stages: true } : null));
}

/**
 * One network's bars, or why there are none.
 * @param {ReturnType<typeof finder>} find
 * @param {string} name
 */
function makeNetwork(find, name) {
  const bars = makeBars(find('.draw-bars'), [name]);
  return (/** @type {Float32Array | null | undefined} */ probabilities, /** @type {string} */ otherwise) => {
    find('.draw-words').textContent = probabilities ? '' : otherwise;
    bars({ [name]: probabilities });
  };
}

/** What a network without an answer says. @param {Answer} answer */
function waiting(answer) {
  if (answer.state === 'answer')
    return answer.verdict === 'blank' ? t('waits for your drawing') : t('is still on its way');
  return answer.state === 'loading' ? t('is still on its way') : t('has not answered');
}

/** The verdict: a title and a sentence. @param {Answer} answer */
function headline(answer) {
  if (answer.state === 'loading') return [t('One moment'), answer.message ?? ''];
  if (answer.state !== 'answer') return [t('No answer this time'), answer.message ?? ''];
  if (answer.verdict === 'blank') {
    return [t('Draw a digit'), t('Or press one of the samples. What both networks read appears here.')];
  }
  if (answer.verdict === 'not a digit') return notADigit(answer);
  const [cnn, ann] = NAMES.map((name) => answer[/** @type {Name} */ (name)]).map((found) =>
    found ? ranked(found).best : null,
  );
  if (cnn === null || ann === null) return [t('The CNN reads {}', aDigit(cnn ?? 0)), ''];
  if (cnn === ann) return [t('Both networks read {}', aDigit(cnn)), howSure(answer)];
  return [
    t('The CNN reads {}, the ANN {}', aDigit(cnn), aDigit(ann)),
    t('They disagree: keep drawing, or make it plainer.'),
  ];
}

/** @param {Answer} answer */
function howSure({ cnn, ann }) {
  const [p, q] = [cnn, ann].map((found) => (found ? ranked(found).p : 0));
  if (Math.min(p, q) > 0.95) return t('And both are sure of it.');
  return t('The {} is less sure of it: {}.', p < q ? 'CNN' : 'ANN', percent(Math.min(p, q)));
}

/** @param {Answer} answer */
function notADigit({ score = 0, threshold = 0 }) {
  const text = t(
    'The CNN gives its best guess {}; below {} a drawing counts as no digit. The ten numbers add up to 100 % whatever is drawn.',
    percent(score),
    percent(threshold),
  );
  return [t('Probably not a digit'), text];
}
