import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Json } from '../admin/contract-types.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { useVirtual } from '../parts/use-virtual.ts';
import { pointsAt } from './contract-says.tsx';
import { type Line, type Piece, printJson } from './json-lines.ts';
import { sendQuery } from './send.ts';
import { page, target } from './state.ts';

const LINE = 18;
/** Above this, a body is offered as a file rather than shown. */
const TOO_MUCH = 5_000_000;

/** A body as it came, readable: links and tokens in it can be followed. */
export function BodyView({ body }: { readonly body: string }): JSX.Element {
  if (body.length > TOO_MUCH) {
    return (
      <p class="problem-free">
        <a
          class="btn"
          href={`data:application/json;charset=utf-8,${encodeURIComponent(body)}`}
          download="response.json"
        >
          Save {(body.length / 1e6).toFixed(1)} MB
        </a>
      </p>
    );
  }
  const json = parse(body);
  return json === undefined ? <Plain text={body} /> : <Tree json={json} />;
}

function parse(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}

function Plain({ text }: { readonly text: string }): JSX.Element {
  return (
    <ScrollRegion class="source" label="Text">
      {text === '' ? 'The body is empty.' : text}
    </ScrollRegion>
  );
}

function Tree({ json }: { readonly json: Json }): JSX.Element {
  const lines = useMemo(() => printJson(json), [json]);
  const { scroll, items, height } = useVirtual(lines.length, LINE);
  const links = findLinks();
  return (
    <ScrollRegion class="source json" box={scroll} label="Body">
      <div style={{ height: `${height}px`, position: 'relative' }}>
        {items.map(({ index, start }) => {
          const line = lines[index];
          return line === undefined ? null : <JsonLine key={index} line={line} top={start} links={links} />;
        })}
      </div>
    </ScrollRegion>
  );
}

interface JsonLineProps {
  readonly line: Line;
  readonly top: number;
  readonly links: (text: string) => string | undefined;
}

function JsonLine({ line, top, links }: JsonLineProps): JSX.Element {
  return (
    <div
      class="json-line"
      style={{ transform: `translateY(${top}px)`, paddingLeft: `${line.indent * 2}ch` }}
      {...(line.name !== undefined && pointsAt(line.name))}
    >
      {line.pieces.map((piece, index) => (
        <PieceMark key={index} piece={piece} query={piece.value === undefined ? undefined : links(piece.value)} />
      ))}
    </div>
  );
}

function PieceMark({ piece, query }: { readonly piece: Piece; readonly query: string | undefined }): JSX.Element {
  if (query === undefined) return <span class={piece.kind}>{piece.text}</span>;
  return (
    <button type="button" class="follow" title="Follow it" onClick={() => void sendQuery(query).catch(() => undefined)}>
      {piece.text}
    </button>
  );
}

/** Tells which texts of a body lead to another page, and by which query. */
function findLinks(): (text: string) => string | undefined {
  const queries = Object.values(page.value.value?.neighbours ?? {}).map(({ query }) => query);
  const { model, contract } = target.value ?? {};
  const positions = (model?.parameters ?? []).flatMap(({ name, role }) => (role === 'position' ? [name] : []));
  const names = [...positions, ...(model === undefined ? [] : [model.page.position])];
  const tokens = new Map<string, string>();
  for (const query of queries) {
    const pairs = new URLSearchParams(query);
    for (const name of names) {
      const value = pairs.get(name);
      // Small numbers stand everywhere, and mean something else.
      if (value !== null && value.length > 4) tokens.set(value, query);
    }
  }
  const path = contract === undefined ? undefined : new URL(contract.url).pathname;
  return (text) => {
    const token = tokens.get(text);
    if (token !== undefined) return token;
    const mark = text.indexOf('?');
    if (mark < 0 || !/^(?:https?:\/\/|\/)/.test(text)) return undefined;
    const query = text.slice(mark + 1);
    return queries.includes(query) || (path !== undefined && text.slice(0, mark).endsWith(path)) ? query : undefined;
  };
}
