import { z } from 'zod';
import { bigBangPlanSchema, timeSchema } from './big-bang-schema.ts';
import { companyIdSchema } from './company-id.ts';
import { conflictPolicySchema } from './conflict-schemas.ts';
import { askedSubjects, type ErrorLimit, strategies } from './migration.ts';
import { parallelRunPlanSchema } from './parallel-run-schema.ts';
import { phaseCutSchema, pilotChoiceSchema } from './phases-schema.ts';
import { singleLine } from './single-line.ts';

// Names of systems appear in the Temporal UI; a narrow alphabet keeps anything about a person out of them.
const systemName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'must be letters, digits, dots, hyphens and underscores, at most 63');
const entityName = singleLine(63);

const source = z
  .strictObject({
    system: systemName.meta({ description: 'The source system; a preset of that name is taken where there is one.' }),
    location: singleLine(4096).meta({ description: "A file or a folder of exports, as the worker's machine sees it." }),
    entities: z
      .record(singleLine(255), entityName)
      .optional()
      .meta({ description: 'Entity by file name, where a person says so: `{"old list.csv": "patients"}`.' }),
    headers: z
      .record(
        singleLine(512),
        z.string().refine(isSaidHeader, 'must be none, a row such as 3, or up to five such as 3-4'),
      )
      .optional()
      .meta({
        description:
          'Where names of columns stand, by file name or `file#sheet`, where a person says so: `none`, a row (`3`), or up to five (`3-4`).',
      }),
  })
  .meta({ id: 'SourceReference' });

const errorLimit = z
  .strictObject({
    severity: z.enum(['error', 'warning', 'info']),
    entity: entityName.optional().meta({ description: 'Default: all together.' }),
    count: z.int().min(0).optional().meta({ description: 'So many records are allowed.' }),
    share: z.number().min(0).max(1).optional().meta({ description: 'So large a share is allowed, 0 to 1.' }),
  })
  .refine(({ count, share }) => count !== undefined || share !== undefined, {
    path: ['count'],
    message: 'names a count, a share, or both',
  })
  .meta({ id: 'ErrorLimit' }) satisfies z.ZodType<ErrorLimit>;

const startPace = z
  .strictObject({
    lanes: z.int().min(1).max(32).optional().meta({ description: 'Slices under way at once. Default: 4.' }),
    rowsPerSecond: z
      .int()
      .min(1)
      .max(10_000_000)
      .optional()
      .meta({ description: 'The most rows that are read from the source in a second. Default: as many as come.' }),
  })
  .meta({ id: 'StartPace', example: { lanes: 2, rowsPerSecond: 500 } });

