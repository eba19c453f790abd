import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractModel, ModelParameter } from '../admin/contract-types.ts';
import { useKeys } from '../frame/keys.tsx';
import { Problem, Provenance } from '../parts/small-parts.tsx';
import { canAct } from '../state/connection.ts';
import { go, parameter } from '../state/location.ts';
import { pointsAt } from './contract-says.tsx';
import { ANONYMOUS, formatPairs, nameCredential, type Pairs, sayCredential, setPair } from './request.ts';
import { sending, sendPage, stop, walkAll } from './send.ts';
import { at, draft, sentAs, target, windows } from './state.ts';

function change(pairs: Pairs): void {
  go({ q: formatPairs(pairs) }, { replace: true });
}

/** The request as a form: all that the contract knows of, pre-filled with the request that is selected. */
export function RequestForm(): JSX.Element {
  const [error, setError] = useState<Error | undefined>(undefined);
  const attempt = (act: () => Promise<void>): void => {
    setError(undefined);
    act().catch((reason: unknown) => setError(reason instanceof Error ? reason : new Error(String(reason))));
  };
  useKeys([
    { key: 'Mod+Enter', what: 'send the request', act: () => attempt(sendPage) },
    { key: 'Escape', what: 'stop what is being sent', act: stop },
    {
      key: '/',
      what: 'go to the filters',
      act: () => document.querySelector<HTMLElement>('.request [data-filter]')?.focus(),
    },
  ]);
  const isChanged = parameter('q') !== undefined;
  const many = windows.value.value?.length ?? 0;
  return (
    <section class="card request" aria-label="Request">
      <header>
        <h2>Request</h2>
        <span class="soft small">
          {many === 0 ? 'ready to send' : `${at.value + 1}, ${isChanged ? 'changed' : 'ready to change'}`}
        </span>
        {isChanged && (
          <>
            <span class="grow" />
            <button type="button" class="btn quiet small" onClick={() => go({ q: undefined, as: undefined })}>
              As it was sent
            </button>
          </>
        )}
      </header>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          attempt(sendPage);
        }}
      >
        <div class="fields">
          <Fields />
        </div>
        <Problem error={error} />
        <footer>
          {sending.value === undefined ? (
            <>
              <button type="submit" class="btn primary" disabled={!canAct() || target.value === undefined}>
                Send <kbd class="wide">{/Mac|iP/.test(navigator.platform) ? '⌘ ↵' : 'Ctrl ↵'}</kbd>
              </button>
              <button
                type="button"
                class="btn quiet"
                disabled={!canAct() || target.value === undefined}
                onClick={() => attempt(walkAll)}
              >
                Walk all pages
              </button>
            </>
          ) : (
            <>
              <button type="button" class="btn" onClick={stop}>
                Stop <kbd class="wide">Esc</kbd>
              </button>
              <span class="soft small" role="status">
                {sending.value === 'walk' ? `${many} ${many === 1 ? 'page' : 'pages'} read` : 'Sent, waiting'}
              </span>
            </>
          )}
        </footer>
      </form>
    </section>
  );
}

function Fields(): JSX.Element | null {
  if (target.value === undefined) return null;
  const { contract, model } = target.value;
  const shown = model.parameters.filter(({ name, role }) => !name.includes('*') && role !== 'order');
  const first = shown.filter(({ role }) => role === 'position' || role === 'size' || role === 'direction');
  const filters = shown.filter(({ role }) => role === 'filter');
  const rest = shown.filter((one) => !first.includes(one) && !filters.includes(one));
  return (
    <>
      <div class="field" {...pointsAt('access')}>
        <label for="sent-as">Sent as</label>
        <select
          id="sent-as"
          class="input"
          value={
            sentAs.value ?? nameCredential(contract.credentials[0] ?? { tenant: ANONYMOUS, as: 'default', headers: {} })
          }
          onChange={(event) => go({ as: event.currentTarget.value }, { replace: true })}
        >
          {contract.credentials.map((one) => (
            <option key={nameCredential(one)} value={nameCredential(one)}>
              {sayCredential(one)}
            </option>
          ))}
          <option value={ANONYMOUS}>No credential</option>
        </select>
      </div>
      <div class="pair">
        {first.map((one) => (
          <Field key={one.name} one={one} model={model} />
        ))}
        <OrderField model={model} />
      </div>
      <div class="pair">
        {filters.map((one) => (
          <Field key={one.name} one={one} model={model} isFilter />
        ))}
      </div>
      {rest.length > 0 && (
        <div class="pair">
          {rest.map((one) => (
            <Field key={`${one.in} ${one.name}`} one={one} model={model} />
          ))}
        </div>
      )}
      <Further model={model} />
    </>
  );
}

