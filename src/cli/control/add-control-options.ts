import type { Command } from 'commander';

/** Lets a command be told where the mock is, and who calls. */
export function addMockOptions(command: Command): Command {
  return command
    .option('--url <url>', 'where the mock is (default: $PAGEWRIGHT_URL, or http://127.0.0.1:4010)')
    .option('--admin-token <secret>', 'what the mock was started with (default: $PAGEWRIGHT_ADMIN_TOKEN)');
}

/** The same, for commands that are about one session. */
export function addSessionOptions(command: Command): Command {
  return addMockOptions(command).option(
    '--session <id>',
    'the session that is meant (default: that of clients that name none)',
  );
}

/** Lets a command print its answer for scripts. */
export function addJsonOption(command: Command): Command {
  return command.option('--json', 'print what the mock answers as JSON; nothing where it has nothing to say');
}
