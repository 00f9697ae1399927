/** The service as the page uses it. */

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
    const query = new URLSearchParams({ limit: String(limit) });
    if (cursor !== null) query.set('cursor', cursor);
    return ask(`runs?${query}`);
}

export function getRun(id) {
    return ask(`runs/${encodeURIComponent(id)}`);
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

/** @returns {Promise<any>} the answer's JSON @throws {ServiceError} */
export async function ask(path, options = {}) {
    let response;
    try {
        response = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
    } catch {
        throw new ServiceError({ status: 0, unreachable: true });
    }
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
