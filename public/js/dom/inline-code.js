import { element } from './element.js';

/** A text of the service as nodes: names of code, marked by backquotes, as code. @returns {Node[]} */
export function inlineCode(text) {
    return text.split(/(`[^`]+`)/).filter((piece) => piece !== '').map((piece) =>
        (piece.length > 2 && piece.startsWith('`') ? element('code', { text: piece.slice(1, -1) }) : document.createTextNode(piece)));
}
