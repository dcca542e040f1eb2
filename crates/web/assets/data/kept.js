// @ts-check
/** The drafts that this tab holds, so that loading the page again does not lose a file that took long to send. */

/** @typedef {{draft: string, name: string, corrections: import('./draft.js').Corrections}} Kept */

const KEY = 'comptoir-drafts';

/** @param {import('./desk.js').Entry[]} entries */
export function keepDrafts(entries) {
  const kept = entries.flatMap(({ stage, draft, name, corrections }) =>
    stage === 'proof' && draft ? [{ draft: draft.draft, name, corrections }] : [],
  );
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage the drafts last as long as the page.
  }
}

/** @returns {Kept[]} */
export function keptDrafts() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
}
