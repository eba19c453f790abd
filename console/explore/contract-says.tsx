import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ContractModel, Json, Provenance as Mark, Statement } from '../admin/contract-types.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Provenance } from '../parts/small-parts.tsx';
import { selected, target } from './state.ts';

/** The parameter, header or field that is pointed at, or has the focus. */
const pointed = signal<string | undefined>(undefined);

/** What makes an element say what the contract says about it, when it is pointed at or has the focus. */
export function pointsAt(name: string): {
  readonly onPointerEnter: () => void;
  readonly onFocusIn: () => void;
} {
  const point = (): void => {
    pointed.value = name;
  };
  return { onPointerEnter: point, onFocusIn: point };
}

/** What concerns a page as a whole. */
const OF_PAGE = ['pages', 'order', 'moving-rows', 'total', 'token', 'links', 'access'];

/** What the contract says about what is pointed at; else about this page. */
export function ContractSays(): JSX.Element {
  const { model } = target.value ?? {};
  const status = selected.value?.status ?? 200;
  const about = pointed.value;
  const found = model === undefined || about === undefined ? [] : findStatements(model, about);
  const usual = status >= 400 ? ['errors', 'access'] : OF_PAGE;
  const shown = found.length > 0 ? found : (model?.statements ?? []).filter((one) => usual.includes(one.about));
  return (
    <section class="card says" aria-label="What the contract says">
      <header>
        <h2>What the contract says</h2>
      </header>
      <ScrollRegion label="Statements of the contract">
        <dl>
          {shown.map(({ title, text, provenance, source }) => (
            <div key={title + text}>
              <dt>
                {found.length > 0 ? <code>{title}</code> : title} <Provenance of={provenance} source={source} />
              </dt>
              <dd>
                {text}
                {source !== undefined && <span class="soft small"> In “{source}”.</span>}
              </dd>
            </div>
          ))}
        </dl>
      </ScrollRegion>
    </section>
  );
}

/** What else is said of what a parameter is for. */
const TOPICS: ReadonlyMap<string, string> = new Map([
  ['position', 'pages'],
  ['size', 'pages'],
  ['direction', 'pages'],
  ['order', 'order'],
]);

function findStatements(model: ContractModel, about: string): readonly Statement[] {
  const said = model.statements.filter((one) => one.about.toLowerCase() === about.toLowerCase());
  const parameter = model.parameters.find(({ name }) => name.toLowerCase() === about.toLowerCase());
  const role = TOPICS.get(parameter?.role ?? '');
  const further = model.statements.filter((one) => one.about === role);
  return [...said, ...further, ...describeField(model, about)];
}

function describeField({ item, identity, order }: ContractModel, path: string): readonly Statement[] {
  const schema = path.split('/').reduce<Json | undefined>((holder, key) => {
    const properties = (holder as { readonly properties?: Readonly<Record<string, Json>> } | undefined)?.properties;
    return properties?.[key];
  }, item);
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const said = schema as Readonly<Record<string, Json | undefined>>;
  const values = said['enum'] ?? said['x-extensible-enum'];
  const parts = [
    said['description'],
    said['type'] === undefined
      ? undefined
      : `${[said['type']].flat().join(' or ')}${said['format'] === undefined ? '' : `, ${said['format']}`}.`,
    Array.isArray(values)
      ? `One of ${values.map(String).join(', ')}${said['enum'] === undefined ? ', or others to come' : ''}.`
      : undefined,
    path === identity ? 'It tells rows apart.' : undefined,
    order.by[0]?.field === path ? 'Rows are sorted by it.' : undefined,
  ];
  const source = said['x-source'];
  return [
    {
      about: path,
      title: path,
      text: parts.filter((part) => typeof part === 'string').join(' '),
      provenance: (said['x-provenance'] as Mark | undefined) ?? 'documented',
      ...(typeof source === 'string' && { source }),
    },
  ];
}
