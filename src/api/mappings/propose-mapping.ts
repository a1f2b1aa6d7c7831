import { randomUUID } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import { findCompany } from '../../../db/queries/companies.ts';
import { mappingProposalSchema, proposeMappingSchema } from '../../contract/mapping-proposal-schemas.ts';
import { mappingSchema } from '../../mapping/mapping-schema.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, problems, secured } from '../migrations/describe-route.ts';
import { lookAtSource } from '../migrations/inspect-source.ts';
import { locate } from '../migrations/to-migration-request.ts';
import { unknownCompany } from '../migrations/unknown-company.ts';

const route = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations/ai/mappings',
  operationId: 'proposeMapping',
  summary: 'Propose a mapping for a source, or check one, without starting anything',
  description:
    'The mapping as a migration would use it, from the preset, the names and the first 200 rows of each table, with confidence, ' +
    'runners-up and reasons. Edited, it is given back as `mapping` of a start. Nothing is kept; no value leaves the worker but codes that repeat.',
  request: { body: { ...json(proposeMappingSchema, 'The source, and what is known of it.'), required: true } },
  responses: {
    200: json(mappingProposalSchema, 'The mapping, and what keeps it from being used.'),
    ...problems(
      'malformedRequest',
      'invalidRequest',
      'unknownCompany',
      'tooLarge',
      'unsupportedMediaType',
      'sourceRefused',
    ),
  },
});

/** `POST /api/migrations/ai/mappings`. */
export function addProposeMapping(app: Api, { database, temporal, sourceRoot }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { companyId } = c.var.caller;
    const { source, preset, mapping, dateOrder, keepUnmapped } = c.req.valid('json');
    const company = await database.withCompany(companyId, findCompany, { isReadOnly: true });
    if (!company) throw unknownCompany(companyId);
    const { entities, headers, system, location } = source;
    const inspection = await lookAtSource(temporal, randomUUID(), {
      companyId,
      source: {
        system,
        location: locate(location, companyId, sourceRoot),
        ...(entities === undefined ? {} : { entities }),
        ...(headers === undefined ? {} : { headers }),
      },
      ...(preset === undefined ? {} : { preset }),
      ...(mapping === undefined ? {} : { mapping }),
      ...(dateOrder === undefined ? {} : { dateOrder }),
      ...(keepUnmapped ? { keepUnmapped } : {}),
      withMapping: true,
    });
    const { tables, problems: found } = inspection;
    const proposed = inspection.mapping ? mappingSchema.parse(inspection.mapping) : null;
    return c.json({ mapping: proposed, tables, problems: found }, 200);
  });
}
