import type { Contract, Field, JsonSchema } from '../../contract/contract.ts';
import { branchOf, buildContract, buildField, itemWith } from './build-contract.ts';

const token = (prefix: string): JsonSchema => ({ type: 'string', 'x-faker': { 'row.token': { prefix } } });
const nullable = (type: string): readonly string[] => [type, 'null'];

const countries = [
  { id: 'CL', name: 'Chile', currencies: ['CLP'] },
  { id: 'PE', name: 'Peru', currencies: ['PEN', 'USD'] },
  { id: 'US', name: 'United States', currencies: ['USD'] },
];

const contact = {
  type: 'object',
  required: ['id', 'email'],
  properties: {
    id: token('con_'),
    customer: { type: 'string', 'x-faker': { 'row.copy': { field: 'id' } } },
    name: { type: 'string', maxLength: 20, 'x-faker': 'person.fullName' },
    email: { type: 'string', format: 'email', 'x-faker': { 'row.text': '{contacts/*/name|slug}@{name|slug}.example' } },
    role: { type: 'string', enum: ['owner', 'clerk'] },
    created: { type: 'string', format: 'date-time', 'x-faker': { 'row.after': { field: 'created', within: 'P1D' } } },
    tags: { type: 'array', items: { type: 'string', 'x-faker': 'color.human' }, uniqueItems: true, maxItems: 3 },
  },
};

/** A contract whose items use every generator and most of what schemas can say. */
export const richContract: Contract = buildContract({
  id: 'rich',
  item: itemWith(
    {
      id: token('cus_'),
      number: { type: 'string', 'x-faker': { 'row.number': { prefix: 'CUST-', width: 4, from: 10 } } },
      serial: { type: 'integer', 'x-faker': 'row.number' },
      reference: { type: 'string', format: 'uuid' },
      name: { type: 'string', maxLength: 100, 'x-faker': 'company.name' },
      country: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string' } },
        'x-faker': { 'row.pick': { from: countries } },
      },
      currency: {
        type: nullable('string'),
        'x-faker': {
          'row.match': { field: 'country/id', cases: { CL: ['CLP'], PE: ['PEN', 'USD', null] }, otherwise: ['USD'] },
        },
      },
      email: {
        type: nullable('string'),
        format: 'email',
        'x-faker': { 'row.maybe': { chance: 0.9, of: { 'row.text': 'billing.{#}@{name|slug}.example' } } },
      },
      website: { type: nullable('string'), format: 'uri' },
      score: { type: 'number', minimum: 0, exclusiveMaximum: 1 },
      level: { type: 'integer', minimum: 1, maximum: 5 },
      balance: { type: nullable('number'), 'x-faker': { 'finance.amount': [10, 5000, 2] } },
      active: { type: 'boolean', default: true },
      address: {
        type: nullable('object'),
        properties: {
          city: { type: 'string', 'x-faker': 'location.city' },
          zip: { type: 'string', pattern: '^[0-9]{5}$' },
        },
      },
      metadata: {
        type: 'object',
        'x-faker': { 'row.pick': { from: [{}, { tier: 'gold' }, { tier: 'free', seats: '3' }], weights: [2, 1, 1] } },
      },
      emails: {
        type: 'object',
        properties: {
          main: { type: 'string', 'x-faker': { 'row.text': 'hello.{#}@example.com' } },
          other: {
            type: 'string',
            'x-faker': {
              'row.maybe': { chance: 0.5, of: { 'row.text': 'other.{#}@example.com' }, otherwise: 'absent' },
            },
          },
        },
      },
      state: { type: 'string', enum: ['invited', 'linked', 'gone'] },
      created: { type: 'string', format: 'date-time', 'x-faker': { 'row.instant': { every: 'PT6H' } } },
      updated: {
        type: 'string',
        format: 'date-time',
        'x-faker': { 'row.after': { field: 'created', within: 'P30D', precision: 'microseconds' } },
      },
      expiresAt: { type: 'integer', 'x-faker': { 'row.after': { field: 'created', exactly: 'P7D', as: 'unix-ms' } } },
      linkedAt: { type: 'integer', 'x-faker': { 'row.after': { field: 'created', within: 'P2D', as: 'unix-ms' } } },
      reason: { type: 'string' },
      seen: { type: 'string', format: 'date-time' },
      born: { type: nullable('string'), format: 'date' },
      shape: {
        oneOf: [
          { type: 'integer', minimum: 0 },
          { type: 'string', enum: ['round', 'square'] },
        ],
      },
      contacts: { type: 'array', items: contact, minItems: 1, maxItems: 3 },
      sources: { type: 'array', items: token('src_') },
      plans: {
        type: 'array',
        items: { type: 'object', properties: { id: { type: 'string', enum: ['free', 'pro'] }, ref: token('pl_') } },
      },
    },
    {
      required: ['id', 'name', 'state', 'created', 'reason'],
      dependentSchemas: {
        expiresAt: { properties: { state: { const: 'invited' } } },
        linkedAt: { properties: { state: { const: 'linked' } } },
      },
      ...branchOf(
        { properties: { state: { const: 'gone' } } },
        { properties: { reason: { enum: ['left', 'closed'] }, website: false } },
        { properties: { reason: { const: 'none' } } },
      ),
    },
  ),
  hidden: { listed: { type: 'boolean' }, subscriptions: { type: 'array', items: token('sub_') } },
});

/** Fields of the rich contract, of every kind, and one that no row has. */
export const richFields: readonly Field[] = [
  ...[
    'id',
    'number',
    'reference',
    'name',
    'country/id',
    'country/currencies',
    'country/currencies/*',
    'currency',
    'email',
    'website',
  ],
  ...[
    'address/city',
    'address/zip',
    'metadata',
    'metadata/tier',
    'metadata/none',
    'emails/*',
    'emails/other',
    'state',
    'reason',
    'shape',
  ],
  ...[
    'contacts/*/id',
    'contacts/*/customer',
    'contacts/*/name',
    'contacts/*/email',
    'contacts/*/role',
    'contacts/*/tags',
  ],
  ...[
    'contacts/*/tags/*',
    'sources',
    'sources/*',
    'plans/*/id',
    'plans/*/ref',
    'subscriptions',
    'none',
    'country/none',
    'created',
  ],
]
  .map((name) => buildField(name))
  .concat(
    ['created', 'updated', 'seen', 'born', 'contacts/*/created'].map((name) => buildField(name, 'instant')),
    ['serial', 'score', 'level', 'balance', 'expiresAt', 'linkedAt', 'shape'].map((name) => buildField(name, 'number')),
    ['active', 'listed'].map((name) => buildField(name, 'boolean')),
  );

export const NOW: number = Date.UTC(2026, 4, 5, 9, 30);
