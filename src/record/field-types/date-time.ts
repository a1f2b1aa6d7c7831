import { dateShape } from '../date-shape.ts';
import { dateTimeInOrder } from '../date-times.ts';
import { noted, type Reading, reading, unreadable, type ValueReader } from '../reading.ts';
import type { DateOrder } from '../source-record.ts';
import { type ColumnOrder, isPlaceholder, referenceYear, undecidedOrder } from './date.ts';

/**
 * Reads a datetime field into UTC; the rules and codes are those of `parseDateTime`. `datetime.skipped`,
 * `datetime.doubled` and `date.twoDigitYear` are warnings, `datetime.noTime` and `datetime.cut` tell what was supplied or left out.
 * Placeholders and undecided orders are treated as in a date field.
 */
export function dateTimeReader(order: ColumnOrder): ValueReader {
  return (text, context) => {
    const shape = dateShape(text);
    if (!shape) return unreadable('datetime.unreadable');
    if (isPlaceholder(shape)) return noted(null, 'info', 'date.placeholder');
    const undecided = undecidedOrder(shape, order);
    if (undecided) return undecided;
    const { value, issue } = dateTimeInOrder(shape, order as DateOrder, context.timeZone, referenceYear(context));
    return withIssue(value, issue);
  };
}

function withIssue(value: string | null, issue: string | undefined): Reading {
  if (!issue) return reading(value);
  if (value === null) return unreadable(issue);
  const isTold = issue === 'datetime.noTime' || issue === 'datetime.cut';
  return noted(value, isTold ? 'info' : 'warning', issue);
}
