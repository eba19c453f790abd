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

const VOID = new Set(['meta', 'link', 'input', 'br', 'hr', 'img', 'rect']);
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*(\/?)>/y;
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
  const pairs = [...text.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
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
