import { type Html, html, proseToHtml } from './html.ts';

/** As much of JSON Schema (2020-12) as the API's document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly example?: unknown;
}

/** A schema as a block: its description, a table of its properties, its example. */
export function renderSchema(schema: JsonSchema): Html {
  const { description, properties, required = [], example } = schema;
  const rows = Object.entries(properties ?? {}).map(
    ([name, property]) =>
      html`<tr><td><code>${name}</code></td><td>${required.includes(name) ? 'yes' : 'no'}</td><td>${describeType(property)}</td><td>${proseToHtml(property.description)}</td></tr>`,
  );
  return html`${description ? html`<p>${proseToHtml(description)}</p>` : undefined}
${properties ? undefined : html`<p>${describeType(schema)}</p>`}
${rows.length > 0 ? html`<table><tr><th scope="col">Property</th><th scope="col">Required</th><th scope="col">Type</th><th scope="col">Meaning</th></tr>${rows}</table>` : undefined}
${example === undefined ? undefined : html`<pre>${JSON.stringify(example, null, 2)}</pre>`}`;
}

/** A schema in one line, with links to named ones. */
export function describeType(schema: JsonSchema): Html {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return html`<a href="#schema-${name}">${name}</a>`;
  if (schema.anyOf) return join(schema.anyOf.map(describeType), ' or ');
  if (schema.enum)
    return html`${schema.enum.map((member) => `"${String(member)}"`).join(' | ')}${describeLimits(schema)}`;
  if (schema.items) return html`list of ${describeType(schema.items)}`;
  if (typeof schema.additionalProperties === 'object') return html`map of ${describeType(schema.additionalProperties)}`;
  return html`${[schema.type ?? 'any'].flat().join(' or ')}${schema.format ? ` (${schema.format})` : ''}${describeLimits(schema)}`;
}

function describeLimits({ minimum, maximum, minLength, maxLength, default: fallback }: JsonSchema): string {
  const limits = [
    minimum !== undefined && `at least ${minimum}`,
    maximum !== undefined && `at most ${maximum}`,
    minLength !== undefined && minLength > 1 && `at least ${minLength} characters`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    fallback !== undefined && `default ${JSON.stringify(fallback)}`,
  ].filter(Boolean);
  return limits.length > 0 ? `, ${limits.join(', ')}` : '';
}

function join(parts: readonly Html[], separator: string): Html {
  return parts.reduce((joined, part) => html`${joined}${separator}${part}`);
}
