/** Addresses of the three roles on the bench's PostgreSQL. */
export interface ServerUrls {
  readonly service: string;
  readonly owner: string;
  readonly superuser: string;
}

/** The same address with another database. */
export function inDatabase(url: string, database: string): string {
  const copy = new URL(url);
  copy.pathname = `/${database}`;
  return copy.href;
}
