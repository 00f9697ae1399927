/** The wait-for graph at the cursor: threads on the left, objects on the right, a cycle in red. */

import { element, replaceContent, svgElement } from '../dom/element.js';
import { say } from '../language/language.js';
import { waitForGraph } from '../model/wait-for.js';
import { arrowHeads, drawArrow, drawNode, NODE } from './arrow.js';

const ROW = 52;
/** A graph of more nodes than this on a side is not read but counted. */
const MOST = 12;

/** @param {import('../run/session.js').Session} session */
export function waitGraph(session) {
    const body = element('div', { class: 'wait-graph-body' });
    const root = element('section', { class: 'subpanel', 'aria-label': say('graph.title') }, element('h3', { text: say('graph.title') }), body);
    let shown = '';

    function show() {
        const graph = waitForGraph(session.model, session.moment);
        const key = JSON.stringify(graph);
        if (key === shown) return;
        shown = key;
        if (graph.waits.length === 0) replaceContent(body, element('p', { class: 'quiet', text: say('graph.nobodyWaits') }));
        else replaceContent(body, draw(session.model, graph), graph.cycles.map((cycle) => cycleNote(session.model, cycle)));
    }

    session.subscribe((changed) => {
        if (changed.has('cursor')) show();
    });
    show();
    return root;
}

function cycleNote(model, cycle) {
    const names = [...cycle, cycle[0]].map((thread) => model.threadById.get(thread).name).join(' → ');
    return element('p', { class: 'cycle-note', text: say('graph.cycle', { threads: names }) });
}

function draw(model, graph) {
    const threads = [...new Set([...graph.waits, ...graph.holds].map((edge) => edge.thread))];
    const objects = [...new Set([...graph.waits, ...graph.holds].map((edge) => edge.object))];
    const rows = Math.max(Math.min(threads.length, MOST), Math.min(objects.length, MOST));
    const width = 380;
    const height = rows * ROW + 8;
    const place = (list, x, kind, nameOf) => new Map(list.slice(0, MOST).map((id, position) => [id, {
        x, y: ((position + 0.5) * height) / Math.min(list.length, MOST), kind, label: nameOf(id), inCycle: false,
    }]));
    const threadNodes = place(threads, NODE.width / 2 + 4, 'thread', (id) => model.threadById.get(id).name);
    const objectNodes = place(objects, width - NODE.width / 2 - 4, 'object', (id) => model.objectById.get(id).name);
    const heads = arrowHeads();
    const arrows = [];
    const connect = (edge, kind) => {
        const thread = threadNodes.get(edge.thread);
        const object = objectNodes.get(edge.object);
        if (!thread || !object) return;
        if (edge.inCycle) [thread, object].forEach((node) => { node.inCycle = true; });
        const [from, to] = kind === 'waits' ? [thread, object] : [object, thread];
        arrows.push(drawArrow({ from, to, kind, inCycle: edge.inCycle, bend: 10, label: '' }, heads));
    };
    graph.waits.forEach((edge) => connect(edge, 'waits'));
    graph.holds.forEach((edge) => connect(edge, 'holds'));
    const left = threads.length + objects.length - threadNodes.size - objectNodes.size;
    return element('figure', { class: 'wait-figure' },
        svgElement('svg', { class: 'graph', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': say('graph.title') },
            heads.definitions, arrows, [...threadNodes.values(), ...objectNodes.values()].map(drawNode)),
        element('figcaption', { class: 'quiet' },
            element('span', { class: 'key key-waits', text: say('graph.waitsFor') }), element('span', { class: 'key key-holds', text: say('graph.heldBy') }),
            left > 0 ? ` ${say('graph.more', { count: left })}` : null));
}
