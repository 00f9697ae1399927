/** The service as the page uses it. */

import { EventStreamReader } from '../model/event-stream.js';
import { authorization, forgetToken, hasToken, useToken } from './token.js';

/** A request that was refused: `details` is the problem (RFC 9457) that the service answered with. */
export class ServiceError extends Error {
    constructor(details) {
        super(details.detail ?? details.title ?? 'error');
        this.name = 'ServiceError';
        this.details = details;
    }
}

export async function listScenarios() {
    return (await ask('scenarios')).scenarios;
}

export function getScenario(name) {
    return ask(`scenarios/${encodeURIComponent(name)}`);
}

/** Runs a scenario and waits for its end. */
export function runScenario(name, request) {
    return post(`scenarios/${encodeURIComponent(name)}`, request);
}

/** @returns {Promise<{runs: any[], next: string|null}>} newest first */
export function listRuns(limit, cursor = null) {
    return ask(listAddress('runs', limit, cursor));
}

/** Where a page of a list is. */
export function listAddress(collection, limit, cursor) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (cursor !== null) query.set('cursor', cursor);
    return `${collection}?${query}`;
}

export function getRun(id) {
    return ask(`runs/${encodeURIComponent(id)}`);
}

/** @param {number|null} event the seq of an event, to be told its past and future too */
export function getAnalysis(id, event = null) {
    return ask(`runs/${encodeURIComponent(id)}/analysis${event === null ? '' : `?event=${event}`}`);
}

export function deleteRun(id) {
    return ask(`runs/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

export function traceAddress(id, format) {
    return `runs/${encodeURIComponent(id)}/trace?format=${format}`;
}

/** Sends a request with a JSON body. */
export function post(path, body = {}, headers = {}) {
    return ask(path, {
        method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body),
    });
}

/** Server-Sent Events as they come, until the service ends them. @throws {ServiceError} */
export async function* eventsOf(path, signal) {
    const response = await send(path, { signal, headers: { Accept: 'text/event-stream' } });
    if (!response.ok) throw new ServiceError({ status: response.status, title: `HTTP ${response.status}` });
    const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const reader = new EventStreamReader();
    for (;;) {
        const { value, done } = await pieces.read();
        if (done) return;
        yield* reader.read(value);
    }
}

/** A trace's bytes: where the service wants a token, a link to the address alone would be refused. */
export async function getTraceBlob(id, format) {
    const response = await send(traceAddress(id, format), {});
    if (!response.ok) throw new ServiceError({ status: response.status, title: `HTTP ${response.status}` });
    return response.blob();
}

/** @type {(wasWrong: boolean) => Promise<string|null>} */
let askReader = async () => null;
/** Whoever needs a token while the reader is being asked for it waits for the same answer. */
let asked = null;

/** Says how to ask the reader for a token; null as the answer lets the request fail. */
export function onTokenWanted(ask) {
    askReader = ask;
}

async function send(path, options) {
    for (;;) {
        const shown = authorization();
        let response;
        try {
            response = await fetch(path, { ...options, headers: { ...options.headers, ...shown } });
        } catch {
            throw new ServiceError({ status: 0, unreachable: true });
        }
        if (response.status !== 401) return response;
        // Another request may have got a token meanwhile.
        if (shown.Authorization !== authorization().Authorization) continue;
        asked ??= wantToken().finally(() => { asked = null; });
        if (!await asked) return response;
    }
}

/** Whether there is a new token to try. */
async function wantToken() {
    const wasWrong = hasToken();
    forgetToken();
    const token = await askReader(wasWrong);
    if (token !== null) useToken(token);
    return token !== null;
}

/** @returns {Promise<any>} the answer's JSON @throws {ServiceError} */
export async function ask(path, options = {}) {
    const response = await send(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
    const text = await response.text();
    const body = parse(text);
    if (!response.ok) {
        throw new ServiceError({ status: response.status, title: `HTTP ${response.status}`, ...(body ?? { detail: text.slice(0, 300) || undefined }) });
    }
    return body;
}

function parse(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
