// Drizzle on top of @libsql/client: what an ORM sends.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createClient } from '@libsql/client';
import { eq, sql, sum } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql';
import { blob, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { authToken, newTable, url } from './service.mjs';

const client = createClient({ url, authToken });
const db = drizzle(client);
after(() => client.close());

const name = newTable();
const notes = sqliteTable(name, {
  id: integer('id').primaryKey({ autoIncrement: true }),
  title: text('title').notNull().unique(),
  price: real('price'),
  bytes: blob('bytes', { mode: 'buffer' }),
  seen: integer('seen', { mode: 'boolean' }).notNull().default(false),
  at: integer('at', { mode: 'timestamp_ms' }),
});

test('a table, its rows, a change and a deletion', async () => {
  await db.run(sql.raw(`create table ${name} (id integer primary key autoincrement, title text not null unique,
    price real, bytes blob, seen integer not null default 0, at integer)`));
  const at = new Date(1700000000123);
  const [first] = await db.insert(notes)
    .values([{ title: 'été', price: 1.25, bytes: Buffer.from([1, 2]), at }, { title: 'hiver', seen: true }])
    .returning();
  assert.deepEqual({ ...first, bytes: [...first.bytes] },
    { id: 1, title: 'été', price: 1.25, bytes: [1, 2], seen: false, at });
  await db.update(notes).set({ price: 2.5 }).where(eq(notes.title, 'hiver'));
  const [{ total }] = await db.select({ total: sum(notes.price) }).from(notes);
  assert.equal(Number(total), 3.75);
  await db.insert(notes).values({ title: 'été', price: 9 })
    .onConflictDoUpdate({ target: notes.title, set: { price: 9 } });
  assert.equal((await db.select().from(notes).where(eq(notes.title, 'été')))[0].price, 9);
  await db.delete(notes).where(eq(notes.seen, true));
  assert.equal((await db.select().from(notes)).length, 1);
});

test('a transaction that fails is undone', async () => {
  await assert.rejects(db.transaction(async (tx) => {
    await tx.insert(notes).values({ title: 'perdu' });
    await tx.insert(notes).values({ title: 'perdu' });
  }));
  assert.equal((await db.select().from(notes).where(eq(notes.title, 'perdu'))).length, 0);
});

test('a batch answers each of its queries', async () => {
  const [inserted, found] = await db.batch([
    db.insert(notes).values({ title: 'lot' }).returning({ title: notes.title }),
    db.select({ title: notes.title }).from(notes).where(eq(notes.title, 'lot')),
  ]);
  assert.deepEqual([inserted, found], [[{ title: 'lot' }], [{ title: 'lot' }]]);
});

test('the sales of the shop are read', async () => {
  const stores = sqliteTable('stores', { id: integer('id').primaryKey(), city: text('city') });
  assert.ok(Array.isArray(await db.select().from(stores).limit(5)));
});
