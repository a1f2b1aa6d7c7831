import { Problem } from '../problem.ts';

/** The caller's own company is not on record. */
export function unknownCompany(companyId: string): Problem {
  return new Problem('unknownCompany', `The company '${companyId}' is not on record.`, {
    remedy: `Whoever runs this service can make it: npx careferry company add ${companyId} --name "…"`,
  });
}
