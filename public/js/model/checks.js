/** What the service answers is looked at before it is used: each check names the place where it fails. */

/** The document is not what it should be: `path` says where, `expected` what should have been there. */
export class FormatError extends Error {
    /** @param {string} path @param {string} expected @param {any} found */
    constructor(path, expected, found) {
        super(`${path}: expected ${expected}, found ${JSON.stringify(found)?.slice(0, 80)}`);
        this.name = 'FormatError';
        this.path = path;
    }
}

export function objectAt(value, path) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new FormatError(path, 'an object', value);
    return value;
}

export function listAt(value, path) {
    if (!Array.isArray(value)) throw new FormatError(path, 'an array', value);
    return value;
}

export function stringAt(value, path) {
    if (typeof value !== 'string') throw new FormatError(path, 'a string', value);
    return value;
}

export function numberAt(value, path) {
    if (typeof value !== 'number' || Number.isNaN(value)) throw new FormatError(path, 'a number', value);
    return value;
}

export function numberOrNull(value, path) {
    return value == null ? null : numberAt(value, path);
}

export function oneOf(allowed, value, path) {
    if (!allowed.includes(value)) throw new FormatError(path, `one of ${allowed.join(', ')}`, value);
    return value;
}

export function known(ids, id, path, what) {
    if (!ids.has(id)) throw new FormatError(path, `the id of a listed ${what}`, id);
    return id;
}
