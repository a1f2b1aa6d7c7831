const daysInMonth = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the Gregorian calendar has that day. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 && isLeapYear ? 29 : (daysInMonth[month] ?? 0));
}

/** `YYYY-MM-DD`, as PostgreSQL prints a date. */
export function toIsoDate(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const months = new Map(monthNames.flatMap((name, index) => [name, name.slice(0, 3)].map((word) => [word, index + 1])));
months.set('sept', 9);

/** 1 to 12 for an English month, long or of three letters (and `Sept`); undefined for any other word. */
export function monthNamed(word: string): number | undefined {
  return months.get(word.toLowerCase());
}
