import { english } from './languages/english.js';
import { chinese } from './languages/chinese.js';

export const LANGUAGES = { en: english, zh: chinese };

/**
 * The sentence of a key in a language, its `{places}` filled in. A key that is missing shows itself: a gap should
 * be seen, and a test keeps both languages complete.
 */
export function translate(language, key, details = {}) {
    const sentence = LANGUAGES[language]?.[key] ?? key;
    return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in details ? String(details[name]) : place));
}

/** The language to begin with, from what the browser prefers. @param {readonly string[]} preferred */
export function languageFor(preferred) {
    const first = preferred.find((tag) => /^(en|zh)\b/i.test(tag));
    return first?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
