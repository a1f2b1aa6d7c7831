import { createRoute, z } from '@hono/zod-openapi';
import { findCompany } from '../../../db/queries/companies.ts';
import { teachLessons } from '../../../db/queries/lessons.ts';
import { deletePreset, findPreset, listPresets, savePreset } from '../../../db/queries/presets.ts';
import {
  presetNameSchema,
  type SavedPreset,
  savedPresetListSchema,
  savedPresetSchema,
  savePresetSchema,
} from '../../contract/mapping-proposal-schemas.ts';
import { lessonsOfMapping } from '../../mapping/lessons/lessons-of-mapping.ts';
import { mappingSchema } from '../../mapping/mapping-schema.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, problems } from '../migrations/describe-route.ts';
import { unknownCompany } from '../migrations/unknown-company.ts';
import { Problem } from '../problem.ts';

const securedPresets = { tags: ['presets'], security: [{ bearerAuth: [] }] };
const path = z.object({
  name: presetNameSchema.meta({ description: 'Name of the preset.' }),
});

const list = createRoute({
  ...securedPresets,
  method: 'get',
  path: '/api/presets',
  operationId: 'listPresets',
  summary: 'The presets that the company has saved, by name',
  responses: { 200: json(savedPresetListSchema, 'The presets.'), ...problems('unknownCompany') },
});
const read = createRoute({
  ...securedPresets,
  method: 'get',
  path: '/api/presets/{name}',
  operationId: 'readPreset',
  summary: 'The mapping that a preset was saved from',
  request: { params: path },
  responses: { 200: json(mappingSchema, 'The mapping.'), ...problems('notFound') },
});
const save = createRoute({
  ...securedPresets,
  method: 'put',
  path: '/api/presets/{name}',
  operationId: 'savePreset',
  summary: 'Save a mapping as a preset of the company; one of the same name is replaced. It is learned from as well',
  request: { params: path, body: { ...json(savePresetSchema, 'The mapping.'), required: true } },
  responses: {
    200: json(savedPresetSchema, 'It is saved.'),
    ...problems('malformedRequest', 'invalidRequest', 'notFound', 'unknownCompany', 'tooLarge', 'unsupportedMediaType'),
  },
});
const remove = createRoute({
  ...securedPresets,
  method: 'delete',
  path: '/api/presets/{name}',
  operationId: 'deletePreset',
  summary: 'Take a preset of the company away; migrations that used it keep their mapping',
  request: { params: path },
  responses: { 200: json(savedPresetListSchema, 'Those that are left.'), ...problems('notFound') },
});

/** `GET`, `PUT` and `DELETE` below `/api/presets`. */
export function addPresets(app: Api, { database }: ApiDependencies): void {
  app.openapi(list, async (c) => {
    const { companyId } = c.var.caller;
    const saved = await database.withCompany(
      companyId,
      async (tx) => {
        if (!(await findCompany(tx))) throw unknownCompany(companyId);
        return listPresets(tx);
      },
      { isReadOnly: true },
    );
    return c.json({ presets: saved.map(toAnswer) }, 200);
  });
  app.openapi(read, async (c) => {
    const { name } = c.req.valid('param');
    const { companyId } = c.var.caller;
    const mapping = await database.withCompany(companyId, (tx) => findPreset(tx, name), { isReadOnly: true });
    if (!mapping) throw noSuchPreset();
    return c.json(mappingSchema.parse(mapping), 200);
  });
  app.openapi(save, async (c) => {
    const { name } = c.req.valid('param');
    const { companyId, who } = c.var.caller;
    const { $schema: _, ...mapping } = c.req.valid('json').mapping;
    const saved = await database.withCompany(companyId, async (tx) => {
      if (!(await findCompany(tx))) throw unknownCompany(companyId);
      const lessons = lessonsOfMapping(mapping);
      await teachLessons(tx, { sourceSystem: mapping.sourceSystem, migrationId: null, taughtBy: who, lessons });
      return savePreset(tx, name, mapping, who);
    });
    return c.json(toAnswer(saved), 200);
  });
  app.openapi(remove, async (c) => {
    const { name } = c.req.valid('param');
    const { companyId, who } = c.var.caller;
    const left = await database.withCompany(companyId, async (tx) => {
      if (!(await deletePreset(tx, name, who))) throw noSuchPreset();
      return listPresets(tx);
    });
    return c.json({ presets: left.map(toAnswer) }, 200);
  });
}

const noSuchPreset = () => new Problem('notFound', 'There is no such preset.');

function toAnswer(preset: SavedPreset): SavedPreset {
  return { ...preset, savedAt: new Date(preset.savedAt).toISOString() };
}
