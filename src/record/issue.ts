/** `error` holds the record back; `warning` sets the value aside and goes on; `info` tells what was changed. */
export type Severity = 'error' | 'warning' | 'info';

/** A problem of one record, as a value. It never holds the value that it is about. */
export interface Issue {
  /** Dotted and stable, such as `date.unreadable` or `required.missing`. */
  readonly code: string;
  readonly severity: Severity;
  readonly field?: string;
}

/** `date.unreadable/dateOfBirth`: how an issue is kept in one column of text. */
export function formatIssue(issue: Issue): string {
  return `${issue.severity}:${issue.code}${issue.field ? `/${issue.field}` : ''}`;
}
