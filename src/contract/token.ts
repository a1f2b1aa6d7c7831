import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { companyIdSchema } from './company-id.ts';
import { singleLine } from './single-line.ts';

/** Who calls the API, and for which company. */
export interface Caller {
  /** Who asks, as it stands in the audit. */
  readonly who: string;
  readonly companyId: string;
}

const audience = 'careferry';
// Pinned for both sides: a token that names another algorithm, or none, is not looked at.
const algorithm = 'HS256';

const claimsSchema = z.object({ sub: singleLine(200), company: companyIdSchema });

/** Thrown for every token that is not accepted; why is nobody's business but the log's. */
export class InvalidToken extends Error {
  /** A word for the log, such as `ERR_JWT_EXPIRED`. Never a part of the token. */
  readonly code: string;
  constructor(code: string) {
    super(`The bearer token is not accepted (${code}).`);
    this.name = 'InvalidToken';
    this.code = code;
  }
}

/** Makes a bearer token for the API: a JWT (RFC 7519) under HMAC-SHA-256 that ends after `lifetimeSeconds`. */
export async function mintToken(caller: Caller, secret: Uint8Array, lifetimeSeconds: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ company: companyIdSchema.parse(caller.companyId) })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setSubject(caller.who)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(secret);
}

/**
 * Says whose token this is.
 * @throws InvalidToken where it is damaged, expired, for another audience, signed otherwise, or names no person or company.
 */
export async function verifyToken(token: string, secret: Uint8Array): Promise<Caller> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [algorithm],
      audience,
      requiredClaims: ['exp', 'sub', 'company'],
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw new InvalidToken('claims');
    return { who: claims.data.sub, companyId: claims.data.company };
  } catch (error) {
    if (error instanceof InvalidToken) throw error;
    throw new InvalidToken(error instanceof errors.JOSEError ? error.code : 'unreadable');
  }
}
