/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, decoded. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

const MARKUP = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.-]*="[^"<]*")*)\s*(\/?)>/y;
const REFERENCE = /&(?:#(\d+)|#x([\da-fA-F]+)|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ALLOWED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/**
 * A strict parser for the part of XML 1.0 that reports need: elements, attributes, text, references.
 *
 * @returns the elements at the root
 * @throws {Error} when the text is not well-formed
 */
export function parseXml(xml: string): readonly XmlElement[] {
  if (!ALLOWED.test(xml)) throw new Error('a character that XML does not allow');
  const root: OpenElement = { name: '', attributes: {}, children: [], text: '' };
  const open: OpenElement[] = [root];
  let position = xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>') ? 38 : 0;
  while (position < xml.length) {
    const next = xml.indexOf('<', position);
    const end = next === -1 ? xml.length : next;
    const current = open.at(-1) ?? root;
    current.text += decode(xml.slice(position, end), false);
    position = end < xml.length ? readMarkup(xml, end, open) : end;
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  if (root.text.trim() !== '') throw new Error('text outside of the root element');
  return root.children;
}

function readMarkup(xml: string, start: number, open: OpenElement[]): number {
  MARKUP.lastIndex = start;
  const match = MARKUP.exec(xml);
  if (match === null) throw new Error(`not markup: ${xml.slice(start, start + 60)}`);
  const [, closing, name = '', attributes = '', empty] = match;
  if (closing === '/') {
    if (open.pop()?.name !== name || open.length === 0) throw new Error(`</${name}> closes nothing`);
    return MARKUP.lastIndex;
  }
  const element: OpenElement = { name, attributes: readAttributes(attributes), children: [], text: '' };
  open.at(-1)?.children.push(element);
  if (empty !== '/') open.push(element);
  return MARKUP.lastIndex;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([A-Za-z][\w.-]*)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error('an attribute stands twice');
  return Object.fromEntries(pairs.map(([name, value = '']) => [name, decode(value, true)]));
}

function decode(text: string, inAttribute: boolean): string {
  if (text.includes(']]>')) throw new Error(']]> in text');
  if (text.replace(REFERENCE, '').includes('&')) throw new Error('an ampersand that is no reference');
  const normal = text.replace(/\r\n?/g, '\n');
  return (inAttribute ? normal.replace(/[\t\n]/g, ' ') : normal).replace(REFERENCE, (_, decimal, hex, name) => {
    return name === undefined ? String.fromCodePoint(Number(decimal ?? `0x${hex}`)) : (NAMED[name] ?? '');
  });
}
