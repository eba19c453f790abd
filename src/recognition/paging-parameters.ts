import type { Parameter } from '../contract/contract.ts';
import { valuesOf } from '../contract/openapi/schema-branches.ts';
import { keyOf, meaningsOf, type ParameterMeaning } from './names.ts';
import { exampleTextsOf, isOnly, keywordOf, proseOf, typesOf } from './schema-view.ts';

/** The parameters of an operation by what they may mean for paging, the most telling first. */
export interface PagingParameters {
  readonly number: readonly Parameter[];
  readonly offset: readonly Parameter[];
  readonly token: readonly Parameter[];
  readonly key: readonly Parameter[];
  readonly backward: readonly Parameter[];
  readonly size: readonly Parameter[];
}

const SPEAKS_OF_TIME = /\b(?:date|time|timestamp|epoch|unix|iso ?8601|created|updated|modified|day)\b/i;
const SPEAKS_OF_PAGES =
  /\b(?:cursor|page|pages|paging|pagination|paginate|results? (?:after|before)|object id|items? (?:after|before)|token)\b/i;

const IS_CREDENTIAL = /\b(?:auth\w*|bearer|credentials?|scopes?|oauth|secret|api token|access token)\b/i;

/** Deeper in a body stands a language of queries, of thousands of names. */
const MAX_DEPTH = 3;

const sorted = new WeakMap<readonly Parameter[], PagingParameters>();

/** Sorts the parameters of an operation by what they may mean for paging. */
export function sortParameters(parameters: readonly Parameter[]): PagingParameters {
  const known = sorted.get(parameters) ?? sortThem(parameters);
  sorted.set(parameters, known);
  return known;
}

function sortThem(parameters: readonly Parameter[]): PagingParameters {
  const usable = parameters.filter(({ in: place, name }) => {
    return place !== 'path' && place !== 'cookie' && name.split('/', MAX_DEPTH + 1).length <= MAX_DEPTH;
  });
  const pick = (meaning: ParameterMeaning, accepts: (parameter: Parameter) => boolean) => {
    return usable
      .filter((parameter) => meaningsOf(parameter.name).includes(meaning) && accepts(parameter))
      .sort((a, b) => Number(a.deprecated ?? false) - Number(b.deprecated ?? false) || rankOf(a) - rankOf(b));
  };
  const after = usable.some(({ name }) => ['after', 'before'].includes(keyOf(name)));
  const isPosition = (parameter: Parameter): boolean => {
    if (keyOf(parameter.name) === 'token' && IS_CREDENTIAL.test(wordsAbout(parameter))) return false;
    return isScalar(parameter) && (!isHeaderParameter(parameter) || /cursor|token/i.test(parameter.name));
  };
  return {
    number: pick('number', (parameter) => isScalar(parameter) && !isHeaderParameter(parameter)),
    offset: pick('offset', (parameter) => isScalar(parameter) && !isHeaderParameter(parameter) && !isTime(parameter)),
    token: pick('token', isPosition),
    key: pick('key', (parameter) => isScalar(parameter) && !isTime(parameter) && isKey(parameter)),
    backward: pick('backward', (parameter) => isScalar(parameter) && !isTime(parameter)),
    size: pick('size', (parameter) => {
      if (!isNumeric(parameter) || isHeaderParameter(parameter)) return false;
      return keyOf(parameter.name) !== 'first' || after;
    }),
  };
}

/** What the document says of a parameter, in its own words. */
export function wordsAbout({ description = '', schema }: Parameter): string {
  return `${description} ${proseOf(schema)}`;
}

/** A word in quotes, or the asterisk that several interfaces take for the beginning. */
const QUOTED = '(?:[`"\u201c](?<word>[^`"\u201d=\\s]{1,20})[`"\u201d]|(?<star>\\*))';
const AIM = '(?:for|to (?:get|request|retrieve|fetch|start (?:at|from|with)|begin (?:at|with)))';
const BEGINNING = `\\b${AIM}\\b[^.,]{0,20}\\b(?:(?:first|initial) (?:page|request|call|batch)|beginning)\\b(?! size)`;
const SEND = '\\b(?:use|pass|send|set|specify)\\b';
const STARTS = [
  new RegExp(`${SEND}[^.]{0,20}${QUOTED}[^.]{0,10}${BEGINNING}`, 'i'),
  new RegExp(`${BEGINNING}[^.]{0,10}${SEND}[^.]{0,20}${QUOTED}`, 'i'),
];
/** What is no value, but a name or the absence of one. */
const NO_VALUE = /next|prev|cursor|token|page|limit|size|offset|null|none|empty|undefined/i;

/** The value that a client sends for the first page, where the document says so in words: `Use * for the first page`. */
export function readStart(parameter: Parameter): string | undefined {
  for (const pattern of STARTS) {
    const { word, star } = pattern.exec(wordsAbout(parameter))?.groups ?? {};
    const value = word ?? star;
    if (value !== undefined && value !== parameter.name && !NO_VALUE.test(value)) return value;
  }
  return undefined;
}

function isHeaderParameter({ in: place }: Parameter): boolean {
  return place === 'header';
}

/** Query before body before header, then the names that mean nothing else. */
function rankOf({ in: place, name, schema }: Parameter): number {
  const places = { query: 0, body: 10, header: 20, path: 30, cookie: 30 } as const;
  const isPlain = /^(?:limit|page_?size|per_?page|page|offset|cursor|page_?token|\$top|\$skip)$/i.test(
    name.split('/').at(-1) ?? '',
  );
  const isTyped = isOnly(schema, ['integer', 'number']);
  return places[place] + (isPlain ? 0 : 4) + (isTyped ? 0 : 1);
}

export function isScalar({ schema }: Parameter): boolean {
  const types = typesOf(schema);
  return !['array', 'object', 'boolean'].some((type) => types.has(type)) || types.has('string');
}

function isTime(parameter: Parameter): boolean {
  const { schema, name } = parameter;
  const prose = wordsAbout(parameter);
  if (/^date/.test(String(keywordOf(schema, 'format') ?? ''))) return true;
  return SPEAKS_OF_TIME.test(prose) && !SPEAKS_OF_PAGES.test(prose) && !/offset|skip/i.test(name);
}

/** `since` and `after` are filters as often as positions; where they are the key of a row, the document says so. */
function isKey(parameter: Parameter): boolean {
  const { name } = parameter;
  const prose = wordsAbout(parameter);
  const key = keyOf(name.split('/').at(-1) ?? '');
  if (key !== 'since' && key !== 'last_id' && key !== 'since_id') return true;
  return /\b(?:id|identifier|key)s?\b.*\b(?:greater|after|larger|start|last)|\b(?:after|last|start).*\bid\b/i.test(
    prose,
  );
}

export function isNumeric({ schema }: Parameter): boolean {
  const types = typesOf(schema);
  const values = valuesOf(schema);
  if (values !== undefined) return values.every((value) => /^\d+$/.test(String(value)));
  if (types.has('integer') || types.has('number') || types.size === 0) return true;
  const shown = [keywordOf(schema, 'default'), ...exampleTextsOf(schema)].filter((value) => value !== undefined);
  return types.has('string') && shown.every((value) => /^\d+$/.test(String(value)));
}
