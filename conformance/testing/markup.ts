/** An element of a page. */
interface HtmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A page as a browser would read it. */
export interface HtmlPage {
  readonly elements: readonly HtmlElement[];
  /** Its text outside of `style` and `script`, with references decoded. */
  readonly text: string;
}

const VOID = new Set(['meta', 'link', 'input', 'br', 'hr', 'img', 'rect', 'line', 'path']);
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*)\s*(\/?)>/y;
const REFERENCE = /&(amp|lt|gt|quot|#39);/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/**
 * A strict parser for pages of our own: every element is closed, every attribute is in double quotes, text holds neither `<` nor `>` nor
 * an ampersand that is no reference.
 *
 * @throws {Error} when a page is not so
 */
export function parseHtml(page: string): HtmlPage {
  const elements: HtmlElement[] = [];
  const open: string[] = [];
  let text = '';
  let position = page.startsWith('<!doctype html>') ? 15 : 0;
  while (position < page.length) {
    const next = page.indexOf('<', position);
    const end = next === -1 ? page.length : next;
    text += decode(page.slice(position, end));
    position = end < page.length ? readTag(page, end, open, elements) : end;
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  return { elements, text };
}

function readTag(page: string, start: number, open: string[], elements: HtmlElement[]): number {
  TAG.lastIndex = start;
  const match = TAG.exec(page);
  if (match === null) throw new Error(`not a tag: ${page.slice(start, start + 80)}`);
  const end = TAG.lastIndex;
  const [, closing, name = '', attributes = ''] = match;
  if (closing === '/') {
    if (open.pop() !== name) throw new Error(`</${name}> closes nothing: ${page.slice(start - 80, start)}`);
    return end;
  }
  elements.push({ name, attributes: readAttributes(attributes) });
  if (name === 'style' || name === 'script') return skipRawText(page, end, name);
  if (!VOID.has(name)) open.push(name);
  return end;
}

function skipRawText(page: string, position: number, name: string): number {
  const end = page.indexOf(`</${name}>`, position);
  if (end === -1) throw new Error(`<${name}> is not closed`);
  return end + name.length + 3;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([a-zA-Z][a-zA-Z0-9-]*)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
    name,
    decode(value),
  ]);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error(`an attribute stands twice: ${text}`);
  return Object.fromEntries(pairs);
}

function decode(text: string): string {
  if (text.replace(REFERENCE, '').includes('&') || text.includes('>')) throw new Error(`not escaped: ${text}`);
  return text.replace(REFERENCE, (_, name) => NAMED[name] ?? '');
}

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
const XML_REFERENCE = /&(?:#(\d+)|#x([\da-fA-F]+)|(amp|lt|gt|quot|apos));/g;
const XML_ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
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
    current.text += decodeXml(xml.slice(position, end), false);
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
  const element: OpenElement = { name, attributes: readXmlAttributes(attributes), children: [], text: '' };
  open.at(-1)?.children.push(element);
  if (empty !== '/') open.push(element);
  return MARKUP.lastIndex;
}

function readXmlAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([A-Za-z][\w.-]*)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error('an attribute stands twice');
  return Object.fromEntries(pairs.map(([name, value = '']) => [name, decodeXml(value, true)]));
}

function decodeXml(text: string, inAttribute: boolean): string {
  if (text.includes(']]>')) throw new Error(']]> in text');
  if (text.replace(XML_REFERENCE, '').includes('&')) throw new Error('an ampersand that is no reference');
  const normal = text.replace(/\r\n?/g, '\n');
  return (inAttribute ? normal.replace(/[\t\n]/g, ' ') : normal).replace(XML_REFERENCE, (_, decimal, hex, name) => {
    return name === undefined ? String.fromCodePoint(Number(decimal ?? `0x${hex}`)) : (XML_ENTITIES[name] ?? '');
  });
}
