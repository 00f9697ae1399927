/** What the page has asked the service about a run's trace: each question once, unless it failed. */

import { readAnalysis } from '../model/analysis.js';
import { pathParts } from '../model/critical-path.js';
import { getAnalysis } from '../service/service.js';

/** Whoever steps back and forth asks for the same few again. */
const MOST_KEPT = 200;

export class AnalysisSession {
    #model;
    #onAnswer;
    /** @type {Promise<import('../model/analysis.js').Analysis & {path: import('../model/critical-path.js').PathPart[]}>|null} */
    #answer = null;
    /** @type {Map<number, Promise<import('../model/analysis.js').Cuts>>} */
    #cuts = new Map();
    /** Whether the panel is open: it stays so when the page is built anew. */
    isOpen = false;

    /**
     * @param {import('../model/run-model.js').RunModel} model
     * @param {(analysis: import('../model/analysis.js').Analysis) => void} onAnswer called when the analysis has come
     */
    constructor(model, onAnswer) {
        this.#model = model;
        this.#onAnswer = onAnswer;
    }

    /** The analysis of the whole run. @throws {Error} if the service refuses; then it can be asked again */
    load() {
        this.#answer ??= this.#ask().catch((error) => {
            this.#answer = null;
            throw error;
        });
        return this.#answer;
    }

    /** What the event with this seq depends on, and what on it. @throws {Error} as `load` does */
    around(seq) {
        if (!this.#cuts.has(seq)) {
            if (this.#cuts.size >= MOST_KEPT) this.#cuts.clear();
            this.#cuts.set(seq, this.#askAround(seq).catch((error) => {
                this.#cuts.delete(seq);
                throw error;
            }));
        }
        return this.#cuts.get(seq);
    }

    async #askAround(seq) {
        return readAnalysis(await getAnalysis(this.#model.run.id, seq), this.#model).cone;
    }

    async #ask() {
        const analysis = readAnalysis(await getAnalysis(this.#model.run.id), this.#model);
        this.#onAnswer(analysis);
        return { ...analysis, path: pathParts(this.#model, analysis.criticalPath) };
    }
}
