// What the page uses of Mozilla Fluent.
export { FluentBundle, FluentResource } from '@fluent/bundle';
