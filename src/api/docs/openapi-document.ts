import { problemKinds } from '../../contract/problem.ts';
import type { Api } from '../dependencies.ts';

const description = `Starts, watches, steers and undoes migrations of a care home's or an optical practice's records.

The company is that of the bearer token: an id of another company is answered like one that nobody has.
Every address below \`/api/migrations\` also answers below \`/api/migration\`.
Errors are problem details (RFC 9457, \`application/problem+json\`).`;

/** The OpenAPI 3.1 document of every route that was added so far. */
export function describeApi(app: Api, version: string) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearerAuth', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Made with `npx careferry token --company-id <id> --days <n>`.',
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Careferry', version: version, description, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [
      { name: 'migrations', description: 'Moving the records of a company, and undoing it.' },
      { name: 'backups', description: 'Backups of what a company has, and the way back from them.' },
      { name: 'audit', description: 'Who did what, when and why, in a company.' },
      { name: 'presets', description: 'Mappings that a company keeps for the next export.' },
      { name: 'codec', description: 'Reading encrypted payloads in the Temporal command line and UI.' },
    ],
    'x-problems': problemKinds,
  });
}

export type ApiDocument = ReturnType<typeof describeApi>;
