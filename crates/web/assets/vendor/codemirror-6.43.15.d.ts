/** The part of CodeMirror that the page of SQL uses; written by hand in tools/vendor. */
export interface Extension {
  readonly kind?: 'extension';
}
export interface Text {
  readonly length: number;
  toString(): string;
  lineAt(position: number): { number: number; from: number; to: number };
}
export interface Spec {
  changes?: { from: number; to?: number; insert: string };
  selection?: { anchor: number; head?: number };
  effects?: StateEffect | StateEffect[];
  scrollIntoView?: boolean;
  userEvent?: string;
}
export interface Transaction {
  readonly docChanged: boolean;
  readonly effects: readonly StateEffect[];
}
export class EditorState {
  readonly doc: Text;
  readonly selection: { main: { from: number; to: number; head: number } };
  sliceDoc(from?: number, to?: number): string;
  static create(config: { doc?: string; extensions?: Extension[] }): EditorState;
  static phrases: { of(phrases: Record<string, string>): Extension };
}
export class StateEffect {
  readonly value: any;
  is(type: StateEffectType): boolean;
  static define(): StateEffectType;
}
export interface StateEffectType {
  of(value: any): StateEffect;
}
export class StateField {
  static define<Value>(config: {
    create(): Value;
    update(value: Value, transaction: Transaction): Value;
    provide(field: StateField): Extension;
  }): StateField & Extension;
}
export class Compartment {
  of(extension: Extension | Extension[]): Extension;
  reconfigure(extension: Extension | Extension[]): StateEffect;
}
export interface DecorationSet {
  readonly size: number;
}
export class Decoration {
  range(from: number, to: number): object;
  static mark(what: { class: string }): Decoration;
  static set(ranges: object[]): DecorationSet;
  static none: DecorationSet;
}
export interface KeyBinding {
  key: string;
  run(view: EditorView): boolean;
}
export class EditorView {
  constructor(config: { state: EditorState; parent: HTMLElement });
  readonly state: EditorState;
  readonly dom: HTMLElement;
  dispatch(...specs: Spec[]): void;
  focus(): void;
  static contentAttributes: { of(attributes: Record<string, string>): Extension };
  static decorations: { from(field: StateField): Extension };
  static lineWrapping: Extension;
  static theme(rules: Record<string, Record<string, string>>): Extension;
}
export const keymap: { of(bindings: readonly KeyBinding[]): Extension };
export function lineNumbers(): Extension;
export function placeholder(content: string): Extension;
export const defaultKeymap: readonly KeyBinding[];
export const historyKeymap: readonly KeyBinding[];
export const indentWithTab: KeyBinding;
export function history(): Extension;
export interface Completion {
  label: string;
  detail?: string;
  type?: string;
  boost?: number;
}
export interface CompletionContext {
  readonly state: EditorState;
  readonly pos: number;
  readonly explicit: boolean;
  matchBefore(expression: RegExp): { from: number; to: number; text: string } | null;
}
export type CompletionSource = (
  context: CompletionContext,
) => { from: number; options: Completion[]; validFor?: RegExp } | null;
export function autocompletion(config?: { icons?: boolean }): Extension;
export const completionKeymap: readonly KeyBinding[];
export interface Dialect {
  readonly language: { readonly data: { of(data: { autocomplete: CompletionSource }): Extension } };
}
export const SQLite: Dialect;
export function sql(config: { dialect: Dialect; schema?: Record<string, Completion[]> }): Extension;
export interface Tag {
  readonly kind?: 'tag';
}
export const tags: Record<string, Tag>;
export class HighlightStyle {
  static define(rules: { tag: Tag | Tag[]; [property: string]: string | Tag | Tag[] }[]): HighlightStyle;
}
export function syntaxHighlighting(style: HighlightStyle): Extension;
export function bracketMatching(): Extension;
