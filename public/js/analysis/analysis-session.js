/** What the page has asked the service about a run's trace: each question once, unless it failed. */

import { readAnalysis } from '../model/analysis.js';
import { pathParts } from '../model/critical-path.js';
import { getAnalysis } from '../service/service.js';

export class AnalysisSession {
    #model;
    /** @type {Promise<import('../model/analysis.js').Analysis & {path: import('../model/critical-path.js').PathPart[]}>|null} */
    #answer = null;
    /** Whether the panel is open: it stays so when the page is built anew. */
    isOpen = false;

    /** @param {import('../model/run-model.js').RunModel} model */
    constructor(model) {
        this.#model = model;
    }

    /** The analysis of the whole run. @throws {Error} if the service refuses; then it can be asked again */
    load() {
        this.#answer ??= this.#ask().catch((error) => {
            this.#answer = null;
            throw error;
        });
        return this.#answer;
    }

    async #ask() {
        const analysis = readAnalysis(await getAnalysis(this.#model.run.id), this.#model);
        return { ...analysis, path: pathParts(this.#model, analysis.criticalPath) };
    }
}
