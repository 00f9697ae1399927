import assert from 'node:assert/strict';
import test from 'node:test';

import { FormatError } from '../../public/js/model/checks.js';
import { VERDICTS, comparisonSentences, endText, explorationRequest, inOrderOfInterest, isOver, partingSentence, raceSentence, racesSentence, readExploration, settingsOf, toneOf, verdictSentence } from '../../public/js/model/exploration.js';
import { replayOfSchedule } from '../../public/js/model/replay.js';
import { translate } from '../../public/js/model/translate.js';

/** What exploring `race` with two threads answers. */
const race = () => ({
    id: '1m7yfw3kcnqpb', scenario: 'race', parameters: { threads: 2 }, strategy: 'exhaustive', seed: 1, preemptionBound: null, depth: null,
    time: 'free', status: 'completed', verdict: 'failed', executions: 4, classes: 4, redundant: 0, steps: 16, progress: 1,
    createdAt: '2026-11-21T07:24:30.700Z', elapsedNs: 129557, error: null,
    outcomes: [
        { status: 'completed', outcome: { expected: 0, finalValue: 0 }, error: null, correct: true, executions: 2, schedule: '1f.1x2.2x2-82ef1de6', preemptions: 0, nearestPass: null },
        {
            status: 'completed', outcome: { expected: 0, finalValue: 1 }, error: null, correct: false, executions: 2, schedule: '1f.1.2x2.1-9e362835', preemptions: 1,
            nearestPass: { schedule: '1f.1x2.2x2-82ef1de6', step: 1, failing: 'Thread-2 read count', passing: 'Thread-1 write count' },
        },
    ],
});

const inWords = (exploration) => {
    const { key, details } = verdictSentence(exploration);
    return ['en', 'zh'].map((language) => translate(language, key, details));
};

test('an exploration is read whole, and wrong ends come first', () => {
    const exploration = readExploration(race());
    assert.ok(isOver(exploration));
    assert.deepEqual(inOrderOfInterest(exploration).map((outcome) => outcome.correct), [false, true]);
    assert.equal(endText(exploration.outcomes[1]), 'expected = 0 · finalValue = 1');
    assert.deepEqual(settingsOf(exploration), { strategy: 'exhaustive', time: 'free' });
    assert.deepEqual(settingsOf(readExploration({ ...race(), time: 'virtual', preemptionBound: 2 })), { strategy: 'exhaustive', time: 'virtual', preemptionBound: 2 });
    assert.deepEqual(settingsOf(readExploration({ ...race(), strategy: 'pct', depth: 4 })), { strategy: 'pct', time: 'free', depth: 4 });
    assert.deepEqual(replayOfSchedule(exploration, '1f.1'), { engine: 'simulation', seed: 1, schedule: '1f.1', parameters: { threads: 2 } });
});

test('an exploration as a list shows it has no ends, and what was left out is told', () => {
    const { outcomes, ...listed } = race();
    const exploration = readExploration({ ...listed, cuts: ['The search was ended.'], bounds: ['One was held back.'] });
    assert.deepEqual(exploration.outcomes, []);
    assert.deepEqual(exploration.cuts, ['The search was ended.']);
    assert.equal(exploration.createdAt, race().createdAt);
    assert.deepEqual(exploration.bounds, ['One was held back.']);
    assert.deepEqual(readExploration(race()).cuts, []);
    assert.deepEqual(readExploration(race()).bounds, []);
});

test('what is no exploration is refused by its place', () => {
    const at = (path) => (error) => error instanceof FormatError && error.path === path;
    assert.throws(() => readExploration(null), at('exploration'));
    assert.throws(() => readExploration({ ...race(), verdict: 'fine' }), at('verdict'));
    assert.throws(() => readExploration({ ...race(), time: 'slow' }), at('time'));
    assert.throws(() => readExploration({ ...race(), outcomes: [{ ...race().outcomes[0], schedule: null }] }), at('outcomes[0].schedule'));
    assert.throws(() => readExploration({ ...race(), outcomes: [{ ...race().outcomes[0], nearestPass: {} }] }), at('outcomes[0].nearestPass.schedule'));
});

