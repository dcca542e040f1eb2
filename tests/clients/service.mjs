// Where the service is, and a table of one's own for each test.

export const url = process.env.COMPTOIR_DB_URL ?? 'http://127.0.0.1:8080';
export const authToken = process.env.COMPTOIR_DB_TOKEN;

/** A name that no other test uses. */
export function newTable() {
  return `t${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
}
