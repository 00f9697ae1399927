import assert from 'node:assert/strict';
import test from 'node:test';

import { byChapter, inLanguage, matching } from '../../public/js/model/catalogue.js';
import { complaints, fieldsOf, readField, readForm, writeField } from '../../public/js/model/form.js';
import { readLink, writeLink } from '../../public/js/model/link.js';
import { replayOf } from '../../public/js/model/replay.js';
import { stepCount, withoutLastStep, withStep } from '../../public/js/model/schedule.js';

const schema = {
    type: 'object',
    properties: {
        threads: { type: 'integer', minimum: 1, maximum: 500, default: 5, description: 'How many' },
        pauseMs: { type: 'number', minimum: 0, default: 0.5 },
        locked: { type: 'boolean', default: true },
        variant: { type: 'string', enum: ['opposite-order', 'self'], default: 'self' },
        name: { type: 'string', default: 'A' },
        notify: { type: 'array', items: { type: 'integer', minimum: 1 }, default: [4, 2] },
        names: { type: 'array', items: { type: 'string' }, default: ['a', 'b'] },
        entries: { type: 'array', items: { type: 'array' }, default: [[1, 'x']] },
    },
    additionalProperties: false,
};

test('every kind of parameter has a field', () => {
    assert.deepEqual(fieldsOf(schema).map((field) => field.kind), ['integer', 'number', 'boolean', 'choice', 'text', 'list', 'list', 'json']);
    assert.deepEqual(fieldsOf(undefined), []);
    const [field] = fieldsOf({ properties: { threads: { type: 'integer', description: 'How many', 'x-description-zh': '多少' } } });
    assert.deepEqual(field.description, { en: 'How many', zh: '多少' });
});

test('the defaults, written into the form and read back, are the defaults', () => {
    const fields = fieldsOf(schema);
    const inputs = Object.fromEntries(fields.map((field) => [field.name, writeField(field, field.fallback)]));
    const { parameters, problems } = readForm(fields, inputs);
    assert.deepEqual(problems, {});
    assert.deepEqual(parameters, Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, property.default])));
});

test('what does not fit is said at its field, and what is empty is left to the service', () => {
    const fields = Object.fromEntries(fieldsOf(schema).map((field) => [field.name, field]));
    assert.equal(readField(fields.threads, '0').problem.key, 'form.tooSmall');
    assert.equal(readField(fields.threads, '501').problem.key, 'form.tooLarge');
    assert.equal(readField(fields.threads, '1.5').problem.key, 'form.notAnInteger');
    assert.equal(readField(fields.pauseMs, 'soon').problem.key, 'form.notANumber');
    assert.equal(readField(fields.notify, '4, 0').problem.key, 'form.tooSmall');
    assert.equal(readField(fields.entries, '[1,').problem.key, 'form.notJSON');
    assert.deepEqual(readField(fields.threads, ''), {});
    assert.deepEqual(readField(fields.notify, '4，2 1').value, [4, 2, 1]);
    assert.deepEqual(readField(fields.names, 'x, y').value, ['x', 'y']);
});

test('the service\'s complaints find their fields', () => {
    const one = complaints({ detail: 'too many', field: 'parameters.threads' });
    assert.deepEqual(one.byField, { 'parameters.threads': 'too many' });
    const several = complaints({ title: 'Invalid', errors: [{ field: 'parameters.notify[1]', detail: 'too small' }, { field: 'timeoutMs', detail: 'too long' }] });
    assert.deepEqual(several.byField, { 'parameters.notify': 'too small', timeoutMs: 'too long' });
    assert.equal(complaints({ title: 'Busy' }).general, 'Busy');
});

test('a link leads back to its place', () => {
    for (const place of [
        { page: 'home' },
        { page: 'scenario', name: 'queue-blocking' },
        { page: 'scenario', name: 'race', given: { engine: 'simulation', schedule: '1f.1x2~1.2-9e36', seed: 9007199254740991, parameters: { threads: 3, name: 'ä&b' } } },
        { page: 'exploration', id: '1m7yfw3kcnqpb' },
        { page: 'run', id: '01J/ä?x', event: 12, thread: 0, object: null, finding: 0 },
        { page: 'run', id: 'r1', event: null, thread: null, object: 3, finding: null },
    ]) assert.deepEqual(readLink(writeLink(place)), place);
});

test('a link that makes no sense leads home, and a broken number is none', () => {
    for (const hash of ['', '#', '#/', '#/nowhere/x', '#/runs', '#/runs/%E0%A4%A', '#/runs/a/b']) assert.deepEqual(readLink(hash), { page: 'home' });
    assert.equal(readLink('#/runs/a?event=-1').event, null);
    assert.equal(readLink('#/runs/a?event=1e9').event, null);
    assert.deepEqual(readLink('#/scenarios/race?seed=9007199254740993&parameters=[1]'), { page: 'scenario', name: 'race' });
});

test('a run is repeated by its engine, seed, schedule and parameters, and by no schedule where there is none', () => {
    const run = { engine: 'simulation', seed: 7, schedule: '1v.1x2', parameters: { threads: 2 } };
    assert.deepEqual(replayOf(run), run);
    assert.deepEqual(replayOf({ ...run, engine: 'threads', schedule: null }), { engine: 'threads', seed: 7, parameters: { threads: 2 } });
    assert.deepEqual(readLink(writeLink({ page: 'scenario', name: 'race', given: replayOf(run) })).given, run);
});

test('an empty schedule is left to the service, and one that was pasted loses its margins', () => {
    const field = { name: 'schedule', kind: 'schedule' };
    assert.deepEqual(readField(field, '  '), {});
    assert.deepEqual(readField(field, ' 1f.1x2\n'), { value: '1f.1x2' });
});

test('a schedule grows by a step and shrinks by one, whatever its steps are packed into', () => {
    assert.equal(withStep('1fe', 2), '1fe.2');
    assert.equal(withStep('1fe.1.2-10d7074b', 1), '1fe.1.2.1');
    assert.equal(withoutLastStep('1fe'), null);
    assert.equal(withoutLastStep('1fe.1'), '1fe');
    assert.equal(withoutLastStep('1f.1x2.2x3-9e362835'), '1f.1x2.2x2');
    assert.equal(withoutLastStep('1f.1~1.2~1x2'), '1f.1~1.2~1');
    assert.deepEqual(['1fe', '1f.1x2.2.3x2-9e362835', '1v.2~1x3'].map(stepCount), [0, 5, 3]);
});

test('scenarios keep their order inside chapters, and are found by either language', () => {
    const scenario = (name, chapter, en, zh) => ({ name, chapter, title: { en, zh }, summary: { en: '', zh: '' } });
    const all = [scenario('race', 'locks', 'A race', '竞争'), scenario('queue', 'queues', 'A queue', '队列'), scenario('lock', 'locks', 'A lock', '锁')];
    assert.deepEqual(byChapter(all).map((group) => [group.chapter, group.scenarios.map((entry) => entry.name)]), [['locks', ['race', 'lock']], ['queues', ['queue']]]);
    assert.deepEqual(matching(all, '队').map((entry) => entry.name), ['queue']);
    assert.deepEqual(matching(all, 'a LOCK').map((entry) => entry.name), ['lock']);
    assert.equal(matching(all, '  ').length, 3);
    assert.equal(inLanguage({ en: 'x' }, 'zh'), 'x');
    assert.equal(inLanguage('plain', 'zh'), 'plain');
});
