import { currentLanguage } from '../language/language.js';

/** A count with its thousands apart. */
export function countText(count) {
    return new Intl.NumberFormat(language()).format(count);
}

/** A share of a whole, of which a little is never shown as nothing, nor nearly all as all. */
export function shareText(share) {
    const percent = share > 0 && share < 1 ? Math.min(Math.max(share, 0.001), 0.999) : share;
    return new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: percent < 0.1 || percent > 0.99 ? 1 : 0 }).format(percent);
}

function language() {
    return currentLanguage() === 'zh' ? 'zh-CN' : 'en';
}
