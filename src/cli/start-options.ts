import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ConflictPolicy, policyKinds } from '../contract/conflict.ts';
import { conflictPolicySchema } from '../contract/conflict-schemas.ts';
import { type AskedSubject, askedSubjects, type Strategy, strategies } from '../contract/migration.ts';
import type { PhaseCut } from '../contract/phases.ts';
import type { StartMigrationInput } from '../contract/start-migration-schema.ts';
import { wrongUse } from './cli-error.ts';
import type { Pair } from './collect-pair.ts';
import { addJson } from './command.ts';
import type { CliContext } from './context.ts';
import { addErrorLimits, type ErrorLimitOptions, limitErrors } from './error-limits.ts';
import { readMapping } from './read-mapping.ts';
import { addStartPace, type StartPaceOptions, startPace } from './start-pace.ts';

type PhaseByField = Extract<PhaseCut, { by: 'field' | 'date' }>;

/** Orders of dates, as they are written in an option. */
export const dateOrders = { dmy: 'DMY', mdy: 'MDY', ymd: 'YMD' } as const;

/** Options that `migrate` and `import` share, as commander gives them. */
export interface StartOptions extends ErrorLimitOptions, StartPaceOptions {
  readonly companyId?: string;
  readonly strategy: Strategy;
  readonly preset?: string;
  readonly mapping?: string;
  readonly dryRun?: true;
  readonly skipDuplicates?: true;
  readonly updateExisting?: true;
  readonly autoResolve?: ConflictPolicy;
  readonly continueOnError: boolean;
  readonly batchSize?: number;
  readonly dateOrder?: keyof typeof dateOrders;
  readonly keepUnmapped?: true;
  readonly askAbout?: readonly AskedSubject[];
  readonly pilotPeople?: number;
  readonly pilotSeed?: number;
  readonly pilotPerson?: readonly string[];
  readonly phaseSize?: number;
  readonly phaseBy?: PhaseByField;
  readonly phaseList?: string;
  readonly everyMinutes?: number;
  readonly cleanIntervals?: number;
  readonly forDays?: number;
  readonly startAt?: string;
  readonly finishBy?: string;
  readonly check?: readonly string[];
  readonly autoApprove?: true;
  readonly wait?: true;
  readonly json?: true;
}

/** Adds the options of a start. */
export function addStartOptions(command: Command, context: CliContext): Command {
  return addJson(
    addStartPace(addErrorLimits(command))
      .addOption(
        new Option('--company-id <id>', 'the company whose records they are').default(
          context.env.CAREFERRY_COMPANY || undefined,
          'CAREFERRY_COMPANY',
        ),
      )
      .addOption(new Option('--strategy <strategy>', 'how to migrate').choices(strategies).default('big-bang'))
      .option('--preset <name>', "how the old system writes its records (default: the source system's)")
      .option('--mapping <file>', 'a mapping of your own, in the place of the preset')
      .option('--dry-run', 'predict what becomes of every record; write nothing to the target')
      .addOption(
        new Option('--skip-duplicates', 'leave records alone that are already there').conflicts('updateExisting'),
      )
      .option('--update-existing', 'update records that are already there')
      .option(
        '--auto-resolve <kind=decision>',
        'decide conflicts of a kind without asking (may be repeated)',
        addPolicy,
      )
      .option('--continue-on-error', 'hold back a bad record and go on (default)', true)
      .option('--no-continue-on-error', 'fail at the first record that must be held back')
      .option('--batch-size <rows>', 'rows in a slice, which is one transaction (default: 5000)', parseBatchSize)
      .addOption(
        new Option('--date-order <order>', 'how dates are read where nothing in the source decides').choices(
          Object.keys(dateOrders),
        ),
      )
      .option('--keep-unmapped', 'write every filled column that feeds nothing to the notes')
      .addOption(
        new Option(
          '--ask-about <what...>',
          'ask a person also with --auto-approve: each column that feeds nothing',
        ).choices(askedSubjects),
      )
      .option('--pilot-people <number>', 'how many people a pilot chooses, 10 to 50 (default: 20)', parseCount)
      .option('--pilot-seed <number>', 'the same seed chooses the same people (default: 1)', parseCount)
      .option('--pilot-person <id...>', 'the people of the pilot, by their identifiers in the old system')
      .option('--phase-size <people>', 'phases of so many people each (default: 500)', parseCount)
      .addOption(
        new Option('--phase-by <field>', 'a phase for each value of a field, or FIELD:year, FIELD:month of a date')
          .argParser(parsePhaseField)
          .conflicts(['phaseSize', 'phaseList']),
      )
      .addOption(
        new Option('--phase-list <file>', 'lists of identifiers: a phase a line, separated by commas').conflicts(
          'phaseSize',
        ),
      )
      .option('--every-minutes <minutes>', 'of a parallel run: from one interval to the next (default: 60)', parseCount)
      .option('--clean-intervals <number>', 'of a parallel run: so many before the cutover (default: 3)', parseCount)
      .option('--for-days <days>', 'of a parallel run: how long both systems are compared (default: 7)', parseCount)
      .option('--finish-by <time>', 'of a big bang: what is not loaded and verified by then is undone as a whole')
      .option('--check <text...>', 'of a big bang: what a person must tick before loading begins')
      .option('--start-at <time>', "begin then, such as 2026-03-02T22:00 by the company's clocks, or with an offset")
      .option('--auto-approve', 'take the proposed mapping without asking')
      .option('--wait', 'wait until it is over or waits for a person'),
  );
}

