import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entityFeatureNames, readEntities } from '../../src/mapping/matcher/entity-features.ts';
import { buildKnowledge } from '../../src/mapping/matcher/knowledge.ts';
import { readSourceTable } from '../../src/mapping/matcher/source-columns.ts';

describe('what keys say of a table', () => {
  const knowledge = buildKnowledge([], []);
  const readings = (names: readonly string[]) =>
    readEntities(
      readSourceTable({ table: '', columns: names.map((name) => ({ name, samples: [] })) }, 'optical'),
      knowledge,
    );
  const featureOf = (names: readonly string[], entity: string, feature: string) =>
    readings(names).find((reading) => reading.entity.name === entity)?.features[entityFeatureNames.indexOf(feature)] ??
    -1;

  const booked = ['AppointmentId', 'PatientId', 'PatientFirstName', 'PatientDob'];

  it('takes the first column for the key of its own entity', () => {
    assert.equal(featureOf(booked, 'appointments', 'ownKey'), 1);
    assert.ok(featureOf(booked, 'patients', 'ownKeyLead') < 0);
    assert.equal(featureOf(['Sphere', 'AppointmentId'], 'appointments', 'ownKey'), 0);
  });

  it('does not take a table that points to a person for the table of people', () => {
    assert.equal(featureOf(booked, 'appointments', 'pointsToPerson'), 1);
    assert.equal(featureOf(booked, 'patients', 'pointsToPerson'), 0);
    assert.equal(featureOf(['PatientId', 'FirstName'], 'appointments', 'pointsToPerson'), 0);
  });
});
