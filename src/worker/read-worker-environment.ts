import { z } from 'zod';
import { readHeldPatches } from '../contract/patches.ts';
import type { S3Settings } from '../storage/s3-store.ts';
import type { LanguageModelSettings } from './language-model.ts';

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  CAREFERRY_MASTER_KEY: z.string().min(1),
  BACKUP_ENCRYPTION_KEY: z.string().min(1),
  BACKUP_ENCRYPTION_KEYS_RETIRED: z.string().optional(),
  BACKUP_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(30),
  HISTORY_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(30),
  LANDING_STORAGE_PATH: z.string().min(1),
  BACKUP_STORAGE_PATH: z.string().min(1),
  BACKUP_OFFSITE_STORAGE_PATH: z.string().optional(),
  AWS_ENDPOINT_URL_S3: z.string().optional(),
  AWS_REGION: z.string().default('us-east-1'),
  EMAIL_SERVICE_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  EMAIL_SENDER: z.email().default('careferry@localhost.localdomain'),
  SOURCE_ROOT: z.string().optional(),
  LANGUAGE_MODEL_URL: z.url().optional(),
  LANGUAGE_MODEL_NAME: z.string().optional(),
  LANGUAGE_MODEL_API_KEY: z.string().optional(),
  CAREFERRY_HELD_PATCHES: z.string().optional(),
  WORKER_ROLES: z.string().default('orchestration,data'),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(2),
  LOG_LEVEL: z.string().default('info'),
});

export interface WorkerEnvironment {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly masterKey: string;
  readonly backupKey: string;
  /** Earlier backup keys, with commas between them. */
  readonly retiredBackupKeys: string | undefined;
  /** Default 30. */
  readonly backupRetentionDays: number;
  /** Default 30. */
  readonly historyRetentionDays: number;
  readonly landingPath: string;
  readonly backupPath: string;
  readonly offsitePath: string | undefined;
  /** Of every path that begins with `s3://`. */
  readonly s3: S3Settings;
  /** `smtp://…` or `smtps://…`; undefined: no e-mail is sent. */
  readonly emailServiceUrl: string | undefined;
  readonly emailSender: string;
  readonly sourceRoot: string | undefined;
  /** Undefined: no language model is asked. */
  readonly languageModel: LanguageModelSettings | undefined;
  /** Changes of workflows that this worker holds back; see `readHeldPatches`. */
  readonly heldPatches: ReadonlySet<string>;
  readonly roles: readonly string[];
  /** Data steps under way at once in this process. Default 2. */
  readonly concurrency: number;
  readonly logLevel: string;
}

/** The one place where a worker reads its environment. @throws Error that names every variable that is missing or wrong. */
export function readWorkerEnvironment(env: NodeJS.ProcessEnv): WorkerEnvironment {
  // A variable that is empty counts as not set, as in a compose file.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    throw new Error(
      `The worker's environment is not complete: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`).join(', ')}.`,
    );
  }
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL,
    temporalAddress: value.TEMPORAL_ADDRESS,
    temporalNamespace: value.TEMPORAL_NAMESPACE,
    masterKey: value.CAREFERRY_MASTER_KEY,
    backupKey: value.BACKUP_ENCRYPTION_KEY,
    retiredBackupKeys: value.BACKUP_ENCRYPTION_KEYS_RETIRED,
    backupRetentionDays: value.BACKUP_RETENTION_DAYS,
    historyRetentionDays: value.HISTORY_RETENTION_DAYS,
    landingPath: value.LANDING_STORAGE_PATH,
    backupPath: value.BACKUP_STORAGE_PATH,
    offsitePath: value.BACKUP_OFFSITE_STORAGE_PATH,
    s3: { endpoint: value.AWS_ENDPOINT_URL_S3, region: value.AWS_REGION },
    emailServiceUrl: value.EMAIL_SERVICE_URL,
    emailSender: value.EMAIL_SENDER,
    sourceRoot: value.SOURCE_ROOT,
    languageModel: languageModelOf(value),
    heldPatches: readHeldPatches(value.CAREFERRY_HELD_PATCHES),
    roles: value.WORKER_ROLES.split(','),
    concurrency: value.WORKER_CONCURRENCY,
    logLevel: value.LOG_LEVEL,
  };
}

/** @throws Error where an address is given and no name. */
function languageModelOf(value: z.infer<typeof schema>): LanguageModelSettings | undefined {
  const { LANGUAGE_MODEL_URL: url, LANGUAGE_MODEL_NAME: name, LANGUAGE_MODEL_API_KEY: apiKey } = value;
  if (url === undefined) return undefined;
  if (name === undefined) throw new Error('LANGUAGE_MODEL_URL is set, but LANGUAGE_MODEL_NAME is not.');
  return { url, name, apiKey };
}
