import { element } from '../dom/element.js';
import { say } from '../language/language.js';
import { valueText } from '../model/value-text.js';

/** The parameters of a run or an exploration, in a line. @param {Record<string, any>} parameters */
export function parameterLine(parameters) {
    const entries = Object.entries(parameters);
    if (entries.length === 0) return null;
    return element('p', { class: 'run-parameters quiet' }, `${say('run.parameters')} `,
        element('code', { text: entries.map(([name, value]) => `${name} = ${valueText(value)}`).join(' · ') }));
}
