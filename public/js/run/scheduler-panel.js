/** Being the scheduler: who acts next is a person's choice, and each choice can be taken back. */

import { element } from '../dom/element.js';
import { inlineCode } from '../dom/inline-code.js';
import { say, saySentence } from '../language/language.js';
import { pendingSentence } from '../model/explain.js';
import { stepCount, withoutLastStep, withStep } from '../model/schedule.js';

/**
 * @param {import('../model/run-model.js').RunModel} model
 * @param {(schedule: string) => Promise<void>} onStep shows the run that stands still behind a schedule
 */
export function schedulerPanel(model, onStep) {
    const { run } = model;
    const before = withoutLastStep(run.schedule);
    const buttons = [];
    const choices = run.next.map((pending) => choice(model, pending, () => go(withStep(run.schedule, pending.step)), buttons));
    const back = element('button', {
        type: 'button', class: 'button', text: say('scheduler.back'), disabled: before === null,
        data: { role: 'step-back' }, on: { click: () => go(before) },
    });

    // The answer builds the panel anew; after a refusal the same choice is there again.
    async function go(schedule) {
        const wereEnabled = [back, ...buttons].filter((button) => !button.disabled);
        wereEnabled.forEach((button) => { button.disabled = true; });
        await onStep(schedule);
        wereEnabled.forEach((button) => { button.disabled = false; });
    }

    return element('section', { class: 'panel scheduler', 'aria-label': say('scheduler.title') },
        element('div', { class: 'panel-head' },
            element('h2', { text: say('scheduler.title') }),
            element('span', { class: 'quiet', text: say('scheduler.steps', { count: stepCount(run.schedule) }) }), back),
        element('p', { text: say(run.status === 'paused' ? 'scheduler.question' : 'scheduler.over') }),
        choices.length > 0 ? element('ul', { class: 'scheduler-choices' }, choices) : null);
}

function choice(model, pending, onChoose, buttons) {
    const button = element('button', {
        type: 'button', class: 'button', disabled: !pending.enabled, data: { role: `step-${pending.step}` }, on: { click: onChoose },
    }, saySentence(pendingSentence(model, pending)));
    buttons.push(button);
    const notes = [
        pending.enabled ? null : say('scheduler.blocked'),
        pending.timesOut ? say('scheduler.timesOut') : null,
        pending.source === null ? null : `\`${pending.source}\``,
    ].filter((note) => note !== null);
    return element('li', {}, button, element('span', { class: 'quiet' }, inlineCode(notes.join(' · '))));
}
