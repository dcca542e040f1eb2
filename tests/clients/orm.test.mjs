// Migrations, query builders and ORMs: what they send beside the statements of their users.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClient } from '@libsql/client';
import { LibsqlDialect } from '@libsql/kysely-libsql';
import { EntitySchema, MikroORM } from '@mikro-orm/libsql';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { drizzle } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { Kysely, sql } from 'kysely';
import libsql from 'libsql';
import { authToken, newTable, url } from './service.mjs';

test('@libsql/client migrates', async () => {
  const client = createClient({ url, authToken });
  const name = newTable();
  await client.migrate([
    `create table ${name} (id integer primary key, old text)`,
    `alter table ${name} rename column old to label`,
    `insert into ${name} (label) values ('a')`,
  ]);
  assert.equal((await client.execute(`select label from ${name}`)).rows[0].label, 'a');
  await assert.rejects(client.migrate([`insert into ${name} (label) values ('b')`, 'create nonsense']));
  assert.equal((await client.execute(`select count(*) n from ${name}`)).rows[0].n, 1);
  client.close();
});

test('Drizzle migrates, once', async () => {
  const client = createClient({ url, authToken });
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  const name = newTable();
  mkdirSync(join(folder, 'meta'));
  const entry = { idx: 0, version: '6', when: 1700000000000, tag: '0000_first', breakpoints: true };
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite', entries: [entry] }));
  writeFileSync(join(folder, '0000_first.sql'),
    `PRAGMA foreign_keys=OFF;--> statement-breakpoint\nCREATE TABLE ${name} (id integer primary key);` +
    `--> statement-breakpoint\nINSERT INTO ${name} VALUES (1);--> statement-breakpoint\nPRAGMA foreign_keys=ON;`);
  const db = drizzle(client);
  const migrationsTable = `${name}_migrations`;
  await migrate(db, { migrationsFolder: folder, migrationsTable });
  await migrate(db, { migrationsFolder: folder, migrationsTable });
  assert.equal((await client.execute(`select count(*) n from ${name}`)).rows[0].n, 1);
  rmSync(folder, { recursive: true });
  client.close();
});

test('Kysely asks, looks at the tables and undoes', async () => {
  const db = new Kysely({ dialect: new LibsqlDialect({ url, authToken }) });
  const name = newTable();
  await db.schema.createTable(name).addColumn('id', 'integer', (column) => column.primaryKey()).execute();
  await db.insertInto(name).values([{ id: 1 }, { id: 2 }]).execute();
  const { total } = await db.selectFrom(name).select(sql`sum(id)`.as('total')).executeTakeFirstOrThrow();
  assert.equal(Number(total), 3);
  const tables = await db.introspection.getTables();
  assert.ok(tables.some((table) => table.name === 'sales'));
  await assert.rejects(db.transaction().execute(async (transaction) => {
    await transaction.insertInto(name).values({ id: 3 }).execute();
    throw new Error('undone');
  }), /undone/);
  assert.equal((await db.selectFrom(name).selectAll().execute()).length, 2);
  await db.destroy();
});

test('the driver adapter of Prisma asks, keeps and undoes', async () => {
  const adapter = await new PrismaLibSql({ url, authToken }).connect();
  const name = newTable();
  await adapter.executeScript(`create table ${name} (id integer primary key); insert into ${name} values (1);`);
  const query = (text) => ({ sql: text, args: [], argTypes: [] });
  const kept = await adapter.startTransaction();
  await kept.executeRaw(query(`insert into ${name} values (2)`));
  await kept.commit();
  const undone = await adapter.startTransaction();
  await undone.executeRaw(query(`insert into ${name} values (3)`));
  await undone.rollback();
  const { rows } = await adapter.queryRaw(query(`select count(*) from ${name}`));
  assert.equal(Number(rows[0][0]), 2);
  await adapter.dispose();
});

test('npm’s libsql, built on the official Rust crate', () => {
  const db = new libsql(url, { authToken });
  const name = newTable();
  db.exec(`create table ${name} (id integer primary key, label text)`);
  db.prepare(`insert into ${name} (label) values (?)`).run('crème');
  assert.equal(db.prepare(`select label from ${name}`).get().label, 'crème');
  assert.equal(db.prepare('select count(*) n from sales').get().n, 0);
  db.close();
});

test('MikroORM makes its table, keeps and finds', async () => {
  const Note = new EntitySchema({
    name: 'Note',
    tableName: newTable(),
    properties: { id: { type: 'number', primary: true, autoincrement: true }, title: { type: 'string' } },
  });
  const orm = await MikroORM.init({ entities: [Note], dbName: url, password: authToken, debug: false });
  const { sql: text } = { sql: await orm.schema.getCreateSchemaSQL() };
  for (const statement of text.split(';').filter((one) => /create table/i.test(one))) {
    await orm.em.getConnection().execute(statement);
  }
  const em = orm.em.fork();
  em.persist(em.create('Note', { title: 'été' }));
  await em.flush();
  assert.equal((await orm.em.fork().findOneOrFail('Note', { title: 'été' })).title, 'été');
  await orm.close();
});
