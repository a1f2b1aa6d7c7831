import { z } from 'zod';
import { mappingSchema } from '../mapping/mapping-schema.ts';
import { sourceProblemSchema } from './problem.ts';
import { startMigrationSchema } from './start-migration-schema.ts';

const { source, preset, mapping, dateOrder, keepUnmapped } = startMigrationSchema.shape;

/** The body of `POST /api/migrations/ai/mappings`. */
export const proposeMappingSchema = z.strictObject({ source, preset, mapping, dateOrder, keepUnmapped }).meta({
  id: 'ProposeMapping',
  example: { source: { system: 'optix', location: '/var/lib/careferry/exports/optix' } },
});
export type ProposeMappingInput = z.input<typeof proposeMappingSchema>;

/** A mapping as it would be used for a source, before anything is started. */
export const mappingProposalSchema = z
  .object({
    mapping: mappingSchema
      .nullable()
      .meta({ description: 'Null where no table could be opened, or the given one does not fit.' }),
    tables: z
      .array(
        z.object({
          table: z.string(),
          file: z.string(),
          columns: z.array(z.string()).readonly(),
          entities: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
    problems: z
      .array(sourceProblemSchema)
      .readonly()
      .meta({ description: 'What would keep a migration from starting with it; empty where it may start.' }),
  })
  .meta({ id: 'MappingProposal' });
export type MappingProposal = z.output<typeof mappingProposalSchema>;

/** The name of a preset: that of a source system, or one that a person chose. */
export const presetNameSchema = startMigrationSchema.shape.source.shape.system;

/** The body of `PUT /api/presets/{name}`. */
export const savePresetSchema = z.strictObject({ mapping: mappingSchema }).meta({
  id: 'SavePreset',
  example: {
    mapping: {
      version: 1,
      sourceSystem: 'lumen',
      domain: 'optical',
      tables: [
        {
          table: 'clients',
          targets: [{ entity: 'patients', fields: [{ field: 'externalId', columns: ['Client No'] }] }],
        },
      ],
    },
  },
});

/** A preset that the company has saved. */
export const savedPresetSchema = z
  .object({
    name: z.string(),
    sourceSystem: z.string(),
    tables: z.int().min(0).meta({ description: 'Tables that it knows.' }),
    savedBy: z.string(),
    savedAt: z.string(),
  })
  .meta({ id: 'SavedPreset' });
export type SavedPreset = z.output<typeof savedPresetSchema>;

/** `GET /api/presets`. */
export const savedPresetListSchema = z
  .object({ presets: z.array(savedPresetSchema).readonly() })
  .meta({ id: 'SavedPresetList' });
export type SavedPresetList = z.output<typeof savedPresetListSchema>;
