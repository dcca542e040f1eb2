/** The part of Mozilla Fluent that the page uses; written by hand in tools/vendor. */
export class FluentResource {
  constructor(source: string);
}
export interface Message {
  value: unknown | null;
}
export class FluentBundle {
  constructor(language: string, options?: { useIsolating?: boolean });
  addResource(resource: FluentResource): Error[];
  getMessage(id: string): Message | undefined;
  formatPattern(
    pattern: unknown,
    values?: Record<string, string | number>,
    errors?: Error[],
  ): string;
}
