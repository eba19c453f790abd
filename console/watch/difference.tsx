import type { JSX } from 'preact';
import type { Exchange } from '../admin/activity-types.ts';
import type { Evidence } from '../admin/check-types.ts';
import type { ContractModel } from '../admin/contract-types.ts';
import { joinValues } from './lines.ts';
import { shorten } from './list.tsx';
import { findOffer, type Offer, type Pairs, parametersOf, positionOf } from './offers.ts';

/** A part of a request, as it was given and as it was sent; `undefined`: not there. */
interface Compared {
  readonly part: string;
  readonly given: string | undefined;
  readonly sent: string | undefined;
}

interface DifferenceProps {
  readonly evidence: Evidence;
  /** The answer that shows what should have been sent. */
  readonly given: Exchange;
  readonly sent: Exchange;
  readonly model: ContractModel;
}

/** What an answer gave beside what was sent, part by part, with the difference marked. */
export function Difference({ evidence, given, sent, model }: DifferenceProps): JSX.Element | null {
  const offer = offerOf(given, sent, model);
  const rows = compare(evidence, given, sent, offer);
  if (rows.length === 0) return null;
  return (
    <table class="difference">
      <caption class="hidden">What was given, beside what was sent</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden">part</span>
          </th>
          <th scope="col">
            {offer === undefined ? `sent as request ${given.id}` : `given in response ${given.id}`}
            {offer?.isLink === true && (
              <>
                , <code>{offer.where}</code>
              </>
            )}
          </th>
          <th scope="col">sent as request {sent.id}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ComparedRow key={row.part} {...row} />
        ))}
      </tbody>
    </table>
  );
}

function ComparedRow({ part, given, sent }: Compared): JSX.Element {
  const isSame = given === sent;
  return (
    <tr class={isSame ? 'same' : 'differs'}>
      <th scope="row">
        <code>{part}</code>
      </th>
      <td title={given}>
        <code>{isSame ? shortenPart(part, given) : <ins>{shortenPart(part, given) ?? 'nothing'}</ins>}</code>
      </td>
      <td title={sent}>
        <code>{isSame ? saySame(part, sent) : <del>{shortenPart(part, sent) ?? 'missing'}</del>}</code>
      </td>
    </tr>
  );
}

function shortenPart(part: string, value: string | undefined): string | undefined {
  if (part !== 'path' || value === undefined) return value === undefined ? undefined : shorten(value, 44);
  const parts = value.split('/');
  return parts.length > 3 ? `…/${parts.slice(-2).join('/')}` : value;
}

function saySame(part: string, value: string | undefined): string | undefined {
  if (value === undefined || part === 'path' || value.length <= 44) return shortenPart(part, value);
  return `the same, ${value.length} characters`;
}

/** The link or token of an answer that a request goes on by: the one with its position, else the one that is most like it. */
export function offerOf(given: Exchange, sent: Exchange, model: ContractModel): Offer | undefined {
  const position = positionOf(parametersOf(sent), model);
  return position === undefined ? undefined : findOffer(given, position, model);
}

function compare(
  { difference = [] }: Evidence,
  given: Exchange,
  sent: Exchange,
  offer: Offer | undefined,
): readonly Compared[] {
  const marked = new Map(difference.map((one) => [one.part, one]));
  const sentPairs = parametersOf(sent);
  const givenPairs: Pairs = offer?.pairs ?? parametersOf(given);
  const names = [...new Set([...givenPairs, ...sentPairs].map(([name]) => name))];
  const path = new URL(sent.request.url).pathname;
  const known: readonly Compared[] = [
    { part: 'path', given: offer?.path ?? new URL(given.request.url).pathname, sent: path },
    ...names.map((part) => ({ part, given: joinValues(givenPairs, part), sent: joinValues(sentPairs, part) })),
  ];
  const parts = known.map((row) => {
    const mark = marked.get(row.part);
    if (mark !== undefined) return { part: row.part, given: mark.given ?? undefined, sent: mark.sent ?? undefined };
    // What the audit does not blame is no difference: a token that went on is another one.
    return marked.size > 0 || row.given === row.sent
      ? { ...row, given: row.sent ?? row.given, sent: row.sent ?? row.given }
      : row;
  });
  const others = difference
    .filter(({ part }) => !known.some((row) => row.part === part))
    .map(({ part, given: before, sent: after }) => ({ part, given: before ?? undefined, sent: after ?? undefined }));
  return marked.size === 0 ? [] : [...parts, ...others];
}
