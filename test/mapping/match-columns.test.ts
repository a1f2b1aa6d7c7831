import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchColumns } from '../../src/mapping/match-columns.ts';
import { trainedModel } from '../../src/mapping/matcher/trained-model.ts';
import { entityNamed } from '../../src/record/catalogue.ts';

/** What the columns of a table feed, by names alone or with rows. */
function match(
  entity: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[] = [],
  taken: readonly string[] = [],
) {
  return matchColumns({ table: entity, file: `${entity}.csv`, columns, rows }, entityNamed(entity), new Set(taken));
}

function fieldsOf(
  entity: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[] = [],
  taken: readonly string[] = [],
): Record<string, string> {
  return Object.fromEntries(
    match(entity, columns, rows, taken).fields.map((mapping) => [mapping.columns.join(' + '), mapping.field]),
  );
}

const rx = ['id', 'patient_id', 'issue_date'];

describe('matchColumns', () => {
  it('says how sure it is, and why, in words', () => {
    const rows = Array.from({ length: 20 }, (_, year) => [
      `P${1000 + year}`,
      'Dorothy',
      'Sutcliffe',
      `0${1 + (year % 9)}/02/${1921 + year * 4}`,
    ]);
    const { fields } = match('patients', ['patient_id', 'first_name', 'last_name', 'dob'], rows);
    const birth = fields.find(({ field }) => field === 'dateOfBirth');
    assert.equal(birth?.by, 'matcher');
    assert.ok(birth.confidence > 0.9 && birth.confidence <= 1);
    assert.match(
      birth.reasons?.join(' ') ?? '',
      /reads as 'date of birth'\. 100 % of the values are dates between 1925 and 1993\./,
    );
  });

  it('reads either eye in every usual writing', () => {
    for (const [right, left] of [
      ['R Sph', 'L Sph'],
      ['RE_SPH', 'LE_SPH'],
      ['OD Sph', 'OS Sph'],
      ['ODSPH', 'OSSPH'],
      ['Sph OD', 'Sph OS'],
      ['SphR', 'SphL'],
      ['RightSphere', 'LeftSphere'],
    ] as const) {
      const fields = fieldsOf('prescriptions', [...rx, right, left]);
      assert.equal(fields[right], 'rightSphere', right);
      assert.equal(fields[left], 'leftSphere', left);
    }
  });

  it('never takes a column of one eye for the other', () => {
    const names = ['Sph', 'Cyl', 'Axis', 'Add', 'Prism', 'Base', 'VA'];
    for (const [prefix, side] of [
      ['R', 'right'],
      ['RE', 'right'],
      ['OD', 'right'],
      ['L', 'left'],
      ['LE', 'left'],
      ['OS', 'left'],
    ] as const) {
      const { fields, doubtful } = match('prescriptions', [...rx, ...names.map((name) => `${prefix} ${name}`)]);
      for (const { field } of [...fields.slice(3), ...doubtful])
        assert.ok(field === null || !/^(?:left|right)/.test(field) || field.startsWith(side), `${prefix}: ${field}`);
    }
  });

  it('leaves alone fields that are fed already', () => {
    assert.equal(fieldsOf('patients', ['id', 'Surname', 'Sex', 'DOB'], [], ['lastName']).Surname, undefined);
  });

  it('tells the key of a table from its references', () => {
    const fields = fieldsOf('examinations', ['id', 'patient_id', 'exam_date', 'notes']);
    assert.equal(fields.id, 'externalId');
    assert.equal(fields.patient_id, 'patientId');
  });

  it('takes a date and its time for parts of one value, and joins them where it is sure of both', () => {
    const rows = Array.from({ length: 20 }, (_, day) => [
      `A${day}`,
      `P${day * 7}`,
      `2024-03-${10 + day}`,
      `${10 + (day % 7)}:30`,
      'Sight test',
    ]);
    const columns = ['id', 'patient_id', 'Appointment Date', 'Appointment Time', 'Type'];
    const { fields, doubtful } = match('appointments', columns, rows);
    const start = fields.find(({ field }) => field === 'startsAt');
    const suggested = doubtful.filter(({ field }) => field === 'startsAt').map(({ column }) => column);
    assert.deepEqual([...(start?.columns ?? []), ...suggested], ['Appointment Date', 'Appointment Time']);
    assert.equal(start?.separator, start?.columns.length === 2 ? ' ' : undefined);
  });

  it('feeds a required date from the only column that may be it, and asks unless it is sure', () => {
    const rows = Array.from({ length: 20 }, (_, day) => [
      String(day + 1),
      String(day * 3 + 40),
      `${20 + day}.50`,
      day % 2 === 0 ? 'card' : 'cash',
      `2024-03-${10 + day} 10:30:00`,
    ]);
    const { fields, questions } = match('payments', ['id', 'invoice_id', 'amount', 'method', 'created_at'], rows);
    const paid = fields.find(({ field }) => field === 'paidDate');
    assert.deepEqual(paid?.columns, ['created_at']);
    const isSure = (paid.confidence ?? 0) >= trainedModel().calibration.acceptFrom;
    assert.equal(
      questions.some(({ columns }) => columns.includes('created_at')),
      !isSure,
    );
  });

  it('takes headers that look like parts of an object for names', () => {
    assert.deepEqual(fieldsOf('patients', ['__proto__', 'constructor', 'toString', '']), {});
  });

  it('gives the same answer twice', () => {
    const columns = ['id', 'fname', 'sname', 'dob', 'tel_home', 'tel_mob', 'pcode'];
    assert.deepEqual(match('residents', columns), match('residents', columns));
  });
});
