import { z } from 'zod';
import { failures } from './failure.ts';
import {
  attentionMoves,
  dispositions,
  type Forecast,
  type Migration,
  migrationStatuses,
  type Pace,
  type Progress,
  steps,
  strategies,
} from './migration.ts';

const count = z.int().min(0);

const step = z
  .enum(steps)
  .meta({ id: 'Step', description: 'A step of a migration; they follow each other in this order.' });

const forecast = z
  .object({
    share: z.number().min(0).max(1),
    etaSeconds: z.number().min(0),
    tookSeconds: z.number().min(0).nullable().meta({ description: 'How long the rest took; null before it is done.' }),
  })
  .meta({
    id: 'Forecast',
    description: 'What was forecast when a share of the work was done. Waiting for people counts on neither side.',
  }) satisfies z.ZodType<Forecast>;

/** How far a migration is. */
export const progressSchema = z
  .object({
    done: count.meta({ description: 'Units of work done: rows extracted, validated, loaded and verified.' }),
    total: count,
    ratePerSecond: z.number().min(0),
    etaSeconds: z.number().min(0).nullable().meta({ description: 'Null where nothing can be said yet, or any more.' }),
    stalledSeconds: count.optional().meta({
      description: 'For so long the step that is at work has not come any further; absent where it does.',
    }),
    forecasts: z.array(forecast).readonly().optional(),
  })
  .meta({
    id: 'Progress',
    example: { done: 1200, total: 4800, ratePerSecond: 400, etaSeconds: 9 },
  }) satisfies z.ZodType<Progress>;

const paceSchema = z
  .object({
    lanes: z.int().min(1).meta({ description: 'Slices under way at once.' }),
    sliceRows: z.int().min(1).meta({ description: 'Rows in a slice; slices are cut when the source is read.' }),
    rowsPerSecond: z
      .int()
      .min(1)
      .nullable()
      .meta({ description: 'The most rows that are read from the source in a second; null: as many as come.' }),
  })
  .meta({ id: 'Pace' }) satisfies z.ZodType<Pace>;

const ledgerLine = z
  .object({
    eligible: count,
    ...(Object.fromEntries(dispositions.map((name) => [name, count])) as Record<
      (typeof dispositions)[number],
      typeof count
    >),
  })
  .meta({
    id: 'LedgerLine',
    description: 'What became of the eligible records of one entity: `eligible` is the sum of all the others.',
  });

const share = z.number().min(0).max(100);
const quality = z
  .object({
    score: share,
    level: z.enum(['excellent', 'good', 'fair', 'poor']),
    dimensions: z.object({ completeness: share, validity: share, uniqueness: share, linkage: share }),
  })
  .meta({ id: 'Quality', description: 'How good the records are, 0 to 100.' });

const mismatch = z
  .object({
    entity: z.string(),
    check: z.enum(['count', 'fingerprint', 'reference', 'dateRange', 'ledger']),
    expected: z.number(),
    found: z.number(),
  })
  .meta({ id: 'Mismatch', description: 'One difference that verification has found. Names the place, never a value.' });

const verification = z
  .object({ balanced: z.boolean(), mismatches: z.array(mismatch).readonly() })
  .meta({ id: 'Verification' });

/** What keeps a step from going on. */
export const attentionSchema = z
  .object({
    step,
    cause: z.string().meta({ description: `Such as ${Object.keys(failures).slice(0, 3).join(', ')}.` }),
    message: z.string(),
    remedy: z.string(),
    moves: z.array(z.enum(attentionMoves)).readonly(),
  })
  .meta({ id: 'Attention', description: 'What keeps a step from going on, and what an operator can do about it.' });

const gate = z
  .object({
    id: z.string().meta({ description: 'Names the gate, for its approval: `mapping`, `pilot`, `phase-2`.' }),
    kind: z.enum(['mapping', 'checklist', 'pilot', 'phase', 'cutover', 'freeze']),
    phase: count.meta({ description: 'The phase that was done last; of a parallel run, its clean intervals so far.' }),
    phases: count,
    items: z
      .array(z.object({ name: z.string(), checkedBy: z.enum(['machine', 'person']), isMet: z.boolean() }))
      .readonly()
      .optional()
      .meta({ description: 'Of a checklist. What is not met must be ticked by the approval.' }),
    opensAt: z.string().nullable().meta({ description: 'Where it was approved for later: when it goes on.' }),
  })
  .meta({ id: 'Gate', description: 'What a person is to approve before the migration goes on.' });

const failure = z.object({ type: z.string(), message: z.string(), remedy: z.string() }).meta({ id: 'Failure' });

/** An id of a migration in OpenAPI and in messages. */
export const exampleMigrationId = '0190b0f4-7c1e-7a55-9d3a-2f6f3a0c8e11';

const exampleMigration: Migration = {
  id: exampleMigrationId,
  companyId: 'demo',
  strategy: 'big-bang',
  sourceSystem: 'optix',
  status: 'completed',
  step: 'report',
  pace: { lanes: 4, sliceRows: 5000, rowsPerSecond: null },
  progress: { done: 4800, total: 4800, ratePerSecond: 400, etaSeconds: 0 },
  ledger: {
    patients: { eligible: 1200, inserted: 1190, updated: 0, merged: 4, skipped: 0, quarantined: 6, rejected: 0 },
  },
  quality: {
    score: 97.5,
    level: 'excellent',
    dimensions: { completeness: 99, validity: 97, uniqueness: 99.6, linkage: 100 },
  },
  findings: 0,
  conflicts: { open: 0, resolved: 4 },
  backupId: `demo/${exampleMigrationId}`,
  verification: { balanced: true, mismatches: [] },
  workflowId: `migration/demo/${exampleMigrationId}`,
  isDryRun: false,
  gate: null,
  attention: null,
  failure: null,
  startedAt: '2026-03-02T09:00:00.000Z',
  endedAt: '2026-03-02T09:00:12.000Z',
};

/** The JSON of a migration, as the API and `--json` give it. */
export const migrationSchema = z
  .object({
    id: z.uuid(),
    companyId: z.string(),
    strategy: z.enum(strategies),
    sourceSystem: z.string(),
    status: z.enum(migrationStatuses).meta({
      id: 'MigrationStatus',
      description: 'Asking is not being: `pausing` still finishes a slice, then comes `paused`.',
    }),
    // A union with null, not `.nullable()`: for a named schema that one would become `allOf` with an object, which refuses null.
    step: z.union([step, z.null()]),
    progress: progressSchema,
    pace: paceSchema.optional(),
    ledger: z.record(z.string(), ledgerLine).meta({ description: 'By entity.' }),
    quality: z.union([quality, z.null()]),
    findings: count,
    conflicts: z.object({ open: count, resolved: count }),
    backupId: z.string().nullable(),
    verification: z.union([verification, z.null()]),
    workflowId: z.string(),
    isDryRun: z.boolean(),
    gate: z.union([gate, z.null()]),
    attention: z.union([attentionSchema, z.null()]),
    failure: z.union([failure, z.null()]),
    startAt: z.string().optional().meta({ description: 'Where it was set to begin at a time: that time.' }),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Migration', example: exampleMigration }) satisfies z.ZodType<Migration>;
