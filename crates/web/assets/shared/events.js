// @ts-check
/** What the server tells of itself: the data moved, an import goes on, the database went away or came back. */

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
 * has few for each server; it is told of all that changed when it is looked at again.
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
  /** @param {string} name @param {(listener: Listener, told: any) => void} tell */
  const on = (name, tell) =>
    opened.addEventListener(name, (event) => {
      const told = JSON.parse(/** @type {MessageEvent} */ (event).data);
      for (const listener of listeners) tell(listener, told);
    });
  on('data', (listener, told) => listener.data?.(told.data_version));
  on('health', (listener, told) => listener.health?.(told.database === 'up'));
  on('import', (listener, told) => listener.job?.(told));
  return opened;
}
