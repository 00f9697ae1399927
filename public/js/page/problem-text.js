import { say } from '../language/language.js';

/** What went wrong, in a sentence. The service's own problems are told as it tells them. @param {any} error */
export function problemText(error) {
    if (error.details?.unreachable) return say('service.unreachable');
    if (error.name === 'FormatError') return say('run.unreadable', { reason: error.message });
    return error.message;
}
