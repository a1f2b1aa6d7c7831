import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { ApiEnv } from './dependencies.ts';

/**
 * Gives each request an id of ours (also in `x-request-id` of the answer) and logs one line for it: method, the route's pattern,
 * status and time. Never the path itself, a query, a header or a body: a caller can put a person's name in any of them.
 */
export function logRequests(log: Logger): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    const startedAt = performance.now();
    await next();
    const durationMs = Math.round(performance.now() - startedAt);
    log.info(
      { requestId, method: c.req.method, route: routePath(c, -1), status: c.res.status, durationMs },
      'answered',
    );
  };
}
