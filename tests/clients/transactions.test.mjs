// Many clients at once, each with a stream of its own: what the public driver suites of Turso ask for, all together and
// five times over. None may hear that the database is busy.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createClient } from '@libsql/client';
import { connect } from '@tursodatabase/serverless';
import { authToken, newTable, url } from './service.mjs';

/** A client of Hrana 3 over HTTP and nothing else; like the official Rust crate it names no content type. */
class Stream {
  baton = null;

  async send(requests, path = '/v3/pipeline') {
    const headers = authToken ? { authorization: `Bearer ${authToken}` } : {};
    const body = new Blob([JSON.stringify({ baton: this.baton, requests })]);
    const answer = await fetch(url + path, { method: 'POST', headers, body });
    assert.equal(answer.status, 200, await answer.clone().text());
    const { baton, results } = await answer.json();
    this.baton = baton;
    return results;
  }

  async run(sql, ...args) {
    const value = (arg) => (typeof arg === 'number' ? { type: 'integer', value: String(arg) } : { type: 'text', value: arg });
    const [result] = await this.send([{ type: 'execute', stmt: { sql, args: args.map(value) } }]);
    assert.equal(result.type, 'ok', JSON.stringify(result));
    return result.response.result;
  }

  async value(sql) {
    return (await this.run(sql)).rows[0][0].value;
  }

  async close() {
    await this.send([{ type: 'close' }]);
  }
}

async function table() {
  const name = newTable();
  const stream = new Stream();
  await stream.run(`create table ${name} (x integer)`);
  await stream.close();
  return name;
}

const count = async (name) => Number(await new Stream().value(`select count(*) from ${name}`));

/** A transaction over several requests, which another client's commit comes between. */
async function transaction(begin, end, expected) {
  const name = await table();
  const [mine, other] = [new Stream(), new Stream()];
  await mine.run(begin);
  if (!/immediate|exclusive/i.test(begin)) {
    const others = await table();
    await other.run(`insert into ${others} values (1)`);
  }
  await mine.run(`insert into ${name} values (?)`, 1);
  await mine.run(`insert into ${name} values (?)`, 2);
  assert.equal(await count(name), 0);
  await mine.run(end);
  assert.equal(await count(name), expected);
  await mine.run(`drop table ${name}`);
  await mine.close();
}

