// @ts-check
/** Events of the server: the data changed, an import made progress, the database is unreachable or back. */

/**
 * @typedef {object} Listener
 * @property {(version: number) => void} [data] the data version, at the start and whenever it moves
 * @property {(up: boolean) => void} [health] whether the database answers
 * @property {(job: any) => void} [job] an import that moved
 */

/** @type {Set<Listener>} */
const listeners = new Set();
/** @type {EventSource | null} */
let source = null;

/**
 * Listens until the returned function is called. A page that nobody looks at lets its connection go, since a browser
 * has few for each server; it hears of everything that changed once it is visible again.
 * @param {Listener} listener
 */
export function listen(listener) {
  if (listeners.size === 0) document.addEventListener('visibilitychange', follow);
  listeners.add(listener);
  follow();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) document.removeEventListener('visibilitychange', follow);
    follow();
  };
}

function follow() {
  const wanted = listeners.size > 0 && document.visibilityState === 'visible';
  if (wanted && !source) source = open();
  if (!wanted && source) {
    source.close();
    source = null;
  }
}

function open() {
  const opened = new EventSource('/api/v1/events');
  /** @param {string} name @param {(listener: Listener, payload: any) => void} deliver */
  const on = (name, deliver) =>
    opened.addEventListener(name, (event) => {
      const payload = JSON.parse(/** @type {MessageEvent} */ (event).data);
      for (const listener of listeners) deliver(listener, payload);
    });
  on('data', (listener, payload) => listener.data?.(payload.data_version));
  on('health', (listener, payload) => listener.health?.(payload.database === 'up'));
  on('import', (listener, payload) => listener.job?.(payload));
  return opened;
}
