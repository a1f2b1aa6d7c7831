import { migrateToLatest } from './migrate-to-latest.ts';

// `npm run migrate`: brings the schema of an external database up to date, as its owner.
const url = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL;
if (!url) {
  console.error('Set DATABASE_OWNER_URL to the address of the database, with the role that owns the schema.');
  process.exit(2);
}
const applied = await migrateToLatest(url);
console.error(applied.length > 0 ? `Applied: ${applied.join(', ')}.` : 'The schema is up to date.');
