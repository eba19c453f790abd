import { patternOf } from '../../contract/pattern.ts';
import { pickProducer } from '../hints/choices.ts';
import { compileFaker, fakerText } from '../hints/faker.ts';
import { compileRowUuid } from '../hints/identifiers.ts';
import { createRandom, hashPlace, type Random } from '../random.ts';
import { describeFault, validatorOf } from '../row-check.ts';
import { moveHost, varyExample } from '../texts/examples.ts';
import { isKind, methodForName } from '../texts/field-names.ts';
import { FORMAT_METHODS, FORMAT_PATTERNS, type Method } from '../texts/formats.ts';
import { createPatternText, type Lengths, MAX_TEXT, type PatternText } from '../texts/pattern-text.ts';
import { synthesizeCall } from './compile-scalars.ts';
import { compileTime } from './compile-times.ts';
import type { Compiler } from './compiler.ts';
import { impossibleValue } from './field-errors.ts';
import { poolProducer } from './pool.ts';
import { constantProducer, type Producer } from './producer.ts';
import type { SchemaNode } from './schema-node.ts';

/** Texts that a schema allows: by pattern and format, by the name of the field, by examples. */
export function compileString(node: SchemaNode, compiler: Compiler): Producer {
  const { keywords, patterns } = node.schema;
  const format = String(keywords['format']);
  const isBound = patterns.length > 0 || node.isClosed || 'minLength' in keywords || 'maxLength' in keywords;
  if (!isBound && format === 'uuid') return compileRowUuid(synthesizeCall(node, compiler, 'row.uuid'));
  if (!isBound && (format === 'date-time' || format === 'date')) return compileTime(node, compiler);
  const method = FORMAT_METHODS[format];
  if (!isBound && method !== undefined) return compileFaker(synthesizeCall(node, compiler, method[0], method.slice(1)));
  const listed = listedExamples(node);
  if (!isBound && listed.length > 1) return pickProducer(listed, compiler.keyOf(node));
  const { default: usual } = keywords;
  if (!isBound && listed.length === 0 && typeof usual === 'string' && methodForName(node.path) === undefined) {
    return constantProducer(usual);
  }
  return compileTexts(node, compiler);
}

interface Discriminator {
  readonly propertyName?: string;
  readonly mapping?: Readonly<Record<string, string>>;
}

/** Values of a list of examples, several of which may be used as they are. */
function listedExamples({ schema, parent, path }: SchemaNode): readonly string[] {
  const { examples, example } = schema.keywords;
  const { propertyName, mapping } = (parent?.schema.keywords['discriminator'] ?? {}) as Discriminator;
  if (propertyName === path.at(-1) && mapping !== undefined) return Object.keys(mapping);
  const listed = Array.isArray(examples) ? (examples as unknown[]) : [example];
  return listed.filter((value): value is string => typeof value === 'string' && value !== '');
}

/** Makes a text, or none, from what decides it and how hard it should try. */
type Source = (random: Random, choice: number, effort: number) => string | undefined;

/** How often a text is made anew before it is given up. */
const TRIES = 160;

/** Texts from a pool, each of which has been held against the schema. */
function compileTexts(node: SchemaNode, compiler: Compiler): Producer {
  const make = createTextMaker(node, compiler);
  const { seed, now, pools } = compiler.environment;
  const poolKey = compiler.keyOf(node, 'pool');
  const first = make(hashPlace(poolKey, 0, 0));
  const pool = pools.get(
    `${seed}\n${now}\n${node.name}${node.salt}\ntext`,
    (index) => make(hashPlace(poolKey, index, 0), false) ?? first,
  );
  return poolProducer(pool, compiler.keyOf(node));
}

/**
 * @returns makes the text that belongs to a number
 * @throws {PagewrightError} `invalid-row` from what is returned, when there is none and one is needed
 */
