#!/usr/bin/env node
import { runCli } from './program.ts';
import { createProcessTerminal, endOnFailure } from './terminal.ts';

endOnFailure(process);

process.exitCode = await runCli(process.argv.slice(2), createProcessTerminal(process));
