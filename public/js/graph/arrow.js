/** Nodes and arrows of the small graphs: a thread is round, an object is square, so that no colour is needed. */

import { svgElement } from '../dom/element.js';

export const NODE = { width: 116, height: 34 };

let markers = 0;

/** Arrow heads are referred to by id, and ids belong to the whole document. */
export function arrowHeads() {
    markers += 1;
    const id = `arrow-${markers}`;
    const head = (kind) => svgElement('marker', {
        id: `${id}-${kind}`, class: `arrow-head arrow-head-${kind}`, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 7, markerHeight: 7,
        orient: 'auto-start-reverse',
    }, svgElement('path', { d: 'M0 0L10 5L0 10z' }));
    return { definitions: svgElement('defs', {}, head('plain'), head('cycle')), reference: (inCycle) => `url(#${id}-${inCycle ? 'cycle' : 'plain'})` };
}

/** @param {{x: number, y: number, label: string, kind: 'thread'|'object', inCycle: boolean}} node */
export function drawNode({ x, y, label, kind, inCycle }) {
    const text = [...label].length > 15 ? `${[...label].slice(0, 14).join('')}…` : label;
    return svgElement('g', { class: `node node-${kind}${inCycle ? ' in-cycle' : ''}`, transform: `translate(${x} ${y})` },
        svgElement('title', { text: label }),
        svgElement('rect', { x: -NODE.width / 2, y: -NODE.height / 2, width: NODE.width, height: NODE.height, rx: kind === 'thread' ? NODE.height / 2 : 4 }),
        svgElement('text', { 'text-anchor': 'middle', dy: '0.35em', text }));
}

/**
 * An arrow from node to node, bent sideways so that two between the same nodes keep apart, with its word beside it.
 * @param {{from: {x: number, y: number}, to: {x: number, y: number}, label: string, kind: 'waits'|'holds',
 *   inCycle: boolean, bend: number}} arrow
 */
export function drawArrow({ from, to, label, kind, inCycle, bend }, heads) {
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const control = {
        x: middle.x - ((to.y - from.y) / length) * bend,
        y: middle.y + ((to.x - from.x) / length) * bend,
    };
    const start = edgeOf(from, control);
    const end = edgeOf(to, control);
    const words = { x: (start.x + 2 * control.x + end.x) / 4, y: (start.y + 2 * control.y + end.y) / 4 };
    return svgElement('g', { class: `edge edge-${kind}${inCycle ? ' in-cycle' : ''}` },
        svgElement('path', { d: `M${point(start)}Q${point(control)} ${point(end)}`, 'marker-end': heads.reference(inCycle) }),
        label ? svgElement('text', { x: words.x.toFixed(1), y: words.y.toFixed(1), dy: '0.35em', 'text-anchor': 'middle', text: label }) : null);
}

// Where the line from a node's middle towards a point leaves the node's box.
function edgeOf(node, towards) {
    const x = towards.x - node.x;
    const y = towards.y - node.y;
    const share = Math.min((NODE.width / 2 + 3) / Math.abs(x || 1e-9), (NODE.height / 2 + 3) / Math.abs(y || 1e-9), 1);
    return { x: node.x + x * share, y: node.y + y * share };
}

function point({ x, y }) {
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
