import { z } from 'zod';
import { type Conflict, columnKinds, conflictKinds, policyKinds, policyResolutions, resolutions } from './conflict.ts';
import { exampleMigrationId } from './migration-schema.ts';
import { singleLine } from './single-line.ts';

const count = z.int().min(0);
// The database makes it of a hash: it has the form of a UUID, but the version of none.
const conflictId = z.guid();
const resolution = z.enum(resolutions);
const reason = singleLine(500).optional().meta({ description: 'Why, for the record.' });

const decided = {
  resolution: resolution.nullable(),
  merge: z
    .record(z.string(), z.string())
    .nullable()
    .meta({ description: 'Of a merge, the side of each field; of `useField`, the field.' }),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  policy: z.string().nullable().meta({ description: 'The policy that has decided it; null where a person has.' }),
  policySetBy: z.string().nullable().meta({ description: 'Who has set that policy.' }),
  decidedAt: z.string().nullable(),
};

const conflictColumn = z
  .object({
    table: z.string(),
    file: z.string(),
    columns: z.array(z.string()).readonly(),
    fields: z.array(z.string()).readonly().meta({ description: 'Fields that they feed, or may feed.' }),
    confidence: z.number().nullable().meta({ description: 'Of the mapping to these fields, 0 to 1.' }),
    runnersUp: z.array(z.string()).readonly().meta({ description: 'Other fields, the likeliest first.' }),
    hint: z.string().meta({ description: 'What speaks for or against it, without a value.' }),
  })
  .meta({ id: 'ConflictColumn' });

/** One question for a person. */
export const conflictSchema = z
  .object({
    id: conflictId,
    kind: z.enum(conflictKinds),
    code: z.string().meta({ description: 'Why it is asked, such as `reference.missing/patientId`.' }),
    entity: z.string(),
    records: count.meta({ description: 'Records that wait for this decision.' }),
    externalIds: z
      .array(z.string())
      .readonly()
      .meta({ description: 'The legacy identifiers at issue, the newcomer first.' }),
    isClinical: z
      .boolean()
      .meta({ description: 'A clinical value or field is at issue: no policy decides it, unless it names the field.' }),
    column: conflictColumn.nullable().meta({ description: 'What it is about where that is a column.' }),
    status: z.enum(['open', 'resolved']),
    choices: z.array(resolution).readonly(),
    ...decided,
    appliedAt: z.string().nullable().meta({ description: 'When it was acted upon; from then on it stands.' }),
  })
  .meta({ id: 'Conflict' }) satisfies z.ZodType<Conflict>;

/** `GET …/conflicts`. */
export const conflictListSchema = z
  .object({
    open: count,
    resolved: count,
    conflicts: z.array(conflictSchema).readonly().meta({ description: 'The open ones first.' }),
  })
  .meta({ id: 'ConflictList' });
export type ConflictList = z.output<typeof conflictListSchema>;

const recordedDecision = z
  .object({
    conflictId,
    kind: z.enum(conflictKinds),
    code: z.string(),
    entity: z.string(),
    ...decided,
    resolution,
    decidedBy: z.string(),
    decidedAt: z.string(),
  })
  .meta({ id: 'RecordedDecision' });

/** `GET …/decisions`. */
export const decisionPageSchema = z
  .object({
    decisions: z
      .array(recordedDecision)
      .readonly()
      .meta({ description: 'The newest first, also those that later ones have replaced.' }),
    limit: count,
    offset: count,
  })
  .meta({ id: 'DecisionPage' });
export type DecisionPage = z.output<typeof decisionPageSchema>;

const cells = z.array(z.array(z.string()).length(2).readonly()).readonly();

const conflictSideSchema = z
  .object({
    side: z.enum(['existing', 'new']),
    origin: z.enum(['source', 'target']),
    externalId: z.string().nullable(),
    values: z.record(z.string(), z.string()).nullable().meta({ description: 'Value of each filled field.' }),
    issues: z.array(z.string()).readonly(),
    file: z.string().nullable(),
    line: z.int().nullable(),
    raw: cells.nullable().meta({ description: 'Column and text, as the source gave them.' }),
  })
  .meta({ id: 'ConflictSide' });

