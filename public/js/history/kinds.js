/** The kinds of things that a history lists: how they are asked for, forgotten, and shown in a line. */

import { element } from '../dom/element.js';
import { countText } from '../exploration/numbers.js';
import { say } from '../language/language.js';
import { formatDuration } from '../model/duration.js';
import { readExploration } from '../model/exploration.js';
import { readSummary } from '../model/run.js';
import { statusBadge } from '../run/status-badge.js';
import { deleteExploration, listExplorations } from '../service/exploration-service.js';
import { deleteRun, listRuns } from '../service/service.js';

/**
 * @typedef {{page: 'run'|'exploration', list: (limit: number, cursor: string|null) => Promise<{entries: any[], next: string|null}>,
 *   forget: (id: string) => Promise<any>, badge: (entry: any) => HTMLElement, facts: (entry: any) => string[]}} HistoryKind
 *   `page`: what one is called in links and in the names of its texts
 */

/** @type {HistoryKind} */
export const runHistory = {
    page: 'run',
    async list(limit, cursor) {
        const { runs, next } = await listRuns(limit, cursor);
        return { entries: runs.map(readSummary), next };
    },
    forget: deleteRun,
    badge: ({ status }) => statusBadge(status),
    facts: ({ durationNs, engine }) => [formatDuration(durationNs), engine],
};

/** @type {HistoryKind} */
export const explorationHistory = {
    page: 'exploration',
    async list(limit, cursor) {
        const { explorations, next } = await listExplorations(limit, cursor);
        return { entries: explorations.map(readExploration), next };
    },
    forget: deleteExploration,
    badge: ({ verdict, status }) => verdict === null ? statusBadge(status)
        : element('span', { class: 'badge verdict', data: { verdict }, text: say(`claim.${verdict}`) }),
    facts: ({ executions, strategy }) => [say('history.exploration.executions', { executions: countText(executions) }), strategy],
};
