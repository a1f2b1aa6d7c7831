import { createHash } from 'node:crypto';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { referencePath } from '../problem.ts';
import { describeApi } from './openapi-document.ts';
import { renderReference, styles } from './render-reference.ts';

/** `GET /api/openapi.json` and the reference to read, both made from the routes. To be called after all of them. */
export function addDocs(app: Api, { version }: ApiDependencies): void {
  const document = describeApi(app, version);
  const page = renderReference(document);
  const styleHash = createHash('sha256').update(styles).digest('base64');
  app.get('/api/openapi.json', (c) => c.json(document));
  app.get(referencePath, (c) => {
    c.header(
      'content-security-policy',
      `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`,
    );
    return c.html(page);
  });
}