export function createTextMaker(
  node: SchemaNode,
  compiler: Compiler,
): { (choice: number): string; (choice: number, isNeeded: false): string | undefined } {
  const { contract } = compiler.environment;
  const lengths = lengthsOf(node);
  const sources = sourcesOf(node, compiler, lengths);
  const validate = isFree(node) ? undefined : validatorOf(contract, node.source);
  const shortest = Math.max(...sources.map(({ shortest: least = 0 }) => least), lengths.min);
  let reason = '';
  const tryOnce = (choice: number, count: number): string | undefined => {
    const { source } = sources[count % sources.length] as RankedSource;
    const random = createRandom(count === 0 ? choice : hashPlace(choice, count, 0));
    const text = source(random, choice + count, Math.floor(count / sources.length));
    if (text === undefined || validate === undefined || validate(text)) return text;
    if (count < 2) reason = describeFault(validate, text);
    return undefined;
  };
  const make = (choice: number, isNeeded = true): string | undefined => {
    for (let count = 0; count < TRIES && shortest <= MAX_TEXT; count++) {
      const text = tryOnce(choice, count);
      if (text !== undefined) return text;
    }
    if (!isNeeded) return undefined;
    throw impossibleValue(contract, node, lengthProblem(shortest, lengths) ?? reason);
  };
  return make as ReturnType<typeof createTextMaker>;
}

function lengthProblem(shortest: number, { max }: Lengths): string | undefined {
  if (shortest > MAX_TEXT)
    return `must have ${shortest > MAX_TEXT + 1 ? shortest : `more than ${MAX_TEXT}`} characters, and no text is made longer than ${MAX_TEXT}`;
  return shortest > max ? `must have ${shortest} characters, but no more than ${max}` : undefined;
}

/** Whether nothing is asked of a text, so that none has to be checked. */
function isFree({ schema: { keywords, patterns }, isClosed }: SchemaNode): boolean {
  return (
    !isClosed &&
    patterns.length === 0 &&
    !['minLength', 'maxLength', 'format', 'enum', 'not'].some((keyword) => keyword in keywords)
  );
}

function lengthsOf({ schema: { keywords } }: SchemaNode): Lengths {
  const { minLength, maxLength } = keywords;
  return {
    min: typeof minLength === 'number' ? Math.ceil(minLength) : 0,
    max: typeof maxLength === 'number' ? Math.floor(maxLength) : Number.POSITIVE_INFINITY,
  };
}

interface RankedSource {
  readonly source: Source;
  /** The length of the shortest text that it makes, where that is more than the schema says. */
  readonly shortest?: number;
}

/** What may make a text that fits, the most telling first. */
function sourcesOf(node: SchemaNode, compiler: Compiler, lengths: Lengths): readonly RankedSource[] {
  const { keywords, patterns } = node.schema;
  const texts = patterns.map(createPatternText).filter((text) => text !== undefined);
  const format = String(keywords['format']);
  const named = FORMAT_METHODS[format] ?? methodForName(node.path);
  const formatText = FORMAT_PATTERNS[format] === undefined ? undefined : createPatternText(FORMAT_PATTERNS[format]);
  const examples = listedExamples(node);
  const fromKind = isKind(node.path.at(-1) ?? '') && examples.length === 1 ? [{ source: kindSource(examples[0]) }] : [];
  const fromFaker =
    named === undefined ? [] : [{ source: fakerSource(node, compiler, named, lengths, formatText === undefined) }];
  const fromExamples = examples.length === 0 ? [] : [{ source: exampleSource(examples) }];
  const fromPatterns: readonly RankedSource[] = [
    ...texts.map((text) => ({ source: patternSource(text, lengths), shortest: text.shortest })),
    ...(texts.length > 1 ? [{ source: joinedSource(texts, lengths) }] : []),
  ];
  const fromFormat = formatText === undefined ? [] : [{ source: formatSource(formatText, lengths) }];
  // What reads well comes first; what a pattern or a format asks for always fits in the end.
  if (fromPatterns.length > 0) {
    return [
      ...fromKind,
      ...fromDates(patterns, lengths),
      ...fromFaker,
      ...fromExamples,
      ...fromPatterns,
      ...fromFormat,
    ];
  }
  if (fromFormat.length > 0) return [...fromFaker, ...fromFormat, ...fromExamples];
  return [
    ...fromKind,
    ...(fromFaker.length > 0 ? fromFaker : fromExamples),
    { source: wordSource(compiler, node, lengths, examples[0]) },
  ];
}

/** What a thing is, nearly always: where that cannot be, something else is tried. */
function kindSource(kind: string | undefined): Source {
  return (random) => (random.below(32) === 0 ? undefined : kind);
}

