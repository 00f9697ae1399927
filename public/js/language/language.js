/** The page's language: the browser's at first, then what was chosen. */

import { inLanguage } from '../model/catalogue.js';
import { languageFor, LANGUAGES, translate } from '../model/translate.js';
import { remembered, remember } from '../appearance/memory.js';

const listeners = new Set();
let current = remembered('language');
if (!(current in LANGUAGES)) current = languageFor(navigator.languages ?? [navigator.language]);

export function currentLanguage() {
    return current;
}

export function chooseLanguage(language) {
    current = language;
    remember('language', language);
    announce();
}

/** Calls now and after every change. */
export function onLanguage(listener) {
    listeners.add(listener);
}

export function announce() {
    document.documentElement.lang = current === 'zh' ? 'zh-Hans' : 'en';
    listeners.forEach((listener) => listener());
}

/** The sentence of a key. */
export function say(key, details) {
    return translate(current, key, details);
}

/** A sentence of `model/explain.js`. */
export function saySentence(sentence) {
    return say(sentence.key, sentence.details);
}

/** The sentence of a key that another side may have invented: what has no translation is shown as it came. */
export function sayOr(key, otherwise) {
    return key in LANGUAGES[current] ? say(key) : otherwise;
}

/** A text that the service gives in both languages. */
export function local(text) {
    return inLanguage(text, current);
}