/** Makes the body of the request. `source` comes from the command's own arguments. */
export function toStartRequest(
  options: StartOptions,
  companyId: string,
  source: StartMigrationInput['source'],
  cwd: string,
): StartMigrationInput {
  const { strategy, preset, mapping, dryRun, continueOnError, batchSize, dateOrder, autoApprove } = options;
  return {
    companyId,
    strategy,
    source,
    ...(preset === undefined ? {} : { preset }),
    ...(mapping === undefined ? {} : { mapping: readMapping(mapping, cwd) }),
    autoApprove: autoApprove ?? false,
    dryRun: dryRun ?? false,
    ...(options.keepUnmapped ? { keepUnmapped: true } : {}),
    ...(options.askAbout === undefined ? {} : { askAbout: [...new Set(options.askAbout)] }),
    ...choosePilot(options),
    ...cutPhases(options, cwd),
    ...planParallelRun(options),
    ...planBigBang(options),
    ...(options.startAt === undefined ? {} : { startAt: options.startAt }),
    onDuplicate: options.skipDuplicates ? 'skip' : options.updateExisting ? 'update' : 'ask',
    ...(options.autoResolve === undefined ? {} : { autoResolveConflicts: options.autoResolve }),
    continueOnError,
    ...limitErrors(options),
    ...startPace(options),
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(dateOrder === undefined ? {} : { dateOrder: dateOrders[dateOrder] }),
  };
}

function choosePilot({ pilotPerson, pilotPeople, pilotSeed }: StartOptions): Pick<StartMigrationInput, 'pilot'> {
  if (pilotPerson) return { pilot: { by: 'list', people: [...pilotPerson] } };
  if (pilotPeople === undefined && pilotSeed === undefined) return {};
  return {
    pilot: {
      by: 'sample',
      ...(pilotPeople === undefined ? {} : { people: pilotPeople }),
      ...(pilotSeed === undefined ? {} : { seed: pilotSeed }),
    },
  };
}

function cutPhases({ phaseSize, phaseBy, phaseList }: StartOptions, cwd: string): Pick<StartMigrationInput, 'phases'> {
  if (phaseSize !== undefined) return { phases: { by: 'size', people: phaseSize } };
  if (phaseBy) return { phases: phaseBy };
  return phaseList === undefined ? {} : { phases: { by: 'list', people: readLists(phaseList, cwd) } };
}

function planParallelRun({
  everyMinutes,
  cleanIntervals,
  forDays,
}: StartOptions): Pick<StartMigrationInput, 'parallelRun'> {
  if (everyMinutes === undefined && cleanIntervals === undefined && forDays === undefined) return {};
  return {
    parallelRun: {
      ...(everyMinutes === undefined ? {} : { everyMinutes }),
      ...(cleanIntervals === undefined ? {} : { cleanIntervals }),
      ...(forDays === undefined ? {} : { forDays }),
    },
  };
}

function planBigBang({ finishBy, check }: StartOptions): Pick<StartMigrationInput, 'bigBang'> {
  if (finishBy === undefined && check === undefined) return {};
  return {
    bigBang: {
      ...(finishBy === undefined ? {} : { finishBy }),
      ...(check === undefined ? {} : { checklist: [...check] }),
    },
  };
}

function readLists(file: string, cwd: string): string[][] {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch {
    throw wrongUse(`The list '${file}' cannot be read.`, 'Check the path.');
  }
  const idsOf = (line: string) => line.split(',').map((id) => id.trim());
  return text
    .split(/\r?\n/)
    .map((line) => idsOf(line).filter((id) => id !== ''))
    .filter((ids) => ids.length > 0);
}

/** What `--header` is for. */
export const headerHelp = 'where names of columns stand: none, a row such as 3, or up to five such as 3-4 (repeatable)';

/** The words on headers, by file, as a request has them. */
export function headersOf(pairs: readonly Pair[]): Pick<StartMigrationInput['source'], 'headers'> {
  if (pairs.length === 0) return {};
  return { headers: Object.fromEntries(pairs.map(({ name, value }) => [name.replace(/^\.\//, ''), value])) };
}

/** The company, which a start must name: records in the wrong company are worse than a question. */
export function requireCompany({ companyId }: StartOptions): string {
  if (!companyId) throw wrongUse('The company is missing.', 'Name it: --company-id <id>, or set CAREFERRY_COMPANY.');
  return companyId;
}

/** A path as the worker needs it: absolute, from where the person called. One that only a remote machine has is left as it is. */
export function locate(path: string, context: CliContext): string {
  const absolute = resolve(context.cwd, path);
  return context.env.CAREFERRY_URL && !isAbsolute(path) && !existsSync(absolute) ? path : absolute;
}

function parseBatchSize(text: string): number {
  const rows = Number(text);
  if (!/^\d+$/.test(text) || rows < 1 || rows > 50_000)
    throw new InvalidArgumentError('It is a number of rows from 1 to 50000.');
  return rows;
}

function addPolicy(text: string, before: ConflictPolicy = {}): ConflictPolicy {
  const [kind, resolution] = text.split('=');
  const { success, data } = conflictPolicySchema.safeParse({ [kind ?? '']: resolution });
  if (!success)
    throw new InvalidArgumentError(
      `It is a kind (${policyKinds.join(', ')}) and a decision, existing=keepExisting; of columns also of a field, ambiguousColumn:dateOfBirth=dayFirst.`,
    );
  return { ...before, ...data };
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}

function parsePhaseField(text: string): PhaseByField {
  const [field = '', every] = text.split(':');
  if (every === undefined) return { by: 'field', field };
  if (every === 'year' || every === 'month') return { by: 'date', field, every };
  throw new InvalidArgumentError('It is a field, or a field with :year or :month.');
}
