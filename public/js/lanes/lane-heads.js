/** The names beside the lanes, with what each thread is doing at the cursor. */

import { element } from '../dom/element.js';
import { say } from '../language/language.js';
import { stageOf } from '../model/moment.js';
import { RULER } from './lane-layout.js';

/** @param {import('../run/session.js').Session} session */
export function laneHeads(session, layout) {
    const { model } = session;
    const heads = layout.lanes.map(head);
    const root = element('div', { class: 'lane-heads' }, element('div', { class: 'lane-heads-top', text: say('lanes.thread') }), heads);
    root.style.height = `${RULER + layout.height}px`;

    function head(lane) {
        const thread = model.threadById.get(lane.thread);
        const button = element('button', {
            type: 'button', class: 'lane-head', title: thread.name, data: { thread: thread.id }, on: { click: () => session.select({ thread: thread.id }) },
        }, element('span', { class: 'swatch', 'aria-hidden': 'true' }), element('span', { class: 'lane-name', text: thread.name }), element('span', { class: 'lane-stage' }));
        button.style.top = `${RULER + lane.top}px`;
        button.style.height = `${lane.height}px`;
        return button;
    }

    function show() {
        for (const button of heads) {
            const thread = Number(button.dataset.thread);
            const stage = stageOf(model, session.moment, thread);
            if (button.dataset.stage !== stage) {
                button.dataset.stage = stage;
                button.firstChild.setAttribute('class', `swatch swatch-${stage}`);
                button.lastChild.textContent = stageText(thread, stage);
            }
            button.setAttribute('aria-pressed', String(session.selection.thread === thread));
        }
    }

    function stageText(thread, stage) {
        const text = model.eventsOfThread.get(thread).length === 0 ? say('lanes.noEvents') : say(`stage.${stage}`);
        return model.threadById.get(thread).daemon ? `${text} · ${say('lanes.daemon')}` : text;
    }

    session.subscribe((changed) => {
        if (changed.has('cursor') || changed.has('selection')) show();
    });
    show();
    return root;
}
