/** An exploration that is on screen: follows it until its end, and stops it. One view listens at a time. */

import { isOver, readExploration } from '../model/exploration.js';
import { cancelExploration, followExploration } from '../service/exploration-service.js';

export class ExplorationSession {
    #leave = () => {};

    /** @param {any} json what the service answered when it began, or later */
    constructor(json) {
        /** @type {import('../model/exploration.js').Exploration} */
        this.exploration = readExploration(json);
        /** What went wrong in following it or stopping it. @type {Error|null} */
        this.problem = null;
        /** @type {() => void} */
        this.onChange = () => {};
        if (isOver(this.exploration)) return;
        this.#leave = followExploration(this.exploration.id, {
            onNews: (news) => this.#take(news),
            onProblem: (problem) => this.#fail(problem),
        });
    }

    async stop() {
        try {
            this.#take(await cancelExploration(this.exploration.id));
        } catch (error) {
            // Whoever comes too late to stop it hears of its end anyway.
            if (error.details?.status !== 409) this.#fail(error);
        }
    }

    /** Stops following; the exploration itself goes on. */
    close() {
        this.#leave();
        this.onChange = () => {};
    }

    #take(json) {
        if (isOver(this.exploration)) return;
        try {
            this.exploration = readExploration(json);
            this.problem = null;
        } catch (error) {
            this.problem = error;
        }
        if (isOver(this.exploration)) this.#leave();
        this.onChange();
    }

    #fail(problem) {
        this.problem = problem;
        this.onChange();
    }
}
