/** The note beside the pointer. */

import { element, replaceContent } from '../dom/element.js';

export function makeTooltip() {
    const root = element('div', { class: 'tooltip', hidden: true, 'aria-hidden': 'true' });
    return {
        root,
        hide() {
            root.hidden = true;
        },
        /** @param {string[]} lines the first is the headline */
        show(lines, x, y, width) {
            replaceContent(root, lines.filter(Boolean).map((line, position) => element('p', { class: position === 0 ? 'tooltip-head' : '', text: line })));
            root.hidden = false;
            const left = Math.max(4, Math.min(x + 14, width - root.offsetWidth - 4));
            root.style.transform = `translate(${left}px, ${y + 18}px)`;
        },
    };
}
