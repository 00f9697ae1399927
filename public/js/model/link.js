/**
 * The part of the address after `#`: which scenario, run or exploration the page shows, where a run's cursor is, what
 * is selected, be it a thread, an object, or the events of a finding. The cursor is a seq and not an index, so that a link stays right when a trace is truncated differently.
 * A scenario's link may say what its form begins with, and with that a schedule which outlives the server's memory.
 *
 * @typedef {{page: 'home'}|{page: 'scenario', name: string, given?: import('./replay.js').Replay}
 *   |{page: 'exploration', id: string}
 *   |{page: 'run', id: string, event: number|null, thread: number|null, object: number|null, finding: number|null}} Place
 */

/** @param {string} hash with or without its `#` @returns {Place} */
export function readLink(hash) {
    const [path, query = ''] = hash.replace(/^#/, '').split('?');
    const [, collection, name, ...rest] = path.split('/');
    if (!name || rest.length > 0) return { page: 'home' };
    const decoded = decode(name);
    if (decoded === null) return { page: 'home' };
    const fields = new URLSearchParams(query);
    if (collection === 'scenarios') return { page: 'scenario', name: decoded, ...givenIn(fields) };
    if (collection === 'explorations') return { page: 'exploration', id: decoded };
    if (collection !== 'runs') return { page: 'home' };
    return {
        page: 'run', id: decoded, event: naturalNumber(fields.get('event')),
        thread: naturalNumber(fields.get('thread')), object: naturalNumber(fields.get('object')),
        finding: naturalNumber(fields.get('finding')),
    };
}

/** @param {Place} place @returns {string} with its `#` */
export function writeLink(place) {
    if (place.page === 'scenario') return `#/scenarios/${encodeURIComponent(place.name)}${queryOf(place.given ?? {})}`;
    if (place.page === 'exploration') return `#/explorations/${encodeURIComponent(place.id)}`;
    if (place.page !== 'run') return '#/';
    const fields = ['event', 'thread', 'object', 'finding']
        .filter((name) => place[name] !== null && place[name] !== undefined)
        .map((name) => `${name}=${place[name]}`);
    return `#/runs/${encodeURIComponent(place.id)}${fields.length > 0 ? `?${fields.join('&')}` : ''}`;
}

function queryOf({ engine, seed, schedule, parameters }) {
    const fields = new URLSearchParams();
    if (engine !== undefined) fields.set('engine', engine);
    if (seed !== undefined) fields.set('seed', String(seed));
    if (schedule !== undefined) fields.set('schedule', schedule);
    if (parameters !== undefined) fields.set('parameters', JSON.stringify(parameters));
    return fields.size === 0 ? '' : `?${fields}`;
}

function givenIn(fields) {
    const given = {
        engine: fields.get('engine') ?? undefined, seed: naturalNumber(fields.get('seed')) ?? undefined,
        schedule: fields.get('schedule') ?? undefined, parameters: record(fields.get('parameters')),
    };
    const known = Object.entries(given).filter(([, value]) => value !== undefined);
    return known.length === 0 ? {} : { given: Object.fromEntries(known) };
}

function record(text) {
    try {
        const value = JSON.parse(text);
        return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
    } catch {
        return undefined;
    }
}

function decode(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return null;
    }
}

function naturalNumber(text) {
    return text !== null && /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
}
