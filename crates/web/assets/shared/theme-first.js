// @ts-check
// A chosen theme is set before the first paint, so this one script is not a module.
try {
  const chosen = localStorage.getItem('comptoir-theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Without storage the page follows the system.
}