/** `GET …/conflicts/{conflictId}`: with values of records, for those who may decide. */
export const conflictDetailSchema = z
  .object({
    conflict: conflictSchema,
    meaning: z.string(),
    offered: z
      .array(z.object({ resolution, effect: z.string() }))
      .readonly()
      .meta({ description: 'What may be decided, and what it will do.' }),
    refused: z
      .array(z.object({ resolution, why: z.string() }))
      .readonly()
      .meta({ description: 'What may not be decided, and why.' }),
    fields: z
      .array(
        z.object({
          field: z.string(),
          existing: z.string().nullable(),
          new: z.string().nullable(),
          differs: z.boolean(),
          isClinical: z.boolean(),
        }),
      )
      .readonly()
      .meta({
        description: 'The existing side and the first newcomer, field by field. Empty where there are no two sides.',
      }),
    sides: z
      .array(conflictSideSchema)
      .readonly()
      .meta({ description: 'At most 20 newcomers; all of them are decided.' }),
    decisions: z.array(recordedDecision).readonly().meta({ description: 'The newest first.' }),
  })
  .meta({ id: 'ConflictDetail' });
export type ConflictDetail = z.output<typeof conflictDetailSchema>;

/** The answer to a decision: it is on its way to the workflow. Until it is acted upon, a later one takes its place. */
export const decisionTakenSchema = z.object({ conflictId, resolution, decidedBy: z.string() }).meta({
  id: 'DecisionTaken',
  example: { conflictId: exampleMigrationId, resolution: 'keepExisting', decidedBy: 'a.operator' },
});
export type DecisionTaken = z.output<typeof decisionTakenSchema>;

/** The body of `POST …/conflicts/{conflictId}`. */
export const resolveConflictSchema = z
  .strictObject({
    resolution: resolution.meta({ description: 'One of the choices that the conflict offers.' }),
    merge: z
      .record(singleLine(63), z.enum(['existing', 'new']))
      .optional()
      .meta({
        description: 'Of a merge: the side that counts for each field. One that is not named keeps its existing value.',
      }),
    field: singleLine(63).optional().meta({ description: 'Of `useField`: the field. Default: the suggested one.' }),
    reason,
  })
  .meta({ id: 'ResolveConflict', example: { resolution: 'keepExisting', reason: 'Checked with the practice.' } });

/** What a rule about conflicts may name. */
export const conflictRuleSchema = z
  .strictObject({
    kind: z.enum(conflictKinds).optional(),
    entity: singleLine(63).optional(),
    code: singleLine(100).optional().meta({ description: 'Such as `existing.different`.' }),
    field: singleLine(255).optional().meta({ description: 'The field, or column, at issue.' }),
  })
  .meta({ id: 'ConflictRule', description: 'All open conflicts to which all of this applies.' });

const bulk = { rule: conflictRuleSchema, resolution };

/** The body of `POST …/conflicts/preview`. */
export const previewRuleSchema = z.strictObject(bulk).meta({
  id: 'PreviewRule',
  example: { rule: { kind: 'missingReference', entity: 'examinations' }, resolution: 'skip' },
});

/** The body of `POST …/conflicts/resolve`. */
export const resolveRuleSchema = z
  .strictObject({
    ...bulk,
    token: singleLine(64).meta({ description: 'That of the preview: exactly those conflicts, or none.' }),
    reason,
  })
  .meta({
    id: 'ResolveRule',
    example: {
      rule: { kind: 'missingReference', entity: 'examinations' },
      resolution: 'skip',
      token: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      reason: 'They belong to patients who left before 2010.',
    },
  });

/** The answer to `POST …/conflicts/preview` and `POST …/conflicts/resolve`. */
export const ruleMatchSchema = z
  .object({
    count: count.meta({ description: 'Open conflicts to which the rule applies.' }),
    notOffering: count.meta({ description: 'Those of them that do not offer the decision; then it is refused.' }),
    token: z.string(),
    conflicts: z.array(conflictSchema).readonly().meta({ description: 'The first 100.' }),
  })
  .meta({ id: 'RuleMatch' });
export type RuleMatch = z.output<typeof ruleMatchSchema>;

const policyKey = new RegExp(`^(?:(?:${policyKinds.join('|')})|(?:${columnKinds.join('|')}):[A-Za-z][A-Za-z0-9]*)$`);

/** What a request decides without asking, by kind, and of columns also by kind and field. */
export const conflictPolicySchema = z
  .record(z.string().regex(policyKey), z.enum(policyResolutions))
  .meta({ id: 'ConflictPolicy', example: { existing: 'keepExisting', 'ambiguousColumn:dateOfBirth': 'dayFirst' } });
