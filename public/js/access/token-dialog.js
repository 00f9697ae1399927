/** Asks the reader for the token that the service wants. */

import { element } from '../dom/element.js';
import { say } from '../language/language.js';

/**
 * @param {boolean} wasWrong whether a token was shown, and refused
 * @returns {Promise<string|null>} null if the reader does not want to
 */
export function askForToken(wasWrong) {
    const input = element('input', {
        class: 'input', type: 'password', id: 'token', name: 'token', required: true, autocomplete: 'current-password',
        'aria-describedby': 'token-note',
    });
    const dialog = element('dialog', { class: 'panel token-dialog', 'aria-labelledby': 'token-title' },
        element('form', { method: 'dialog' },
            element('h2', { id: 'token-title', text: say('token.title') }),
            element('p', { id: 'token-note', text: say(wasWrong ? 'token.wrong' : 'token.note') }),
            element('label', { class: 'field-label', htmlFor: 'token', text: say('token.label') }),
            input,
            element('div', { class: 'token-buttons' },
                element('button', { type: 'submit', class: 'button primary', value: 'given', text: say('token.use') }),
                element('button', { type: 'button', class: 'button quiet-button', text: say('token.cancel'), on: { click: () => dialog.close() } }))));
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
        dialog.addEventListener('close', () => {
            const isGiven = dialog.returnValue === 'given';
            dialog.remove();
            resolve(isGiven ? input.value.trim() : null);
        }, { once: true });
    });
}
