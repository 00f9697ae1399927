import assert from 'node:assert/strict';
import test from 'node:test';

import { EventStreamReader } from '../../public/js/model/event-stream.js';

const stream = ': hello\n\nevent: progress\ndata: {"a":\ndata: "b: c"}\n\nid: 4\r\nevent: exploration\r\ndata:{}\r\n\r\ndata: cut off';

test('an event stream reads alike however it is cut into pieces', () => {
    const expected = [{ name: 'progress', data: '{"a":\n"b: c"}' }, { name: 'exploration', data: '{}' }];
    for (let size = 1; size <= stream.length; size += 1) {
        const reader = new EventStreamReader();
        const events = [];
        for (let at = 0; at < stream.length; at += size) events.push(...reader.read(stream.slice(at, at + size)));
        assert.deepEqual(events, expected, `pieces of ${size}`);
    }
});
