/**
 * The part of the address after `#`: which scenario or run the page shows, where its cursor is, what is selected.
 * The cursor is a seq and not an index, so that a link stays right when a trace is truncated differently.
 *
 * @typedef {{page: 'home'}|{page: 'scenario', name: string}
 *   |{page: 'run', id: string, event: number|null, thread: number|null, object: number|null}} Place
 */

/** @param {string} hash with or without its `#` @returns {Place} */
export function readLink(hash) {
    const [path, query = ''] = hash.replace(/^#/, '').split('?');
    const [, collection, name, ...rest] = path.split('/');
    if (!name || rest.length > 0) return { page: 'home' };
    const decoded = decode(name);
    if (decoded === null) return { page: 'home' };
    if (collection === 'scenarios') return { page: 'scenario', name: decoded };
    if (collection !== 'runs') return { page: 'home' };
    const fields = new URLSearchParams(query);
    return {
        page: 'run', id: decoded, event: naturalNumber(fields.get('event')),
        thread: naturalNumber(fields.get('thread')), object: naturalNumber(fields.get('object')),
    };
}

/** @param {Place} place @returns {string} with its `#` */
export function writeLink(place) {
    if (place.page === 'scenario') return `#/scenarios/${encodeURIComponent(place.name)}`;
    if (place.page !== 'run') return '#/';
    const fields = ['event', 'thread', 'object']
        .filter((name) => place[name] !== null && place[name] !== undefined)
        .map((name) => `${name}=${place[name]}`);
    return `#/runs/${encodeURIComponent(place.id)}${fields.length > 0 ? `?${fields.join('&')}` : ''}`;
}

function decode(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return null;
    }
}

function naturalNumber(text) {
    return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
