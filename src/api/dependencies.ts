import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import type { CompanyPayloadCodec } from '../contract/payload-codec.ts';
import type { Caller } from '../contract/token.ts';

/** What the API acts upon. Made once, in `src/server.ts`. */
export interface ApiDependencies {
  readonly database: Database;
  readonly temporal: Client;
  /** Signs and checks bearer tokens; at least 32 bytes. */
  readonly tokenSecret: Uint8Array;
  readonly codec: CompanyPayloadCodec;
  /** Folder below which each company's sources lie, as `<root>/<companyId>/…`; undefined: any absolute path. */
  readonly sourceRoot: string | undefined;
  /** Origin of the Temporal UI, which alone may call the codec from a browser; undefined: nobody may. */
  readonly temporalUiOrigin: string | undefined;
  readonly log: Logger;
  /** Version of this program, for the OpenAPI document. */
  readonly version: string;
  /** Aborted when the server is to stop: streams end then. Default: never. */
  readonly stopping?: AbortSignal;
}

/** What a handler finds in its context. */
export interface ApiEnv {
  Variables: { readonly requestId: string; readonly caller: Caller };
}

export type Api = OpenAPIHono<ApiEnv>;