/** The body of `POST /api/migrations`. Properties that it does not name are refused, all at once. */
export const startMigrationSchema = z
  .strictObject({
    companyId: companyIdSchema
      .optional()
      .meta({ description: 'May be left out; the company is that of the token. Another one is refused.' }),
    strategy: z.enum(strategies),
    source,
    preset: systemName.optional().meta({ description: "Default: the source system's name, else `generic`." }),
    mapping: z.record(z.string(), z.unknown()).optional().meta({
      description: 'A mapping of your own, in the place of the preset; docs/mapping-and-presets.md has its form.',
    }),
    autoApprove: z
      .boolean()
      .default(false)
      .meta({ description: 'Take the proposed mapping where every required field is mapped, without asking.' }),
    dryRun: z
      .boolean()
      .default(false)
      .meta({ description: 'Predict what becomes of every record; write nothing to the target.' }),
    onDuplicate: z
      .enum(['ask', 'skip', 'update'])
      .default('ask')
      .meta({ description: 'What is done where a record is already there.' }),
    autoResolveConflicts: conflictPolicySchema.optional().meta({
      description:
        'Decides conflicts of a kind without asking, where they offer that decision and no clinical value is at issue: ' +
        '`{"existing": "keepExisting"}`. A column of a clinical field, or of one that says who somebody is, only by the name of the ' +
        'field: `{"ambiguousColumn:dateOfBirth": "dayFirst"}`. Default: none.',
    }),
    continueOnError: z
      .boolean()
      .default(true)
      .meta({ description: 'False: the first record that must be quarantined fails the migration.' }),
    pauseOnErrors: z
      .boolean()
      .default(false)
      .meta({ description: 'Ask a person before anything is loaded where any record must be held back.' }),
    errorLimits: z
      .array(errorLimit)
      .min(1)
      .max(100)
      .readonly()
      .optional()
      .meta({ description: 'How many records may have an issue before a person is asked, by severity and entity.' }),
    onErrorLimit: z
      .enum(['ask', 'rollBack'])
      .default('ask')
      .meta({ description: 'What is done where a limit is exceeded. `rollBack`: everything is undone, nobody asked.' }),
    batchSize: z
      .int()
      .min(1)
      .max(50_000)
      .default(5000)
      .meta({ description: 'Rows in a slice, which is one transaction.' }),
    dateOrder: z
      .enum(['DMY', 'MDY', 'YMD'])
      .optional()
      .meta({ description: 'How dates are read where nothing in the source decides.' }),
    keepUnmapped: z
      .boolean()
      .optional()
      .meta({ description: 'Write every filled column that feeds nothing to the notes, behind its name.' }),
    askAbout: z
      .array(z.enum(askedSubjects))
      .max(askedSubjects.length)
      .readonly()
      .optional()
      .meta({
        description:
          'What a person is asked about also with `autoApprove`. `unmapped`: each filled column that would feed nothing, unless the preset ' +
          'says why; the migration waits until a named person has decided. Default: nothing.',
      }),
    pilot: pilotChoiceSchema
      .optional()
      .meta({ description: 'Of a pilot: who is in it. Default: 20 people who stand for the whole.' }),
    phases: phaseCutSchema
      .optional()
      .meta({ description: 'Of a phased migration: how it is cut. Default: 500 people each.' }),
    parallelRun: parallelRunPlanSchema
      .optional()
      .meta({ description: 'Of a parallel run: hourly for 7 days, and 3 clean intervals, where nothing is said.' }),
    bigBang: bigBangPlanSchema
      .optional()
      .meta({ description: 'Of a big bang: what must be so before it loads, and when it must be over.' }),
    pace: startPace.optional().meta({ description: 'How fast it begins to go; `POST …/pace` sets it anew.' }),
    startAt: timeSchema.optional().meta({
      description:
        "When it begins, within a year. Without an offset, by the clocks of the company's time zone. Default: at once.",
    }),
    timeZone: z
      .string()
      .min(1)
      .max(64)
      .refine(isTimeZone, 'must be an IANA time zone, such as Europe/London')
      .optional()
      .meta({ description: "IANA name of the zone in which the source writes times. Default: the company's." }),
  })
  .refine(({ strategy, pilot }) => pilot === undefined || strategy === 'pilot', {
    path: ['pilot'],
    message: 'is for the strategy pilot alone',
  })
  .refine(({ strategy, phases }) => phases === undefined || strategy === 'phased', {
    path: ['phases'],
    message: 'is for the strategy phased alone',
  })
  .refine(({ strategy, parallelRun }) => parallelRun === undefined || strategy === 'parallel-run', {
    path: ['parallelRun'],
    message: 'is for the strategy parallel-run alone',
  })
  .refine(({ strategy, bigBang }) => bigBang === undefined || strategy === 'big-bang', {
    path: ['bigBang'],
    message: 'is for the strategy big-bang alone',
  })
  .refine(({ autoApprove, bigBang }) => !(autoApprove && bigBang?.checklist), {
    path: ['bigBang', 'checklist'],
    message: 'needs a person: leave out autoApprove',
  })
  .meta({
    id: 'StartMigration',
    example: {
      strategy: 'big-bang',
      source: { system: 'optix', location: '/var/lib/careferry/exports/optix' },
      autoApprove: true,
      dryRun: false,
      onDuplicate: 'ask',
    },
  });

export type StartMigration = z.output<typeof startMigrationSchema>;
/** As a client writes it, with the defaults left out. */
export type StartMigrationInput = z.input<typeof startMigrationSchema>;

function isSaidHeader(text: string): boolean {
  const [, one, other = one] = /^([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?$/.exec(text) ?? [];
  return text === 'none' || (one !== undefined && Number(other) >= Number(one) && Number(other) - Number(one) < 5);
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
