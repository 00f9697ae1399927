/** The data races that an exploration found, a line each; a line opens the trace of its simplest schedule. */

import { element, replaceContent } from '../dom/element.js';
import { inlineCode } from '../dom/inline-code.js';
import { keepFocus } from '../dom/keep-focus.js';
import { say, saySentence } from '../language/language.js';
import { raceSentence } from '../model/exploration.js';

/** @param {{onOpen: (schedule: string) => void, current: string|null}} given `current`: the schedule of the run on screen */
export function raceList({ onOpen, current }) {
    const list = element('ul');
    const root = element('div', { class: 'races', hidden: true }, element('h3', { text: say('exploration.races') }), list);
    let shown = '';

    // A line that is being clicked must stay where it is while the exploration goes on.
    function update({ dataRaces }) {
        const key = JSON.stringify(dataRaces);
        if (key === shown) return;
        shown = key;
        root.hidden = dataRaces.length === 0;
        keepFocus(() => replaceContent(list, dataRaces.map((race, position) => element('li', { 'aria-current': race.schedule === current ? 'true' : null },
            inlineCode(saySentence(raceSentence(race))), ' ',
            element('button', {
                type: 'button', class: 'link-button', text: say('exploration.openRace'), data: { role: `race-${position}` },
                on: { click: () => onOpen(race.schedule) },
            })))));
    }

    return { root, update };
}
