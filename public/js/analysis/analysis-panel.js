/** How a run spent its time, which is asked for when the panel is opened; the critical path is in the lanes as long. */

import { element, replaceContent } from '../dom/element.js';
import { say } from '../language/language.js';
import { problemText } from '../page/problem-text.js';
import { criticalPathList } from './critical-path-list.js';
import { objectTimes, threadTimes } from './times-tables.js';

/** @param {import('../run/session.js').Session} session */
export function analysisPanel(session) {
    const body = element('div', { class: 'analysis-body', 'aria-live': 'polite' });
    const root = element('details', { class: 'panel analysis', open: session.analysis.isOpen, 'aria-label': say('analysis.title'), on: { toggle } },
        element('summary', { data: { role: 'analysis' } }, element('h2', { text: say('analysis.title') }), element('span', { class: 'quiet', text: say('analysis.note') })),
        body);

    function toggle() {
        session.analysis.isOpen = root.open;
        if (root.open) show();
        else session.showPath(null);
    }

    async function show() {
        body.setAttribute('aria-busy', 'true');
        if (body.childElementCount === 0) replaceContent(body, element('p', { class: 'quiet', text: say('analysis.loading') }));
        try {
            const analysis = await session.analysis.load();
            replaceContent(body, criticalPathList(session, analysis.path), threadTimes(session, analysis), objectTimes(session, analysis));
            if (root.open) session.showPath(analysis.path);
        } catch (error) {
            replaceContent(body, element('p', { class: 'notice', text: say('analysis.failed', { reason: problemText(error) }) }));
        }
        body.removeAttribute('aria-busy');
    }

    return root;
}
