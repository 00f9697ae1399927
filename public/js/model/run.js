/**
 * A run as the service answers it, checked and with its gaps filled, so that nothing after this file has to ask
 * whether a field is there. `docs/trace-format.md` is the contract; what breaks it is refused by name and place
 * rather than drawn wrongly.
 *
 * @typedef {'queued'|'running'|'paused'|'completed'|'deadlocked'|'timedOut'|'cancelled'|'failed'} Status
 * @typedef {'wait'|'done'|'timeout'|'interrupt'|'refused'} Phase
 * @typedef {{id: number, name: string, parent: number|null, daemon: boolean, pid: number|null, tid: number|null}} Thread
 * @typedef {{id: number, kind: string, name: string}} SharedObject
 * @typedef {{seq: number, atNs: number, thread: number, action: string, object: number|null, phase: Phase,
 *   source: string|null, state: Record<string, any>|null, value: any}} TraceEvent
 * @typedef {{thread: number, holds: number[], waitsFor: number}} CycleLink
 * @typedef {{kind: string, message: string, threads: number[], objects: number[], events: number[],
 *   cycle: CycleLink[]}} Finding
 * @typedef {{timeoutNs: number, reason: string, atNs: number, interrupted: number[]}} Watchdog
 * @typedef {{thread: number, step: number, action: string, object: number|null, source: string|null, enabled: boolean,
 *   timesOut: boolean}} PendingAction what a thread of a paused run would do next
 * @typedef {{atNs: number, thread: number, text: string}} OutputLine
 * @typedef {{threads: Thread[], objects: SharedObject[], events: TraceEvent[], truncated: number}} Trace
 * @typedef {{id: string, scenario: string, engine: string, status: Status, parameters: Record<string, any>,
 *   seed: number|null, chaos: boolean, schedule: string|null, createdAt: string|null, durationNs: number|null,
 *   outcome: any, error: string|null, expected: boolean|null,
 *   correct: boolean|null, mistake: {en: string, zh: string}|null, findings: Finding[], watchdog: Watchdog|null, output: OutputLine[],
 *   next: PendingAction[], trace: Trace}} Run
 */

import { FormatError, known, listAt, numberAt, numberOrNull, objectAt, oneOf, stringAt } from './checks.js';

export const STATUSES = ['queued', 'running', 'paused', 'completed', 'deadlocked', 'timedOut', 'cancelled', 'failed'];
export const PHASES = ['wait', 'done', 'timeout', 'interrupt', 'refused'];

/**
 * Whether nothing more will happen in a run. A paused one is over too: what goes on from it is another run.
 * @param {Status} status
 */
export function hasEnded(status) {
    return status !== 'queued' && status !== 'running';
}

/** What a run's entry in a list says: everything but trace and output. @param {any} json */
export function readSummary(json) {
    const run = objectAt(json, 'run');
    return {
        id: stringAt(run.id, 'id'),
        scenario: stringAt(run.scenario, 'scenario'),
        engine: stringAt(run.engine, 'engine'),
        status: oneOf(STATUSES, run.status, 'status'),
        parameters: run.parameters ?? {},
        seed: run.seed ?? null,
        chaos: run.chaos === true,
        schedule: run.schedule ?? null,
        createdAt: run.createdAt ?? null,
        durationNs: numberOrNull(run.durationNs, 'durationNs'),
        outcome: run.outcome ?? null,
        error: run.error ?? null,
        expected: typeof run.expected === 'boolean' ? run.expected : null,
        correct: typeof run.correct === 'boolean' ? run.correct : null,
        mistake: run.mistake ?? null,
    };
}

/** @param {any} json @returns {Run} @throws {FormatError} */
export function readRun(json) {
    const summary = readSummary(json);
    const trace = readTrace(json.trace ?? {});
    const knownThread = new Set(trace.threads.map((thread) => thread.id));
    const output = listAt(json.output ?? [], 'output').map((line, position) => ({
        atNs: numberAt(line.atNs, `output[${position}].atNs`),
        thread: known(knownThread, line.thread, `output[${position}].thread`, 'thread'),
        text: stringAt(line.text, `output[${position}].text`),
    }));
    const next = readNext(json.next ?? [], knownThread);
    return { ...summary, next, findings: readFindings(json.findings ?? []), watchdog: readWatchdog(json.watchdog), output, trace };
}

function readNext(json, knownThread) {
    return listAt(json, 'next').map((pending, position) => ({
        thread: known(knownThread, pending.thread, `next[${position}].thread`, 'thread'),
        step: numberAt(pending.step, `next[${position}].step`),
        action: stringAt(pending.action, `next[${position}].action`),
        object: pending.object ?? null,
        source: pending.source ?? null,
        enabled: pending.enabled === true,
        timesOut: pending.timesOut === true,
    }));
}

function readFindings(json) {
    return listAt(json, 'findings').map((finding, position) => ({
        ...finding,
        kind: stringAt(finding.kind, `findings[${position}].kind`),
        message: stringAt(finding.message, `findings[${position}].message`),
        threads: finding.threads ?? [],
        objects: finding.objects ?? [],
        events: finding.events ?? [],
        cycle: listAt(finding.cycle ?? [], `findings[${position}].cycle`),
    }));
}

function readWatchdog(json) {
    if (json == null) return null;
    return {
        timeoutNs: numberAt(json.timeoutNs, 'watchdog.timeoutNs'),
        reason: stringAt(json.reason, 'watchdog.reason'),
        atNs: numberAt(json.atNs, 'watchdog.atNs'),
        interrupted: listAt(json.interrupted ?? [], 'watchdog.interrupted'),
    };
}

function readTrace(json) {
    const threads = listAt(json.threads ?? [], 'trace.threads').map((thread, position) => ({
        id: numberAt(thread.id, `trace.threads[${position}].id`),
        name: thread.name || `thread ${thread.id}`,
        parent: thread.parent ?? null,
        daemon: thread.daemon === true,
        pid: thread.pid ?? null,
        tid: thread.tid ?? null,
    }));
    const objects = listAt(json.objects ?? [], 'trace.objects').map((object, position) => ({
        id: numberAt(object.id, `trace.objects[${position}].id`),
        kind: stringAt(object.kind, `trace.objects[${position}].kind`),
        name: object.name || `${object.kind} ${object.id}`,
    }));
    const events = readEvents(json.events ?? [], threads, objects);
    return { threads, objects, events, truncated: json.truncated ?? 0 };
}

function readEvents(json, threads, objects) {
    const knownThread = new Set(threads.map((thread) => thread.id));
    const knownObject = new Set(objects.map((object) => object.id));
    let previous = -Infinity;
    return listAt(json, 'trace.events').map((event, position) => {
        const path = `trace.events[${position}]`;
        if (!(event?.seq > previous)) throw new FormatError(`${path}.seq`, `a number above ${previous}`, event?.seq);
        previous = event.seq;
        const object = event.object ?? null;
        return {
            seq: event.seq,
            atNs: numberAt(event.atNs, `${path}.atNs`),
            thread: known(knownThread, event.thread, `${path}.thread`, 'thread'),
            action: stringAt(event.action, `${path}.action`),
            object: object === null ? null : known(knownObject, object, `${path}.object`, 'object'),
            phase: oneOf(PHASES, event.phase, `${path}.phase`),
            source: event.source ?? null,
            state: event.state ?? null,
            value: event.value ?? null,
        };
    });
}
