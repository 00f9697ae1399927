/** A deadlock's cycle: threads and objects in turn around a ring. */

import { svgElement } from '../dom/element.js';
import { say } from '../language/language.js';
import { arrowHeads, drawArrow, drawNode, NODE } from './arrow.js';

export function cycleGraph(model, finding) {
    const nodes = [];
    for (const link of finding.cycle) {
        nodes.push({ kind: 'thread', label: model.threadById.get(link.thread)?.name ?? `#${link.thread}` });
        nodes.push({ kind: 'object', label: model.objectById.get(link.waitsFor)?.name ?? `#${link.waitsFor}` });
    }
    // A thread that waits for itself is two nodes one above the other; two threads make a square; more a circle.
    const radiusX = nodes.length === 2 ? 0 : Math.max(130, nodes.length * 26);
    const radiusY = nodes.length === 2 ? 58 : Math.max(78, nodes.length * 17);
    const width = 2 * radiusX + NODE.width + (nodes.length === 2 ? 130 : 24);
    const height = 2 * radiusY + NODE.height + 16;
    nodes.forEach((node, position) => {
        const angle = (2 * Math.PI * position) / nodes.length - Math.PI / 2;
        node.x = width / 2 + radiusX * Math.cos(angle);
        node.y = height / 2 + radiusY * Math.sin(angle);
        node.inCycle = true;
    });
    const heads = arrowHeads();
    const arrows = nodes.map((from, position) => drawArrow({
        from, to: nodes[(position + 1) % nodes.length], inCycle: true, bend: nodes.length === 2 ? -44 : -14,
        kind: from.kind === 'thread' ? 'waits' : 'holds',
        label: say(from.kind === 'thread' ? 'graph.waitsFor' : 'graph.heldBy'),
    }, heads));
    const names = finding.cycle.map((link) => model.threadById.get(link.thread)?.name).join(' → ');
    return svgElement('svg', {
        class: 'graph cycle-graph', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': say('graph.cycle', { threads: names }),
    }, heads.definitions, arrows, nodes.map(drawNode));
}
