// @ts-check
/** The editor in the colours of the page, light and dark. */
import { EditorView, HighlightStyle, syntaxHighlighting, tags } from '../vendor/codemirror-6.43.15.js';

const MONO = "ui-monospace, 'DejaVu Sans Mono', monospace";

const frame = EditorView.theme({
  '&': { color: 'var(--ink)', fontSize: '13.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: MONO, lineHeight: '1.6', minHeight: '172px', maxHeight: '42vh', overflow: 'auto' },
  '.cm-content': { padding: '9px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-placeholder': { color: 'var(--soft)' },
  '.cm-gutters': { background: 'none', color: 'var(--soft)', border: '0', fontSize: '12px' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 10px', minWidth: '26px', lineHeight: '21.6px' },
  '&.cm-focused .cm-matchingBracket, .cm-matchingBracket': { background: 'var(--tint)', outline: '1px solid var(--edge)' },
  '&.cm-focused .cm-nonmatchingBracket, .cm-nonmatchingBracket': { background: 'none', color: 'var(--bad)' },
  '.cm-mistake': { textDecoration: 'underline wavy var(--bad)', textUnderlineOffset: '4px' },
  '.cm-tooltip': {
    background: 'var(--card)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    boxShadow: '0 6px 24px rgb(0 0 0 / .16)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: MONO, fontSize: '13px', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { fontStyle: 'normal', marginLeft: '14px', opacity: '.8' },
});

const words = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--soft)', fontStyle: 'italic' },
  { tag: tags.typeName, color: 'var(--accent)' },
]);

export const looks = [frame, syntaxHighlighting(words)];
