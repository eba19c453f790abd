import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { AdminError } from '../admin/client.ts';
import type { ContractModel, Json, JsonObject } from '../admin/contract-types.ts';
import { useAction } from '../parts/form.ts';
import { Notice, Problem } from '../parts/small-parts.tsx';
import { api, model, session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';
import { go, parameter } from '../state/location.ts';
import { type Draft, Fields } from './field-inputs.tsx';
import { type Field, listFields, readValue } from './fields.ts';
import { callRows, collection, rowPath, selectedRow } from './rows.ts';

/** Drafts stay until they are saved or put back, whatever is looked at meanwhile. */
const drafts = signal<Readonly<Record<string, Draft>>>({});

function keyOf(identity: string): string {
  return JSON.stringify([session.value, api.value, collection.value, identity]);
}

function setDraft(key: string, draft: Draft): void {
  const { [key]: _before, ...others } = drafts.value;
  drafts.value = Object.keys(draft).length === 0 ? others : { ...others, [key]: draft };
}

/** The form below the table: of the row that is selected, or of a new one. */
export function Editor(): JSX.Element | null {
  const about = model.value.value;
  const wanted = parameter('row');
  if (about === undefined) return null;
  if (parameter('add') !== undefined) return <NewRow about={about} />;
  if (wanted === undefined) return null;
  const { value } = selectedRow.value;
  const found = selectedRow.value.value;
  if (selectedRow.error.value !== undefined && found?.identity !== wanted) {
    return (
      <Notice
        title={`Unknown row ${wanted}`}
        actions={
          <button type="button" class="btn" onClick={() => go({ row: undefined })}>
            Close
          </button>
        }
      >
        <Problem error={selectedRow.error.value} />
      </Notice>
    );
  }
  if (found === undefined || found.identity !== wanted) return <div class="editor" aria-busy={value === undefined} />;
  return (
    <RowForm
      key={keyOf(wanted)}
      about={about}
      identity={wanted}
      row={found.row}
      place={found.place}
      isGone={selectedRow.error.value instanceof AdminError && selectedRow.error.value.status === 404}
    />
  );
}

interface RowFormProps {
  readonly about: ContractModel;
  readonly identity: string;
  readonly row: JsonObject;
  readonly place: number | undefined;
  /** Whether somebody has removed it meanwhile. */
  readonly isGone: boolean;
}

function RowForm({ about, identity, row, place, isGone }: RowFormProps): JSX.Element {
  const key = keyOf(identity);
  const draft = drafts.value[key] ?? {};
  const fields = fieldsOf(about, row);
  const isTouched = Object.keys(draft).length > 0;
  const save = useAction(async () => {
    const saved = await callRows<JsonObject>(rowPath(identity), 'PATCH', readDraft(draft, fields, row));
    setDraft(key, {});
    const next = saved[about.identity];
    if (typeof next === 'string' && next !== identity) go({ row: next }, { replace: true });
  });
  const remove = useAction(async () => {
    await callRows(rowPath(identity), 'DELETE');
    setDraft(key, {});
    go({ row: undefined });
  });
  return (
    <form
      class="editor"
      aria-label={`Edit ${identity}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
      onKeyDown={saveByKey(() => void save.run())}
    >
      <div class="editor-head">
        <h3>{identity}</h3>
        <span class="soft small">{place === undefined ? 'not in the list' : `row ${place.toLocaleString('en')}`}</span>
        <span class="grow" />
        <Moves about={about} identity={identity} row={row} />
        <button type="button" class="btn small quiet" onClick={() => go({ row: undefined })}>
          Close
        </button>
      </div>
      {isGone && <p class="warn">This row was removed meanwhile. What you typed stays here until you close it.</p>}
      <Fields fields={fields} row={row} draft={draft} error={save.error} onDraft={(next) => setDraft(key, next)} />
      <div class="editor-actions">
        <button type="submit" class="btn primary" disabled={!isTouched || save.isRunning || !canAct()}>
          Save
        </button>
        <button type="button" class="btn" disabled={!isTouched} onClick={() => setDraft(key, {})}>
          Put back
        </button>
        <span class="grow" />
        <Problem error={remove.error} />
        <button type="button" class="btn danger" disabled={!canAct()} onClick={() => void remove.run()}>
          Remove row
        </button>
      </div>
    </form>
  );
}

function NewRow({ about }: { about: ContractModel }): JSX.Element {
  const key = keyOf('');
  const draft = drafts.value[key] ?? {};
  // What is left out is made up, also where the schema requires it.
  const fields = fieldsOf(about, {}).map((field) => ({ ...field, isRequired: false }));
  const close = (): void => go({ add: undefined });
  const add = useAction(() => create(rowPath()));
  const creating = about.moves.filter(({ creates }) => creates);
  async function create(path: string): Promise<void> {
    const added = await callRows<JsonObject>(path, 'POST', readDraft(draft, fields));
    setDraft(key, {});
    const identity = added[about.identity];
    go({ add: undefined, row: identity === undefined ? undefined : String(identity) });
  }
  return (
    <form
      class="editor"
      aria-label="Add a row"
      onSubmit={(event) => {
        event.preventDefault();
        void add.run();
      }}
      onKeyDown={saveByKey(() => void add.run())}
    >
      <div class="editor-head">
        <h3>A new row</h3>
        <span class="soft small">what you leave empty is made up</span>
        <span class="grow" />
        <button type="button" class="btn small quiet" onClick={close}>
          Close
        </button>
      </div>
      <Fields fields={fields} row={{}} draft={draft} error={add.error} onDraft={(next) => setDraft(key, next)} />
      <div class="editor-actions">
        <button type="submit" class="btn primary" disabled={add.isRunning || !canAct()}>
          Add
        </button>
        {creating.map(({ name }) => (
          <CreatingMove key={name} name={name} onMove={() => create(movePath(name))} />
        ))}
        <button type="button" class="btn" disabled={Object.keys(draft).length === 0} onClick={() => setDraft(key, {})}>
          Empty
        </button>
      </div>
    </form>
  );
}

function CreatingMove({ name, onMove }: { name: string; onMove: () => Promise<void> }): JSX.Element {
  const move = useAction(onMove);
  return (
    <>
      <button type="button" class="btn" disabled={move.isRunning || !canAct()} onClick={() => void move.run()}>
        Add by {name}
      </button>
      <Problem error={move.error} />
    </>
  );
}

function movePath(name: string, identity?: string): string {
  const move = `moves/${encodeURIComponent(name)}`;
  return identity === undefined ? rowPath().replace(/rows$/, move) : `${rowPath(identity)}/${move}`;
}

function saveByKey(save: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    save();
  };
}

/** The fields of the schema, and those that the row has beside them. */
function fieldsOf(about: ContractModel, row: JsonObject): readonly Field[] {
  const known = listFields(about.item);
  const names = new Set(known.map(({ name }) => name));
  const others = Object.keys(row).filter((name) => !names.has(name));
  return [...known, ...others.map((name) => otherField(name, row[name]))];
}

function otherField(name: string, value: Json | undefined): Field {
  const kind = typeof value === 'object' && value !== null ? 'json' : typeof value === 'number' ? 'number' : 'text';
  return { name, kind: typeof value === 'boolean' ? 'boolean' : kind, isRequired: false, isNullable: value === null };
}

/**
 * @param row - as it is: a field of it that was emptied is taken away, where the schema lets it
 * @throws a value that cannot be read, said of its field
 */
function readDraft(draft: Draft, fields: readonly Field[], row: JsonObject = {}): JsonObject {
  const pairs = fields.flatMap((field) => {
    const text = draft[field.name];
    if (text === undefined) return [];
    try {
      const value = readValue(text, field);
      if (value !== undefined) return [[field.name, value] as const];
      return Object.hasOwn(row, field.name) ? [[field.name, null] as const] : [];
    } catch (error) {
      throw new Error(`${field.name}: must be JSON, ${(error as Error).message}`);
    }
  });
  return Object.fromEntries(pairs);
}

/** The moves of the contract's lifecycle, each with the reason where it cannot be made. */
function Moves({
  about,
  identity,
  row,
}: {
  about: ContractModel;
  identity: string;
  row: JsonObject;
}): JSX.Element | null {
  const moves = about.moves.filter(({ creates }) => !creates);
  if (moves.length === 0) return null;
  return (
    <span class="moves">
      <span class="soft small">Moves</span>
      {moves.map(({ name, from }) => (
        <Move key={name} name={name} identity={identity} reason={whyNot(from, row)} />
      ))}
    </span>
  );
}

function whyNot(from: Readonly<Record<string, readonly Json[]>>, row: JsonObject): string | undefined {
  for (const [field, values] of Object.entries(from)) {
    const now = row[field];
    if (values.some((value) => JSON.stringify(value) === JSON.stringify(now))) continue;
    return `needs ${field} ${values.map((value) => String(value)).join(' or ')}; it is ${now === undefined ? 'not there' : String(now)}`;
  }
  return undefined;
}

function Move({ name, identity, reason }: { name: string; identity: string; reason: string | undefined }): JSX.Element {
  const id = useId();
  const move = useAction(() => callRows(movePath(name, identity), 'POST', {}));
  return (
    <>
      <button
        type="button"
        class="btn small"
        aria-disabled={reason !== undefined || !canAct()}
        aria-describedby={reason === undefined ? undefined : id}
        onClick={() => reason === undefined && canAct() && void move.run()}
      >
        {name}
      </button>
      {reason !== undefined && (
        <span id={id} class="soft small reason">
          {reason}
        </span>
      )}
      <Problem error={move.error} />
    </>
  );
}
