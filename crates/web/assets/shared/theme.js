// @ts-check
/** Light, dark, or as the system says; the choice stays in this browser. */

/** @typedef {'system' | 'light' | 'dark'} Theme */

const KEY = 'comptoir-theme';
/** @type {Record<Theme, Theme>} */
const NEXT = { system: 'light', light: 'dark', dark: 'system' };

/** @returns {Theme} */
export function currentTheme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Goes to the next theme. */
export function changeTheme() {
  const theme = NEXT[currentTheme()];
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
