// @ts-check
/** The page of the API: what /api/openapi.json says of each route, for people. */
import { browserLanguage, loadWords, writeWords } from '../shared/words.js';

/** @typedef {{ [name: string]: any }} Json */

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} content
 * @returns {HTMLElement}
 */
function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/**
 * A text whose `names` stand in backquotes.
 * @param {string | undefined} text
 * @returns {HTMLElement}
 */
function prose(text = '') {
  const parts = text.split('`').map((part, at) => (at % 2 ? element('code', {}, part) : part));
  return element('span', {}, ...parts);
}

/**
 * What a schema allows, as a line of text: `string | null`, `Row[]`.
 * @param {Json | undefined} schema
 * @returns {string}
 */
function kind(schema) {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  const parts = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (parts) return parts.map(kind).join(' | ');
  if (schema.enum) return schema.enum.map(/** @param {unknown} value */ (value) => JSON.stringify(value)).join(' | ');
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'any'];
  return types
    .map(/** @param {string} type */ (type) => (type === 'array' ? `${kind(schema.items) || 'any'}[]` : type))
    .join(' | ');
}

/**
 * @param {(Node | string)[][]} rows  the first cell of each heads it
 */
function table(rows) {
  const line = (/** @type {(Node | string)[]} */ cells) =>
    element('tr', {}, ...cells.map((cell, at) => element(at ? 'td' : 'th', at ? {} : { scope: 'row' }, cell)));
  return element('table', {}, element('tbody', {}, ...rows.map(line)));
}

/**
 * The fields of a schema; those of the schemas that it names below it.
 * @param {Json} schema
 * @param {Json} schemas
 * @param {Set<string>} shown
 * @returns {HTMLElement[]}
 */
function fields(schema, schemas, shown = new Set()) {
  const name = schema?.$ref?.split('/').pop();
  if (name) {
    if (shown.has(name) || !schemas[name]) return [];
    shown.add(name);
    return [element('h3', {}, name), ...fields(schemas[name], schemas, shown)];
  }
  const nested = [schema?.items, ...(schema?.oneOf ?? []), ...(schema?.anyOf ?? []), ...(schema?.allOf ?? [])];
  const properties = Object.entries(schema?.properties ?? {});
  const rows = properties.map(([key, value]) => [key, kind(value), prose(value.description)]);
  const own = rows.length ? [table(rows)] : [];
  const below = [...nested, ...properties.map(([, value]) => value)].filter(Boolean);
  return [...own, ...below.flatMap((one) => fields(one, schemas, shown))];
}

/**
 * @param {Json} content
 * @param {Json} schemas
 * @returns {HTMLElement[]}
 */
function body(content, schemas) {
  return Object.entries(content ?? {}).flatMap(([type, media]) => {
    const example =
      media.example === undefined ? [] : [element('pre', { tabindex: '0' }, JSON.stringify(media.example, null, 2))];
    return [element('p', {}, element('code', {}, type), ' ', kind(media.schema)), ...fields(media.schema, schemas), ...example];
  });
}

/**
 * A link that asks, with the examples of what must be given; none where a value is missing.
 * @param {string} path
 * @param {Json[]} parameters
 */
function example(path, parameters) {
  const given = parameters.filter((parameter) => parameter.required);
  if (given.some((parameter) => parameter.example === undefined)) return null;
  const query = new URLSearchParams();
  for (const parameter of given) {
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(parameter.example));
    else query.set(parameter.name, parameter.example);
  }
  return query.size ? `${path}?${query}` : path;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Json} operation
 * @param {Json} schemas
 * @param {import('../shared/words.js').Say} say
 */
function route(method, path, operation, schemas, say) {
  const parameters = operation.parameters ?? [];
  const section = element('section', { class: 'card', id: `${method}${path}` });
  section.append(element('h2', {}, element('code', {}, `${method.toUpperCase()} ${path}`)));
  section.append(element('p', {}, prose(operation.description ?? operation.summary)));
  const link = method === 'get' ? example(path, parameters) : null;
  if (link) section.append(element('a', { class: 'try', href: link }, `${say('page-api-try')} ${link}`));
  if (parameters.length) {
    const rows = parameters.map(
      /** @param {Json} one */ (one) => [one.required ? `${one.name} *` : one.name, kind(one.schema), prose(one.description)],
    );
    section.append(element('h3', {}, say('page-api-parameters')), table(rows));
  }
  if (operation.requestBody) {
    section.append(element('h3', {}, say('page-api-body')), ...body(operation.requestBody.content, schemas));
  }
  for (const [status, answer] of Object.entries(operation.responses)) {
    // Every route reports errors in the same form.
    if (status === 'default') continue;
    section.append(element('h3', {}, `${status} · `, prose(answer.description)), ...body(answer.content, schemas));
  }
  return section;
}

const language = browserLanguage();
const say = await loadWords(language);
writeWords(say, language, 'page-api-title');

const answer = await fetch('/api/openapi.json');
const description = await answer.json();
const schemas = description.components?.schemas ?? {};
const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
find('api-about').append(prose(description.info.description));
for (const [path, item] of Object.entries(description.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    const name = `${method.toUpperCase()} ${path}`;
    find('api-index').append(element('li', {}, element('a', { href: `#${encodeURIComponent(method + path)}` }, name)));
    find('api-routes').append(route(method, path, operation, schemas, say));
  }
}
find('api-routes').append(
  element(
    'section',
    { class: 'card', id: 'problem' },
    element('h2', {}, say('page-api-problems')),
    ...body({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }, schemas),
  ),
);
document.querySelector('main')?.setAttribute('aria-busy', 'false');
