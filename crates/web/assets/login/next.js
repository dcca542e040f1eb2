// @ts-check
/** Where signing in leads: a page of this server, whatever the link to it says. */

/** Paths of pages: plain names, none of which is empty, `.` or `..`, so that no browser reads another server into them. */
const PATH = /^\/(?:[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*\/?)?$/;

/**
 * The page of this server that was asked for; anything else leads to the first page.
 * @param {string | null} asked A path, with its query, as the address names it.
 * @param {string} origin This server's origin.
 * @returns {string}
 */
export function pageHere(asked, origin) {
  // What a browser drops or turns around, such as tabs, line ends and backslashes, has no place in an address of ours.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (asked === null || !asked.startsWith('/') || /[\u0000-\u0020\\\u007f]/.test(asked)) return '/';
  const [path] = asked.split(/[?#]/, 1);
  if (!PATH.test(path) || path === '/login' || path === '/login/' || !URL.canParse(asked, origin)) return '/';
  const url = new URL(asked, origin);
  const here = url.pathname + url.search + url.hash;
  // What a browser makes of the result counts, too.
  return url.origin === origin && new URL(here, origin).href === url.href ? here : '/';
}