interface FieldProps {
  readonly one: ModelParameter;
  readonly model: ContractModel;
  readonly isFilter?: boolean;
}

/** What a parameter may be, in a few characters. */
function hintOf({ role, operator, in: place, schema }: ModelParameter, { page, size }: ContractModel): string {
  if (role === 'position') return page.first === undefined ? 'from a response' : `from ${page.first}`;
  if (role === 'size') return size.sizes === undefined ? `${size.minimum}–${size.maximum}` : size.sizes.join(', ');
  if (role === 'filter') return operator ?? 'filter';
  return place === 'query' ? [schema['type'] ?? 'any'].flat().join(', ') : place;
}

function Field({ one, model, isFilter = false }: FieldProps): JSX.Element {
  const { name, schema, provenance, source } = one;
  const id = `field-${one.in}-${name}`;
  const value = draft.value.findLast(([other]) => other === name)?.[1] ?? '';
  const values = choicesOf(schema);
  const set = (text: string): void => change(setPair(draft.peek(), name, text));
  const own = { id, value, ...(isFilter && { 'data-filter': '' }) };
  return (
    <div class="field" {...pointsAt(name)}>
      <label for={id}>
        <code>{name}</code>{' '}
        <Provenance of={provenance} source={source}>
          {hintOf(one, model)}
        </Provenance>
      </label>
      {values === undefined ? (
        <input
          {...own}
          class="input"
          inputMode={[schema['type']].flat().includes('integer') ? 'numeric' : 'text'}
          autocomplete="off"
          spellcheck={false}
          placeholder={placeholderOf(one, model)}
          onInput={(event) => set(event.currentTarget.value)}
        />
      ) : (
        <select {...own} class="input" onChange={(event) => set(event.currentTarget.value)}>
          <option value="">any of {values.length}</option>
          {values.map((text) => (
            <option key={text} value={text}>
              {text}
            </option>
          ))}
          {value !== '' && !values.includes(value) && <option value={value}>{value}</option>}
        </select>
      )}
    </div>
  );
}

function choicesOf(schema: ModelParameter['schema']): readonly string[] | undefined {
  const { enum: values, type } = schema as { readonly enum?: readonly unknown[]; readonly type?: unknown };
  if (values !== undefined) return values.filter((value) => value !== null).map(String);
  return type === 'boolean' ? ['true', 'false'] : undefined;
}

function placeholderOf({ role, schema }: ModelParameter, { size, page }: ContractModel): string {
  if (role === 'size') return String(size.default);
  if (role === 'position') return page.first === undefined ? 'first page' : String(page.first);
  const usual = schema['default'];
  return usual === undefined ? '' : String(usual);
}

/** Other orders, where a client can choose one. */
function OrderField({ model }: { model: ContractModel }): JSX.Element | null {
  const { parameter: order } = model.order;
  if (order === undefined) return null;
  const known = model.parameters.find(({ name }) => name === order.name);
  const value = draft.value.findLast(([name]) => name === order.name)?.[1] ?? '';
  const id = `field-order-${order.name}`;
  return (
    <div class="field" {...pointsAt(order.name)}>
      <label for={id}>
        <code>{order.name}</code> <Provenance of={known?.provenance ?? 'documented'}>order</Provenance>
      </label>
      <input
        id={id}
        class="input"
        list={`${id}-values`}
        autocomplete="off"
        spellcheck={false}
        value={value}
        placeholder="as usual"
        onInput={(event) => change(setPair(draft.peek(), order.name, event.currentTarget.value))}
      />
      <datalist id={`${id}-values`}>
        {order.values.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </div>
  );
}

/** What the contract does not know, as it is sent. */
function Further({ model }: { model: ContractModel }): JSX.Element {
  const known = new Set(model.parameters.map(({ name }) => name));
  if (model.order.parameter !== undefined) known.add(model.order.parameter.name);
  const others = draft.value.filter(([name]) => !known.has(name));
  const text = formatPairs(others);
  const [typed, setTyped] = useState<string | undefined>(undefined);
  return (
    <div class="field">
      <label for="field-further">
        Anything else <span class="soft small">as in a URL</span>
      </label>
      <input
        id="field-further"
        class="input mono"
        autocomplete="off"
        spellcheck={false}
        value={typed ?? text}
        placeholder="name=value&amp;…"
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          const pairs = [...new URLSearchParams(event.currentTarget.value)] as Pairs;
          change([...draft.peek().filter(([name]) => known.has(name)), ...pairs.filter(([name]) => !known.has(name))]);
        }}
        onBlur={() => setTyped(undefined)}
      />
    </div>
  );
}
