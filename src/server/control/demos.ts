import { setImmediate } from 'node:timers/promises';
import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import type { Demo } from '../demos/demo.ts';
import type { DemoControls, DemoState } from '../demos/demo-player.ts';
import { findList } from '../routing/router.ts';
import type { ScenarioLibrary } from '../sessions/scenario-library.ts';
import type { Session } from '../sessions/session.ts';

/** A demo, without its steps. */
export interface DemoSummary {
  /** The id of the contract. */
  readonly contract: string;
  readonly name: string;
  readonly title: string;
  /** How many steps it has. */
  readonly steps: number;
  /** Whether it is kept in memory only. */
  readonly isUnsaved: boolean;
  /** Why it cannot be played. */
  readonly problem?: string;
}

/** A demo, with the text of its file. */
export interface DemoText extends Demo {
  readonly yaml: string;
}

/** Demos: stories that are told with a list, in files `fixtures/<contract>/demos/<name>.yaml`, or kept for as long as the mock runs. */
export interface DemoControl {
  /** @param contract - the id of the only contract that is meant */
  list(contract?: string): Promise<readonly DemoSummary[]>;
  /** @throws {PagewrightError} `unknown-contract`, `unknown-demo`; `invalid-demo` for mistakes in its file */
  read(contract: string, name: string): Promise<DemoText>;
  /**
   * Keeps a demo in memory, in place of the one of the name; the text is for a file.
   *
   * @param given - `{title, scenario?, steps}`, or its YAML
   * @throws {PagewrightError} `unknown-contract`; `invalid-demo` with all mistakes, each with its line
   */
  keep(contract: string, name: string, given: object | string): Promise<DemoText>;
  /**
   * Resets the session, and plays a demo from its beginning to the end of a step.
   *
   * @param step - from 1
   * @throws {PagewrightError} as `read` does; `invalid-option` for a step that it does not have; for what is not possible, whatever the
   *   action throws
   */
  play(contract: string, name: string, step: number): Promise<DemoState>;
}

/** Of each mock: texts by contract and name. */
const unsaved = new WeakMap<() => ScenarioLibrary, Map<string, string>>();
const MAX_UNSAVED = 100;
const NAME = /^[\w.-]{1,64}$/;

interface DemoOptions {
  readonly enter: () => Session;
  readonly library: () => ScenarioLibrary;
  readonly control: () => DemoControls;
}

/** Creates the control of demos; what reads and plays them is loaded with the first use. */
export function createDemoControl({ enter, library, control }: DemoOptions): DemoControl {
  const kept = (): Map<string, string> => unsaved.get(library) ?? new Map<string, string>();
  const load = (): Promise<typeof import('../demos/demo-file.ts')> => import('../demos/demo-file.ts');
  const contractOf = (id: string | undefined): ReturnType<typeof findList>['contract'] =>
    findList(enter().lists, id).contract;

  async function readText(id: string, name: string): Promise<{ readonly text: string; readonly file: string }> {
    const contract = contractOf(id);
    const text = kept().get(`${contract.id}/${name}`);
    if (text !== undefined) return { text, file: `${name}.yaml` };
    const { findDemoFiles } = await load();
    const files = findDemoFiles(contract);
    const file = files.get(name);
    if (file === undefined) {
      const known = [...files.keys(), ...listKept(contract.id)];
      throw new PagewrightError('unknown-demo', `Unknown demo ${name} of ${contract.id}${didYouMean(name, known)}`);
    }
    const { readText: readFile } = await import('../../contract/source-document.ts');
    return { text: readFile(file), file };
  }

  const listKept = (id: string): readonly string[] =>
    [...kept().keys()].flatMap((key) => (key.startsWith(`${id}/`) ? [key.slice(id.length + 1)] : []));

  async function read(id: string, name: string): Promise<DemoText> {
    const { readDemo } = await load();
    const given = await readText(id, name);
    return { ...readDemo(contractOf(id), name, given), yaml: given.text };
  }

  async function summarize(contract: string, name: string): Promise<DemoSummary> {
    const isUnsaved = kept().has(`${contract}/${name}`);
    try {
      const { title, steps } = await read(contract, name);
      return { contract, name, title, steps: steps.length, isUnsaved };
    } catch (error) {
      if (!(error instanceof PagewrightError)) throw error;
      return { contract, name, title: name, steps: 0, isUnsaved, problem: error.message };
    }
  }

  return {
    read,
    async list(id) {
      const { findDemoFiles } = await load();
      const contracts = id === undefined ? enter().lists.map(({ contract }) => contract) : [contractOf(id)];
      const summaries: DemoSummary[] = [];
      for (const contract of contracts) {
        for (const name of new Set([...findDemoFiles(contract).keys(), ...listKept(contract.id)])) {
          summaries.push(await summarize(contract.id, name));
          // Each is a file to parse: other requests are served in between.
          await setImmediate();
        }
      }
      return summaries;
    },
    async keep(id, name, given) {
      const contract = contractOf(id);
      if (!NAME.test(name)) {
        throw new PagewrightError(
          'invalid-option',
          `Invalid name ${JSON.stringify(name)}: must be 1 to 64 letters, digits, dots, hyphens or underscores`,
        );
      }
      const { readDemo } = await load();
      const { stringify } = await import('yaml');
      const yaml = typeof given === 'string' ? given : stringify(given, { lineWidth: 120 });
      const demo = readDemo(contract, name, { text: yaml, file: `${name}.yaml` });
      const demos = kept();
      demos.delete(`${contract.id}/${name}`);
      demos.set(`${contract.id}/${name}`, yaml);
      for (const key of demos.keys()) if (demos.size > MAX_UNSAVED) demos.delete(key);
      unsaved.set(library, demos);
      return { ...demo, yaml };
    },
    async play(id, name, step) {
      const demo = await read(id, name);
      if (!(Number.isInteger(step) && step >= 1 && step <= demo.steps.length)) {
        throw new PagewrightError(
          'invalid-option',
          `Invalid step ${step}: must be a whole number from 1 to ${demo.steps.length}`,
        );
      }
      const { playDemo } = await import('../demos/demo-player.ts');
      return playDemo(demo, step, { control: control(), enter });
    },
  };
}
