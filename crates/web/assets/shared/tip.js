// @ts-check
/** The small box that follows the pointer. */
import { byId, html } from './dom.js';

const GAP = 14;

/**
 * @param {{clientX: number, clientY: number}} pointer
 * @param {string} title
 * @param {string[]} lines
 */
export function showTip({ clientX, clientY }, title, lines) {
  const tip = byId('tip');
  tip.replaceChildren(html('strong', {}, title), ...lines.map((line) => html('span', {}, line)));
  tip.hidden = false;
  const right = clientX + GAP + tip.offsetWidth > document.documentElement.clientWidth;
  const left = right ? clientX - GAP - tip.offsetWidth : clientX + GAP;
  const top = Math.min(clientY + GAP, window.innerHeight - tip.offsetHeight - 4);
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

export function hideTip() {
  byId('tip').hidden = true;
}
