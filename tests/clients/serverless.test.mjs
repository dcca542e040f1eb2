// npm's @tursodatabase/serverless, over /v3/cursor.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '@tursodatabase/serverless';
import { authToken, newTable, url } from './service.mjs';

const open = () => connect({ url, authToken: authToken ?? '' });

test('rows, arguments and changes', async () => {
  const db = open();
  const name = newTable();
  await db.exec(`create table ${name} (id integer primary key, label text)`);
  const insert = await db.prepare(`insert into ${name} (label) values (?)`);
  const done = await insert.run(['crème']);
  assert.equal(Number(done.lastInsertRowid), 1);
  const select = await db.prepare(`select * from ${name} where label = ?`);
  assert.equal((await select.get(['crème'])).label, 'crème');
  assert.equal((await select.all(['rien'])).length, 0);
  await db.close();
});

test('rows come one by one', async () => {
  const db = open();
  const count = await db.prepare(
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) select i from n');
  let sum = 0;
  for await (const row of count.iterate()) sum += row.i;
  assert.equal(sum, 200_010_000);
  await db.close();
});

test('an error is told', async () => {
  const db = open();
  const wrong = await db.prepare('select 1').catch((error) => error);
  assert.ok(wrong);
  await assert.rejects(db.exec('select no_such'), /no_such/);
  await db.close();
});
