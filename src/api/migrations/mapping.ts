import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { takePreview } from '../../../db/queries/mapping-previews.ts';
import { findMapping, listMappings } from '../../../db/queries/mappings.ts';
import { can } from '../../contract/can.ts';
import type { AmendedMapping } from '../../contract/mapping.ts';
import {
  amendCommandSchema,
  amendedMappingSchema,
  type MappingAsItWas,
  mappingDiffSchema,
  mappingListSchema,
  mappingPreviewSchema,
  mappingSchema,
  previewCommandSchema,
} from '../../contract/mapping-schemas.ts';
import { updateNames } from '../../contract/migration.ts';
import { diffMappings } from '../../mapping/diff-mappings.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { bodyProblems, command } from './command-migration.ts';
import { json, migrationPath, problems, secured } from './describe-route.ts';
import { findMigration } from './find-migration.ts';
import { previewMapping } from './preview-mapping.ts';

const versionNo = z.coerce.number().int().min(1).max(1_000_000);

const listRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/mapping',
  operationId: 'listMappings',
  summary: 'The versions of the mapping: who has made and approved each, when and why',
  request: { params: migrationPath },
  responses: { 200: json(mappingListSchema, 'The versions.'), ...problems('invalidRequest', 'notFound') },
});

const diffRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/mapping/diff',
  operationId: 'compareMappings',
  summary: 'In what two versions of the mapping differ',
  request: {
    params: migrationPath,
    query: z.strictObject({
      from: versionNo.default(1).openapi({ description: 'One version.' }),
      to: versionNo.optional().openapi({ description: 'The other one. Default: the newest.' }),
    }),
  },
  responses: { 200: json(mappingDiffSchema, 'What differs.'), ...problems('invalidRequest', 'notFound') },
});

const readRoute = createRoute({
  ...secured,
  method: 'get',
  path: '/api/migrations/{migrationId}/mapping/{version}',
  operationId: 'readMapping',
  summary: 'One version of the mapping, whole',
  request: {
    params: migrationPath.extend({
      version: versionNo.openapi({ param: { name: 'version', in: 'path' }, description: 'Its number, from 1 on.' }),
    }),
  },
  responses: { 200: json(mappingSchema, 'The mapping.'), ...problems('invalidRequest', 'notFound') },
});

const amendRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/mapping',
  operationId: 'amendMapping',
  summary: 'Amend the mapping while the migration waits; what is not loaded yet is made anew by it',
  request: { params: migrationPath, body: { content: json(amendCommandSchema, '').content, required: true } },
  responses: {
    200: json(amendedMappingSchema, 'The version that it is now, and what the values say against it.'),
    ...problems(...bodyProblems, 'mappingRefused'),
  },
});

const previewRoute = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/{migrationId}/mapping/preview',
  operationId: 'previewMapping',
  summary: 'What an amendment of the mapping would change, row by row; changes nothing',
  request: { params: migrationPath, body: { content: json(previewCommandSchema, '').content, required: true } },
  responses: {
    200: json(mappingPreviewSchema, 'What rows become now, and would become. Holds personal data.'),
    ...problems(...bodyProblems, 'mappingRefused'),
  },
});

/** `GET` and `POST /api/migrations/{id}/mapping`, `GET …/mapping/{version}`, `GET …/mapping/diff`, `POST …/mapping/preview`. */
export function addMapping(app: Api, dependencies: ApiDependencies): void {
  const { database } = dependencies;
  const mappingOf = async (companyId: string, migrationId: string, version: number) => {
    const mapping = await database.withCompany(companyId, (tx) => findMapping(tx, migrationId, version), {
      isReadOnly: true,
    });
    if (!mapping) throw new Problem('notFound', `The mapping has no version ${version}.`);
    return mapping;
  };

  app.openapi(listRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { id } = await findMigration(dependencies, companyId, c.req.valid('param').migrationId);
    const versions = await database.withCompany(companyId, (tx) => listMappings(tx, id), { isReadOnly: true });
    return c.json({ versions: versions.map(inIsoTime) }, 200);
  });

  app.openapi(diffRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { from, to: asked } = c.req.valid('query');
    const { id } = await findMigration(dependencies, companyId, c.req.valid('param').migrationId);
    const versions = await database.withCompany(companyId, (tx) => listMappings(tx, id), { isReadOnly: true });
    const to = asked ?? versions.at(-1)?.version ?? from;
    const changes = diffMappings(await mappingOf(companyId, id, from), await mappingOf(companyId, id, to));
    return c.json({ from, to, changes }, 200);
  });

  app.openapi(readRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { migrationId, version } = c.req.valid('param');
    const { id } = await findMigration(dependencies, companyId, migrationId);
    const mapping = await mappingOf(companyId, id, version);
    return c.json({ version, mapping: mapping as unknown as MappingAsItWas['mapping'] }, 200);
  });

  app.openapi(amendRoute, async (c) => {
    const { companyId, who } = c.var.caller;
    const { migrationId } = c.req.valid('param');
    let amended: AmendedMapping | undefined;
    const migration = await command(dependencies, companyId, migrationId, can.amend, async (handle) => {
      const args: [object] = [{ ...c.req.valid('json'), by: who }];
      amended = await handle.executeUpdate<AmendedMapping, [object]>(updateNames.amendMapping, { args });
    });
    const { version = 0, doubts = [] } = amended ?? {};
    return c.json({ version, doubts, migration }, 200);
  });

  app.openapi(previewRoute, async (c) => {
    const { companyId } = c.var.caller;
    const { limit, ...amendment } = c.req.valid('json');
    const { id } = await findMigration(dependencies, companyId, c.req.valid('param').migrationId);
    const previewId = randomUUID();
    await previewMapping(dependencies, { companyId, migrationId: id, previewId, amendment, limit });
    const tables = await database.withCompany(companyId, (tx) => takePreview(tx, id, previewId));
    if (!tables) throw new Problem('unavailable', 'The preview was lost on its way. Ask again.');
    return c.json({ tables }, 200);
  });
}

function inIsoTime<Version extends { readonly madeAt: string; readonly approvedAt: string | null }>(version: Version) {
  const approvedAt = version.approvedAt && new Date(version.approvedAt).toISOString();
  return { ...version, madeAt: new Date(version.madeAt).toISOString(), approvedAt };
}
