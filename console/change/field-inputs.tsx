import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { JsonObject } from '../admin/contract-types.ts';
import { explainTime, type Field, sortMessages, writeValue } from './fields.ts';

/** What was typed into a form, by field; only what differs from the row. */
export type Draft = Readonly<Record<string, string>>;

interface FieldsProps {
  readonly fields: readonly Field[];
  readonly row: JsonObject;
  readonly draft: Draft;
  readonly error: Error | undefined;
  readonly onDraft: (draft: Draft) => void;
}

/** The fields of a row, each with what the mock said about it. */
export function Fields({ fields, row, draft, error, onDraft }: FieldsProps): JSX.Element {
  const names = fields.map(({ name }) => name);
  const { byField, rest } = sortMessages(error?.message ?? '', names);
  return (
    <>
      <div class="fields">
        {fields.map((field) => {
          const before = writeValue(row[field.name], field.kind);
          return (
            <FieldInput
              key={field.name}
              field={field}
              text={draft[field.name] ?? before}
              message={byField.get(field.name)}
              onText={(text) => {
                const { [field.name]: _old, ...others } = draft;
                onDraft(text === before ? others : { ...others, [field.name]: text });
              }}
            />
          );
        })}
      </div>
      {rest !== '' && (
        <p class="problem" role="alert">
          {rest}
        </p>
      )}
    </>
  );
}

interface FieldInputProps {
  readonly field: Field;
  readonly text: string;
  readonly message: string | undefined;
  readonly onText: (text: string) => void;
}

function FieldInput({ field, text, message, onText }: FieldInputProps): JSX.Element {
  const id = useId();
  const time = explainTime(text);
  const common = {
    id,
    value: text,
    'aria-invalid': message !== undefined,
    'aria-describedby': `${id}-said`,
    placeholder: field.isNullable ? 'null' : '',
  };
  return (
    <div class={field.kind === 'json' ? 'field wide-field' : 'field'}>
      <label for={id} title={field.description}>
        <code>{field.name}</code>
        {field.isRequired && <span class="soft">required</span>}
      </label>
      <Control field={field} common={common} text={text} isTime={time !== undefined} onText={onText} />
      <span id={`${id}-said`} class={message === undefined ? 'soft small' : 'problem'}>
        {message ?? time}
      </span>
    </div>
  );
}

interface ControlProps {
  readonly field: Field;
  readonly common: { readonly id: string; readonly value: string };
  readonly text: string;
  readonly isTime: boolean;
  readonly onText: (text: string) => void;
}

function Control({ field: { kind, values = [] }, common, text, isTime, onText }: ControlProps): JSX.Element {
  const typed = { spellcheck: false, autocomplete: 'off' } as const;
  if (kind === 'choice' || kind === 'boolean') {
    const options = new Set(['', text, ...(kind === 'boolean' ? ['true', 'false'] : values)]);
    return (
      <select {...common} class="input" onChange={(event) => onText(event.currentTarget.value)}>
        {[...options].map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'json') {
    return (
      <textarea
        {...common}
        {...typed}
        class="input mono"
        rows={Math.min(6, text.split('\n').length + 1)}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    );
  }
  const list = `${common.id}-values`;
  return (
    <>
      <input
        {...common}
        {...typed}
        class={kind === 'number' || isTime ? 'input mono' : 'input'}
        list={values.length === 0 ? undefined : list}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      {values.length > 0 && (
        <datalist id={list}>
          {values.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </>
  );
}
