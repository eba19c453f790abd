import { CONTRACTS, openSampleTarget, openTarget, type Target } from './target.ts';

const NEXT = "          next: /next\n          atEnd: 'null'\n";
const TEXT_POSITION = [
  '- { name: page, in: query, schema: { type: integer } }',
  '- { name: page, in: query, schema: { type: string } }',
] as const;

/** The four contracts, and some that are like none of them: each opens a list of its own. */
export const TARGETS: readonly (readonly [name: string, open: () => Target])[] = [
  ...CONTRACTS.map((id) => [id, () => openTarget(id)] as const),
  ['numbers with links', () => openSampleTarget()],
  ['numbers without links', () => openSampleTarget([NEXT, ''])],
  ['links of our own', () => openSampleTarget(TEXT_POSITION, ['style: number', 'style: links'])],
  [
    'tokens of our own',
    () =>
      openSampleTarget(TEXT_POSITION, [
        'style: number',
        'style: keyset\n          token: { encoding: none, boundTo: [] }',
      ]),
  ],
  ['offsets without links', () => openSampleTarget(['style: number', 'style: offset'], [NEXT, ''])],
];

/** Contracts whose pages do not say where the list ends. */
export const ENDLESS_TARGETS: readonly (readonly [name: string, open: () => Target])[] = [
  ['numbers without an end', () => openSampleTarget([NEXT, ''], ['        total: /count\n', ''])],
  [
    'offsets without an end',
    () => openSampleTarget(['style: number', 'style: offset'], [NEXT, ''], ['        total: /count\n', '']),
  ],
];