const cases = {
  'a deferred transaction is kept': () => transaction('begin', 'commit', 2),
  'a deferred transaction is undone': () => transaction('BEGIN DEFERRED', 'rollback', 0),
  'an immediate transaction is kept': () => transaction('begin immediate', 'commit', 2),
  'an immediate transaction is undone': () => transaction('begin immediate', 'rollback', 0),
  'an exclusive transaction is kept': () => transaction('begin exclusive', 'commit', 2),
  'a savepoint is kept': () => transaction('savepoint s', 'release s', 2),
  'a transaction whose client leaves is undone': async () => {
    const name = await table();
    const stream = new Stream();
    await stream.run('begin');
    await stream.run(`insert into ${name} values (1)`);
    await stream.close();
    assert.equal(await count(name), 0);
  },
  'a nested begin fails and disturbs nothing': async () => {
    const name = await table();
    const stream = new Stream();
    await stream.run('begin');
    await stream.run(`insert into ${name} values (1)`);
    const [refused] = await stream.send([{ type: 'execute', stmt: { sql: 'begin' } }]);
    assert.equal(refused.type, 'error');
    await stream.run('commit');
    assert.equal(await count(name), 1);
    await stream.close();
  },
  'autocommit is told': async () => {
    const stream = new Stream();
    const steps = ['get_autocommit', 'begin', 'get_autocommit', 'rollback', 'get_autocommit'];
    const results = await stream.send(
      steps.map((step) => (step === 'get_autocommit' ? { type: step } : { type: 'execute', stmt: { sql: step } })));
    const told = results.filter((_, at) => at % 2 === 0).map(({ response }) => response.is_autocommit);
    assert.deepEqual(told, [true, false, true]);
    await stream.close();
  },
  'a batch with conditions is one transaction': async () => {
    const name = await table();
    const stream = new Stream();
    const insert = (value) => `insert into ${name} values (${value})`;
    const sqls = ['begin', insert(1), 'insert into no_such values (1)', 'commit'];
    const steps = sqls.map((sql, at) => ({ stmt: { sql }, condition: at === 0 ? null : { type: 'ok', step: at - 1 } }));
    steps.push({ stmt: { sql: 'rollback' }, condition: { type: 'not', cond: { type: 'ok', step: 3 } } });
    const [{ response }] = await stream.send([{ type: 'batch', batch: { steps } }]);
    assert.ok(response.result.step_errors[2] && response.result.step_results[4]);
    assert.equal(await count(name), 0);
    await stream.close();
  },
  'a sequence stops at its first error': async () => {
    const name = await table();
    const stream = new Stream();
    const sql = `insert into ${name} values (1); insert into no_such values (2); insert into ${name} values (3)`;
    const [result] = await stream.send([{ type: 'sequence', sql }]);
    assert.equal(result.type, 'error');
    assert.equal(await count(name), 1);
    await stream.close();
  },
  'a statement is described': async () => {
    const name = await table();
    const stream = new Stream();
    const [read, write] = await stream.send([
      { type: 'describe', sql: `select x from ${name} where x = :x` }, { type: 'describe', sql: `delete from ${name}` }]);
    assert.deepEqual(read.response.result.params, [{ name: ':x' }]);
    assert.equal(read.response.result.cols[0].decltype.toLowerCase(), 'integer');
    assert.deepEqual([read, write].map(({ response }) => response.result.is_readonly), [true, false]);
    await stream.close();
  },
  'SQL is stored for its stream': async () => {
    const stream = new Stream();
    const results = await stream.send([
      { type: 'store_sql', sql_id: 1, sql: 'select ? + 1' },
      { type: 'execute', stmt: { sql_id: 1, args: [{ type: 'integer', value: '41' }] } },
      { type: 'close_sql', sql_id: 1 }, { type: 'close_sql', sql_id: 42 }]);
    assert.equal(results[1].response.result.rows[0][0].value, '42');
    assert.ok(results.every(({ type }) => type === 'ok'));
    await stream.close();
  },
  'a last id is told of what inserts': async () => {
    const name = newTable();
    const stream = new Stream();
    await stream.run(`create table ${name} (id integer primary key, v text)`);
    assert.equal((await stream.run(`insert into ${name} (id, v) values (7, 'a')`)).last_insert_rowid, '7');
    assert.equal((await stream.run(`insert into ${name} (v) values ('b'), ('c')`)).last_insert_rowid, '9');
    assert.equal((await stream.run(`update ${name} set v = 'z'`)).affected_row_count, 3);
    assert.equal((await stream.run('select 1')).last_insert_rowid, null);
    await stream.close();
  },
  'readers go on beside a writer': async () => {
    const name = await table();
    const writer = new Stream();
    await writer.run('begin immediate');
    await writer.run(`insert into ${name} values (1)`);
    assert.deepEqual(await Promise.all(Array.from({ length: 4 }, () => count(name))), [0, 0, 0, 0]);
    await writer.run('commit');
    await writer.close();
    assert.equal(await count(name), 1);
  },
  'transactions of @libsql/client': async () => {
    const name = await table();
    const client = createClient({ url, authToken });
    for (const mode of ['deferred', 'write']) {
      const transaction = await client.transaction(mode);
      await transaction.execute(`insert into ${name} values (1)`);
      await transaction.execute(`insert into ${name} values (2)`);
      await transaction.commit();
    }
    await client.batch([`insert into ${name} values (3)`, `insert into ${name} values (4)`], 'deferred');
    assert.equal(await count(name), 6);
    client.close();
  },
  'transactions of @tursodatabase/serverless, in parallel': async () => {
    const name = await table();
    const add = async (fails) => {
      const db = connect({ url, authToken: authToken ?? '' });
      const insert = db.transactionAsync(async (tx) => {
        await tx.run(`insert into ${name} values (1)`);
        if (fails) throw new Error('undone');
      });
      await insert().catch((error) => assert.equal(error.message, 'undone'));
      await db.close();
    };
    await Promise.all([add(false), add(true), add(false), add(true)]);
    assert.equal(await count(name), 2);
  },
};

for (let round = 1; round <= 5; round++) {
  describe(`round ${round}`, { concurrency: true }, () => {
    for (const [title, run] of Object.entries(cases)) test(title, run);
    for (let at = 0; at < 9; at++) test(`one of nine counters ${at}`, cases['a deferred transaction is kept']);
  });
}
