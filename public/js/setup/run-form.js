/** The form of a scenario: its parameters, engine, time limit, seed and schedule, and how to explore it. */

import { element } from '../dom/element.js';
import { say } from '../language/language.js';
import { complaints, fieldsOf, readForm } from '../model/form.js';
import { FIRST_SCHEDULE } from '../model/schedule.js';
import { explorationRequest } from '../model/exploration.js';
import { fieldControl } from './field-control.js';
import { explorationSettings, runSettings } from './settings.js';

/**
 * @param {{scenario: any, given: any, onRun: (request: any) => Promise<void>,
 *   onExplore: (request: any) => Promise<void>}} options `given` holds the values to begin with: those of the run or
 *   the exploration that is shown, or of the last visit.
 */
export function runForm({ scenario, given, onRun, onExplore }) {
    const engines = scenario.engines ?? [];
    const canExplore = engines.includes('simulation');
    const parameters = group(fieldsOf(scenario.parameters), given.parameters, 'parameters.');
    const settings = group(runSettings(engines), given, '');
    const exploration = group(canExplore ? explorationSettings() : [], given.exploration, 'exploration.');
    const groups = [parameters, settings, exploration];
    const message = element('p', { class: 'form-message', role: 'alert', hidden: true });
    const runButton = submitButton('run', 'primary', say('form.run'), say('form.running'));
    const exploreButton = submitButton('explore', '', say('exploration.start'), say('exploration.starting'));
    const stepButton = submitButton('step', '', say('scheduler.start'), say('form.running'));
    const details = element('details', { class: 'explore-settings', open: exploration.differs },
        element('summary', { text: say('exploration.settings') }), exploration.root);
    const root = element('form', { class: 'run-form', noValidate: true, 'aria-label': say('form.title'), on: { submit } },
        parameters.fields.length > 0 ? parameters.root : element('p', { class: 'quiet', text: say('form.noParameters') }),
        element('div', { class: 'fields-run' }, settings.root),
        canExplore ? details : null,
        message,
        element('div', { class: 'form-actions' }, runButton.root, canExplore ? [exploreButton.root, stepButton.root] : [],
            element('button', { type: 'button', class: 'button', text: say('form.defaults'), on: { click: reset } })),
        canExplore ? element('p', { class: 'field-help', text: say('exploration.startHelp') }) : null);

    function submit(event) {
        event.preventDefault();
        if (event.submitter === exploreButton.root) ask(exploreButton, [parameters, settings, exploration], explore);
        else if (event.submitter === stepButton.root) ask(stepButton, [parameters, settings], step);
        else ask(runButton, [parameters, settings], run);
    }

    function run([values, chosen]) {
        return onRun({ ...chosen, parameters: values });
    }

    // A simulated run goes as its scheduler wants it to: there is no chaos.
    function step([values, { schedule = FIRST_SCHEDULE, chaos, ...chosen }]) {
        return onRun({ ...chosen, engine: 'simulation', schedule, pause: true, parameters: values });
    }

    // Of the settings of a run, an exploration knows the seed alone: it makes its schedules itself.
    function explore([values, { seed }, chosen]) {
        return onExplore({ ...explorationRequest(chosen), ...(seed === undefined ? {} : { seed }), parameters: values });
    }

    async function ask(button, asked, send) {
        if (button.root.disabled) return;
        const read = asked.map((one) => readForm(one.fields, one.inputs()));
        const problems = read.flatMap((one, position) => Object.entries(one.problems)
            .map(([name, { key, details: about }]) => [asked[position].path + name, say(key, about)]));
        show(Object.fromEntries(problems), '');
        if (problems.length > 0) return;
        setBusy(button, true);
        try {
            await send(read.map((one) => one.parameters));
        } catch (error) {
            if (error.details?.unreachable) show({}, say('service.unreachable'));
            else {
                const { byField, general } = complaints(error.details ?? { detail: error.message });
                show(button === exploreButton ? ofExploration(byField) : byField, general);
            }
        } finally {
            setBusy(button, false);
        }
    }

    function ofExploration(byField) {
        const own = new Set(exploration.fields.map((field) => field.name));
        return Object.fromEntries(Object.entries(byField).map(([path, text]) => [own.has(path) ? `exploration.${path}` : path, text]));
    }

    function show(byField, general) {
        const controls = groups.flatMap((one) => one.controls);
        controls.forEach((control) => control.showProblem(byField[control.path]));
        const first = controls.find((control) => byField[control.path]);
        if (first && exploration.controls.includes(first)) details.open = true;
        first?.focus();
        message.textContent = general;
        message.hidden = general === '';
    }

    function setBusy(button, isBusy) {
        [runButton, exploreButton, stepButton].forEach((one) => { one.root.disabled = isBusy; });
        root.setAttribute('aria-busy', String(isBusy));
        button.showBusy(isBusy);
    }

    function reset() {
        root.replaceWith(runForm({ scenario, given: {}, onRun, onExplore }));
    }

    return root;
}

function group(fields, given, path) {
    const controls = fields.map((field) => fieldControl(field, given?.[field.name] ?? field.fallback, path + field.name));
    return {
        fields,
        controls,
        path,
        differs: fields.some((field) => (given?.[field.name] ?? field.fallback) !== field.fallback),
        root: element('div', { class: 'fields' }, controls.map((control) => control.root)),
        inputs: () => Object.fromEntries(controls.map((control) => [control.name, control.input()])),
    };
}

function submitButton(role, kind, text, busyText) {
    const words = element('span', { text });
    const root = element('button', { type: 'submit', class: `button ${kind}`, data: { role } }, words);
    return {
        root,
        showBusy(isBusy) {
            words.textContent = isBusy ? busyText : text;
            root.classList.toggle('is-busy', isBusy);
        },
    };
}
