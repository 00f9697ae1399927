/**
 * A scenario's parameters as form fields, and what a person typed as JSON. The form knows of a JSON Schema what
 * the service uses; a parameter of another shape is edited as JSON, never left out.
 *
 * @typedef {{name: string, kind: 'integer'|'number'|'boolean'|'choice'|'text'|'schedule'|'list'|'json', itemKind: string|null,
 *   minimum: number|null, maximum: number|null, choices: string[], fallback: any, description: any}} Field
 * @typedef {{key: string, details?: Record<string, any>}} Problem  a key of the page's sentences
 */

/** @param {any} schema @returns {Field[]} in the order of the schema */
export function fieldsOf(schema) {
    return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
        name,
        kind: kindOf(property),
        itemKind: property.items?.type ?? null,
        minimum: property.minimum ?? property.items?.minimum ?? null,
        maximum: property.maximum ?? property.items?.maximum ?? null,
        choices: property.enum ?? [],
        fallback: property.default ?? null,
        // JSON Schema has one description; the service adds the other language beside it.
        description: { en: property.description ?? '', zh: property['x-description-zh'] ?? property.description ?? '' },
    }));
}

function kindOf(property) {
    if (Array.isArray(property.enum)) return 'choice';
    switch (property.type) {
    case 'integer':
    case 'number':
    case 'boolean':
        return property.type;
    case 'string':
        return 'text';
    case 'array':
        return ['integer', 'number', 'string'].includes(property.items?.type) ? 'list' : 'json';
    default:
        return 'json';
    }
}

/** A value as the field's control shows it. @param {Field} field */
export function writeField(field, value) {
    if (field.kind === 'boolean') return value === true;
    if (value === null || value === undefined) return '';
    if (field.kind === 'list') return value.join(', ');
    return field.kind === 'json' ? JSON.stringify(value) : String(value);
}

/**
 * What was typed, as JSON. An empty field other than text is left out, so that the service's default holds.
 * @param {Field} field @param {string|boolean} input @returns {{value?: any, problem?: Problem}}
 */
export function readField(field, input) {
    if (field.kind === 'boolean') return { value: input === true };
    const text = String(input).trim();
    if (field.kind === 'text') return { value: String(input) };
    if (text === '') return {};
    switch (field.kind) {
    case 'choice':
        return { value: field.choices.find((choice) => String(choice) === text) };
    case 'list':
        return readList(field, text);
    case 'json':
        return readJSON(text);
    case 'schedule':
        return { value: text };
    default:
        return readNumber(field, field.kind, text);
    }
}

/**
 * @param {Field[]} fields @param {Record<string, string|boolean>} inputs by name
 * @returns {{parameters: Record<string, any>, problems: Record<string, Problem>}}
 */
export function readForm(fields, inputs) {
    const parameters = {};
    const problems = {};
    for (const field of fields) {
        const { value, problem } = readField(field, inputs[field.name] ?? '');
        if (problem) problems[field.name] = problem;
        else if (value !== undefined) parameters[field.name] = value;
    }
    return { parameters, problems };
}

/**
 * The service's complaints by the path of the field, `timeoutMs` or `parameters.threads`; those about no parameter are left to be shown with the form as a whole.
 * @param {{field?: string, detail?: string, title?: string, errors?: {field: string, detail: string}[]}} details
 * @returns {{byField: Record<string, string>, general: string}}
 */
export function complaints(details) {
    const byField = {};
    const all = details.errors?.length ? details.errors : [{ field: details.field, detail: details.detail ?? details.title }];
    for (const { field, detail } of all) {
        if (field) byField[/^((parameters|compare)\.)?[^.[]+/.exec(field)[0]] = detail;
    }
    return { byField, general: details.detail ?? details.title ?? '' };
}

function readList(field, text) {
    const pieces = text.split(/[,，、\s]+/).filter((piece) => piece !== '');
    if (field.itemKind === 'string') return { value: pieces };
    const values = [];
    for (const piece of pieces) {
        const { value, problem } = readNumber(field, field.itemKind, piece);
        if (problem) return { problem };
        values.push(value);
    }
    return { value: values };
}

function readNumber(field, kind, text) {
    const value = Number(text);
    if (!Number.isFinite(value)) return { problem: { key: 'form.notANumber', details: { text } } };
    if (kind === 'integer' && !Number.isSafeInteger(value)) return { problem: { key: 'form.notAnInteger', details: { text } } };
    if (field.minimum !== null && value < field.minimum) {
        return { problem: { key: 'form.tooSmall', details: { limit: field.minimum } } };
    }
    if (field.maximum !== null && value > field.maximum) {
        return { problem: { key: 'form.tooLarge', details: { limit: field.maximum } } };
    }
    return { value };
}

function readJSON(text) {
    try {
        return { value: JSON.parse(text) };
    } catch {
        return { problem: { key: 'form.notJSON' } };
    }
}
