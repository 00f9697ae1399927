/** The event under the cursor in words, who made it possible, whom it made possible, and the segment last clicked. */

import { element, replaceContent } from '../dom/element.js';
import { say, saySentence } from '../language/language.js';
import { coneCounts } from '../model/cone.js';
import { formatMoment } from '../model/duration.js';
import { blockedSentence, eventSentence, segmentSentence } from '../model/explain.js';
import { problemText } from '../page/problem-text.js';

/** More consequences than this (one notify may wake hundreds) are counted. */
const MOST_WOKEN = 6;

/** @param {import('../run/session.js').Session} session */
export function inspector(session) {
    const { model } = session;
    const sentence = element('p', { class: 'inspector-sentence', 'aria-live': 'polite' });
    const facts = element('p', { class: 'inspector-facts quiet' });
    const causes = element('div', { class: 'inspector-causes' });
    const root = element('section', { class: 'inspector', 'aria-label': say('inspector.title') }, sentence, facts, causes);

    function show() {
        const index = session.cursor;
        const event = model.events[index];
        if (!event) {
            sentence.textContent = say(model.events.length === 0 ? 'inspector.noEvents' : 'inspector.before');
            replaceContent(facts);
            replaceContent(causes);
            return;
        }
        sentence.textContent = saySentence(eventSentence(model, index));
        facts.textContent = [
            say('inspector.position', { position: index + 1, count: model.events.length }), `#${event.seq}`, formatMoment(event.atNs), event.source,
        ].filter(Boolean).join('  ·  ');
        replaceContent(causes, causeLine(index), consequenceLine(index), coneLine(index), segmentLine());
    }

    function causeLine(index) {
        const enabler = model.enabledBy[index];
        return enabler < 0 ? null : element('p', {}, `${say('inspector.enabledBy')} `, eventLink(enabler));
    }

    function consequenceLine(index) {
        const woken = session.enabledOf.get(index) ?? [];
        if (woken.length === 0) return null;
        return element('p', {}, `${say('inspector.enables')} `, woken.slice(0, MOST_WOKEN).map(eventLink),
            woken.length > MOST_WOKEN ? ` +${woken.length - MOST_WOKEN}` : null);
    }

    function coneLine(index) {
        const { cone } = session.overlay;
        const { problem } = session.coneFollower;
        if (problem !== null) {
            return element('p', { class: 'quiet', text: say('cone.failed', { reason: problemText(problem) }) });
        }
        return cone?.event === index ? element('p', { class: 'inspector-cone', text: say('cone.counts', coneCounts(model, cone)) }) : null;
    }

    function segmentLine() {
        if (session.segment === null) return null;
        const blocked = blockedSentence(model, session.segment);
        const sentences = [segmentSentence(model, session.segment), blocked].filter((sentence) => sentence !== null);
        return element('p', { class: 'inspector-segment', text: sentences.map(saySentence).join(' · ') });
    }

    function eventLink(index) {
        const event = model.events[index];
        return element('button', { type: 'button', class: 'link-button', on: { click: () => session.moveTo(index) }, text: `#${event.seq} ${saySentence(eventSentence(model, index))}` });
    }

    session.subscribe((changed) => {
        if (['cursor', 'overlay', 'causes'].some((aspect) => changed.has(aspect))) show();
    });
    show();
    return root;
}
