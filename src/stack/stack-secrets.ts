import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const thirtyTwoBytes = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64');

const secretsSchema = z.object({
  postgresSuperuserPassword: z.string().min(1),
  postgresOwnerPassword: z.string().min(1),
  postgresServicePassword: z.string().min(1),
  /** Wraps the key of each migration's landing; base64 of 32 bytes. */
  masterKey: thirtyTwoBytes,
  /** Encrypts backups; base64 of 32 bytes. */
  backupEncryptionKey: thirtyTwoBytes,
  /** Signs the API's bearer tokens; base64 of 32 bytes. */
  apiTokenSecret: thirtyTwoBytes,
});

/** The secrets of the embedded default. */
export type StackSecrets = Readonly<z.infer<typeof secretsSchema>>;

/** Which variable of the environment stands above which secret of the file. */
const overrides = [
  ['masterKey', 'CAREFERRY_MASTER_KEY'],
  ['backupEncryptionKey', 'BACKUP_ENCRYPTION_KEY'],
  ['apiTokenSecret', 'CAREFERRY_API_TOKEN_SECRET'],
] as const;

/**
 * Reads the secrets, or makes them at the first start (mode 0600). Two that start at once end with the same ones.
 * @param mayMake false where data made under earlier secrets exists: new ones could not open it.
 * @throws Error that names the file or the variable that is missing or unusable, never a secret.
 */
export function loadOrMakeSecrets(file: string, env: NodeJS.ProcessEnv, mayMake: boolean): StackSecrets {
  if (!existsSync(file)) {
    if (!mayMake) {
      throw new Error(
        `${file} is missing, but data made with its keys exists. Put the file back from a copy, or remove the whole state directory to begin anew.`,
      );
    }
    makeSecrets(file);
  }
  return applyOverrides(readSecrets(file), env);
}

/** Reads the secrets of an existing state directory, with the environment's above them. */
export function loadSecrets(file: string, env: NodeJS.ProcessEnv): StackSecrets {
  return applyOverrides(readSecrets(file), env);
}

function makeSecrets(file: string): void {
  const password = () => randomBytes(24).toString('base64url');
  const key = () => randomBytes(32).toString('base64');
  const secrets: StackSecrets = {
    postgresSuperuserPassword: password(),
    postgresOwnerPassword: password(),
    postgresServicePassword: password(),
    masterKey: key(),
    backupEncryptionKey: key(),
    apiTokenSecret: key(),
  };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    // Unlike a rename, a link never replaces what another process has just made.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function readSecrets(file: string): StackSecrets {
  chmodSync(file, 0o600);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The parser's own message would quote the file.
    throw new Error(`${file} is not readable as JSON. Put it back from a copy.`);
  }
  const parsed = secretsSchema.safeParse(content);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => issue.path.join('.')));
    throw new Error(`${file} lacks or has unusable: ${[...names].join(', ')}. Put it back from a copy.`);
  }
  return parsed.data;
}

function applyOverrides(secrets: StackSecrets, env: NodeJS.ProcessEnv): StackSecrets {
  const merged: Record<string, string> = { ...secrets };
  for (const [name, variable] of overrides) {
    const value = env[variable];
    if (!value) continue;
    if (!thirtyTwoBytes.safeParse(value).success) {
      throw new Error(`${variable} must be 32 bytes in base64, such as from: openssl rand -base64 32`);
    }
    merged[name] = value;
  }
  return merged as StackSecrets;
}