test('every verdict has its own sentence in both languages, and only a proof looks good', () => {
    const sentences = VERDICTS.flatMap((verdict) => inWords(readExploration({ ...race(), verdict })));
    assert.equal(new Set(sentences).size, 2 * VERDICTS.length);
    for (const sentence of sentences) assert.doesNotMatch(sentence, /\{\w+\}|undefined|null/);
    assert.deepEqual(VERDICTS.filter((verdict) => toneOf({ ...race(), verdict }) === 'good'), ['proved']);
    assert.match(inWords(readExploration({ ...race(), verdict: 'bounded', preemptionBound: 2 }))[0], /at most 2 preemptions/);
});

test('what real runs came to is told beside what is possible, if anybody asked', () => {
    assert.deepEqual(comparisonSentences(readExploration(race())), []);
    const [first, second] = race().outcomes;
    const other = { status: 'timedOut', outcome: null, error: null, runs: 2 };
    const compared = (chaos) => readExploration({
        ...race(), outcomes: [{ ...first, realRuns: 18 }, { ...second, realRuns: 0 }],
        comparison: { engine: 'threads', chaos, seed: 1, wanted: 20, runs: 20, others: [other] },
    });
    const sentences = (chaos) => comparisonSentences(compared(chaos)).flatMap(({ key, details }) => ['en', 'zh'].map((language) => translate(language, key, details)));
    assert.match(sentences(false)[0], /20 runs on `threads`, 1 of 2 possible ends/);
    assert.match(sentences(true)[0], /with chaos/);
    assert.match(sentences(true)[2], /2 of them came to an end that is not listed: `timedOut`/);
    for (const sentence of sentences(true)) assert.doesNotMatch(sentence, /\{\w+\}|undefined|null/);
});

test('real runs are asked for only if a number of them was given, or chaos', () => {
    assert.deepEqual(explorationRequest({ strategy: 'pos', 'compare.chaos': false }), { strategy: 'pos' });
    assert.deepEqual(explorationRequest({ 'compare.runs': 5, 'compare.chaos': false }), { compare: { runs: 5, chaos: false } });
    assert.deepEqual(explorationRequest({ 'compare.chaos': true }), { compare: { chaos: true } });
});

test('what has not ended, or was broken off, claims nothing', () => {
    const saying = (changes) => inWords(readExploration({ ...race(), verdict: null, ...changes }))[0];
    assert.match(saying({ status: 'queued' }), /waits for its turn/);
    assert.match(saying({ status: 'running' }), /4 executions so far/);
    assert.match(saying({ status: 'cancelled' }), /stopped before it could say anything/);
    assert.match(saying({ status: 'failed', error: 'the disk is full', verdict: 'budgetExhausted' }), /could not go on: the disk is full/);
    assert.equal(isOver({ status: 'running' }), false);
});

test('the parting of two schedules counts steps from one', () => {
    const { key, details } = partingSentence(race().outcomes[1].nearestPass);
    assert.equal(translate('en', key, details), 'It goes wrong at step 2, by `Thread-2 read count`. It would end well with `Thread-1 write count` instead.');
});

test('data races are told beside the verdict, in both languages, and a proof with one does not look good', () => {
    const races = [{
        variable: 'ready', schedule: '1f.1x2.2', preemptions: 0,
        first: { thread: 'Thread-1', action: 'write', source: 'Scenarios/Init.swift:12' }, second: { thread: 'Thread-2', action: 'read', source: null },
    }];
    const exploration = (verdict) => readExploration({ ...race(), verdict, dataRaces: races });
    const [found] = exploration('proved').dataRaces;
    assert.deepEqual(found, races[0]);
    assert.deepEqual(readExploration(race()).dataRaces, []);
    assert.equal(racesSentence(readExploration(race())), null);
    const texts = ({ key, details }) => ['en', 'zh'].map((language) => translate(language, key, details));
    assert.match(texts(raceSentence(found))[0], /`ready`: `Thread-1 write \(Scenarios\/Init.swift:12\)` and `Thread-2 read`, and nothing orders/);
    assert.match(texts(racesSentence(exploration('proved')))[0], /end well, but the program has data races \(1\)/);
    assert.match(texts(racesSentence(exploration('failed')))[0], /^Besides/);
    for (const verdict of VERDICTS) for (const text of texts(racesSentence(exploration(verdict)))) assert.doesNotMatch(text, /\{\w+\}|undefined|null/);
    assert.equal(toneOf(exploration('proved')), 'open');
    assert.throws(() => readExploration({ ...race(), dataRaces: [{ ...races[0], second: { thread: 'Thread-2', action: 'put' } }] }),
        (error) => error instanceof FormatError && error.path === 'dataRaces[0].second.action');
});
