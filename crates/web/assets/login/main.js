// @ts-check
/** Signing in: sends the password, then goes to the page that was asked for. */
import { browserLanguage, loadWords, sentence, writeWords } from '../shared/words.js';
import { pageHere } from './next.js';

/** @returns {string} The page of this server that was asked for. */
const nextPage = () => pageHere(new URLSearchParams(location.search).get('next'), location.origin);

const form = /** @type {HTMLFormElement} */ (document.getElementById('login'));
const password = /** @type {HTMLInputElement} */ (document.getElementById('password'));
const show = /** @type {HTMLInputElement} */ (document.getElementById('show'));
const status = /** @type {HTMLElement} */ (document.getElementById('login-status'));
const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));

/** The language that the page asked for is in, else the browser's. */
function language() {
  const asked = new URL(nextPage(), location.origin).searchParams.get('lang');
  return asked === 'fr' || asked === 'en' ? asked : browserLanguage();
}

/** Signed-in visitors, and all where no password is needed, go on: a link from elsewhere comes without the cookie. */
async function goOnWhenSignedIn() {
  const answer = await fetch('/api/v1/session');
  if (!answer.ok) return;
  const session = await answer.json();
  if (session.signed_in || !session.password_needed) location.replace(nextPage());
}

const words = language();
const say = await loadWords(words);
writeWords(say, words, 'page-login-title');

show.addEventListener('change', () => {
  password.type = show.checked ? 'text' : 'password';
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  status.textContent = say('page-login-wait');
  try {
    const answer = await fetch(`/api/v1/session?lang=${words}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: password.value }),
    });
    if (answer.ok) {
      location.replace(nextPage());
      return;
    }
    const problem = await answer.json();
    status.textContent = [problem.detail, problem.remedy].filter(Boolean).map(sentence).join(' ');
  } catch {
    status.textContent = say('page-login-failed');
  }
  button.disabled = false;
  password.select();
  password.focus();
});

document.querySelector('main')?.setAttribute('aria-busy', 'false');
await goOnWhenSignedIn().catch(() => undefined);
