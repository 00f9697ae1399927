import assert from 'node:assert/strict';
import test from 'node:test';

import { makeAxis, preferredAxis, ticks } from '../../public/js/model/axis.js';
import { indexLane, itemAt, planLane, tracksOf } from '../../public/js/model/lane-plan.js';
import { fit, pan, reveal, zoom } from '../../public/js/model/viewport.js';
import { deadlock } from './samples/deadlock.mjs';
import { large } from './samples/large.mjs';
import { modelOf } from './samples/model-of.mjs';
import { Recorder } from './samples/recorder.mjs';

function planned(lane, view, width) {
    const boxes = [];
    const columns = [];
    planLane(lane, view, width, (box) => boxes.push(box), (column) => columns.push(column));
    return { boxes, columns };
}

test('segments that can be seen are boxes, in order and side by side', () => {
    const model = modelOf(deadlock());
    const axis = makeAxis(model, 'order');
    const { boxes, columns } = planned(indexLane(model.segmentsOfThread.get(1), axis), fit(axis), 1000);
    assert.deepEqual(boxes.map((box) => box.item.kind), ['running', 'sleeping', 'running', 'waiting', 'running']);
    assert.equal(columns.length, 0);
    boxes.slice(1).forEach((box, position) => assert.ok(Math.abs(box.left - boxes[position].right) < 1e-6));
});

test('a hundred thousand events are merged to no more pieces than there are pixels', () => {
    const model = modelOf(large(100_000));
    const axis = makeAxis(model, 'time');
    const lane = indexLane(model.segmentsOfThread.get(3), axis);
    assert.ok(lane.items.length > 2_000);
    const { boxes, columns } = planned(lane, fit(axis), 800);
    assert.ok(boxes.length + columns.length <= 1_600);
    const merged = columns.reduce((sum, column) => sum + column.count, 0);
    assert.equal(merged + boxes.length, lane.items.length, 'nothing is left out and nothing is drawn twice');
    for (const { waiting, sleeping } of columns) assert.ok(waiting >= 0 && sleeping >= 0 && waiting + sleeping <= 1 + 1e-9);
});

test('a merged column says how its time was shared out', () => {
    const items = [
        { kind: 'running', startIndex: 0, endIndex: 1 },
        { kind: 'waiting', startIndex: 1, endIndex: 4 },
        { kind: 'running', startIndex: 4, endIndex: 1000 },
    ];
    const lane = indexLane(items, { position: (index) => index });
    const { boxes, columns } = planned(lane, { from: 0, to: 1000 }, 100);
    assert.deepEqual(columns.map((column) => [column.count, column.waiting]), [[2, 0.75]]);
    assert.deepEqual(boxes.map((box) => box.item), [items[2]]);
});

test('the segment under a position is found', () => {
    const model = modelOf(deadlock());
    const axis = makeAxis(model, 'time');
    const lane = indexLane(model.segmentsOfThread.get(1), axis);
    assert.equal(itemAt(lane, 5_000_000).kind, 'sleeping');
    assert.equal(itemAt(lane, 0), null);
});

test('holds that overlap get tracks of their own, and an object keeps its track', () => {
    const hold = (object, startIndex, endIndex) => ({ thread: 0, object, startIndex, endIndex });
    const tracks = tracksOf([hold(1, 0, 10), hold(2, 2, 4), hold(3, 5, 6), hold(2, 7, 8)]);
    assert.deepEqual(tracks.map((track) => track.map((piece) => piece.object)), [[1], [2, 3, 2]]);
});

test('zooming keeps the anchor, never leaves the axis, and has a smallest span', () => {
    const axis = { kind: 'time', start: 0, end: 1_000_000, smallestSpan: 20, position: (index) => index };
    const all = fit(axis);
    const near = zoom(axis, all, 0.1, 250_000);
    const share = (view) => (250_000 - view.from) / (view.to - view.from);
    assert.ok(Math.abs(share(near) - share(all)) < 1e-9);
    assert.deepEqual(zoom(axis, near, 1e9, 250_000), all);
    const nearest = zoom(axis, near, 1e-12, 250_000);
    assert.ok(Math.abs(nearest.to - nearest.from - 20) < 1e-6);
    assert.equal(pan(axis, near, -1e12).from, all.from);
    assert.ok(Math.abs(pan(axis, near, 1e12).to - all.to) < 1e-6);
    const shown = reveal(axis, near, 900_000);
    assert.ok(shown.from < 900_000 && shown.to > 900_000);
});

test('virtual time that stands still is shown by order, and has an axis all the same', () => {
    const record = new Recorder('virtual', { engine: 'simulation' });
    const main = record.thread('main');
    for (let count = 0; count < 6; count += 1) record.event(0, main, 'output', null, 'done');
    const model = modelOf(record.end('completed', { durationNs: 0 }));
    assert.equal(preferredAxis(model), 'order');
    assert.equal(preferredAxis(modelOf(deadlock())), 'time');
    const time = makeAxis(model, 'time');
    assert.ok(time.end > time.start);
    const order = makeAxis(model, 'order');
    assert.deepEqual([-1, 0, 5, 6].map(order.position), [0, 1, 6, 7]);
});

test('marks of the ruler are round and inside', () => {
    const { step, positions } = ticks(-3, 17, 5);
    assert.equal(step, 5);
    assert.deepEqual(positions, [0, 5, 10, 15]);
});
