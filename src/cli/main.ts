import { contextOfProcess } from './context.ts';
import { runCli } from './run-cli.ts';

// Not process.exit(): what was written to a pipe must arrive.
process.exitCode = await runCli(process.argv.slice(2), contextOfProcess());
