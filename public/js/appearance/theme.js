/** Light and dark: the system's preference until one is chosen. */

import { remember } from './memory.js';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

export function isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === 'dark' : prefersDark.matches;
}

export function switchTheme() {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    remember('theme', theme);
    announce();
}

/** Canvases hold colours and have to be drawn again. Returns what ends the listening. */
export function onTheme(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function announce() {
    listeners.forEach((listener) => listener());
}

prefersDark.addEventListener('change', announce);
