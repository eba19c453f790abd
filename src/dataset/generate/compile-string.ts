import type { Json } from '../../contract/contract.ts';
import { compileFaker } from '../hints/compile-faker.ts';
import { notationOf } from '../hints/instant-options.ts';
import { pickProducer } from '../hints/row-pick.ts';
import { compileRowToken } from '../hints/row-token.ts';
import { compileRowUuid } from '../hints/row-uuid.ts';
import { constantProducer } from './combine-producers.ts';
import type { Compiler } from './compiler.ts';
import { fillByRow } from './fill.ts';
import { hashPlace, scaleHash } from './hash.ts';
import { instantProducer } from './instant-format.ts';
import type { Producer } from './producer.ts';
import type { Site } from './site.ts';
import { synthesizeCall } from './synthesize-call.ts';

/** The faker method, with its arguments, that gives texts of a format. */
const BY_FORMAT: Readonly<Record<string, readonly [name: string, ...parameters: readonly unknown[]]>> = {
  email: ['internet.email'],
  'idn-email': ['internet.email'],
  uri: ['internet.url'],
  url: ['internet.url'],
  iri: ['internet.url'],
  'uri-reference': ['internet.url'],
  hostname: ['internet.domainName'],
  ipv4: ['internet.ipv4'],
  ipv6: ['internet.ipv6'],
  time: ['helpers.fromRegExp', '1[0-9]:[0-5][0-9]:[0-5][0-9]Z'],
  duration: ['helpers.fromRegExp', 'P[1-9]D'],
  decimal: ['finance.amount'],
  byte: ['helpers.fromRegExp', '[A-Za-z0-9]{16}'],
};

const YEAR_SECONDS = 365 * 24 * 3600;

/** Texts that a schema allows, by its format, pattern, examples, default or length. */
export function compileString(site: Site, compiler: Compiler): Producer {
  const { keywords } = site.schema;
  const format = String(keywords['format']);
  const parameters = BY_FORMAT[format];
  if (format === 'uuid') return compileRowUuid(synthesizeCall(site, compiler, 'row.uuid'));
  if (site.isIdentity) return compileRowToken(synthesizeCall(site, compiler, 'row.token'));
  if (format === 'date-time' || format === 'date') return compileRecent(site, compiler);
  if (parameters !== undefined) return compileFaker(synthesizeCall(site, compiler, parameters[0], parameters.slice(1)));
  if (typeof keywords['pattern'] === 'string') return compilePattern(site, compiler, keywords['pattern']);
  const examples = examplesOf(site);
  if (examples.length > 0) return pickProducer(examples, compiler.keyOf(site));
  if (typeof keywords['default'] === 'string') return constantProducer(keywords['default']);
  return compileWords(site, compiler);
}

/** Instants within the last year. */
function compileRecent(site: Site, compiler: Compiler): Producer {
  const key = compiler.keyOf(site);
  const { now, live } = compiler.environment;
  const format = { notation: notationOf(site), precision: 'seconds' } as const;
  if (live !== undefined) return instantProducer(format, { at: () => Math.floor(live.now / 1000) }, { usesRow: true });
  const last = Math.floor(now / 1000);
  const at = (variant: number, element: number): number =>
    last - scaleHash(hashPlace(key, variant, element), YEAR_SECONDS);
  return instantProducer(format, { at, fill: (target, first) => fillByRow(at, target, first) }, { usesRow: false });
}

function compilePattern(site: Site, compiler: Compiler, pattern: string): Producer {
  return compileFaker(synthesizeCall(site, compiler, 'helpers.fromRegExp', [pattern.replace(/^\^|\$$/g, '')]));
}

function examplesOf({ schema }: Site): readonly Json[] {
  const { examples, example } = schema.keywords;
  const listed = Array.isArray(examples) ? (examples as unknown[]) : [example];
  return listed.filter((value) => typeof value === 'string');
}

/** Words, as many as the length asks for. */
function compileWords(site: Site, compiler: Compiler): Producer {
  const { minLength } = site.schema.keywords;
  if (typeof minLength !== 'number' || minLength < 2) return compileFaker(synthesizeCall(site, compiler, 'lorem.word'));
  return compileFaker(synthesizeCall(site, compiler, 'string.alpha', [{ length: minLength, casing: 'lower' }]));
}
