// A Comptoir of a test's own, on a database of its own.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const BINARY = process.env.COMPTOIR_BINARY;

/** @typedef {{url: string, stop: () => Promise<void>}} Service */

/**
 * Runs a body with a service that has these files imported, by table, in order.
 * @param {Record<string, string>} files CSV text by table: products, stores, sales
 * @param {(url: string, folder: string) => Promise<void>} body
 * @param {{more?: string[], environment?: Record<string, string>}} [how] arguments of `serve`, and its environment
 */
export async function withService(files, body, { more = [], environment = {} } = {}) {
  assert.ok(BINARY, 'COMPTOIR_BINARY names the program');
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-'));
  const database = path.join(folder, 'comptoir.db');
  fill(BINARY, folder, database, files);
  const service = await serve(BINARY, ['--db', database, 'serve', ...more], '0', environment);
  try {
    await body(service.url, folder);
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a body with the two services: the pages ask the Database Service for everything.
 * @param {Record<string, string>} files as for `withService`
 * @param {(url: string, database: {stop: () => Promise<void>, start: () => Promise<void>}) => Promise<void>} body
 */
export async function withTwoServices(files, body) {
  assert.ok(BINARY, 'COMPTOIR_BINARY names the program');
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-'));
  const file = path.join(folder, 'comptoir.db');
  fill(BINARY, folder, file, files);
  let database = await serve(BINARY, ['--db', file, 'db', 'serve']);
  const { port } = new URL(database.url);
  const pages = await serve(BINARY, ['--db', database.url, 'serve']);
  try {
    await body(pages.url, {
      stop: () => database.stop(),
      start: async () => {
        database = await serve(String(BINARY), ['--db', file, 'db', 'serve'], port);
      },
    });
  } finally {
    await pages.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} binary
 * @param {string} folder
 * @param {string} database
 * @param {Record<string, string>} files
 */
function fill(binary, folder, database, files) {
  for (const [table, text] of Object.entries(files)) {
    const file = path.join(folder, `${table}.csv`);
    writeFileSync(file, text);
    execFileSync(binary, ['--db', database, 'import', '--table', table, file], { stdio: 'ignore' });
  }
}

/**
 * The demo, with its data, analyses and forecast.
 * @returns {Promise<Service>}
 */
export function demo() {
  assert.ok(BINARY, 'COMPTOIR_BINARY names the program');
  return serve(BINARY, ['demo']);
}

/**
 * @param {string} binary
 * @param {string[]} args
 * @param {string} [port] 0 takes any that is free
 * @param {Record<string, string>} [environment]
 * @returns {Promise<Service>}
 */
function serve(binary, args, port = '0', environment = {}) {
  const child = spawn(binary, [...args, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      output += chunk;
      const url = output.match(/http:\/\/(?:localhost|127\.0\.0\.1):\d+/u)?.[0];
      if (url)
        resolve({
          url,
          stop: async () => {
            child.kill('SIGKILL');
            await ended;
          },
        });
    });
    child.once('exit', (code) => reject(new Error(`comptoir ended with ${code}: ${output}`)));
  });
}

/**
 * A table of CSV with its header.
 * @param {string[]} header
 * @param {(string | number)[][]} rows
 */
export function csv(header, rows) {
  const cell = (/** @type {string | number} */ value) =>
    /[",\n]/u.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value;
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\n');
}
