/** An element of a page. */
export interface HtmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The names of the elements around it, outermost first. */
  readonly path: readonly string[];
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
    const end = page.indexOf('<', position) === -1 ? page.length : page.indexOf('<', position);
    text += decode(page.slice(position, end));
    if (end === page.length) break;
    TAG.lastIndex = end;
    const match = TAG.exec(page);
    if (match === null) throw new Error(`not a tag: ${page.slice(end, end + 80)}`);
    position = TAG.lastIndex;
    const [, closing, name = '', attributes = ''] = match;
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing: ${page.slice(end - 80, end)}`);
      continue;
    }
    elements.push({ name, attributes: readAttributes(attributes), path: [...open] });
    if (name === 'style' || name === 'script') position = skipRawText(page, position, name);
    else if (!VOID.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  return { elements, text };
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
