import { z } from 'zod';

const secret = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length >= 32, 'must be at least 32 bytes in base64, such as from: openssl rand -base64 32');

const origin = z.url().transform((url) => new URL(url).origin);
/** An empty variable counts as one that is not set. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((text) => (text === '' ? undefined : text), schema.optional());

const environmentSchema = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: optional(z.string()),
  TEMPORAL_UI_URL: optional(origin),
  CAREFERRY_MASTER_KEY: secret,
  CAREFERRY_API_TOKEN_SECRET: secret,
  SOURCE_ROOT: optional(z.string()),
  HOST: optional(z.string()),
  PORT: optional(z.coerce.number().int().min(0).max(65_535)),
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])),
});

/** What the API is told from outside. */
export interface ApiEnvironment {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiOrigin: string | undefined;
  readonly masterKey: Buffer;
  readonly tokenSecret: Buffer;
  readonly sourceRoot: string | undefined;
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  readonly logLevel: string;
}

/**
 * Reads the environment of the API; the only place that does. Defaults: namespace `default`, host 127.0.0.1, port 3030, log level `info`.
 * @throws Error that names every variable that is missing or wrong, never what is in it.
 */
export function readEnvironment(env: NodeJS.ProcessEnv): ApiEnvironment {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment of the API is not complete. ${faults.join('; ')}.`);
  }
  const { data } = parsed;
  return {
    databaseUrl: data.DATABASE_URL,
    temporalAddress: data.TEMPORAL_ADDRESS,
    temporalNamespace: data.TEMPORAL_NAMESPACE ?? 'default',
    temporalUiOrigin: data.TEMPORAL_UI_URL,
    masterKey: data.CAREFERRY_MASTER_KEY,
    tokenSecret: data.CAREFERRY_API_TOKEN_SECRET,
    sourceRoot: data.SOURCE_ROOT,
    host: data.HOST ?? '127.0.0.1',
    port: data.PORT ?? 3030,
    logLevel: data.LOG_LEVEL ?? 'info',
  };
}
