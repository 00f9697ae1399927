/** What the lanes' marks mean, drawn as the lanes draw them. */

import { element } from '../dom/element.js';
import { say } from '../language/language.js';

export function legend() {
    const entry = (kind) => element('li', {}, element('span', { class: `swatch swatch-${kind}`, 'aria-hidden': 'true' }), say(`legend.${kind}`));
    return element('ul', { class: 'legend', 'aria-label': say('legend.title') },
        ['running', 'waiting', 'sleeping', 'holding', 'lost', 'wake'].map(entry));
}
