/** Durations and moments as a person reads them. */

const UNITS = [
    { suffix: 's', size: 1e9 },
    { suffix: 'ms', size: 1e6 },
    { suffix: 'µs', size: 1e3 },
    { suffix: 'ns', size: 1 },
];

/** `1.25 ms`: three significant digits, in the largest unit that gives at least one. @param {number|null} ns */
export function formatDuration(ns) {
    if (ns === null || ns === undefined) return '–';
    if (ns === 0) return '0';
    const size = Math.abs(ns);
    const unit = UNITS.find((candidate) => size >= candidate.size * 0.9995) ?? UNITS[UNITS.length - 1];
    return `${threeDigits(ns / unit.size)} ${unit.suffix}`;
}

/** A mark on the ruler, with as many decimals as tell it from the next mark. */
export function formatTick(ns, stepNs) {
    if (ns === 0) return '0';
    const unit = UNITS.find((candidate) => Math.abs(ns) >= candidate.size * 0.9995) ?? UNITS[UNITS.length - 1];
    const decimals = Math.min(9, Math.max(0, Math.ceil(Math.log10(unit.size / stepNs) - 1e-9)));
    return `${(ns / unit.size).toFixed(decimals)} ${unit.suffix}`;
}

/** A moment of a run to the microsecond, for tables: `12.345 678 s` would be too long, `12345.678 ms` lines up. */
export function formatMoment(ns) {
    return `${(ns / 1e6).toFixed(3)} ms`;
}

function threeDigits(number) {
    const size = Math.abs(number);
    if (size >= 99.95) return number.toFixed(0);
    return size >= 9.995 ? trim(number.toFixed(1)) : trim(number.toFixed(2));
}

function trim(text) {
    return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
