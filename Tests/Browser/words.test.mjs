import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

import { colourNumbers } from '../../public/js/lanes/palette.js';
import { formatDuration, formatTick } from '../../public/js/model/duration.js';
import { cycleSentences, eventSentence, segmentSentence, statusSentence, watchdogSentence } from '../../public/js/model/explain.js';
import { KINDS } from '../../public/js/model/kinds.js';
import { holdersAt, momentAt } from '../../public/js/model/moment.js';
import { STATUSES } from '../../public/js/model/run.js';
import { stateText } from '../../public/js/model/state-text.js';
import { languageFor, LANGUAGES, translate } from '../../public/js/model/translate.js';
import { tokensOf } from '../../public/js/model/swift-tokens.js';
import { waitForGraph } from '../../public/js/model/wait-for.js';
import { condition } from './samples/condition.mjs';
import { deadlock } from './samples/deadlock.mjs';
import { modelOf } from './samples/model-of.mjs';
import { race } from './samples/race.mjs';
import { semaphore } from './samples/semaphore.mjs';

const places = (sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const root = new URL('../../public/js/', import.meta.url);

test('both languages have the same keys with the same places', () => {
    assert.deepEqual(Object.keys(LANGUAGES.zh).sort(), Object.keys(LANGUAGES.en).sort());
    for (const key of Object.keys(LANGUAGES.en)) assert.deepEqual(places(LANGUAGES.zh[key]), places(LANGUAGES.en[key]), key);
});

test('every key that the code says is a sentence, and every sentence is said', () => {
    const code = readdirSync(root, { recursive: true })
        .filter((name) => name.endsWith('.js') && !name.includes('languages'))
        .map((name) => readFileSync(new URL(name, root), 'utf8')).join('\n');
    const said = [...code.matchAll(/\bsay\('([^']+)'/g)].map((match) => match[1]);
    assert.ok(said.length > 50);
    for (const key of said) assert.ok(key in LANGUAGES.en, key);
    const families = [...code.matchAll(/`([a-z]+)\.\$\{/g)].map((match) => `${match[1]}.`);
    for (const key of Object.keys(LANGUAGES.en)) {
        const isSaid = code.includes(`'${key}'`) || families.some((family) => key.startsWith(family));
        assert.ok(isSaid, `${key} is never said`);
    }
});

test('every sentence about the samples exists in both languages, with nothing left open', () => {
    for (const run of [deadlock(), race(), semaphore(), condition()]) {
        const model = modelOf(run);
        const sentences = [
            statusSentence(model.run), watchdogSentence(model), ...model.run.findings.flatMap((finding) => cycleSentences(model, finding)),
            ...[...model.segmentsOfThread.values()].flat().map((segment) => segmentSentence(model, segment)),
            ...model.events.map((_, index) => eventSentence(model, index)),
        ].filter((sentence) => sentence !== null);
        for (const language of ['en', 'zh']) {
            for (const { key, details } of sentences) {
                assert.ok(key in LANGUAGES[language], key);
                assert.doesNotMatch(translate(language, key, details), /\{\w+\}|undefined|null/);
            }
        }
    }
    for (const status of STATUSES) assert.ok(`status.${status}.sentence` in LANGUAGES.en);
});

test('a deadlock that could have been is not told as one that was', () => {
    const model = modelOf(deadlock());
    const finding = { ...model.run.findings[0], kind: 'lockOrderInversion' };
    const words = cycleSentences(model, finding).map(({ key, details }) => translate('en', key, details));
    assert.deepEqual(words, ['Worker-1 took B while it held A.', 'Worker-2 took A while it held B.']);
});

test('every kind of finding and form of deadlock in openapi.yaml has a name', () => {
    const contract = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');
    for (const [schema, family] of [['FindingKind', 'finding'], ['DeadlockForm', 'deadlock']]) {
        const names = contract.match(new RegExp(`\\n    ${schema}:[^]*?enum: \\[([^\\]]+)\\]`))[1].match(/\w+/g);
        assert.ok(names.length > 3);
        for (const name of names) assert.ok(`${family}.${name}` in LANGUAGES.en, `${family}.${name}`);
    }
});

test('every kind of object in openapi.yaml has its name in both languages, its text and its place in the picture', () => {
    const contract = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');
    const kinds = contract.match(/\n {4}ObjectKind:[^]*?enum: \[([^\]]+)\]/)[1].match(/\w+/g);
    assert.deepEqual(Object.keys(KINDS).sort(), [...kinds].sort());
    // A golden sample in which every kind is met, and waited for if it can be.
    const model = modelOf(JSON.parse(readFileSync(new URL('../Golden/kinds.json', import.meta.url), 'utf8')));
    assert.deepEqual(model.objects.map((object) => object.kind).sort(), [...kinds].sort());
    const colours = colourNumbers(model);
    const waitedFor = new Set([...model.segmentsOfThread.values()].flat().filter((segment) => segment.kind === 'waiting').map((segment) => segment.object));
    const drawn = new Set([...model.events.keys()].flatMap((index) => waitForGraph(model, momentAt(model, index)).waits.map((edge) => edge.object)));
    for (const object of model.objects) {
        for (const language of ['en', 'zh']) assert.ok(`kind.${object.kind}` in LANGUAGES[language], `kind.${object.kind}`);
        assert.ok(colours.has(object.id));
        const events = model.eventsOfObject.get(object.id).map((index) => model.events[index]);
        for (const { state } of events) {
            const text = stateText(model, object, state);
            assert.ok(text.length > 0 && !text.startsWith('{') && !text.includes('undefined'), `${object.kind}: ${text}`);
        }
        const waits = events.some((event) => event.phase === 'wait');
        assert.deepEqual([waitedFor.has(object.id), drawn.has(object.id)], [waits, waits], object.kind);
    }
    const held = new Set([...model.events.keys()].flatMap((index) => model.objects.filter(({ id }) => holdersAt(model, momentAt(model, index), id).length > 0)));
    assert.deepEqual([...held].map(({ kind }) => kind).sort(), kinds.filter((kind) => KINDS[kind].holders !== null && kind !== 'semaphore').sort(),
        'the permit of a semaphore that is a signal is held by nobody');
});

test('a deadlock is told in plain words', () => {
    const model = modelOf(deadlock());
    const words = cycleSentences(model, model.run.findings[0]).map(({ key, details }) => translate('en', key, details));
    assert.deepEqual(words, ['Worker-1 holds A and waits for B.', 'Worker-2 holds B and waits for A.']);
});

test('the language is the first preferred one that the page speaks', () => {
    assert.equal(languageFor(['zh-CN', 'en']), 'zh');
    assert.equal(languageFor(['de-DE', 'zh-Hant-TW', 'en']), 'zh');
    assert.equal(languageFor(['fr', 'en-GB', 'zh']), 'en');
    assert.equal(languageFor([]), 'en');
});

test('durations have three digits and the unit that fits', () => {
    const expected = [[0, '0'], [1, '1 ns'], [999, '999 ns'], [1_000, '1 µs'], [12_345, '12.3 µs'], [1_254_000, '1.25 ms'], [999_999, '1 ms'], [123_456_789, '123 ms'], [61_500_000_000, '61.5 s'], [null, '–']];
    for (const [ns, text] of expected) assert.equal(formatDuration(ns), text);
});

test('neighbouring marks of the ruler never read alike', () => {
    for (const [from, step] of [[5_000_000, 10], [10_234_000, 200], [3_000_000_000, 1_000_000]]) {
        const marks = Array.from({ length: 8 }, (_, count) => formatTick(from + count * step, step));
        assert.equal(new Set(marks).size, marks.length, marks.join(' '));
    }
});

test('each kind of object has its state in a line, and an unknown kind is shown as it came', () => {
    const model = modelOf(deadlock());
    const text = (kind, state) => stateText(model, { id: 0, kind, name: 'x' }, state);
    assert.equal(text('lock', { owner: 1, count: 1 }), 'owner Worker-1');
    assert.equal(text('lock', { owner: null, count: 0 }), 'free');
    assert.equal(text('rlock', { owner: 2, count: 3 }), 'owner Worker-2 ×3');
    assert.equal(text('queue', { items: ['a', 'b'], capacity: 2, unfinished: 2, shutDown: false }), '[a, b] of 2, unfinished 2');
    assert.equal(text('queue', { items: ['a'], size: 40, capacity: null, unfinished: 0, shutDown: true }), '[a … 40 in all], unfinished 0, shut down');
    assert.equal(text('variable', { value: 0 }), '0');
    assert.equal(text('variable', { value: null }), 'null');
    assert.equal(text('portal', { open: true }), '{"open":true}');
    assert.equal(text('lock', null), '–');
});

test('Swift tokens together are the line', () => {
    for (const line of ['    let name = "a \\" b" // why', 'try await x.withLock { $0 += 1_000 }', '', '锁.acquire("甲")']) {
        assert.equal(tokensOf(line).map((token) => token.text).join(''), line);
    }
    assert.deepEqual(tokensOf('let a = Lock("A")').filter((token) => token.kind !== 'plain').map((token) => token.kind), ['keyword', 'type', 'string']);
});
