/** Name, language, light and dark. */

import { switchTheme } from '../appearance/theme.js';
import { element } from '../dom/element.js';
import { chooseLanguage, currentLanguage, say } from '../language/language.js';

export function header() {
    const isChinese = currentLanguage() === 'zh';
    return element('div', { class: 'header-inner' },
        element('a', { class: 'skip-link', href: '#main', text: say('header.skip'), on: { click: skip } }),
        element('button', {
            type: 'button', class: 'icon-button side-button', text: '☰', 'aria-label': say('header.side'), 'aria-expanded': String(isSideOpen()),
            'aria-controls': 'side', data: { role: 'side' }, on: { click: toggleSide },
        }),
        element('a', { href: '#/', class: 'brand' }, element('img', { src: 'icon.svg', alt: '', width: 24, height: 24 }), element('strong', { text: 'Lockstep' })),
        element('span', { class: 'tagline', text: say('header.tagline') }),
        element('div', { class: 'header-actions' },
            element('button', {
                type: 'button', class: 'button quiet-button', text: isChinese ? 'English' : '中文', lang: isChinese ? 'en' : 'zh-Hans',
                data: { role: 'language' }, on: { click: () => chooseLanguage(isChinese ? 'en' : 'zh') },
            }),
            element('button', { type: 'button', class: 'button quiet-button', text: say('header.theme'), data: { role: 'theme' }, on: { click: switchTheme } })));
}

// On a phone the lists are behind a button; on a wide page they are always there and this changes nothing.
function isSideOpen() {
    return document.querySelector('#side').classList.contains('is-open');
}

function toggleSide(event) {
    document.querySelector('#side').classList.toggle('is-open');
    event.currentTarget.setAttribute('aria-expanded', String(isSideOpen()));
}

// The address after `#` is the page's own, so the link moves the focus instead.
function skip(event) {
    event.preventDefault();
    document.querySelector('#main').focus();
}
