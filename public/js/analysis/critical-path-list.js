/** The critical path in words; each part leads to where it is in the lanes. */

import { element } from '../dom/element.js';
import { say, saySentence } from '../language/language.js';
import { partSentence } from '../model/critical-path.js';

/** As many as a person would read; the lanes show them all. */
const MOST_PARTS = 200;

/** @param {import('../run/session.js').Session} session @param {import('../model/critical-path.js').PathPart[]} parts */
export function criticalPathList(session, parts) {
    const { model } = session;
    const left = parts.length - MOST_PARTS;
    return element('section', { class: 'subpanel', 'aria-label': say('analysis.path') },
        element('h3', {}, element('span', { class: 'swatch swatch-path', 'aria-hidden': 'true' }), ` ${say('analysis.path')}`),
        element('p', { class: 'quiet', text: say(parts.length === 0 ? 'analysis.noPath' : 'analysis.pathHelp') }),
        element('ol', { class: 'path-list', tabIndex: 0, 'aria-label': say('analysis.path') }, parts.slice(0, MOST_PARTS).map((part) => element('li', {}, element('button', {
            type: 'button', class: 'link-button', text: saySentence(partSentence(model, part)), on: { click: () => session.moveTo(Math.max(0, part.startIndex)) },
        })))),
        left > 0 ? element('p', { class: 'quiet', text: say('analysis.morePath', { count: left }) }) : null);
}
