/** One parameter: label, control, bounds, and what is wrong with it. */

import { element } from '../dom/element.js';
import { inlineCode } from '../dom/inline-code.js';
import { local, say } from '../language/language.js';
import { writeField } from '../model/form.js';

/**
 * @param {import('../model/form.js').Field} field
 * @param {any} value
 * @param {string} path where the request has it; a run and its scenario may both have a `timeoutMs`
 */
export function fieldControl(field, value, path) {
    const id = `field-${path.replaceAll('.', '-')}`;
    const control = controlOf(field, id);
    if (field.kind === 'boolean') control.checked = writeField(field, value);
    else control.value = writeField(field, value);
    control.setAttribute('aria-describedby', `${id}-help ${id}-problem`);
    const help = element('span', { class: 'field-help', id: `${id}-help` }, inlineCode(helpOf(field)));
    const problem = element('span', { class: 'field-problem', id: `${id}-problem`, hidden: true });
    const label = element('label', { class: 'field-label', htmlFor: id }, element('code', { text: field.name }),
        field.name.endsWith('Ms') ? element('span', { class: 'field-unit', text: 'ms' }) : null);
    const root = element('div', { class: `field field-${field.kind}` }, label, control, help, problem);
    return {
        root,
        path,
        name: field.name,
        input: () => (field.kind === 'boolean' ? control.checked : control.value),
        focus: () => control.focus(),
        showProblem(text) {
            problem.textContent = text ?? '';
            problem.hidden = !text;
            root.classList.toggle('has-problem', Boolean(text));
            if (text) control.setAttribute('aria-invalid', 'true');
            else control.removeAttribute('aria-invalid');
        },
    };
}

function controlOf(field, id) {
    const common = { id, name: field.name, class: 'input', autocomplete: 'off' };
    switch (field.kind) {
    case 'boolean':
        return element('input', { ...common, type: 'checkbox', class: 'checkbox' });
    case 'choice':
        return element('select', common, field.choices.map((choice) => element('option', { value: String(choice), text: String(choice) })));
    case 'integer':
    case 'number':
        // `step` decides what the arrows do; bounds are checked by the form so that both languages have a sentence.
        return element('input', { ...common, type: 'number', min: field.minimum, max: field.maximum, step: field.kind === 'integer' ? '1' : 'any', inputMode: field.kind === 'integer' ? 'numeric' : 'decimal' });
    case 'json':
        return element('textarea', { ...common, rows: 2, spellcheck: false });
    default:
        return element('input', { ...common, type: 'text', spellcheck: false });
    }
}

function helpOf(field) {
    const pieces = [local(field.description)];
    if (field.minimum !== null && field.maximum !== null) pieces.push(`${field.minimum}\u00a0–\u00a0${field.maximum}`);
    else if (field.minimum !== null) pieces.push(`≥\u00a0${field.minimum}`);
    else if (field.maximum !== null) pieces.push(`≤\u00a0${field.maximum}`);
    if (field.kind === 'list') pieces.push(say('form.listHelp'));
    return pieces.filter((piece) => piece !== '').join(' · ');
}
