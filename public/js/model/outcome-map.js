/**
 * A map of the ends that an exploration found: a tile each, as large as the share of executions that came to it. The
 * tiles lie in strips and keep their order, wrong ends first (Bederson, Shneiderman and Wattenberg, 2002): while an
 * exploration goes on, shares change, and a layout that sorts by size would jump about.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Tile
 */

import { endText } from './exploration.js';

/** No tile is smaller than this share of the map, so that the rarest end can be seen and hit. */
const LEAST_SHARE = 0.015;

/** @param {import('./exploration.js').ExploredOutcome} outcome @returns {'deadlock'|'correct'|'wrong'|'unknown'} */
export function kindOfEnd({ status, correct }) {
    if (correct) return 'correct';
    if (correct === null) return 'unknown';
    return status === 'deadlocked' ? 'deadlock' : 'wrong';
}

/** @param {number[]} counts of executions @param {number} width @param {number} height @returns {Tile[]} that fill the map */
export function tilesOf(counts, width, height) {
    let y = 0;
    return stripsOf(areasOf(counts, width * height), width).flatMap((strip) => {
        const high = sum(strip) / width;
        const top = y;
        y += high;
        let x = 0;
        return strip.map((area) => {
            const left = x;
            x += area / high;
            return { x: left, y: top, width: area / high, height: high };
        });
    });
}

/**
 * What tells each end from the others, in a line: fields in which all agree are left out.
 * @param {import('./exploration.js').ExploredOutcome[]} outcomes
 */
export function tellingTexts(outcomes) {
    const values = outcomes.map(({ outcome }) => outcome).filter((value) => value !== null);
    const isTelling = (name) => values.some((value) => JSON.stringify(value[name]) !== JSON.stringify(values[0][name]));
    return outcomes.map((one) => {
        const { outcome, error } = one;
        if (error !== null || outcome === null || typeof outcome !== 'object' || Array.isArray(outcome)) return endText(one);
        const telling = Object.entries(outcome).filter(([name]) => isTelling(name));
        return endText(telling.length === 0 ? one : { outcome: Object.fromEntries(telling), error });
    });
}

function areasOf(counts, area) {
    const all = sum(counts) || 1;
    const least = Math.min(LEAST_SHARE, 0.5 / counts.length);
    const shares = counts.map((count) => Math.max(count / all, least));
    const total = sum(shares);
    return shares.map((share) => (share / total) * area);
}

/** Breaks a list into strips whose tiles are squarest in all, as a paragraph is broken into lines. */
function stripsOf(areas, width) {
    const best = [{ cost: 0, first: 0 }];
    for (let end = 1; end <= areas.length; end += 1) {
        const choices = best.map(({ cost }, first) => ({ cost: cost + elongation(areas.slice(first, end), width), first }));
        best.push(choices.reduce((least, choice) => (choice.cost < least.cost ? choice : least)));
    }
    const strips = [];
    for (let end = areas.length; end > 0; end = best[end].first) strips.unshift(areas.slice(best[end].first, end));
    return strips;
}

/** How much longer than wide the tiles of a strip are, or wider than long, in all. */
function elongation(strip, width) {
    const high = sum(strip) / width;
    return sum(strip.map((area) => Math.max(area / high / high, (high * high) / area)));
}

function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
}
