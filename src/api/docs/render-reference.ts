import { problemKinds } from '../../contract/problem.ts';
import { Html, html, proseToHtml } from './html.ts';
import type { ApiDocument } from './openapi-document.ts';
import { describeType, type JsonSchema, renderSchema } from './render-schema.ts';

/** The page's only style sheet, named by its hash in the Content-Security-Policy. */
export const styles = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8886; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.5rem; border-bottom: 1px solid #8884; }
section { border-top: 1px solid #8886; margin-top: 1.5rem; }
nav ul { columns: 20rem; }
`;

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

interface NamedOperation extends Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
}

/**
 * The reference of the API as one page of HTML without scripts, fonts or anything else from elsewhere: it can be read where there is
 * no internet. Made from the OpenAPI document alone.
 */
export function renderReference(document: ApiDocument): string {
  const operations = listOperations(document);
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, JsonSchema>);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.info.title} API</title>
<style>${new Html(styles)}</style>
</head>
<body>
<header>
<h1>${document.info.title} API ${document.info.version}</h1>
${(document.info.description ?? '').split('\n\n').map((text) => html`<p>${proseToHtml(text)}</p>`)}
<p>The same for programs: <a href="/api/openapi.json">OpenAPI 3.1</a>. Every operation needs <code>Authorization: Bearer …</code>.</p>
</header>
<nav aria-label="Operations"><ul>${operations.map(({ id, method, path }) => html`<li><a href="#${id}"><code>${method} ${path}</code></a></li>`)}</ul></nav>
<main>
<h2>Operations</h2>${operations.map(renderOperation)}
<h2>Schemas</h2>${schemas.map(([name, schema]) => html`<section id="schema-${name}"><h3>${name}</h3>${renderSchema(schema)}</section>`)}
<h2>Problems</h2>${Object.entries(problemKinds).map(([kind, { status, title }]) => html`<section id="problem-${kind}"><h3>${status} ${title}</h3><p><code>${kind}</code></p></section>`)}
</main>
</body>
</html>`;
  return page.text;
}

function listOperations(document: ApiDocument): NamedOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      ...operation,
      id: operation.operationId ?? `${method}-${path}`,
      method: method.toUpperCase(),
      path,
    })),
  );
}

function renderOperation(operation: NamedOperation): Html {
  const { id, method, path, summary, description, parameters = [], requestBody, responses } = operation;
  const parameterRows = parameters.map(
    (one) =>
      html`<tr><td><code>${one.name}</code></td><td>${one.in}${one.required ? ', required' : ''}</td><td>${describeType(one.schema)}</td><td>${proseToHtml(one.description)}</td></tr>`,
  );
  const responseRows = Object.entries(responses).map(
    ([status, one]) =>
      html`<tr><td>${status}</td><td>${proseToHtml(one.description)}</td><td>${renderContent(one.content)}</td></tr>`,
  );
  return html`<section id="${id}">
<h3><code>${method} ${path}</code></h3>
<p>${proseToHtml(summary)}.</p>
${description ? html`<p>${proseToHtml(description)}</p>` : undefined}
${parameterRows.length > 0 ? html`<table><caption>Parameters</caption><tr><th scope="col">Name</th><th scope="col">Where</th><th scope="col">Type</th><th scope="col">Meaning</th></tr>${parameterRows}</table>` : undefined}
${requestBody ? html`<p>Body${requestBody.required ? '' : ' (may be left out)'}: ${renderContent(requestBody.content)}</p>` : undefined}
<table><caption>Answers</caption><tr><th scope="col">Status</th><th scope="col">Meaning</th><th scope="col">Body</th></tr>${responseRows}</table>
</section>`;
}

function renderContent(content: Content | undefined): Html {
  const parts = Object.entries(content ?? {}).map(
    ([type, { schema }]) => html`<code>${type}</code>: ${describeType(schema)} `,
  );
  return html`${parts}`;
}
