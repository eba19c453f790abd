import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import type { Paint } from '../text/create-paint.ts';
import type { AdminClient } from './administration/admin-client.ts';

/** What a command controls a mock with. */
export interface Control {
  readonly admin: AdminClient;
  readonly terminal: Terminal;
  /** For standard output. */
  readonly paint: Paint;
  /** Prints what the mock answered: as it is with `--json`, as text otherwise. */
  show(answer: unknown, lines: readonly string[]): void;
  /** Sets the exit code; 0 by default. */
  endWith(exitCode: number): void;
}

/** What every command is told that controls a mock. */
export interface ControlFlags {
  readonly url?: string;
  readonly session?: string;
  readonly adminToken?: string;
  /** `audit` writes files instead, and takes their path. */
  readonly json?: boolean | string;
}

/** One thing that a command does to a mock. */
export interface ControlAction {
  /** Lets the command be told more than the mock that is meant. */
  addOptions?(command: Command): unknown;
  /** Whether it shows what a session is like, and means to change nothing; it means to when this is absent. */
  onlyShows?(flags: ControlFlags): boolean;
  /** @param words - the arguments of the command */
  run(control: Control, flags: ControlFlags, words: readonly string[]): Promise<void>;
}

/** An action with a name of its own within a command. */
export interface NamedAction extends ControlAction {
  /** Its name and arguments: `add <fault>`. */
  readonly usage: string;
  readonly description: string;
}

/** A command that controls a mock. */
export interface ControlSpec {
  /** With its arguments, where it has no actions: `reset`. */
  readonly name: string;
  readonly description: string;
  /** What stands below its help, with examples. */
  readonly help: string;
  /** What it is about: the mock, or one of its sessions. */
  readonly subject: 'mock' | 'session';
  /** Whether its answer can be printed as JSON, or it writes reports. */
  readonly answer: 'json' | 'report';
  /** What it does; of several, the first is done when none is named. */
  readonly actions: ControlAction | readonly [NamedAction, ...NamedAction[]];
}
