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
 * @param {string[]} [more] arguments of `serve`
 */
export async function withService(files, body, more = []) {
  assert.ok(BINARY, 'COMPTOIR_BINARY names the program');
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-'));
  const database = path.join(folder, 'comptoir.db');
  for (const [table, text] of Object.entries(files)) {
    const file = path.join(folder, `${table}.csv`);
    writeFileSync(file, text);
    execFileSync(BINARY, ['--db', database, 'import', '--table', table, file], { stdio: 'ignore' });
  }
  const service = await serve(BINARY, ['--db', database, 'serve', ...more]);
  try {
    await body(service.url, folder);
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
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
 * @returns {Promise<Service>}
 */
function serve(binary, args) {
  const child = spawn(binary, [...args, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      told += chunk;
      const url = told.match(/http:\/\/localhost:\d+/u)?.[0];
      if (url) resolve({ url, stop: async () => { child.kill('SIGKILL'); await ended; } });
    });
    child.once('exit', (code) => reject(new Error(`comptoir ended with ${code}: ${told}`)));
  });
}

/**
 * A table of CSV with its header.
 * @param {string[]} header
 * @param {(string | number)[][]} rows
 */
export function csv(header, rows) {
  const cell = (/** @type {string | number} */ value) => (/[",\n]/u.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value);
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\n');
}
