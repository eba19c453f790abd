/** What text is written to. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** The surroundings of a command; tests give their own. */
export interface Terminal {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Resolves when the user wants a command to end that would go on for ever. */
  waitForStop(): Promise<void>;
  /** Resolves when standard output is found to be read by nobody any more, as behind `| head -1`. */
  waitForBrokenPipe(): Promise<void>;
}
