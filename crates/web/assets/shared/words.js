// @ts-check
/** The words of the page, from the Fluent catalogue that the program itself reads. */

import { FluentBundle, FluentResource } from '../vendor/fluent-bundle-0.19.1.js';
import { useCurrency } from './format.js';

/** @typedef {'fr' | 'en'} Language */
/** @typedef {(id: string, values?: Record<string, string | number>) => string} Say */

/** @type {Map<Language, Say>} */
const known = new Map();

/**
 * The first of French and English that the browser asks for; French when it asks for neither.
 * @returns {Language}
 */
export function browserLanguage() {
  for (const wanted of navigator.languages) {
    const language = wanted.slice(0, 2).toLowerCase();
    if (language === 'fr' || language === 'en') return language;
  }
  return 'fr';
}

/**
 * @param {Language} language
 * @param {string} [page] whose own words are wanted beside those that all pages share
 * @returns {Promise<Say>}
 */
export async function loadWords(language, page = 'page') {
  const before = known.get(language);
  if (before) return before;
  const address = `/words/${language}/${page}.ftl`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  useCurrency(answer.headers.get('comptoir-currency'));
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(await answer.text()));
  /** @type {Say} */
  const say = (id, values) => {
    const message = bundle.getMessage(id);
    return message?.value ? bundle.formatPattern(message.value, values) : id;
  };
  known.set(language, say);
  return say;
}

/**
 * Writes the words that the page's HTML names by `data-say` (text) and `data-say-label` (accessible name).
 * @param {Say} say
 * @param {Language} language
 * @param {string} title the message that is the document's title
 */
export function writeWords(say, language, title) {
  document.documentElement.lang = language;
  document.title = say(title);
  for (const element of document.querySelectorAll('[data-say]')) {
    element.textContent = say(element.getAttribute('data-say') ?? '');
  }
  for (const element of document.querySelectorAll('[data-say-label]')) {
    element.setAttribute('aria-label', say(element.getAttribute('data-say-label') ?? ''));
  }
}

/** Begins with a capital and ends with a stop, as what the server says of an error does not. @param {string} text */
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/u.test(text) ? '' : '.');
