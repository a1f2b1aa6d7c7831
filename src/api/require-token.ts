import type { Context, MiddlewareHandler } from 'hono';
import { InvalidToken, verifyToken } from '../contract/token.ts';
import type { ApiDependencies, ApiEnv } from './dependencies.ts';
import { Problem, referencePath } from './problem.ts';

/** What may be read without a token. Everything else, known or not, needs one. */
export const openPaths: readonly string[] = ['/healthz', '/api/openapi.json', referencePath];

/** Takes the caller from the bearer token (RFC 6750), in the Authorization header only: a token in a URL ends up in logs. */
export function requireToken({ tokenSecret, log }: ApiDependencies): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (openPaths.includes(c.req.path)) return next();
    const token = bearerOf(c);
    if (!token) throw refuse('Bearer realm="careferry"');
    try {
      c.set('caller', await verifyToken(token, tokenSecret));
    } catch (error) {
      if (!(error instanceof InvalidToken)) throw error;
      log.info({ requestId: c.get('requestId'), code: error.code }, 'refused a token');
      throw refuse('Bearer realm="careferry", error="invalid_token"');
    }
    // What one company may see must not be kept for another by anything in between.
    c.header('cache-control', 'no-store');
    return next();
  };
}

/** The bearer token of a request; undefined where it has none. */
export function bearerOf(c: Context): string | undefined {
  return /^Bearer +([\w.~+/=-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
}

function refuse(challenge: string): Problem {
  return new Problem('unauthenticated', 'Send a valid bearer token in the Authorization header.', {
    remedy: 'Make one with: npx careferry token --company-id <id> --days <n>',
    headers: { 'www-authenticate': challenge },
  });
}
