// What the page of SQL uses of CodeMirror, and nothing else.
export { autocompletion, completionKeymap } from '@codemirror/autocomplete';
export { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
export { SQLite, sql } from '@codemirror/lang-sql';
export { HighlightStyle, bracketMatching, syntaxHighlighting } from '@codemirror/language';
export { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
export { Decoration, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
export { tags } from '@lezer/highlight';
