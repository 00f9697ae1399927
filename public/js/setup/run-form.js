/** The form that runs a scenario: its parameters, engine, time limit and seed. */

import { element } from '../dom/element.js';
import { say } from '../language/language.js';
import { complaints, fieldsOf, readForm } from '../model/form.js';
import { fieldControl } from './field-control.js';

/**
 * @param {{scenario: any, given: any, onRun: (request: any) => Promise<void>}} options `given` holds the values to
 *   begin with: those of the run that is shown, or of the last visit.
 */
export function runForm({ scenario, given, onRun }) {
    const fields = fieldsOf(scenario.parameters);
    const controls = fields.map((field) => fieldControl(field, given.parameters?.[field.name] ?? field.fallback, `parameters.${field.name}`));
    const engines = scenario.engines ?? [];
    const runFields = runSettings(engines);
    const settings = runFields.map((field) => fieldControl(field, given[field.name] ?? field.fallback, field.name));
    const message = element('p', { class: 'form-message', role: 'alert', hidden: true });
    const button = element('button', { type: 'submit', class: 'button primary', data: { role: 'run' } }, element('span', { text: say('form.run') }));
    const root = element('form', { class: 'run-form', noValidate: true, 'aria-label': say('form.title'), on: { submit } },
        fields.length > 0 ? element('div', { class: 'fields' }, controls.map((control) => control.root))
            : element('p', { class: 'quiet', text: say('form.noParameters') }),
        element('div', { class: 'fields fields-run' }, settings.map((control) => control.root)),
        message,
        element('div', { class: 'form-actions' }, button,
            element('button', { type: 'button', class: 'button', text: say('form.defaults'), on: { click: reset } })));

    async function submit(event) {
        event.preventDefault();
        if (button.disabled) return;
        const read = readForm(fields, inputsOf(controls));
        const run = readForm(runFields, inputsOf(settings));
        const problems = [
            ...Object.entries(read.problems).map(([name, problem]) => [`parameters.${name}`, problem]),
            ...Object.entries(run.problems),
        ];
        show(Object.fromEntries(problems.map(([path, { key, details }]) => [path, say(key, details)])), '');
        if (problems.length > 0) return;
        setBusy(true);
        try {
            await onRun({ ...run.parameters, parameters: read.parameters });
        } catch (error) {
            if (error.details?.unreachable) show({}, say('service.unreachable'));
            else {
                const { byField, general } = complaints(error.details ?? { detail: error.message });
                show(byField, general);
            }
        } finally {
            setBusy(false);
        }
    }

    function show(byField, general) {
        const all = [...controls, ...settings];
        all.forEach((control) => control.showProblem(byField[control.path]));
        all.find((control) => byField[control.path])?.focus();
        message.textContent = general;
        message.hidden = general === '';
    }

    function setBusy(isBusy) {
        button.disabled = isBusy;
        root.setAttribute('aria-busy', String(isBusy));
        button.firstChild.textContent = say(isBusy ? 'form.running' : 'form.run');
        button.classList.toggle('is-busy', isBusy);
    }

    function reset() {
        root.replaceWith(runForm({ scenario, given: {}, onRun }));
    }

    return root;
}

// What a run needs beside its parameters has the same kinds of field; only the schema is the page's own.
function runSettings(engines) {
    const integer = (name, minimum, maximum, fallback, description) => ({
        name, kind: 'integer', itemKind: null, minimum, maximum, choices: [], fallback, description,
    });
    const engine = {
        name: 'engine', kind: 'choice', itemKind: null, minimum: null, maximum: null, choices: engines,
        fallback: engines[0] ?? null, description: say('form.engineHelp'),
    };
    const schedule = {
        name: 'schedule', kind: 'schedule', itemKind: null, minimum: null, maximum: null, choices: [],
        fallback: null, description: say('form.scheduleHelp'),
    };
    return [
        ...(engines.length > 1 ? [engine] : []),
        integer('timeoutMs', 1, null, null, say('form.timeoutHelp')),
        integer('seed', 0, null, null, say('form.seedHelp')),
        ...(engines.includes('simulation') ? [schedule] : []),
    ];
}

function inputsOf(controls) {
    return Object.fromEntries(controls.map((control) => [control.name, control.input()]));
}
