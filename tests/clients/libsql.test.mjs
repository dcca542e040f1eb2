// npm's @libsql/client, over /v2/pipeline.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createClient, LibsqlError } from '@libsql/client';
import { authToken, newTable, url } from './service.mjs';

const client = createClient({ url, authToken, intMode: 'bigint' });
after(() => client.close());

async function table(columns) {
  const name = newTable();
  await client.execute(`create table ${name} (${columns})`);
  return name;
}

test('every kind of value comes back as it went', async () => {
  const values = [null, 9223372036854775807n, -9007199254740993n, 0.1, 'l’été 🧀 œuf', new Uint8Array([0, 255, 7])];
  const { rows, columns } = await client.execute({ sql: 'select ? a, ? b, ? c, ? d, ? e, ? f', args: values });
  assert.deepEqual(columns, ['a', 'b', 'c', 'd', 'e', 'f']);
  const back = Array.from(rows[0]);
  assert.deepEqual(back.slice(0, 5), values.slice(0, 5));
  assert.deepEqual(new Uint8Array(back[5]), values[5]);
});

test('arguments by name, with each of SQLite’s marks', async () => {
  const args = { a: 1n, b: 'deux', c: 3.5 };
  const { rows } = await client.execute({ sql: 'select :a, @b, $c', args });
  assert.deepEqual(Array.from(rows[0]), [1n, 'deux', 3.5]);
});

test('declared types, affected rows and the last id are told', async () => {
  const name = await table('id integer primary key, label text not null, price real');
  const inserted = await client.execute({ sql: `insert into ${name} (label) values (?), (?)`, args: ['a', 'b'] });
  assert.equal(inserted.rowsAffected, 2);
  assert.equal(inserted.lastInsertRowid, 2n);
  const { columnTypes } = await client.execute(`select * from ${name}`);
  assert.deepEqual(columnTypes.map((type) => type.toLowerCase()), ['integer', 'text', 'real']);
  assert.equal((await client.execute(`delete from ${name}`)).rowsAffected, 2);
});

test('a batch is one transaction: all of it or nothing', async () => {
  const name = await table('id integer primary key');
  await client.batch([`insert into ${name} values (1)`, { sql: `insert into ${name} values (?)`, args: [2] }], 'write');
  await assert.rejects(
    client.batch([`insert into ${name} values (3)`, `insert into ${name} values (1)`], 'write'),
    (error) => error instanceof LibsqlError && error.code.startsWith('SQLITE_CONSTRAINT'),
  );
  const { rows } = await client.execute(`select count(*) n from ${name}`);
  assert.equal(rows[0].n, 2n);
});

test('an interactive transaction goes over several requests', async () => {
  const name = await table('id integer primary key');
  const transaction = await client.transaction('write');
  await transaction.execute(`insert into ${name} values (1)`);
  const seen = await transaction.execute(`select count(*) n from ${name}`);
  assert.equal(seen.rows[0].n, 1n);
  const outside = await client.execute(`select count(*) n from ${name}`);
  assert.equal(outside.rows[0].n, 0n);
  await transaction.commit();
  assert.equal((await client.execute(`select count(*) n from ${name}`)).rows[0].n, 1n);
});

test('a transaction that is rolled back leaves nothing', async () => {
  const name = await table('id integer primary key');
  const transaction = await client.transaction('write');
  await transaction.execute(`insert into ${name} values (1)`);
  await transaction.rollback();
  assert.equal((await client.execute(`select count(*) n from ${name}`)).rows[0].n, 0n);
});

test('a reading transaction sees one moment and cannot write', async () => {
  const name = await table('id integer primary key');
  const transaction = await client.transaction('read');
  const count = async () => (await transaction.execute(`select count(*) n from ${name}`)).rows[0].n;
  assert.equal(await count(), 0n);
  await client.execute(`insert into ${name} values (1)`);
  assert.equal(await count(), 0n);
  await assert.rejects(transaction.execute(`insert into ${name} values (2)`), { code: 'SQLITE_READONLY' });
  transaction.close();
});

test('a deferred transaction becomes a writer when it has to', async () => {
  const name = await table('id integer primary key');
  const transaction = await client.transaction('deferred');
  await transaction.execute(`insert into ${name} values (1)`);
  await transaction.commit();
  assert.equal((await client.execute(`select count(*) n from ${name}`)).rows[0].n, 1n);
});

test('writers of the same row take turns', async () => {
  const name = await table('n integer');
  await client.execute(`insert into ${name} values (0)`);
  const add = async () => {
    const transaction = await client.transaction('write');
    const { rows } = await transaction.execute(`select n from ${name}`);
    await transaction.execute({ sql: `update ${name} set n = ?`, args: [rows[0].n + 1n] });
    await transaction.commit();
  };
  await Promise.all(Array.from({ length: 20 }, add));
  assert.equal((await client.execute(`select n from ${name}`)).rows[0].n, 20n);
});

test('a script of several statements runs whole', async () => {
  const name = newTable();
  await client.executeMultiple(`
    create table ${name} (id integer primary key, label text default 'a;b');
    -- a comment; with a semicolon
    insert into ${name} default values;
    create trigger ${name}_t after insert on ${name} begin
      update ${name} set label = label || '!' where id = new.id;
    end;
    insert into ${name} default values;
  `);
  const { rows } = await client.execute(`select label from ${name} order by id`);
  assert.deepEqual(rows.map((row) => row.label), ['a;b', 'a;b!']);
});

test('errors tell what SQLite says', async () => {
  await assert.rejects(client.execute('select no_such'), /no such column: no_such/);
  await assert.rejects(client.execute('selec 1'), /syntax error/);
  await assert.rejects(client.execute("attach '/tmp/other.db' as other"), { code: 'SQLITE_AUTH' });
});

test('a hundred thousand rows arrive', async () => {
  const sql = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select i from n`;
  const { rows } = await client.execute(sql);
  assert.equal(rows.length, 100_000);
  assert.equal(rows.at(-1).i, 100_000n);
});
