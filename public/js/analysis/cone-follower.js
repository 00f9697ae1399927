/** The past and future of the event under the cursor: asked for anew when the cursor has come to rest. */

import { coneOf } from '../model/cone.js';

const REST_MS = 120;

export class ConeFollower {
    #session;
    #due = null;
    /** Whether the reader wants to see it. */
    isOn = false;
    /** Why it cannot be shown. @type {Error|null} */
    problem = null;

    /** @param {import('../run/session.js').Session} session */
    constructor(session) {
        this.#session = session;
        session.subscribe((changed) => {
            if (changed.has('cursor') && this.isOn) this.#askWhenAtRest();
        });
    }

    toggle() {
        this.isOn = !this.isOn;
        this.problem = null;
        clearTimeout(this.#due);
        this.#session.showCone(null);
        if (this.isOn) this.#ask();
    }

    #askWhenAtRest() {
        clearTimeout(this.#due);
        this.#due = setTimeout(() => this.#ask(), REST_MS);
    }

    async #ask() {
        const { model, cursor, analysis } = this.#session;
        if (model.events[cursor] === undefined) return;
        const isWanted = () => this.isOn && this.#session.cursor === cursor;
        try {
            const cuts = await analysis.around(model.events[cursor].seq);
            if (!isWanted()) return;
            this.problem = null;
            this.#session.showCone(coneOf(model, cuts));
        } catch (error) {
            if (!isWanted()) return;
            this.problem = error;
            this.#session.showCone(null);
        }
    }
}
