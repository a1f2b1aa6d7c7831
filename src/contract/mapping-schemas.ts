import { z } from 'zod';
import type { AmendedMapping, DateCorrection, MappingDifference, PreviewedTable } from './mapping.ts';
import { migrationSchema } from './migration-schema.ts';
import { singleLine } from './single-line.ts';

const name = singleLine(255);

const columnCorrection = z
  .strictObject({
    table: name,
    entity: singleLine(63).optional().meta({ description: 'Where the rows of the table become several.' }),
    field: singleLine(63),
    columns: z
      .array(name)
      .max(50)
      .readonly()
      .meta({ description: 'What feeds the field from now on; empty: nothing.' }),
    separator: z.string().max(10).optional(),
    transforms: z
      .array(z.record(z.string(), z.unknown()))
      .max(20)
      .readonly()
      .optional()
      .meta({ description: 'As in a mapping; docs/mapping-and-presets.md lists them.' }),
  })
  .meta({ id: 'ColumnCorrection' });

const dateCorrection = z
  .strictObject({ table: name, column: name, order: z.enum(['DMY', 'MDY', 'YMD']) })
  .meta({ id: 'DateCorrection' }) satisfies z.ZodType<DateCorrection>;

const amendment = {
  mapping: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'A whole mapping, in the place of the one that there is.' }),
  columns: z
    .array(columnCorrection)
    .min(1)
    .max(1000)
    .readonly()
    .optional()
    .meta({ description: 'Which columns feed which field from now on; the rest stays as it is.' }),
  dates: z
    .array(dateCorrection)
    .min(1)
    .max(1000)
    .readonly()
    .optional()
    .meta({ description: 'How the dates of which columns are read from now on.' }),
};

const isOneOfBoth = ({ mapping, columns, dates }: { mapping?: unknown; columns?: unknown; dates?: unknown }) =>
  (mapping !== undefined) !== (columns !== undefined || dates !== undefined);
const oneOfBoth = { path: ['mapping'], message: 'give a whole mapping, or columns and dates' };

const corrections = [{ table: 'PATIENTS', field: 'mobilePhone', columns: ['TEL_2'] }];

/** The body of `POST …/mapping`. */
export const amendCommandSchema = z
  .strictObject({ reason: singleLine(500).meta({ description: 'Why, for the record.' }), ...amendment })
  .refine(isOneOfBoth, oneOfBoth)
  .meta({ id: 'AmendMapping', example: { reason: 'The second number is the mobile.', columns: corrections } });

/** The body of `POST …/mapping/preview`. */
export const previewCommandSchema = z
  .strictObject({
    ...amendment,
    limit: z.int().min(1).max(100).default(10).meta({ description: 'Rows to show of each table and entity.' }),
  })
  .refine(isOneOfBoth, oneOfBoth)
  .meta({ id: 'PreviewMapping', example: { columns: corrections, limit: 10 } });

const count = z.int().min(0);

const difference = z.record(z.string(), z.object({ loaded: count, otherwise: count })).meta({
  id: 'MappingDifference',
  description: 'Of the records of an entity that earlier versions have loaded: how many would turn out otherwise.',
}) satisfies z.ZodType<MappingDifference>;

const mappingVersion = z
  .object({
    version: count,
    madeBy: z.string().meta({ description: 'A person, or `rule` where it was proposed.' }),
    madeAt: z.string(),
    reason: z.string().nullable(),
    approvedBy: z.string().nullable().meta({ description: 'A person, or the rule; null where it waits for approval.' }),
    approvedAt: z.string().nullable(),
    difference: z.union([difference, z.null()]),
  })
  .meta({ id: 'MappingVersion' });

/** `GET …/mapping`. */
export const mappingListSchema = z
  .object({ versions: z.array(mappingVersion).readonly().meta({ description: 'The newest last, which counts.' }) })
  .meta({ id: 'MappingList' });
export type MappingList = z.output<typeof mappingListSchema>;

/** `GET …/mapping/{version}`. */
export const mappingSchema = z
  .object({ version: count, mapping: z.record(z.string(), z.any()) })
  .meta({ id: 'MappingAsItWas', description: 'The mapping in the form in which it can be given again.' });
export type MappingAsItWas = z.output<typeof mappingSchema>;

const text = z.string().nullable();

/** `GET …/mapping/diff`. */
export const mappingDiffSchema = z
  .object({
    from: count,
    to: count,
    changes: z
      .array(
        z
          .object({
            table: z.string(),
            entity: text,
            field: text,
            what: z.enum(['table', 'entity', 'feed', 'condition', 'dateOrder']),
            before: text,
            after: text,
          })
          .meta({
            id: 'MappingChange',
            description:
              'What the rows of a table become, what feeds a field, under what condition there is a record, or how the dates of a column (in `field`) are read: in words; null where there was or is nothing.',
          }),
      )
      .readonly(),
  })
  .meta({ id: 'MappingDiff' });
export type MappingDiff = z.output<typeof mappingDiffSchema>;

/** What `POST …/mapping` answers. */
export const amendedMappingSchema = z
  .object({
    version: count,
    doubts: z.array(z.string()).readonly().meta({ description: 'What the values say against it, without a value.' }),
    migration: migrationSchema,
  })
  .meta({ id: 'AmendedMapping' }) satisfies z.ZodType<AmendedMapping>;
export type AmendedMappingAnswer = z.output<typeof amendedMappingSchema>;

const kind = z.enum(['record', 'heldBack', 'none']);
const previewedRow = z
  .object({
    line: count.meta({ description: 'Where it stands in its file.' }),
    before: kind,
    after: kind,
    fields: z.array(z.object({ field: z.string(), before: text, after: text })).readonly(),
    issuesBefore: z.array(z.string()).readonly(),
    issuesAfter: z.array(z.string()).readonly(),
  })
  .meta({ id: 'PreviewedRow', description: 'A row that an amendment changes. Holds personal data.' });

/** What `POST …/mapping/preview` answers. Holds values of records. */
export const mappingPreviewSchema = z
  .object({
    tables: z
      .array(
        z.object({
          table: z.string(),
          file: z.string(),
          entity: z.string(),
          rowsLookedAt: count.meta({ description: 'From the beginning of the table, at most 5,000.' }),
          rowsChanged: count,
          sample: z.array(previewedRow).readonly(),
        }) satisfies z.ZodType<PreviewedTable>,
      )
      .readonly(),
  })
  .meta({ id: 'MappingPreview' });
export type MappingPreview = z.output<typeof mappingPreviewSchema>;
