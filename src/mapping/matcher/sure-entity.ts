import type { Domain } from '../../record/catalogue.ts';
import { entityByTableName } from '../match-table.ts';

/** A table whose entity is less likely is shown to a person; chosen so that of those above it nearly all are right. */
const sureEntity = 0.7;
/** The same where the table's name says another entity. */
const sureAgainstName = 0.98;

/**
 * How sure it must be what a table holds that no person needs to look.
 * @param table Its name; empty where the file carries none.
 * @param entity What it is taken for.
 * @returns The least confidence, from 0 to 1.
 */
export function sureEntityFrom(table: string, domain: Domain, entity: string): number {
  const named = table === '' ? undefined : entityByTableName(table, domain);
  return named && named.name !== entity ? sureAgainstName : sureEntity;
}

/**
 * Whether it is sure enough what a table holds that no person needs to look.
 * @param confidence That it holds the entity, 0 to 1.
 */
export function isSureOfEntity(table: string, domain: Domain, entity: string, confidence: number): boolean {
  return confidence >= sureEntityFrom(table, domain, entity);
}
