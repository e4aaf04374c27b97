import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { preferred, speak, t, told } from '../../../web/shared/messages.js';
import {
  count,
  figure,
  fixed,
  numberIn,
  part,
  percent,
  plain,
  setLocale,
  share,
  shortFigure,
  signed,
} from '../../../web/shared/numbers.js';

afterEach(() => speak('en', {}));

test('a network is never certain', () => {
  assert.equal(percent(1), '99.9\u00a0%');
  assert.equal(percent(0.9999), '99.9\u00a0%');
  assert.equal(percent(0.99), '99.0\u00a0%');
  assert.equal(percent(0.984), '98\u00a0%');
  assert.equal(percent(0.0004, 1), '0.0\u00a0%');
  assert.equal(part(0.99996), '>\u00a099.9\u00a0%'); // beside nine that are 0.0 %, 99.9 % would be false
  assert.equal(part(0.5, 1), '50.0\u00a0%');
  assert.equal(share(1, 1), '100.0\u00a0%'); // a count may be whole
});

test('numbers have real minus signs and powers of ten', () => {
  assert.equal(figure(-0.1234), '−0.123');
  assert.equal(figure(4.6e-11), '4.6\u00a0×\u00a010⁻¹¹');
  assert.equal(figure(0), '0.0000');
  assert.equal(fixed(-0.0004, 2), '0.00');
  assert.equal(shortFigure(-12.34), '−12.3');
  assert.equal(plain(35), '35');
  assert.equal(plain(1 / 9), '0.111');
  assert.equal(signed(3), '+3');
  assert.equal(signed(0), '0');
  assert.equal(count(109370), '109,370');
});

test('Spanish writes numbers its own way', () => {
  setLocale('es');
  assert.equal(count(109370), '109.370');
  assert.equal(percent(0.9999), '99,9\u00a0%');
  setLocale('en');
});

test('a number as a visitor writes it', () => {
  assert.equal(numberIn(' −0,5'), -0.5);
  assert.equal(numberIn('1/8'), 0.125);
  for (const text of ['', 'a', '1/0', '1/2/3', '--1']) assert.ok(Number.isNaN(numberIn(text)), text);
});

test('a key is English; a translation may name its values in another order', () => {
  assert.equal(t('{} of {} right', 2, 1000), '2 of 1,000 right');
  speak('es', { '{} of {} right': 'de {2}, {1} bien', Pixel: 'Píxel' });
  assert.equal(t('{} of {} right', 2, 109370), 'de 109.370, 2 bien');
  assert.equal(told({ key: 'Pixel', values: [] }), 'Píxel');
  assert.equal(
    told({
      key: '{}: {}',
      values: [
        { key: 'Pixel', values: [] },
        { key: 'percent', values: [0.5] },
      ],
    }),
    'Píxel: 50\u00a0%',
  );
  assert.equal(t('unknown'), 'unknown');
});

test('the language is the first of the browser’s that the page speaks', () => {
  assert.equal(preferred(['fr', 'es-MX', 'en']), 'es');
  assert.equal(preferred(['hi-IN', 'en']), 'hi');
  assert.equal(preferred(['fr']), 'en');
});
