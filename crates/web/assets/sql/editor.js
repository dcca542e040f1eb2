// @ts-check
/** The text of the query: an editor of CodeMirror that knows SQL and this database. */
import {
  autocompletion,
  bracketMatching,
  Compartment,
  completionKeymap,
  Decoration,
  defaultKeymap,
  EditorState,
  EditorView,
  history,
  historyKeymap,
  indentWithTab,
  keymap,
  lineNumbers,
  placeholder,
  StateEffect,
  StateField,
} from '../vendor/codemirror-6.43.15.js';
import { sqlOf } from './completion.js';
import { looks } from './looks.js';

/** @typedef {import('../shared/words.js').Say} Say */
/** @typedef {import('./mistake.js').Mistake} Mistake */
/** @typedef {ReturnType<typeof mountEditor>} Editor */

/** Marks a mistake, or none. The mark goes when the text changes. */
const setMistake = StateEffect.define();
const mistakeMark = Decoration.mark({ class: 'cm-mistake' });
const mistakes = StateField.define({
  create: () => Decoration.none,
  update: (marks, { docChanged, effects }) => {
    const set = effects.find((effect) => effect.is(setMistake));
    if (set) return set.value ? Decoration.set([mistakeMark.range(set.value.from, set.value.to)]) : Decoration.none;
    return docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @param {HTMLElement} place
 * @param {string} described the id of the element that explains the keys
 * @param {() => void} run
 */
export function mountEditor(place, described, run) {
  const [language, words] = [new Compartment(), new Compartment()];
  const onRun = () => {
    run();
    return true;
  };
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      extensions: [
        keymap.of([{ key: 'Mod-Enter', run: onRun }]),
        keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        history(),
        lineNumbers(),
        bracketMatching(),
        autocompletion({ icons: false }),
        EditorView.lineWrapping,
        mistakes,
        language.of(sqlOf([])),
        words.of([]),
        ...looks,
      ],
    }),
  });

  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    /** @param {string} text */
    setText: (text) => {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: text.length } });
    },
    /** Writes a name where the caret is, in place of what is selected. @param {string} name */
    insert: (name) => {
      const { from, to } = view.state.selection.main;
      const insert = /[\w"]$/u.test(view.state.sliceDoc(0, from)) ? ` ${name}` : name;
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length },
        scrollIntoView: true,
        userEvent: 'input',
      });
      view.focus();
    },
    /** @param {Mistake | null} mistake */
    mark: (mistake) => view.dispatch({ effects: setMistake.of(mistake) }),
    /** @param {import('./schema.js').Table[]} tables */
    know: (tables) => view.dispatch({ effects: language.reconfigure(sqlOf(tables)) }),
    /** @param {Say} say */
    speak: (say) => view.dispatch({ effects: words.reconfigure(wordsOf(say, described)) }),
  };
}

/**
 * @param {Say} say
 * @param {string} described
 */
function wordsOf(say, described) {
  return [
    EditorView.contentAttributes.of({ 'aria-label': say('page-sql-editor'), 'aria-describedby': described }),
    placeholder(say('page-sql-placeholder')),
    EditorState.phrases.of({
      Completions: say('page-sql-completions'),
      'Selection deleted': say('page-sql-selection-deleted'),
      'Control character': say('page-sql-control-character'),
    }),
  ];
}
