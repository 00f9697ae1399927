/**
 * Builds an element. `class`, `text`, `on` (listeners) and `data` are special; a property of the element is set as
 * such, anything else becomes an attribute. Text always goes in as text: nothing that a run printed is ever markup.
 */
export function element(tag, properties = {}, ...children) {
    return fill(document.createElement(tag), properties, children);
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same for SVG, where everything is an attribute. */
export function svgElement(tag, properties = {}, ...children) {
    return fill(document.createElementNS(SVG, tag), properties, children);
}

/** Replaces what is in an element. */
export function replaceContent(parent, ...children) {
    parent.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

function fill(node, properties, children) {
    for (const [name, value] of Object.entries(properties)) {
        if (value === null || value === undefined) continue;
        if (name === 'class') node.setAttribute('class', value);
        else if (name === 'text') node.textContent = value;
        else if (name === 'on') for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
        else if (name === 'data') Object.assign(node.dataset, value);
        else if (!(node instanceof SVGElement) && name in node && !name.startsWith('aria')) node[name] = value;
        else node.setAttribute(name, value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
}
