import type { Contract, JsonSchema, Parameter } from '../../contract/contract.ts';
import { countNoun, joinNames } from '../../contract/text.ts';
import { hasUrls } from '../../page/page-reader.ts';
import { createParameterTest, findFilter } from '../../page/query.ts';

import { readLink } from '../links.ts';
import { createValueTest } from '../parameter-values.ts';
import type { ListRequest } from '../requests.ts';
import { type ClientRule, describeRequest, type Finding } from './client-rule.ts';

/** What is not documented, or deprecated, may stop working. */
export const sendDocumentedParameters: ClientRule = {
  id: 'send-documented-parameters',
  demand: 'send only documented parameters and values, and none that are deprecated',
  passed: (count) => `${countNoun(count, 'request')} sent documented parameters and values only`,
  untested: 'the client never requested the list',
  *check({ contract, trace: { requests, offerOf } }) {
    const inspect = createParameterInspector(contract);
    /** Values that are reported already. */
    const held = new Set<string>();
    /** Names and pairs in links of the server, which the client may send back. */
    const given = new Set<string>();
    const findings: Finding[] = [];
    for (const request of requests) {
      yield;
      const { unknown, values } = inspect(request, given);
      for (const pair of listGiven(request)) given.add(pair);
      const fresh = values.filter((value) => !held.has(value));
      for (const value of fresh) held.add(value);
      const undocumented = [...unknown, ...fresh];
      if (undocumented.length === 0) continue;
      // An older link, which the journal has dropped, may have had them.
      const mayBeGiven = request.position !== undefined && !offerOf.has(request);
      findings.push({
        summary: `${describeRequest(request.exchange)} sends ${joinNames(undocumented)}`,
        expected: 'documented parameters and values',
        received: undocumented,
        exchanges: [request.exchange],
        ...(mayBeGiven && { unseen: request }),
      });
    }
    return { exercised: requests.length, findings };
  },
};

/** What a request sends that is not documented or deprecated, in words. */
interface Undocumented {
  readonly unknown: readonly string[];
  /** Parameters with values that are not documented. */
  readonly values: readonly string[];
}

function createParameterInspector(
  contract: Contract,
): (request: ListRequest, given: ReadonlySet<string>) => Undocumented {
  const isKnown = createParameterTest(contract);
  const isAllowed = createValueTest(contract);
  const { parameters, access } = contract;
  const declared = new Map(
    parameters.map((parameter) => [`${parameter.in} ${parameter.name.toLowerCase()}`, parameter]),
  );
  const { version } = access;
  return (request, given) => {
    const own = request.pairs.filter(([name, value]) => {
      return !given.has(name) || (isKnown(name) && !given.has(`${name}=${value}`));
    });
    const inQuery = own.flatMap(([name, value]) => {
      if (!isKnown(name)) return [`${name}, which is not documented`];
      const parameter = declared.get(`query ${name.toLowerCase()}`) ?? findFilter(contract, name)?.declared;
      return judgeValue(name, value, parameter);
    });
    const inHeaders = [...declared.values()].flatMap((parameter) => {
      const value =
        parameter.in === 'header' ? request.exchange.request.headers[parameter.name.toLowerCase()] : undefined;
      return typeof value === 'string' ? judgeValue(parameter.name, value, parameter) : [];
    });
    const sent = version === undefined ? undefined : request.headers.get(version.parameter.name.toLowerCase());
    const isRetired = sent !== undefined && version?.retired.includes(sent) === true;
    const retired = isRetired ? [`${version.parameter.name}: ${sent}, which is retired`] : [];
    const values = own
      .filter(([name, value]) => !isAllowed(name, value))
      .map(([name, value]) => `${name}=${value}, an invalid value`);
    return { unknown: [...inQuery, ...inHeaders, ...retired], values };
  };
}

function judgeValue(name: string, value: string, parameter: Parameter | undefined): readonly string[] {
  if (parameter === undefined) return [];
  if (parameter.deprecated === true || parameter.schema['deprecated'] === true) return [`${name}, which is deprecated`];
  const values = parameter.schema['type'] === 'array' ? value.split(',') : [value];
  const old = listDeprecated(parameter.schema);
  return values.filter((one) => old.includes(one)).map((one) => `${name}=${one}, a deprecated value`);
}

/** Values that a schema marks as deprecated: `oneOf: [{ const: old, deprecated: true }]`. */
function listDeprecated(schema: JsonSchema): readonly string[] {
  const members = ['oneOf', 'anyOf', 'allOf'].flatMap((keyword) => (schema[keyword] ?? []) as readonly JsonSchema[]);
  const items = schema['items'] === undefined ? [] : listDeprecated(schema['items'] as JsonSchema);
  const own = members.flatMap((member): readonly string[] => {
    if (member['deprecated'] !== true) return listDeprecated(member);
    const values = [member['const'], ...((member['enum'] ?? []) as readonly unknown[])];
    return values.filter((value) => value !== undefined).map(String);
  });
  return [...own, ...items];
}

function listGiven({ contract, page, exchange }: ListRequest): readonly string[] {
  if (!hasUrls(contract)) return [];
  return Object.values(page?.links ?? {}).flatMap((text) => {
    const link = readLink(contract, text, exchange.request);
    return link === undefined ? [] : link.pairs.flatMap(([name, value]) => [name, `${name}=${value}`]);
  });
}
