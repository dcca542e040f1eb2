// Where signing in leads, without a browser: node reads addresses as browsers do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageHere } from '../../crates/web/assets/login/next.js';

const HERE = 'http://localhost:5000';

test('pages of this service are gone to, with their state', () => {
  for (const page of [
    '/',
    '/data',
    '/sql?sql=select%201%20//%20x&lang=fr',
    '/forecasts?horizon=14#curve',
    '/?next=//evil.example',
    '/api/docs',
  ]) {
    assert.equal(pageHere(page, HERE), page);
  }
});

test('nothing leads to another machine, however it is written', () => {
  const hostile = [
    null,
    '',
    'data',
    'evil.example',
    '//evil.example',
    '///evil.example',
    '/.//evil.example',
    '/./\\/evil.example',
    '/..//evil.example',
    '/data/..//evil.example',
    '/data/.//evil.example/x',
    '/\\evil.example',
    '\\\\evil.example',
    '/%2f/evil.example',
    '/%2e//evil.example',
    '/.%2e//evil.example',
    '/%5cevil.example',
    '/\t/evil.example',
    '\t//evil.example',
    '/\n/evil.example',
    '/\r\n/evil.example',
    ' //evil.example',
    '/ /evil.example',
    '/data\\..\\..//evil.example',
    'http://evil.example',
    'https:evil.example',
    'http:/evil.example',
    'javascript:alert(1)',
    '/javascript:alert(1)',
    'data:text/html,x',
    '/@evil.example',
    '//localhost:5000@evil.example',
    '@evil.example',
    `${HERE}@evil.example/`,
    `${HERE}.evil.example/`,
    '/\u0000/evil.example',
    '/\u007f/evil.example',
    '/login',
    '/login/',
    '/login?next=/data',
  ];
  for (const asked of hostile) assert.equal(pageHere(asked, HERE), '/', JSON.stringify(asked));
});
