import type { Api } from './dependencies.ts';
import { Problem } from './problem.ts';

/** Answers 405 with `Allow` where the address is there but the method is not (RFC 9110, 15.5.6). To be called after all routes. */
export function refuseOtherMethods(app: Api): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === 'ALL' || path.includes('*')) continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, known] of methods) {
    app.all(path, () => {
      throw new Problem('methodNotAllowed', `This address answers ${[...known].join(', ')}.`, {
        headers: { allow: [...known].join(', ') },
      });
    });
  }
}
