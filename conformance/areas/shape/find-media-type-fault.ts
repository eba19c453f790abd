/**
 * Compares media types: names in any case, spaces around parameters mean nothing. Parameters that are expected have to be
 * there; a charset that is not is fine as long as it is UTF-8.
 *
 * @returns what is wrong; `undefined` when nothing is
 */
export function findMediaTypeFault(received: string | undefined, expected: string): string | undefined {
  if (received === undefined) return 'there is no Content-Type';
  const [wanted, given] = [parse(expected), parse(received)];
  if (wanted.type !== given.type) return `the media type is ${given.type || 'empty'}`;
  for (const [name, value] of wanted.parameters) {
    if (given.parameters.get(name) !== value)
      return `the media type has ${name}=${given.parameters.get(name) ?? '(none)'}`;
  }
  const charset = given.parameters.get('charset');
  return charset === undefined || charset === 'utf-8' ? undefined : `the charset is ${charset}`;
}

function parse(mediaType: string): { readonly type: string; readonly parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = mediaType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const parameters = rest.map((parameter) => {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
    return [name, value.replace(/^"(.*)"$/, '$1').replace(/^utf8$/, 'utf-8')] as const;
  });
  return { type, parameters: new Map(parameters) };
}
