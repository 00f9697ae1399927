/** Writes a sample run down, an event a line, in the form of docs/trace-format.md. */
export class Recorder {
    constructor(scenario, { engine = 'threads', truncated = 0 } = {}) {
        this.run = {
            id: `0001-${scenario}`, scenario, engine, status: 'completed', parameters: {}, seed: 1, schedule: null,
            createdAt: '2026-01-02T03:04:05.678Z', durationNs: null, outcome: null, error: null, findings: [], watchdog: null, output: [],
            trace: { threads: [], objects: [], events: [], truncated },
        };
        this.now = 0;
        this.file = `Scenarios/${scenario[0].toUpperCase()}${scenario.slice(1)}.swift`;
    }

    thread(name, parent = null) {
        const id = this.run.trace.threads.length;
        this.run.trace.threads.push({ id, name, parent, daemon: false, pid: 4100, tid: 4100 + id });
        return id;
    }

    object(kind, name) {
        const id = this.run.trace.objects.length;
        this.run.trace.objects.push({ id, kind, name });
        return id;
    }

    /** An event, `after` nanoseconds after the one before it. */
    event(after, thread, action, object, phase, { line = null, state = null, value = null } = {}) {
        this.now += after;
        const seq = this.run.trace.truncated + this.run.trace.events.length;
        const source = line === null ? null : `${this.file}:${line}`;
        this.run.trace.events.push({ seq, atNs: this.now, thread, action, object, phase, source, state, value });
        return seq;
    }

    print(after, thread, text, line) {
        this.event(after, thread, 'output', null, 'done', { line, value: text });
        this.run.output.push({ atNs: this.now, thread, text });
    }

    end(status, more = {}) {
        Object.assign(this.run, { status, durationNs: this.now + 4_000 }, more);
        return this.run;
    }
}
