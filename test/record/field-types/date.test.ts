import { describe } from 'node:test';
import { testReadings } from './read-field.ts';

describe('a date field', () => {
  testReadings('examinations', 'nextExaminationDate', [
    ['13/02/2027', '2027-02-13'],
    ['13/02/2027 00:00:00', '2027-02-13'],
    ['2/13/2027 12:00:00 AM', null, 'unreadable:date.impossible'],
    ['13/02/2027 09:30', '2027-02-13', 'info:date.timeDropped'],
    ['2027-06-12T00:00:00Z', '2027-06-12'],
    ['2027-06-11T23:00:00Z', '2027-06-12', 'info:date.fromInstant'],
    ['2027-06-11T22:00:00Z', '2027-06-11', 'info:date.timeDropped'],
    ['13/02/27', '2027-02-13', 'warning:date.twoDigitYear'],
    ['13/02/98', '1998-02-13', 'warning:date.twoDigitYear'],
    ['99/99/9999', null, 'info:date.placeholder'],
    ['99/99/99', null, 'info:date.placeholder'],
    ['00/00/0000', null, 'info:date.placeholder'],
    ['0000-00-00', null, 'info:date.placeholder'],
    ['0000-00-00 00:00:00', null, 'info:date.placeholder'],
    ['/  /', null, 'info:date.placeholder'],
    ['__/__/____', null, 'info:date.placeholder'],
    ['01/01/0001', null, 'info:date.placeholder'],
    ['0001-01-01T00:00:00', null, 'info:date.placeholder'],
    ['31/12/9999', null, 'info:date.placeholder'],
    ['9999-12-31', null, 'info:date.placeholder'],
    ['01/01/1900', '1900-01-01'],
    ['31/02/2026', null, 'unreadable:date.impossible'],
    ['00/00/1950', null, 'unreadable:date.impossible'],
    ['13/02/2926', null, 'unreadable:date.implausible'],
    ['13/02/0202', null, 'unreadable:date.implausible'],
    ['in 2 years', null, 'unreadable:date.unreadable'],
    ['13/02/2027 or so', null, 'unreadable:date.unreadable'],
    ['43831', null, 'unreadable:date.unreadable'],
  ]);
});

describe('a date field of a column whose order nobody could decide', () => {
  testReadings('examinations', 'examinationDate', [['03/04/2019', null, 'unreadable:date.ambiguous']], 'none');
  testReadings('examinations', 'examinationDate', [['2019-04-03', '2019-04-03']], 'none');
  testReadings('examinations', 'examinationDate', [['03/04/2019', null, 'unreadable:date.ambiguous']], 'ambiguous');
  testReadings('examinations', 'examinationDate', [['3 April 2019', '2019-04-03']], 'ambiguous');
  testReadings('examinations', 'examinationDate', [['03/04/2019', null, 'unreadable:date.mixed']], 'mixed');
  // Even a value that can be read in one order only: its column shows that the orders are mixed up.
  testReadings('examinations', 'examinationDate', [['13/04/2019', null, 'unreadable:date.mixed']], 'mixed');
  testReadings('examinations', 'examinationDate', [['13/04/2019', null, 'unreadable:date.otherOrder']], 'YMD');
});

describe('a date of birth, seen from 22 November 2026', () => {
  testReadings('patients', 'dateOfBirth', [
    ['13/02/1950', '1950-02-13'],
    ['22/11/2026', '2026-11-22'],
    ['23/11/2026', null, 'error:date.implausible'],
    ['22/11/1906', '1906-11-22'],
    ['21/11/1906', null, 'error:date.implausible'],
    ['13/02/1850', null, 'error:date.implausible'],
    ['13/02/50', '1950-02-13', 'warning:date.twoDigitYear'],
    ['13/02/27', '1927-02-13', 'warning:date.twoDigitYear'],
    ['13/02/05', '2005-02-13', 'warning:date.twoDigitYear'],
    ['13/02/06', '2006-02-13', 'warning:date.twoDigitYear'],
    ['13/12/06', null, 'error:date.twoDigitYear'],
    ['13/02/19', null, 'error:date.twoDigitYear'],
    ['13/02/26', null, 'error:date.twoDigitYear'],
    ['13/12/26', '1926-12-13', 'warning:date.twoDigitYear'],
    ['13/02/50 approx', null, 'unreadable:date.unreadable'],
    ['1950-06-11T23:00:00.000Z', '1950-06-12', 'info:date.fromInstant'],
    ['99/99/99', null, 'info:date.placeholder'],
  ]);
});

describe('a datetime field', () => {
  testReadings('appointments', 'startsAt', [
    ['13/06/2026 09:30', '2026-06-13T08:30:00.000Z'],
    ['13/06/2026', '2026-06-12T23:00:00.000Z', 'info:datetime.noTime'],
    ['27/10/2024 01:30', '2024-10-27T00:30:00.000Z', 'warning:datetime.doubled'],
    ['31/03/2024 01:30', '2024-03-31T01:30:00.000Z', 'warning:datetime.skipped'],
    ['00/00/0000 00:00', null, 'info:date.placeholder'],
    ['Morning', null, 'unreadable:datetime.unreadable'],
    ['13/13/2026 09:30', null, 'unreadable:datetime.impossible'],
  ]);
  testReadings('appointments', 'startsAt', [['03/04/2026 09:30', null, 'unreadable:date.ambiguous']], 'ambiguous');
});
