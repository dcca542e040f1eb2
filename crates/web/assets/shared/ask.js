// @ts-check
/** How the pages ask the public API, and what it answers when it cannot. */

/** @typedef {import('./words.js').Language} Language */
/**
 * @typedef {object} Asking
 * @property {Language} language of the sentences in answers
 * @property {AbortSignal} [signal] gives the question up
 */

const API = '/api/v1/';
/** A little longer than the server itself lets a question take, so that it can say so. */
const TIMEOUT_MS = 75_000;

/** An error that the API explained, or one of the network when `status` is 0. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code stable name of the error
   * @param {string} detail what went wrong, in the reader's language
   * @param {string} remedy what the reader can do
   */
  constructor(status, code, detail, remedy) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.remedy = remedy;
  }
}

/**
 * An error that the API explained.
 * @param {number} status
 * @param {{code?: string, detail?: string, remedy?: string}} problem
 */
export function errorOf(status, { code = '', detail = '', remedy = '' }) {
  return new ApiError(status, code, detail, remedy);
}

/**
 * The address of a question within the API.
 * @param {string} path such as `breakdown/region`
 * @param {URLSearchParams | Record<string, string>} [query]
 */
export function addressOf(path, query = {}) {
  const written = new URLSearchParams(query).toString();
  return path + (written && `?${written}`);
}

/**
 * The address of a question.
 * @param {string} path
 * @param {URLSearchParams | Record<string, string>} [query]
 */
export function apiAddress(path, query = {}) {
  return API + addressOf(path, query);
}

/**
 * @param {string} path
 * @param {URLSearchParams | Record<string, string>} query
 * @param {Asking} asking
 * @returns {Promise<any>}
 */
export function getJson(path, query, asking) {
  return send(apiAddress(path, query), { method: 'GET' }, asking);
}

/**
 * Sends something that changes; the body is JSON, or a form with a file.
 * @param {'POST' | 'DELETE'} method
 * @param {string} path
 * @param {object | FormData | null} body
 * @param {Asking} asking
 * @param {URLSearchParams | Record<string, string>} [query]
 * @returns {Promise<any>} null when the answer has no body
 */
export function sendJson(method, path, body, asking, query = {}) {
  /** @type {RequestInit} */
  const request = { method };
  if (body instanceof FormData) request.body = body;
  else if (body) {
    request.body = JSON.stringify(body);
    request.headers = { 'Content-Type': 'application/json' };
  }
  return send(apiAddress(path, query), request, asking);
}

/**
 * @param {string} address
 * @param {RequestInit} request
 * @param {Asking} asking
 */
async function send(address, request, { language, signal }) {
  const timeout = request.method === 'GET' ? [AbortSignal.timeout(TIMEOUT_MS)] : [];
  let answer;
  try {
    answer = await fetch(address, {
      ...request,
      headers: { Accept: 'application/json', 'Accept-Language': language, ...request.headers },
      signal: AbortSignal.any([...(signal ? [signal] : []), ...timeout]),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'network', '', '');
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401) signIn();
  throw errorOf(answer.status, problem);
}

/** The session has ended: the page of the password leads back here. */
function signIn() {
  location.assign(`/login?${new URLSearchParams({ next: location.pathname + location.search })}`);
}
