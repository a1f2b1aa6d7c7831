import { createRoute, z } from '@hono/zod-openapi';
import type { Payload } from '@temporalio/common';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, problems } from '../migrations/describe-route.ts';
import { Problem } from '../problem.ts';

/** A history's page can hold many payloads; Temporal itself refuses a message above 4 MiB. */
const maxBodyBytes = 8 * 1024 * 1024;

const payloadsSchema = z
  .object({
    payloads: z
      .array(z.object({ metadata: z.record(z.string(), z.base64()).optional(), data: z.base64().optional() }).loose())
      .max(10_000)
      // protobuf JSON leaves an empty list out
      .default([]),
  })
  .openapi('CodecPayloads', { description: "Temporal's payloads as protobuf JSON: bytes in base64." });
type WirePayloads = z.output<typeof payloadsSchema>['payloads'];

function describe(direction: 'encode' | 'decode') {
  return createRoute({
    tags: ['codec'],
    security: [{ bearerAuth: [] }],
    method: 'post',
    path: `/codec/${direction}`,
    operationId: `${direction}Payloads`,
    summary: `${direction === 'encode' ? 'Encrypt' : 'Decrypt'} payloads for the Temporal command line and UI`,
    description: 'The remote codec protocol: https://docs.temporal.io/production-deployment/data-encryption',
    request: { body: { ...json(payloadsSchema, 'Payloads.'), required: true } },
    responses: {
      200: json(payloadsSchema, 'The same number of payloads, in order.'),
      ...problems('malformedRequest', 'invalidRequest', 'tooLarge', 'unsupportedMediaType'),
    },
  });
}

/** Lets the Temporal UI, and no other page, call the codec from a browser. */
export function allowTemporalUi(app: Api, { temporalUiOrigin }: ApiDependencies): void {
  const origin = temporalUiOrigin ?? [];
  app.use(
    '/codec/*',
    cors({
      origin,
      allowMethods: ['POST'],
      allowHeaders: ['authorization', 'content-type', 'x-namespace'],
      maxAge: 600,
    }),
  );
}

/** `POST /codec/encode` and `POST /codec/decode`. */
export function addCodec(app: Api, { codec }: ApiDependencies): void {
  app.use('/codec/*', bodyLimit({ maxSize: maxBodyBytes }));
  const decode = (companyId: string, payloads: WirePayloads) => {
    try {
      return codec.decodeFor(companyId, fromWire(payloads));
    } catch {
      // Which of these it is would say that another company has such a payload.
      throw new Problem('invalidRequest', 'A payload is damaged, encrypted with another key, or not of your company.');
    }
  };
  app.openapi(describe('encode'), async (c) =>
    c.json(
      { payloads: toWire(codec.encodeFor(c.get('caller').companyId, fromWire(c.req.valid('json').payloads))) },
      200,
    ),
  );
  app.openapi(describe('decode'), async (c) => {
    return c.json({ payloads: toWire(decode(c.get('caller').companyId, c.req.valid('json').payloads)) }, 200);
  });
}

function fromWire(payloads: WirePayloads): Payload[] {
  return payloads.map(({ metadata = {}, data = '' }) => ({
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    data: Buffer.from(data, 'base64'),
  }));
}

function toWire(payloads: readonly Payload[]): WirePayloads {
  return payloads.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
    ),
    data: Buffer.from(data ?? []).toString('base64'),
  }));
}