/** Formats mostly take small letters for large ones; a pattern beside them may not. */
function formatSource(text: PatternText, lengths: Lengths): Source {
  return (random, _choice, effort) => {
    const made = text.make(random, lengths, effort);
    return effort % 4 === 1 ? made?.toUpperCase() : made;
  };
}

/** What several patterns look for, one after the other. */
function joinedSource(texts: readonly PatternText[], lengths: Lengths): Source {
  return (random, _choice, effort) => {
    const parts = texts.map((text) => text.make(random, { min: 0, max: lengths.max }, effort) ?? '');
    return (random.below(2) === 0 ? parts : parts.toReversed()).join('');
  };
}

/** A pattern in which a date fits is one of dates: 2025-11-03 reads better than 7528-74-27. */
function fromDates(patterns: readonly string[], lengths: Lengths): readonly RankedSource[] {
  const samples = { date: '2025-11-03', 'date-time': '2025-11-03T10:20:30Z', time: '10:20:30Z' };
  return Object.entries(samples).flatMap(([format, sample]) => {
    const fits = patterns.map(patternOf).every(({ test }) => test(sample) && !test('x'));
    const text = fits ? createPatternText(FORMAT_PATTERNS[format] as string) : undefined;
    return text === undefined ? [] : [{ source: patternSource(text, lengths) }];
  });
}

function patternSource(text: PatternText, lengths: Lengths): Source {
  return (random, _choice, effort) => text.make(random, lengths, effort);
}

/** Texts in the shape of examples; one that has nothing to vary comes now and then, and leaves room for others. */
function exampleSource(given: readonly string[]): Source {
  const examples = given.map(moveHost);
  return (random, _choice, effort) => {
    const example = examples[random.below(examples.length)] as string;
    const varied = varyExample(example, random);
    if (effort > 0 || examples.length > 1) return effort % 2 === 0 ? varied : example;
    if (varied !== example) return random.below(8) === 0 ? example : varied;
    return random.below(3) === 0 ? example : undefined;
  };
}

function fakerSource(
  node: SchemaNode,
  compiler: Compiler,
  [name, ...parameters]: Method,
  lengths: Lengths,
  mayBeCut: boolean,
): Source {
  return (_random, choice, effort) => {
    if (effort > 3) return undefined;
    const text = fakerText(synthesizeCall(node, compiler, name, parameters), choice);
    return mayBeCut
      ? fitLength(text, lengths, () => fakerText(synthesizeCall(node, compiler, 'lorem.word'), choice))
      : text;
  };
}

/** A word, or as many as the example has or the least length asks for. */
function wordSource(compiler: Compiler, node: SchemaNode, lengths: Lengths, example: string = ''): Source {
  const count = Math.min(example.split(/\s+/).length, 8);
  const isCapital = /^[A-Z][^A-Z]/.test(example);
  return (random, choice, effort) => {
    const wordAt = (index: number): string =>
      fakerText(synthesizeCall(node, compiler, 'lorem.word'), index === 0 ? choice : hashPlace(choice, index, effort));
    if (effort % 3 === 2) return letters(random, Math.max(lengths.min, Math.min(lengths.max, 1 + random.below(12))));
    const text = Array.from({ length: count }, (_, index) => wordAt(index)).join(' ');
    return fitLength(isCapital ? text.charAt(0).toUpperCase() + text.slice(1) : text, lengths, wordAt);
  };
}

function letters(random: Random, count: number): string {
  return Array.from({ length: Math.min(count, MAX_TEXT) }, () => String.fromCharCode(0x61 + random.below(26))).join('');
}

/** Lengthens a text by words and cuts it, so that it has the length that is asked for. */
function fitLength(text: string, { min, max }: Lengths, wordAt: (count: number) => string): string {
  let whole = text;
  for (let count = 1; count <= MAX_TEXT && [...whole].length < Math.min(min, MAX_TEXT); count++)
    whole += ` ${wordAt(count)}`;
  const characters = [...whole];
  const cut = characters.length <= max ? whole : characters.slice(0, max).join('').trimEnd();
  return [...cut].length >= min ? cut : cut.padEnd(Math.min(min, max), 'a');
}
