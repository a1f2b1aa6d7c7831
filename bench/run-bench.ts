import { readFileSync } from 'node:fs';
import { forecastError } from '../src/contract/forecast-error.ts';
import { describeMachine, report, round, say, startBenchStack } from './bench-stack.ts';
import { measureCopyFloor } from './copy-floor.ts';
import { measurePgloader } from './pgloader.ts';
import { stolenSeconds } from './processor-time.ts';
import { readArguments } from './read-arguments.ts';

/** Measures a whole migration, from backup to verification, beside the floor and pgloader, all in one run on one server. */
const { patients, examinations, seed, isJson } = readArguments(process.argv.slice(2));
const bench = await startBenchStack({ seed });
try {
  const samples = await bench.writeExport('exports', patients, examinations);
  await bench.addCompany('bench');
  const stolenBefore = stolenSeconds();
  const migration = await bench.migrate('bench', samples);
  const stolen = round(stolenSeconds() - stolenBefore);
  const { ledger, verification } = migration.result;
  const expected = { patients, examinations };
  for (const [entity, rows] of Object.entries(expected))
    if (ledger[entity]?.inserted !== rows) throw new Error(`The migration ended without ${rows} ${entity} inserted.`);
  const { raw } = await migration.handle.describe();
  const workers = bench.stack.processes.filter(({ name }) => name.startsWith('worker'));
  const workerPeakMegabytes = Math.max(...workers.map(({ pid }) => peakMegabytes(pid)));
  say(`The migration took ${migration.seconds} s. Measuring the floor …`);
  const floorSeconds = await measureCopyFloor(bench.urls, 'careferry', bench.folder);
  say(`The floor took ${floorSeconds.toFixed(1)} s. Measuring pgloader …`);
  const pgloader = await measurePgloader(bench.urls, samples, { patients, exams: examinations });
  report(
    {
      patients,
      examinations,
      ...describeMachine(),
      migrationSeconds: migration.seconds,
      steps: migration.steps,
      processorSeconds: migration.processorSeconds,
      stolenSeconds: stolen,
      floorSeconds: round(floorSeconds),
      ratioToFloor: round(migration.seconds / floorSeconds),
      pgloaderSeconds: typeof pgloader === 'number' ? round(pgloader) : pgloader,
      ratioToPgloader: typeof pgloader === 'number' ? round(migration.seconds / pgloader) : null,
      workerPeakMegabytes,
      historyKilobytes: Math.round(Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0) / 1024),
      forecasts: (migration.result.progress.forecasts ?? []).map((forecast) => {
        const error = forecastError(forecast);
        return { ...forecast, error: error === null ? null : round(error) };
      }),
      ledger,
      verification,
    },
    isJson,
  );
} finally {
  await bench.stop();
}

/** The most memory that the process ever had resident, by the kernel's own account (Linux; 0 elsewhere). */
function peakMegabytes(pid: number): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(line?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
