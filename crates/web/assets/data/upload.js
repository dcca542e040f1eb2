// @ts-check
/** Sends a file for its preview. Only XMLHttpRequest reports how much has been sent. */
import { ApiError, apiAddress } from '../shared/ask.js';

/**
 * @param {File} file
 * @param {object} how
 * @param {string} how.language of the sentences in the answer
 * @param {AbortSignal} how.signal
 * @param {(sent: number, total: number) => void} how.onSent bytes that have gone, of how many
 * @returns {Promise<import('./draft.js').Draft>}
 */
export function sendFile(file, { language, signal, onSent }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiAddress('imports', { dry_run: 'true' }));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', language);
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(loaded, total || file.size));
    request.addEventListener('load', () => {
      const { status, response } = request;
      if (status < 300 && response) resolve(response);
      else reject(new ApiError(status, response?.code ?? '', response?.detail ?? '', response?.remedy ?? ''));
    });
    request.addEventListener('error', () => reject(new ApiError(0, 'network', '', '')));
    request.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
