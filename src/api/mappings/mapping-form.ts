import { createRoute, z } from '@hono/zod-openapi';
import { mappingJsonSchema } from '../../mapping/mapping-schema.ts';
import type { Api } from '../dependencies.ts';
import { json, problems, secured } from '../migrations/describe-route.ts';

const route = createRoute({
  ...secured,
  method: 'get',
  path: '/api/mappings/schema',
  operationId: 'readMappingSchema',
  summary: 'The JSON Schema of a mapping, for editors and programs',
  responses: { 200: json(z.record(z.string(), z.unknown()), 'JSON Schema, draft 2020-12.'), ...problems() },
});

/** `GET /api/mappings/schema`. */
export function addMappingForm(app: Api): void {
  const schema = { ...mappingJsonSchema() };
  app.openapi(route, (c) => c.json(schema, 200));
}
