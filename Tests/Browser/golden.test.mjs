import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

import { momentAt } from '../../public/js/model/moment.js';
import { stateText } from '../../public/js/model/state-text.js';
import { waitForGraph } from '../../public/js/model/wait-for.js';
import { modelOf } from './samples/model-of.mjs';

const folder = new URL('../Golden/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

test('the golden samples, if there are any yet', { skip: files.length === 0 && 'no Tests/Golden/*.json' }, () => {});

for (const name of files) {
    test(`${name} is read, and every moment of it can be shown`, () => {
        const model = modelOf(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
        const seen = new Set();
        const step = Math.max(1, Math.floor(model.events.length / 500));
        for (let index = -1; index < model.events.length; index += step) {
            const moment = momentAt(model, index);
            waitForGraph(model, moment).cycles.forEach((cycle) => seen.add([...cycle].sort().join()));
        }
        for (const event of model.events) {
            if (event.object !== null) stateText(model, model.objectById.get(event.object), event.state);
        }
        for (const { cycle } of model.run.findings.filter((finding) => finding.kind === 'deadlock')) {
            if (cycle.length === 0 || model.run.trace.truncated > 0 || step > 1) continue;
            assert.ok(seen.has(cycle.map((link) => link.thread).sort().join()), 'the cycle that the service found can be seen in the trace');
        }
    });
}
