import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseDateTime } from '../../src/record/date-times.ts';
import { seededRandom } from './context.ts';

const london = (text: string) => parseDateTime(text, 'DMY', 'Europe/London', 2026);

describe('a time becomes an instant', () => {
  const cases: [text: string, value: string | null, issue?: string][] = [
    ['13/02/2020 14:05', '2020-02-13T14:05:00.000Z'],
    ['13/06/2020 14:05', '2020-06-13T13:05:00.000Z'],
    ['2020-06-13T14:05:30.25', '2020-06-13T13:05:30.250Z'],
    ['13/06/2020 2.05 pm', '2020-06-13T13:05:00.000Z'],
    ['13/06/2020 12:00 AM', '2020-06-12T23:00:00.000Z'],
    ['13/06/2020 12:30pm', '2020-06-13T11:30:00.000Z'],
    ['13/06/2020, 9:05', '2020-06-13T08:05:00.000Z'],
    ['13/06/2020 0905', '2020-06-13T08:05:00.000Z'],
    ['13 June 2020 09:05', '2020-06-13T08:05:00.000Z'],
    ['2020-06-13T14:05:00Z', '2020-06-13T14:05:00.000Z'],
    ['2020-06-13T14:05:00+05:30', '2020-06-13T08:35:00.000Z'],
    ['2020-06-13 14:05:00-0700', '2020-06-13T21:05:00.000Z'],
    ['13/06/2020 14:05 BST', '2020-06-13T13:05:00.000Z'],
    ['13/06/2020 14:05 GMT', '2020-06-13T14:05:00.000Z'],
    ['13/06/2020 00:00:00 09:30', '2020-06-13T08:30:00.000Z'],
    ['13/06/2020 30/12/1899 09:30:00', '2020-06-13T08:30:00.000Z'],
    ['13/06/2020', '2020-06-12T23:00:00.000Z', 'datetime.noTime'],
    ['13/06/20 14:05', '2020-06-13T13:05:00.000Z', 'date.twoDigitYear'],
    ['2020-06-13T14:05:00.1234567Z', '2020-06-13T14:05:00.123Z', 'datetime.cut'],
    ['2020-06-13T14:05:00.1230000Z', '2020-06-13T14:05:00.123Z'],
    ['31/03/2024 01:30', '2024-03-31T01:30:00.000Z', 'datetime.skipped'],
    ['27/10/2024 01:30', '2024-10-27T00:30:00.000Z', 'datetime.doubled'],
    ['27/10/2024 00:59:59', '2024-10-26T23:59:59.000Z'],
    ['27/10/2024 02:00', '2024-10-27T02:00:00.000Z'],
    ['31/03/2024 00:59', '2024-03-31T00:59:00.000Z'],
    ['31/03/2024 02:00', '2024-03-31T01:00:00.000Z'],
    ['31/02/2024 09:00', null, 'datetime.impossible'],
    ['13/06/2020 24:00', null, 'datetime.unreadable'],
    ['13/06/2020 14:60', null, 'datetime.unreadable'],
    ['13/06/2020 13:00 am', null, 'datetime.unreadable'],
    ['13/06/2020 after lunch', null, 'datetime.unreadable'],
    ['14:05', null, 'datetime.unreadable'],
    ['Morning', null, 'datetime.unreadable'],
  ];
  for (const [text, value, issue] of cases) {
    test(`'${text}' is ${value ?? 'refused'}${issue ? ` with ${issue}` : ''}`, () => {
      const read = london(text);
      assert.deepEqual([read.value, read.issue], [value, issue]);
    });
  }

  test('in zones that change by half an hour, at midnight or far from London', () => {
    const at = (text: string, zone: string) => parseDateTime(text, 'YMD', zone).value;
    assert.equal(at('2024-01-10 12:00', 'Australia/Lord_Howe'), '2024-01-10T01:00:00.000Z');
    assert.equal(at('2024-07-10 12:00', 'Australia/Lord_Howe'), '2024-07-10T01:30:00.000Z');
    assert.equal(at('2024-04-07 01:45', 'Australia/Lord_Howe'), '2024-04-06T14:45:00.000Z');
    assert.equal(at('2024-07-10 12:00', 'Pacific/Kiritimati'), '2024-07-09T22:00:00.000Z');
    assert.equal(at('2024-07-10 12:00', 'America/New_York'), '2024-07-10T16:00:00.000Z');
  });

  test('an unknown zone is an error of the caller', () => {
    assert.throws(() => parseDateTime('2024-07-10 12:00', 'YMD', 'Europe/Atlantis'), RangeError);
  });

  test('clocks in London show what the source wrote, at any instant', () => {
    const clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/London',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const random = seededRandom(9);
    for (let round = 0; round < 3_000; round += 1) {
      const instant = new Date(Math.floor((631_152_000 + random() * 1_500_000_000) / 60) * 60_000);
      const local = clock.format(instant);
      const read = parseDateTime(local, 'YMD', 'Europe/London');
      if (read.issue === 'datetime.doubled') continue;
      assert.deepEqual(read, { value: instant.toISOString(), issue: undefined }, local);
    }
  });
});
